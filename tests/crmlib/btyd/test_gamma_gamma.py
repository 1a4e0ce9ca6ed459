import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import crmlib as crm
from crmlib.btyd.gamma_gamma_likelihood import GammaGammaLikelihood
from crmlib.btyd.simulate import simulate_gamma_gamma
from crmlib.language import CourseError
from tests.crmlib.btyd import cdnow

NAMES = ["p", "q", "v"]
TRUE = {"p": 4.0, "q": 5.0, "v": 40.0}


def simulated(count, seed):
    frequency = np.random.default_rng(seed).geometric(0.3, count) - 1
    return pd.DataFrame({"frequency": frequency, "monetary_value": simulate_gamma_gamma(TRUE, frequency, seed)})


def with_params(*params):
    model = crm.GammaGamma()
    model.params_ = pd.Series(params, NAMES)
    return model


@pytest.fixture(scope="module")
def fitted():
    return crm.GammaGamma().fit(simulated(2000, 1))


def test_cdnow_gives_the_published_estimates():  # Fader, Hardie and Lee (2005), Journal of Marketing Research 42(4), p. 422
    assert crm.GammaGamma().fit(cdnow.calibration()).params_.round(2).to_dict() == {"p": 6.25, "q": 3.74, "v": 15.44}


def test_the_derivatives_are_those_of_the_log_likelihood():
    summary, params, step = simulated(500, 3).query("frequency > 0"), np.array([3.0, 4.0, 30.0]), 1e-5
    likelihood = GammaGammaLikelihood(summary["frequency"].to_numpy(), summary["monetary_value"].to_numpy())
    value, slopes, curvature = likelihood(params)
    sides = [(likelihood(params + shift), likelihood(params - shift)) for shift in step * np.eye(3)]
    assert [(up[0] - down[0]) / (2 * step) for up, down in sides] == pytest.approx(slopes, rel=1e-6)
    np.testing.assert_allclose([(up[1] - down[1]) / (2 * step) for up, down in sides], curvature, rtol=1e-6, atol=1e-5)


def test_intervals_hold_the_truth_in_95_of_100_samples():
    truth = pd.Series(TRUE)
    held = pd.Series(0, NAMES)
    for seed in range(200):
        intervals = crm.GammaGamma().fit(simulated(1000, seed)).confidence_intervals_
        held += (intervals["low"] < truth) & (truth < intervals["high"])
    assert held.between(181, 199).all(), held  # 99 % of the binomial distribution of 200 samples at 95 %


@given(st.floats(0.1, 50), st.floats(1.1, 50), st.floats(0.1, 500), st.integers(1, 100), st.floats(0.01, 1000))
def test_what_is_expected_lies_between_the_own_mean_and_that_of_all(p, q, v, frequency, mean):
    summary = pd.DataFrame({"frequency": [0, frequency, frequency + 1], "monetary_value": [0.0, mean, mean]})
    of_all, some, more = with_params(p, q, v).expected_value(summary)
    assert of_all == pytest.approx(p * v / (q - 1))
    rounding = 1e-12 * max(mean, of_all)
    assert min(mean, of_all) - rounding <= some <= max(mean, of_all) + rounding
    assert abs(mean - more) <= abs(mean - some) + rounding


@settings(max_examples=20)
@given(st.floats(0.001, 1000))
def test_another_currency_changes_v_alone(fitted, rate):
    summary = simulated(2000, 1)
    changed = crm.GammaGamma().fit(summary.assign(monetary_value=summary["monetary_value"] * rate))
    assert changed.params_.to_dict() == pytest.approx((fitted.params_ * [1, 1, rate]).to_dict(), rel=1e-6)
    assert changed.standard_errors_.to_dict() == pytest.approx((fitted.standard_errors_ * [1, 1, rate]).to_dict(), rel=1e-6)


def test_customers_without_a_repeat_purchase_change_nothing(fitted):
    assert crm.GammaGamma().fit(simulated(2000, 1).query("frequency > 0")).params_.equals(fitted.params_)


def test_equal_amounts_are_expected_again():
    summary = pd.DataFrame({"frequency": [1, 2, 3, 0], "monetary_value": [50.0, 50.0, 50.0, 0.0]})
    with pytest.warns(UserWarning, match="how much spending varies.*p, q and v"):
        model = crm.GammaGamma().fit(summary)
    assert model.expected_value(summary).tolist() == pytest.approx([50.0] * 4, rel=0.01)
    assert model.standard_errors_.isna().all()


@pytest.mark.parametrize("table, words", [
    ({"frequency": [2, 0], "monetary_value": [5.0, 0.0]}, "Fewer than two customers"),
    ({"frequency": [2, 3], "monetary_value": [5.0, 0.0]}, "refunds left nothing: Wang"),
    ({"frequency": [2, 3], "monetary_value": [5.0, -1.0]}, "'monetary_value' is below 0.*: Wang"),
    ({"frequency": [2, 3], "monetary_value": [5.0, None]}, "'monetary_value' has no number.*: Wang"),
    ({"frequency": [2, 0.5], "monetary_value": [5.0, 1.0]}, "'frequency' must count.*: Wang"),
    ({"frequency": [2, 3]}, "'monetary_value' is missing"),
])
def test_bad_input_is_named(table, words):
    with pytest.raises(CourseError, match=words):
        crm.GammaGamma().fit(pd.DataFrame(table, index=["Li", "Wang"]))


def test_a_mean_without_end_is_refused_for_those_it_concerns():
    summary = pd.DataFrame({"frequency": [9, 0], "monetary_value": [50.0, 0.0]}, index=["Li", "Wang"])
    model = with_params(2.0, 0.9, 10.0)
    with pytest.raises(CourseError, match=r"no finite mean.*q = 0\.90.*: Wang \(1 in all\)"):
        model.expected_value(summary)
    assert model.expected_value(summary.iloc[:1]).to_dict() == {"Li": pytest.approx(2 * (10 + 450) / 17.9)}
