"""Pairs, rules and matching: published counts, brute force, chance, bad input."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import crmlib as crm
from crmlib.language import CourseError

BASKETS = st.lists(st.sets(st.sampled_from("abcde"), min_size=1), min_size=2, max_size=12)
# The five baskets of Tan, Steinbach and Kumar (2005), Introduction to Data Mining, table 6.1.
PUBLISHED = [{"bread", "milk"}, {"bread", "diapers", "beer", "eggs"}, {"milk", "diapers", "beer", "cola"},
             {"bread", "milk", "diapers", "beer"}, {"bread", "milk", "diapers", "cola"}]


def as_lines(baskets):
    return pd.DataFrame([(number, product) for number, basket in enumerate(baskets) for product in sorted(basket)], columns=["order_id", "product_id"])


def test_published_baskets():
    pairs = crm.basket_pairs(as_lines(PUBLISHED)).set_index(["first", "second"])
    assert pairs.loc[("beer", "diapers"), ["count", "first_count", "second_count"]].tolist() == [3, 3, 4]
    rules = crm.association_rules(pairs.reset_index().pipe(keep_baskets, 5)).set_index(["if_bought", "then_also"])
    assert rules.loc[("beer", "diapers"), "confidence"] == 1.0 and rules.loc[("diapers", "beer"), "confidence"] == 0.75
    assert rules.loc[("beer", "diapers"), "lift"] == pytest.approx(1.25)


def keep_baskets(pairs, number):
    pairs.attrs["baskets"] = number
    return pairs


@given(BASKETS)
def test_counts_are_those_of_brute_force(baskets):
    lines = as_lines(baskets)
    if lines["product_id"].nunique() < 2:
        return
    found = crm.basket_pairs(lines)
    expected = {pair: sum(set(pair) <= basket for basket in baskets) for pair in combinations(sorted(set(lines["product_id"])), 2)}
    assert dict(zip(zip(found["first"], found["second"]), found["count"])) == {pair: count for pair, count in expected.items() if count}
    assert found.attrs["baskets"] == len(baskets) and (found["support"] == found["count"] / len(baskets)).all()


def test_a_product_twice_in_a_basket_counts_once():
    lines = as_lines([{"a", "b"}, {"a"}])
    pd.testing.assert_frame_equal(crm.basket_pairs(lines), crm.basket_pairs(pd.concat([lines, lines])))


def test_least_count_leaves_the_verdict_on_the_others_as_it_was():
    lines = as_lines([{"a", "b"}] * 30 + [{"c"}] * 60 + [{"c", "a"}] * 3)
    every, frequent = crm.basket_pairs(lines), crm.basket_pairs(lines, min_count=10)
    assert len(every) == 2 and frequent.iloc[0].equals(every.iloc[0]) and frequent["above_chance"].all()


def test_independent_products_give_hardly_a_pair():
    random = np.random.default_rng(9)
    held = random.random((2000, 40)) < random.random(40) * 0.2
    basket, product = np.nonzero(held)
    pairs = crm.basket_pairs(pd.DataFrame({"order_id": basket, "product_id": product}))
    assert (pairs["lift"] > 1).mean() > 0.3 and pairs["above_chance"].sum() <= 1


@pytest.mark.parametrize("share", [0.1, 0.3, 0.6, 0.7, 0.8, 0.9])
def test_a_rule_exactly_at_the_threshold_is_kept(share):
    tenths = round(share * 10)
    pairs = crm.basket_pairs(as_lines([{"a", "b"}] * 3 * tenths + [{"a"}] * (30 - 3 * tenths)))
    kept = crm.association_rules(pairs, min_support=share, min_confidence=share)
    assert ("a", "b") in set(zip(kept["if_bought"], kept["then_also"]))


def test_what_cannot_be_used_is_named():
    with pytest.raises(CourseError, match="basket.*missing|missing"):
        crm.basket_pairs(pd.DataFrame({"order_id": [1]}))
    with pytest.raises(CourseError, match="'product_id' is empty in 1 rows, first in row 1"):
        crm.basket_pairs(pd.DataFrame({"order_id": [1, 1], "product_id": ["a", None]}))
    with pytest.raises(CourseError, match="only one product"):
        crm.basket_pairs(as_lines([{"a"}, {"a"}]))
    with pytest.raises(CourseError, match="min_confidence=80"):
        crm.association_rules(crm.basket_pairs(as_lines(PUBLISHED)), min_confidence=80)


PURCHASES = pd.DataFrame([("A", "x"), ("A", "y"), ("B", "x"), ("B", "y"), ("B", "z"), ("C", "w"), ("D", "x"), ("D", "v")], columns=["customer_id", "product_id"])


def test_recommendations_come_from_the_nearest_and_are_new():
    best = crm.customer_matching(PURCHASES, neighbours=1, top=2)
    assert best[best["customer_id"] == "A"][["product_id", "score"]].values.tolist() == [["z", pytest.approx(2 / 6 ** 0.5)]]
    assert "C" not in set(best["customer_id"])
    assert best.merge(PURCHASES, on=["customer_id", "product_id"]).empty


def test_the_order_of_rows_does_not_matter():
    shuffled = PURCHASES.sample(frac=1, random_state=2)
    pd.testing.assert_frame_equal(crm.customer_matching(PURCHASES), crm.customer_matching(shuffled))


def test_bestsellers_and_hits():
    popular = crm.popular_products(PURCHASES, top=1).set_index("customer_id")
    assert popular.loc["C", "product_id"] == "x" and popular.loc["D", "product_id"] == "y"
    later = pd.DataFrame({"customer_id": ["C", "D", "E"], "product_id": ["x", "z", "x"]})
    assert crm.hit_rate(popular.reset_index(), later) == 0.5
    assert np.isnan(crm.hit_rate(popular.reset_index(), later.tail(1)))
