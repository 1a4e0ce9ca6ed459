"""Funnel, qualification, planning backwards and yields: known values, properties, bad input."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import crmlib as crm
from crmlib.pipeline import CRITERIA, STEPS

SELLING = STEPS[:-1]
RATES = st.lists(st.floats(0.05, 0.9), min_size=6, max_size=6).map(lambda rates: dict(zip(SELLING, rates, strict=True)))


def step_rows(**outcomes):
    """Rows for one step each: find="plo" means one passed, one lost, one open."""
    codes = {"p": "passed", "l": "lost", "o": "open"}
    rows = [{"lead_id": f"L{place}", "step": step, "entered_on": pd.Timestamp("2025-01-01"),
             "left_on": pd.NaT if sign == "o" else pd.Timestamp("2025-01-05"), "outcome": codes[sign]}
            for step, signs in outcomes.items() for place, sign in enumerate(signs)]
    return pd.DataFrame(rows)


def test_open_prospects_are_not_lost():
    funnel = crm.development_funnel(step_rows(find="ppppll", qualify="ppoo"))
    assert funnel.loc["find", ["entered", "passed", "lost", "open"]].tolist() == [6, 4, 2, 0]
    assert funnel.loc["qualify", "rate"] == 1.0 and funnel.loc["qualify", "reached"] == pytest.approx(4 / 6)
    assert funnel["rate"].isna().sum() == 5 and funnel.loc["find", "days"] == 4


def test_intervals_are_wilsons():
    """Newcombe (1998), table I: 81 of 263 gives 0.2553 to 0.3662 with Wilson's score method, 0 of 20 gives 0 to 0.1611."""
    rates = crm.outcome_rates(pd.Series([True] * 81 + [False] * 182 + [False] * 20), pd.Series(["a"] * 263 + ["b"] * 20))
    assert rates.loc["a", ["low", "high"]].round(4).tolist() == [0.2553, 0.3662]
    assert rates.loc["b", ["low", "high"]].round(4).tolist() == [0.0, 0.1611]


def test_undecided_cases_are_counted_apart():
    rates = crm.outcome_rates(pd.Series([True, None, False, None]), pd.Series(["a", "a", "a", "b"]))
    assert rates[["decided", "undecided", "happened"]].values.tolist() == [[2, 1, 1], [0, 1, 0]]
    assert rates.loc["b", ["low", "high"]].tolist() == [0.0, 1.0] and pd.isna(rates.loc["b", "rate"])


@given(RATES, st.floats(0.01, 0.1))
def test_the_same_relative_gain_at_any_step_brings_the_same(rates, improvement):
    funnel = pd.DataFrame({"rate": pd.Series(rates)})
    gain = crm.funnel_gain(funnel, 1000, improvement, dict.fromkeys(SELLING, 1), dict.fromkeys(SELLING, 0))
    assert gain["extra"].max() == pytest.approx(gain["extra"].min(), rel=1e-6)
    assert gain["handling"].is_monotonic_decreasing and gain["handling"].iloc[-1] == pytest.approx(0, abs=1e-6)


def test_a_rate_cannot_grow_above_one():
    gain = crm.funnel_gain(pd.DataFrame({"rate": [0.95, *[0.5] * 5]}, index=SELLING), 1000, 0.1, dict.fromkeys(SELLING, 0), dict.fromkeys(SELLING, 100))
    assert gain["improved"].max() == 1.0 and gain["cost_per_extra"].idxmax() == "find"


def test_a_minimum_beats_any_sum():
    rated = pd.DataFrame([[5, 5, 2, 5], [3, 3, 3, 3], [2, 4, 3, 3]], columns=CRITERIA, index=["keen", "dull", "mixed"])
    by_sum, gated = crm.qualify(rated), crm.qualify(rated, minimum={"authority": 3, "need": 3})
    assert by_sum["rank"].to_dict() == {"keen": 1, "dull": 2, "mixed": 2}
    assert gated["rank"].to_dict() == {"dull": 1, "keen": 2, "mixed": 3} and gated["lacks"].to_dict() == {"keen": "authority", "dull": "", "mixed": "need"}


@given(st.lists(st.tuples(*[st.integers(1, 5)] * 4), min_size=1, max_size=20))
def test_the_score_is_the_mean_and_weights_need_not_sum_to_one(ratings):
    rated = pd.DataFrame(ratings, columns=CRITERIA)
    pd.testing.assert_series_equal(crm.qualify(rated)["score"], rated.mean(axis=1), check_names=False)
    pd.testing.assert_series_equal(crm.qualify(rated, weights={"need": 7})["score"], rated["need"].astype(float), check_names=False)


