"""Kappa, success rates and standardisation: published values, properties, bad input."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

import crmlib as crm
from crmlib.language import CourseError


def pairs(counts):
    """Two readings of as many utterances as `counts` says: (first, second) -> count."""
    rows = [pair for pair, count in counts.items() for _ in range(count)]
    return tuple(pd.Series(column, index=[f"U{number}" for number in range(len(rows))]) for column in zip(*rows))


def test_kappa_takes_chance_out():
    found = crm.agreement(*pairs({("a", "a"): 20, ("a", "b"): 5, ("b", "a"): 10, ("b", "b"): 15}))
    assert (found.observed, found.expected, found.kappa) == pytest.approx((0.7, 0.5, 0.4))
    assert found.table.to_numpy().tolist() == [[20, 5], [10, 15]]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2, max_size=40))
def test_kappa_is_that_of_scikit_learn_symmetric_and_one_only_in_full_agreement(rows):
    first, second = (pd.Series(column) for column in zip(*rows))
    if len({*first, *second}) == 1:
        return
    found, turned = crm.agreement(first, second), crm.agreement(second, first)
    assert found.kappa == pytest.approx(turned.kappa) == pytest.approx(cohen_kappa_score(first, second))
    assert (found.kappa > 1 - 1e-12) == (found.observed == 1)


def test_the_order_of_the_utterances_does_not_matter():
    first, second = pairs({("a", "a"): 3, ("a", "b"): 1, ("b", "b"): 2})
    assert crm.agreement(first, second.sample(frac=1, random_state=1)) .kappa == crm.agreement(first, second).kappa


@pytest.mark.parametrize("first, second, words", [({"U1": "a", "U2": "b"}, {"U1": "a"}, "1 stand in one of them only, for example U2"),
                                                  ({"U1": "a"}, {"U1": "a"}, "at least two labels"), ({}, {}, "same utterances")])
def test_readings_that_cannot_be_compared_are_refused(first, second, words):
    with pytest.raises(CourseError, match=words):
        crm.agreement(first, second)


@pytest.fixture
def stones():
    """Charig and others (1986), as in every book on Simpson's paradox: treatments of kidney stones."""
    cases = {("open", "small"): (81, 87), ("open", "large"): (192, 263), ("needle", "small"): (234, 270), ("needle", "large"): (55, 80)}
    return pd.concat([pd.DataFrame({"way": way, "kind": kind, "won": [True] * wins + [False] * (tries - wins)})
                      for (way, kind), (wins, tries) in cases.items()], ignore_index=True)


def test_the_paradox_and_its_standardisation(stones):
    assert crm.success_rates(stones, "way", "won")["rate"].to_dict() == pytest.approx({"needle": 0.826, "open": 0.780}, abs=0.0005)
    within = crm.success_rates(stones, ["kind", "way"], "won")["rate"].unstack()
    assert (within["open"] > within["needle"]).all()
    small, large = 357 / 700, 343 / 700
    expected = {"needle": small * 234 / 270 + large * 55 / 80, "open": small * 81 / 87 + large * 192 / 263}
    assert crm.standardised_rates(stones, "way", "kind", "won").to_dict() == pytest.approx(expected)


def test_the_interval_is_wilsons():
    rates = crm.success_rates(pd.DataFrame({"group": "x", "won": [True] * 8 + [False] * 2}), "group", "won").loc["x"]
    assert (rates["low"], rates["high"]) == pytest.approx((0.4902, 0.9433), abs=0.0002)


def test_with_one_mix_for_both_nothing_changes(stones):
    balanced = stones.groupby(["way", "kind"]).head(80)
    assert crm.standardised_rates(balanced, "way", "kind", "won").to_dict() == pytest.approx(balanced.groupby("way")["won"].mean().to_dict())


def test_a_way_that_was_never_used_on_a_kind_is_named(stones):
    with pytest.raises(CourseError, match="open: small"):
        crm.standardised_rates(stones[~(stones["way"].eq("open") & stones["kind"].eq("small"))], "way", "kind", "won")


def test_missing_columns_and_outcomes_that_are_no_yes_or_no_are_refused(stones):
    with pytest.raises(CourseError, match="bought"):
        crm.success_rates(stones, "way", "bought")
    with pytest.raises(CourseError, match="won.*True and False"):
        crm.success_rates(stones.assign(won=1), "way", "won")
