"""Gains, uplift and the depth of a mailing; the figures and widgets that show them."""

import html
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import crmlib as crm
from crmlib.language import CourseError, use_language


@pytest.fixture
def contacts():
    random = np.random.default_rng(3)
    group = np.where(random.random(800) < 0.5, "treated", "control")
    responded = random.random(800) < np.where(group == "treated", 0.4, 0.2)
    amount = np.where(responded, 100.0, 0.0)
    return pd.DataFrame({"group": group, "responded": responded, "amount": amount, "gross_profit": amount / 2, "r": random.integers(1, 4, 800)})


@given(st.lists(st.booleans(), min_size=10, max_size=50).filter(any), st.randoms())
def test_gains_end_at_all_answers_and_lift_at_one(responded, random):
    score = [random.random() for _ in responded]
    table = crm.gains_table(responded, score, cost=1, profit=10, groups=5)
    assert table["gain"].is_monotonic_increasing and table["gain"].iloc[-1] == 1 and table["lift"].iloc[-1] == 1
    assert table["answers"].sum() == sum(responded) and table["customers"].sum() == len(responded)
    assert table["cumulative_profit"].iloc[-1] == pytest.approx(10 * sum(responded) - len(responded))


def test_the_treated_less_control_difference_is_found(contacts):
    table = crm.uplift_table(contacts, by="r", cost=6)
    for segment, row in table.iterrows():
        part = contacts[contacts["r"] == segment]
        treated, control = (part[part["group"] == group] for group in ("treated", "control"))
        assert row["uplift"] == treated["responded"].mean() - control["responded"].mean()
        assert row["left"] == pytest.approx(treated["gross_profit"].mean() - control["gross_profit"].mean() - 6)
        assert row["uplift_error"] == pytest.approx(np.sqrt(treated["responded"].var(ddof=0) / len(treated) + control["responded"].var(ddof=0) / len(control)))


def test_the_whole_list_of_one_group_is_the_plain_comparison(contacts):
    curve = crm.mailing_curve(contacts, np.arange(800), cost=6, groups=1).iloc[0]
    left = crm.uplift_table(contacts.assign(all=1), "all", 6)["left"].iloc[0]
    assert curve["left"] == pytest.approx(800 * left) and curve["depth"] == 1
    assert curve["counted"] > curve["left"]


def test_what_cannot_be_used_is_named(contacts):
    with pytest.raises(CourseError, match="2 answers but 1 scores"):
        crm.gains_table([True, False], [1.0], cost=1, profit=5)
    with pytest.raises(CourseError, match="Nobody answered"):
        crm.gains_table([False] * 10, range(10), cost=1, profit=5)
    with pytest.raises(CourseError, match="1 scores are missing"):
        crm.gains_table([True] * 10, [np.nan, *range(9)], cost=1, profit=5)
    with pytest.raises(CourseError, match="groups=20 does not work with 10 customers"):
        crm.gains_table([True] * 10, range(10), cost=1, profit=5, groups=20)
    with pytest.raises(CourseError, match="cost=-1"):
        crm.uplift_table(contacts, "r", -1)
    with pytest.raises(CourseError, match="holds letter"):
        crm.uplift_table(contacts.replace({"group": {"treated": "letter"}}), "r", 6)
    with pytest.raises(CourseError, match="lack customers with or without a letter: 3"):
        crm.uplift_table(contacts[(contacts["r"] < 3) | (contacts["group"] == "treated")], "r", 6)
    with pytest.raises(CourseError, match="800 customers but 3 scores"):
        crm.mailing_curve(contacts, [1, 2, 3], 6)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_figures_say_what_they_show(contacts, language):
    use_language(language)
    table = crm.uplift_table(contacts, by="r", cost=6)
    gains = crm.gains_table(contacts["responded"], contacts["amount"], cost=6, profit=50)
    curve = crm.mailing_curve(contacts, np.arange(800), 6)
    pairs = crm.basket_pairs(pd.DataFrame({"order_id": [1, 1, 2, 2, 3, 4], "product_id": ["soap", "towel", "soap", "towel", "soap", "comb"]}))
    texts = [crm.draw.alt_text(ax) for ax in (crm.draw.uplift_bars(table), crm.draw.gains_curve(gains), crm.draw.mailing_curves({"uplift": curve}),
                                              crm.draw.pairs_against_chance(pairs, kept=pairs["count"] > 1))]
    assert f"{table.loc[1, 'response']:.0%}" in texts[0] and f"{gains.loc[1, 'gain']:.0%}" in texts[1]
    assert f"{curve['left'].max():,.0f}" in texts[2] and "soap + towel" in texts[3]
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in text) == (language == "zh") for text in texts)
    use_language("en")


def test_the_axis_names_the_score_and_other_segments_by_their_column(contacts):
    by_score = crm.draw.uplift_bars(crm.uplift_table(contacts, by="r", cost=6))
    by_plan = crm.draw.uplift_bars(crm.uplift_table(contacts.assign(plan="all"), by="plan", cost=6))
    assert "Recency score r" in by_score.get_xlabel() and by_plan.get_xlabel() == "plan"


def words(widget):
    return html.unescape(re.sub(r"<[^>]+>", " ", widget.numbers.value))


def test_the_pairs_widget_keeps_what_is_asked_for():
    lines = [(number, product) for number in range(40) for product in ("a", "b")] + [(40 + number, product) for number in range(60) for product in ("c",)]
    lines += [(200, "d"), (200, "e"), (201, "a"), (201, "c")]
    pairs = crm.basket_pairs(pd.DataFrame(lines, columns=["order_id", "product_id"]))
    widget = crm.explore.pairs(pairs, {product: product.upper() for product in "abcde"})
    assert "3 of 3 pairs" in words(widget)
    widget.controls["order"].value = "lift"
    assert words(widget).index("D + E") < words(widget).index("A + B")
    widget.controls["least"].value = 10
    assert "1 of 3 pairs" in words(widget) and "D + E" not in words(widget)
    widget.reset()
    widget.controls["lift"].value = 10.0
    assert "1 of 3 pairs" in words(widget)
    widget.controls["least"].value = 200
    assert "0 of 3 pairs" in words(widget)


def test_the_mailing_widget_counts_both_ways(contacts):
    scores = {"response": np.arange(800), "uplift": -np.arange(800)}
    widget = crm.explore.mailing(contacts, scores, cost=6.0, coupon=0.0, margin=0.5)
    curve = crm.mailing_curve(contacts, scores["response"], 6, 20)
    assert f"{curve['counted'].iloc[5]:+,.0f}" in words(widget) and f"{curve['left'].iloc[5]:+,.0f}" in words(widget)
    widget.controls["ranking"].value = "uplift"
    widget.controls["depth"].value = 1.0
    widget.controls["cost"].value = 2.0
    curve = crm.mailing_curve(contacts, scores["uplift"], 2, 20)
    assert "800 letters (100%) cost 1,600 yuan" in words(widget) and f"{curve['left'].iloc[-1]:+,.0f}" in words(widget)
    widget.controls["margin"].value = 0.2
    assert f"{curve['left'].iloc[-1]:+,.0f}" not in words(widget)
    widget.reset()
    assert widget.controls["cost"].value == 6.0
