import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import crmlib as crm
from crmlib.language import CourseError

TERMS = {"margin_rate": 0.48, "retention_rate": 0.79, "discount_rate": 0.08}
SUM = {"win_cost": 72, "win_margin": 185, "keep_cost": 15, "effect": 0.07, "keep_margin": 305, "retention_rate": 0.71, "discount_rate": 0.08, "years": 3}


def test_the_lost_shopper_year_by_year():
    loss = crm.lost_shopper(100, 20, **TERMS)
    years = range(1, 21)
    profit = 100 * 52 * 0.48
    assert loss["turnover"] == 104_000 and loss["gross_profit"] == pytest.approx(20 * profit)
    assert loss["with_leaving"] == pytest.approx(sum(profit * 0.79 ** (year - 1) for year in years))
    assert loss["today"] == pytest.approx(sum(profit * 0.79 ** (year - 1) / 1.08 ** (year - 0.5) for year in years))


@given(st.floats(1, 500), st.integers(1, 40), st.floats(0, 1), st.floats(0, 0.5))
@settings(deadline=None, max_examples=40)
def test_each_step_leaves_no_more_than_the_one_before(week, years, stay, rate):
    loss = crm.lost_shopper(week, years, margin_rate=0.5, retention_rate=stay, discount_rate=rate)
    assert loss["turnover"] >= loss["gross_profit"] >= loss["with_leaving"] * (1 - 1e-9) >= loss["today"] * (1 - 2e-9) > 0


def test_without_leaving_and_discounting_the_story_is_right_but_for_the_goods():
    loss = crm.lost_shopper(80, 10, margin_rate=1.0, retention_rate=1.0, discount_rate=0.0)
    assert loss.nunique() == 1


def test_keeping_counts_only_those_who_stay_because_of_it():
    table = crm.keep_or_win(10_000, **SUM)
    assert table.loc["keep", "customers"] == pytest.approx(10_000 / 15 * 0.07)
    assert table.loc["keep", "cost_per_customer"] == pytest.approx(15 / 0.07)
    assert table.loc["win", "customers"] == pytest.approx(10_000 / 72)


@given(st.floats(10, 300), st.floats(1, 60), st.floats(0.01, 0.5), st.integers(1, 10), st.floats(0, 0.99))
@settings(deadline=None, max_examples=40)
def test_both_bring_the_same_at_the_break_even_whatever_the_years_and_the_staying(win_cost, keep_cost, effect, years, stay):
    even = 185 * (keep_cost / effect) / win_cost
    profit = crm.keep_or_win(10_000, **{**SUM, "win_cost": win_cost, "keep_cost": keep_cost, "effect": effect, "keep_margin": even,
                                        "years": years, "retention_rate": stay})["value"]
    assert profit["win"] == pytest.approx(profit["keep"])


def test_a_measure_without_effect_loses_the_whole_sum():
    row = crm.keep_or_win(10_000, **{**SUM, "effect": 0.0}).loc["keep"]
    assert row["profit"] == -10_000 and row["customers"] == 0 and row.isna()["cost_per_customer"]


@pytest.mark.parametrize(("change", "name"), [({"effect": 7}, "effect"), ({"win_cost": 0}, "win_cost"), ({"keep_cost": -1}, "keep_cost"),
                                              ({"years": 0}, "periods"), ({"keep_margin": "305"}, "keep_margin")])
def test_a_number_outside_its_range_is_named(change, name):
    with pytest.raises(CourseError, match=name):
        crm.keep_or_win(10_000, **{**SUM, **change})


@pytest.mark.parametrize(("change", "name"), [({"margin_rate": 48}, "margin_rate"), ({"retention_rate": 79}, "retention_rate"), ({"discount_rate": 8}, "discount_rate")])
def test_a_percentage_in_place_of_a_share_is_named(change, name):
    with pytest.raises(CourseError, match=name):
        crm.lost_shopper(100, 20, **{**TERMS, **change})
