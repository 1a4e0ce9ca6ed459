import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlib.curves import SHAPES, fit_profit_curve
from crmlib.discounting import discount_factors
from crmlib.language import CourseError

FALLING = [300, 245, 190, 160, 125, 100]
HILL = [-40, 30, 60, 95, 92, 90]


@pytest.mark.parametrize("name, parameters", [("linear", (50, 8)), ("decay", (500, 0.15)), ("logistic", (300, 0.8, 5))])
def test_the_intervals_of_the_totals_hold_them_for_95_percent_of_simulated_customers(name, parameters):
    t, weights = np.arange(1.0, 16), {"future_profit": np.ones(5), "future_value": discount_factors(np.arange(1, 6), 0.05)}
    inside = dict.fromkeys(weights, 0)
    for seed in range(400):
        profits = SHAPES[name].value(t, *parameters) + np.random.default_rng(seed).normal(0, 10, len(t))
        totals = fit_profit_curve(profits[:10], name, discount_rate=0.05, periods=15).totals
        for total, weight in weights.items():
            inside[total] += totals.loc[total, "low"] <= profits[10:] @ weight <= totals.loc[total, "high"]
    assert {total: count / 400 for total, count in inside.items()} == pytest.approx(dict.fromkeys(weights, 0.95), abs=0.025)


def test_the_straight_line_by_the_formula_of_the_books():
    """The variance of a new period is σ²·(1 + 1 ÷ n + (t − mean)² ÷ Σ(t − mean)²)."""
    from scipy.stats import linregress, t as student

    forecast = fit_profit_curve(FALLING, "linear", discount_rate=0.1, periods=7)
    line, past = linregress(np.arange(1, 7), FALLING), np.arange(1, 7)
    sd = np.sqrt(((FALLING - line.intercept - line.slope * past) ** 2).sum() / 4)
    reach = student.ppf(0.975, 4) * sd * np.sqrt(1 + 1 / 6 + (7 - 3.5) ** 2 / ((past - 3.5) ** 2).sum())
    middle = line.intercept + 7 * line.slope
    assert forecast.periods.loc[7, ["fitted", "low", "high"]].tolist() == pytest.approx([middle, middle - reach, middle + reach])


def test_past_profit_counts_as_it_is_and_future_profit_is_discounted_from_today():
    forecast = fit_profit_curve(FALLING, "decay", discount_rate=0.25, timing="mid", periods=8)
    fitted = forecast.periods.loc[7:, "fitted"].tolist()
    assert forecast.periods["discount_factor"].tolist() == pytest.approx([1] * 6 + [1.25**-0.5, 1.25**-1.5])
    assert forecast.totals["value"].to_dict() == pytest.approx({
        "past_profit": 1120, "future_profit": sum(fitted), "lifetime_profit": 1120 + sum(fitted),
        "future_value": fitted[0] / 1.25**0.5 + fitted[1] / 1.25**1.5, "lifetime_value": forecast.clv})
    assert forecast.clv == pytest.approx(1120 + forecast.totals.loc["future_value", "value"])


@given(st.floats(0, 0.5), st.sampled_from(["start", "mid", "end"]), st.integers(6, 18))
def test_the_periods_add_up_to_the_totals(discount_rate, timing, life):
    forecast = fit_profit_curve(FALLING, "decay", discount_rate=discount_rate, timing=timing, periods=life)
    assert len(forecast.periods) == forecast.life_length == life
    assert forecast.periods["cumulative_value"].iloc[-1] == pytest.approx(forecast.clv)
    assert forecast.periods["counted"].sum() == pytest.approx(forecast.totals.loc["lifetime_profit", "value"])
    assert (forecast.totals["low"] <= forecast.totals["value"]).all() and (forecast.totals["value"] <= forecast.totals["high"]).all()


def test_the_life_ends_before_the_curve_falls_to_the_threshold():
    hill = fit_profit_curve(HILL, "parabola", discount_rate=0.1)
    one_more = fit_profit_curve(HILL, "parabola", discount_rate=0.1, periods=hill.life_length + 1)
    assert hill.periods["fitted"].iloc[-1] > 0 >= one_more.periods["fitted"].iloc[-1]
    assert fit_profit_curve(FALLING, "decay", discount_rate=0.1, threshold=50).life_length == 9  # 374.5·exp(−0.2185·9) is 52.4


def test_losses_at_the_beginning_do_not_end_a_life():
    with pytest.raises(CourseError, match="does not fall to 0 yuan by period 18"):
        fit_profit_curve([-500, -400, -300, -250, -140, -70], "linear", discount_rate=0.1)


def test_a_life_that_is_over_has_no_future():
    over = fit_profit_curve([100, 80, 61, 40, 19, 1], "linear", discount_rate=0.1)
    assert over.life_length == 6 and over.totals.loc["future_value"].tolist() == [0, 0, 0]
    assert "life ends with the history" in over.notes[0]


def test_the_best_shape_is_taken_when_none_is_named():
    assert fit_profit_curve(FALLING, discount_rate=0.1, periods=8).shape == "decay"


def test_a_forecast_farther_than_the_history_says_so():
    assert fit_profit_curve(FALLING, "decay", discount_rate=0.1, periods=12).notes == ()
    assert "7 periods ahead" in fit_profit_curve(FALLING, "decay", discount_rate=0.1, periods=13).notes[0]


@pytest.mark.parametrize("change, words", [
    ({"periods": 5}, "shorter than the history, which has 6"),
    ({"periods": 8.5}, "whole number"),
    ({"shape": "saturation", "profits": [100, 180, 220, 255, 262, 275]}, "does not fall to 0 yuan by period 18"),
    ({"shape": "decay"}, "does not fall to 0 yuan"),
    ({"threshold": None}, "threshold=None"),
    ({"timing": "late", "periods": 8}, "timing='late'"),
    ({"discount_rate": 8, "periods": 8}, "8 % is 0.08"),
    ({"profits": [1, 2, 3]}, "3 periods, and at least 5"),
])
def test_what_does_not_fit_is_refused(change, words):
    with pytest.raises(CourseError, match=words):
        fit_profit_curve(**{"profits": FALLING, "discount_rate": 0.1, **change})