@given(RATES)
def test_a_plan_walks_forward_to_its_goal(rates):
    plan = crm.plan_backwards(500_000, 4000, rates, dict.fromkeys(SELLING, 1))
    assert plan.leads * pd.Series(rates).prod() == pytest.approx(plan.customers) == 125
    assert plan.visits_per_week * 48 == pytest.approx(plan.steps["entering"].sum())


@pytest.mark.parametrize("lever", ["knowledge", "skill", "attitude", "goal"])
def test_every_lever_saves_visits(lever):
    rates, visits = dict.fromkeys(SELLING, 0.6), dict.fromkeys(SELLING, 1.5)
    new_rates, new_visits, made = crm.pull_lever(lever, 0.1, rates, visits, 0.7)
    now = crm.plan_backwards(100_000, 4000, rates, visits, made=0.7).visits_per_week
    assert crm.plan_backwards(100_000, 4000, new_rates, new_visits, made=made).visits_per_week < now
    if lever in ("attitude", "goal"):
        assert crm.plan_backwards(100_000, 4000, new_rates, new_visits, made=made).visits_per_week == pytest.approx(now / 1.1)


def test_the_best_average_can_have_the_worst_next_yuan():
    spending = pd.DataFrame({"method": ["chain"] * 8 + ["web"] * 8, "spent": [100, 200] * 8, "new_customers": [10, 10] * 4 + [2, 4] * 4})
    yields = crm.method_yield(spending)
    assert yields["average"].idxmax() == "chain" and yields.loc["chain", "extra"] == 0 and yields.loc["chain", "cost_of_next"] == float("inf")
    assert yields.loc["web", ["average", "extra", "cost_of_next"]].tolist() == [20, 20, 50]


@pytest.mark.parametrize(("call", "words"), [
    (lambda: crm.development_funnel(step_rows(find="pl").replace({"outcome": {"lost": "gone"}})), "'outcome'.*gone"),
    (lambda: crm.development_funnel(step_rows(find="pl").assign(lead_id="L7")), "L7"),
    (lambda: crm.development_funnel(step_rows(find="pl").drop(columns="left_on")), "left_on"),
    (lambda: crm.funnel_gain(pd.DataFrame({"rate": [0.5]}, index=["find"]), 100, 0.1, {}, {}), "qualify"),
    (lambda: crm.funnel_gain(pd.DataFrame({"rate": 0.5}, index=SELLING), 100, -0.1, {}, {}), "improvement=-0.1"),
    (lambda: crm.funnel_gain(pd.DataFrame({"rate": 0.5}, index=SELLING), 100, 0.1, {"find": 1}, {}), "handling has no cost.*close"),
    (lambda: crm.qualify(pd.DataFrame([[6, 1, 1, 1]], columns=CRITERIA)), "need"),
    (lambda: crm.qualify(pd.DataFrame([[5, 1, 1, 1]], columns=CRITERIA), minimum={"power": 3}), "power"),
    (lambda: crm.qualify(pd.DataFrame([[5, 1, 1, 1]], columns=CRITERIA), weights={"need": 0}), "All weights"),
    (lambda: crm.qualify(pd.DataFrame([[5, 1, 1, 1]], columns=CRITERIA), weights={"need": -1}), "need"),
    (lambda: crm.outcome_rates(pd.Series([True]), pd.Series(["a"], index=[4])), "same cases"),
    (lambda: crm.outcome_rates(pd.Series([True]), pd.Series(["a"]), confidence=1), "confidence=1"),
    (lambda: crm.plan_backwards(1000, 0, {}, {}), "value_per_customer"),
    (lambda: crm.plan_backwards(1000, 10, {"find": 0.5}, {}), "rates.*qualify"),
    (lambda: crm.plan_backwards(1000, 10, dict.fromkeys(SELLING, 0), dict.fromkeys(SELLING, 1)), "above 0"),
    (lambda: crm.pull_lever("iq", 0.1, {}, {}, 0.7), "iq"),
    (lambda: crm.pull_lever("skill", "10%", {}, {}, 0.7), "improvement='10%'"),
    (lambda: crm.method_yield(pd.DataFrame({"method": ["web"] * 8, "spent": 100, "new_customers": 3})), "web"),
    (lambda: crm.method_yield(pd.DataFrame({"method": ["web"], "spent": [None], "new_customers": [3]})), "'spent'"),
])
def test_bad_input_names_the_place(call, words):
    with pytest.raises(crm.CourseError, match=words):
        call()
