import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlib.curves import SHAPES, compare_profit_curves
from crmlib.curves.fit import fit_shape, history_of
from crmlib.language import CourseError

PERIODS = np.arange(1.0, 13)
TRUE = {"linear": (20.0, 8.0), "decay": (400.0, 0.2), "saturation": (300.0, 0.3),
        "parabola": (-50.0, 60.0, -4.0), "logistic": (250.0, 0.9, 5.0)}


def noisy(name, seed, spread=5.0, periods=PERIODS):
    return SHAPES[name].value(periods, *TRUE[name]) + np.random.default_rng(seed).normal(0, spread, len(periods))


@pytest.mark.parametrize("name", SHAPES)
def test_the_parameters_of_an_exact_curve_are_found(name):
    fit = fit_shape(SHAPES[name].value(PERIODS, *TRUE[name]), name)
    assert fit.estimates == pytest.approx(TRUE[name], rel=1e-5) and fit.r_squared > 0.999999


@pytest.mark.parametrize("name", SHAPES)
@given(st.floats(0.5, 3))
def test_gradients_are_those_of_the_values(name, stretch):
    parameters = np.array(TRUE[name]) * stretch
    for number in range(len(parameters)):
        step = np.eye(len(parameters))[number] * parameters[number] * 1e-6
        above, below = (SHAPES[name].value(PERIODS, *(parameters + sign * step)) for sign in (1, -1))
        slope = (above - below) / (2 * step[number])
        assert SHAPES[name].gradient(PERIODS, *parameters)[:, number] == pytest.approx(slope, rel=1e-4, abs=1e-4)


@pytest.mark.parametrize("name, degree", [("linear", 1), ("parabola", 2)])
def test_polynomials_and_their_errors_are_those_of_numpy(name, degree):
    profits = noisy(name, 1)
    estimates, covariance = np.polyfit(PERIODS, profits, degree, cov=True)
    fit = fit_shape(profits, name)
    assert fit.estimates == pytest.approx(estimates[::-1]) and fit.covariance == pytest.approx(covariance[::-1, ::-1])


@pytest.mark.parametrize("name", ["decay", "saturation", "logistic"])
def test_bent_curves_and_their_errors_are_those_of_scipy(name):
    from scipy.optimize import curve_fit

    profits = noisy(name, 2)
    estimates, covariance = curve_fit(SHAPES[name].value, PERIODS, profits, p0=TRUE[name])
    fit = fit_shape(profits, name)
    assert fit.estimates == pytest.approx(estimates, rel=1e-5)
    assert fit.standard_errors == pytest.approx(np.sqrt(np.diag(covariance)), rel=1e-3)


def test_the_logistic_curve_of_a_book():
    """Fox (2002), appendix "Nonlinear regression and nonlinear least squares": population of the USA in millions, census
    of 1790 to 1990, on β₁ ÷ (1 + exp(β₂ + β₃·x)) with x = 0 for 1790: β₁ 389.1655 (30.81), β₂ 3.9903, β₃ −0.2266
    (0.0109), residual standard error 4.45."""
    millions = np.array([3.929, 5.308, 7.240, 9.638, 12.866, 17.069, 23.192, 31.443, 39.818, 50.156, 62.948, 75.995, 91.972, 105.711,
                         122.775, 131.669, 150.697, 179.323, 203.302, 226.542, 248.710])
    fit = fit_shape(millions, "logistic")
    a, b, c = fit.estimates
    assert [a, b * (c - 1), -b] == pytest.approx([389.1655, 3.9903, -0.2266], abs=5e-4)
    assert fit.standard_errors[:2] == pytest.approx([30.81, 0.0109], rel=5e-3) and fit.residual_sd == pytest.approx(4.45, abs=0.005)


@pytest.mark.parametrize("factor", [1e-4, 1e5])
def test_the_currency_does_not_matter(factor):
    profits = noisy("logistic", 3)
    in_yuan = fit_shape(profits, "logistic").estimates
    assert fit_shape(factor * profits, "logistic").estimates == pytest.approx(in_yuan * [factor, 1, 1], rel=1e-5)


def test_aicc_by_hand():
    """Hurvich and Tsai (1989): n·ln(RSS ÷ n) + 2K + 2K(K + 1) ÷ (n − K − 1), where K counts the variance too."""
    profits = noisy("linear", 4)
    residuals = profits - np.polyval(np.polyfit(PERIODS, profits, 1), PERIODS)
    assert fit_shape(profits, "linear").aicc == pytest.approx(12 * np.log((residuals**2).mean()) + 2 * 3 + 2 * 3 * 4 / (12 - 3 - 1))


@pytest.mark.parametrize("name", SHAPES)
def test_the_true_shape_usually_wins(name):
    assert sum(compare_profit_curves(noisy(name, seed)).index[0] == name for seed in range(20)) >= 15


def test_among_exact_fits_the_simplest_wins():
    assert compare_profit_curves([20, 40, 60, 80, 100, 120, 140]).index[0] == "linear"


@given(st.lists(st.integers(-1000, 1000), min_size=6, max_size=15).filter(lambda profits: len(set(profits)) > 1))
def test_any_history_that_varies_is_fitted_or_refused_with_a_reason(profits):
    table = compare_profit_curves(profits)
    fitted = table["refused"] == ""
    assert sorted(table.index) == sorted(SHAPES) and fitted["linear"] and fitted["parabola"]
    assert np.isfinite(table.loc[fitted, ["residual_sd", "r_squared", "aicc"]]).all(axis=None)
    assert table.loc[fitted, "aicc"].is_monotonic_increasing
    assert table.loc["parabola", "r_squared"] >= table.loc["linear", "r_squared"] - 1e-9


@pytest.mark.parametrize("profits, name, words", [
    ([10, 20, 25, 30], "linear", "4 periods, and at least 5"),
    ([10, 20, 25, 30, 40], "logistic", "5 periods, and at least 6"),
    ([50] * 8, "linear", "All profits of the history are equal"),
    ([20, 40, 60, 80, 100, 120], "saturation", "does not show the bend"),
    ([10, 20, 40, 80, 160, 320], "decay", "does not show the bend"),
    ([-500, -400, -100, 50, 200, 300], "logistic", "does not fix the curve.*standard error"),
    ([1, 2, 4, 8, 9, 9.5], "wave", "shape='wave' is not known"),
])
def test_what_the_data_cannot_carry_is_refused(profits, name, words):
    with pytest.raises(CourseError, match=words):
        fit_shape(history_of(profits), name)


@pytest.mark.parametrize("profits, words", [
    ([1, None, 3], "no number for these periods: 1"),
    (pd.Series(["a", 2], index=["May", "June"]), "May"),
    (pd.Series([1.0, 2.0, 3.0], index=[1, 2, 4]), "do not follow one another: 1, 2, 4"),
    (pd.Series([1.0, 2.0], index=[2, 1]), "do not follow one another"),
])
def test_a_gap_in_the_history_is_named(profits, words):
    with pytest.raises(CourseError, match=words):
        history_of(profits)
