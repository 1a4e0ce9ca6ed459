"""Figures and widgets of chapter 02: what they show, in words and in both languages."""

import re

import pandas as pd
import pytest

import crmlib as crm
from crmlib.draw import alt_text, method_costs, referral_chain, screens, subsidy_bars
from crmlib.language import CourseError, use_language


@pytest.fixture(params=["en", "zh"])
def language(request):
    use_language(request.param)
    yield request.param
    use_language("en")


@pytest.fixture(scope="module")
def prospects():
    return crm.load("prospects")


@pytest.fixture(scope="module")
def orders():
    orders = crm.load("orders").query("date >= '2025-07-01'")
    return orders.assign(gross_profit=orders["order_id"].map(crm.order_profit(crm.load("order_lines"), crm.load("products"))))


@pytest.fixture(scope="module")
def tree():
    return crm.referral_tree(crm.load("referrals"))


def drawn(prospects, orders, tree):
    score = prospects[["need", "means"]].sum(axis=1)
    return [method_costs(crm.identification_costs(crm.load("identification_methods"))),
            screens(crm.screen_prospects(score, prospects["bought"], 20, 276), cut=6),
            subsidy_bars(crm.cross_subsidy(crm.transactional_split(orders), 300_000, 5)),
            referral_chain(tree, "C2487")]


def test_every_figure_states_its_finding_and_no_glyph_is_missing(prospects, orders, tree, language, caplog):
    for ax in drawn(prospects, orders, tree):
        ax.figure.canvas.draw()
        assert ax.get_title(loc="left") in alt_text(ax)
        assert bool(re.search(r"[\u4e00-\u9fff]", alt_text(ax))) == (language == "zh")
    assert [record.getMessage() for record in caplog.records if record.name.startswith("matplotlib")] == []


def test_a_method_without_a_customer_who_stays_can_be_drawn():
    methods = crm.load("identification_methods").assign(kept=[0, 6, 68, 20, 9, 38, 12])
    text = alt_text(method_costs(crm.identification_costs(methods)))
    assert "Dearest customer who stays: Canvassing (inf yuan)" in text


def test_the_figure_of_the_screens_marks_the_best_and_the_most_accurate(prospects):
    ax = screens(crm.screen_prospects(prospects[["need", "means", "access"]].sum(axis=1), prospects["bought"], 20, 276))
    words = {text.get_text(): text.xy[0] for text in ax.texts}
    assert words["most yuan"] == 9 and words["most accurate"] == 16


def test_the_tree_shows_everybody_once_and_whoever_brought_nobody_has_none(tree):
    shown = [text.get_text() for text in referral_chain(tree, "C2487").texts]
    assert len(shown) == len(set(shown)) == tree.loc["C2487", "descendants"] + 1
    childless = tree.index[tree["friends"] == 0][0]
    with pytest.raises(CourseError, match=f"{childless} brought nobody"):
        referral_chain(tree, childless)


def test_the_targeting_widget_follows_score_cut_and_cost(prospects, language):
    widget = crm.explore.targeting(prospects, follow_up_cost=20, value=276)
    first = widget.numbers.value
    table = crm.screen_prospects(prospects[["need", "means", "access"]].sum(axis=1), prospects["bought"], 20, 276)
    assert f"{table.loc[9, 'selected']:,}" in first and f"{table.loc[9, 'profit']:+,.0f}" in first
    widget.controls["judgements"].value = "need"
    assert "+0" in widget.numbers.value
    widget.controls["cut"].value = 4
    widget.controls["cost"].value = 30
    assert f"{prospects.query('need >= 4')['bought'].sum():,} " in widget.numbers.value
    widget.reset()
    assert widget.numbers.value == first and len(widget.controls) <= 4


def test_the_widget_of_relations_splits_anew_and_states_the_profit(orders, language):
    widget = crm.explore.relational(orders, fixed_cost=300_000, cost_per_order=5)
    first = widget.numbers.value
    subsidy = crm.cross_subsidy(crm.transactional_split(orders), 300_000, 5)
    assert f"<td>{subsidy.loc['transactional', 'profit_without']:,.0f}</td>" in first
    widget.controls["offer_share"].value = 0.5
    assert f"<td>{(crm.transactional_split(orders, 0.5)['relation'] == 'transactional').sum():,}</td>" in widget.numbers.value
    widget.controls["cost_per_order"].value = 60
    assert widget.numbers.value != first
    widget.reset()
    assert widget.numbers.value == first and len(widget.controls) <= 4


def test_a_firm_without_transactional_customers_can_be_drawn():
    split = pd.DataFrame({"orders": [8], "gross_profit": [400.0], "relation": ["relational"]})
    assert subsidy_bars(crm.cross_subsidy(split, 100, 1)).get_title(loc="left") == "No customer is called transactional"
