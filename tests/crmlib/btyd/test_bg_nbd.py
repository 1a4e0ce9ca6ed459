import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import hyp2f1

import crmlib as crm
from crmlib.btyd.bg_nbd_likelihood import BGNBDLikelihood
from crmlib.btyd.simulate import simulate_bg_nbd
from crmlib.language import CourseError, use_language
from tests.crmlib.btyd import cdnow

NAMES = ["r", "alpha", "a", "b"]
TRUE = {"r": 0.8, "alpha": 10.0, "a": 0.8, "b": 2.4}


def simulated(count, seed, params=TRUE):
    return simulate_bg_nbd(params, np.random.default_rng(seed).uniform(26, 78, count), seed)


def with_params(*params):
    model = crm.BGNBD()
    model.params_ = pd.Series(params, NAMES)
    return model


def customer(frequency, recency, T):
    return pd.DataFrame({"frequency": [frequency], "recency": [recency], "T": [T]}, index=["Li"])


sizes = st.floats(0.05, 50)
models = st.builds(with_params, sizes, sizes, sizes, sizes)


@pytest.fixture(scope="module")
def fitted():
    return crm.BGNBD().fit(simulated(2000, 1))


# Published figures: Fader, Hardie and Lee (2005), Marketing Science 24(2), table 2 and section 4.

def test_cdnow_gives_the_published_estimates():
    model = crm.BGNBD().fit(cdnow.calibration())
    assert model.params_.round(3).to_dict() == {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
    assert round(model.log_likelihood_, 1) == -9582.4


def test_cdnow_expects_the_known_number_of_purchases_in_the_second_39_weeks():
    summary = cdnow.calibration()
    expected = crm.BGNBD().fit(summary).expected_purchases(39, summary)
    assert round(expected.sum(), 1) == 1653.4
    assert cdnow.later_weeks().iloc[-1] == 1882


# The formulas, in another way.

@given(st.floats(0.1, 5), st.floats(0.5, 50), st.floats(0.2, 0.95) | st.floats(1.05, 5), st.floats(1, 10),
       st.integers(0, 40), st.floats(0.1, 1), st.floats(1, 100), st.floats(0.1, 60))
def test_expected_purchases_equal_the_published_closed_form(r, alpha, a, b, x, part, T, t):
    recency = part * T if x else 0.0
    z, c = t / (alpha + T + t), a + b + x - 1
    gone = (a / (b + x - 1) * ((alpha + T) / (alpha + recency)) ** (r + x)) if x else 0.0
    closed_form = c / (a - 1) * (1 - (1 - z) ** (r + x) * hyp2f1(r + x, b + x, c, z)) / (1 + gone)
    assert with_params(r, alpha, a, b).expected_purchases(t, customer(x, recency, T))["Li"] == pytest.approx(closed_form, rel=1e-7)


@pytest.mark.parametrize("a, b, frequency", [(1.0, 2.0, 3), (0.5, 0.5, 0), (0.5, 0.5, 1), (1.0, 1.0, 0)])
def test_where_the_closed_form_divides_by_zero_nothing_jumps(a, b, frequency):
    below, at, above = (with_params(0.5, 5.0, a + shift, b).expected_purchases(39, customer(frequency, 20.0 * (frequency > 0), 30.0))["Li"]
                        for shift in (-1e-4, 0.0, 1e-4))
    assert at == pytest.approx((below + above) / 2, rel=1e-7)


def test_the_derivatives_are_those_of_the_log_likelihood():
    summary, params, step = simulated(500, 3), np.array([0.4, 3.0, 0.6, 2.0]), 1e-5
    likelihood = BGNBDLikelihood(*(summary[column].to_numpy() for column in ("frequency", "recency", "T")))
    value, slopes, curvature = likelihood(params)
    sides = [(likelihood(params + shift), likelihood(params - shift)) for shift in step * np.eye(4)]
    assert [(up[0] - down[0]) / (2 * step) for up, down in sides] == pytest.approx(slopes, rel=1e-6)
    np.testing.assert_allclose([(up[1] - down[1]) / (2 * step) for up, down in sides], curvature, rtol=1e-6, atol=1e-5)


# Simulated customers: the truth is known.

def test_intervals_hold_the_truth_in_95_of_100_samples():
    truth = pd.Series(TRUE)
    held = pd.Series(0, NAMES)
    for seed in range(200):
        intervals = crm.BGNBD().fit(simulated(1000, seed)).confidence_intervals_
        held += (intervals["low"] < truth) & (truth < intervals["high"])
    assert held.between(181, 199).all(), held  # 99 % of the binomial distribution of 200 samples at 95 %


def test_p_alive_is_the_share_that_is_still_there():
    summary = simulated(40_000, 1)
    p_alive = crm.BGNBD().fit(summary).p_alive(summary)
    groups = pd.DataFrame({"expected": p_alive, "true": summary["alive"]}).groupby((p_alive * 10).astype(int).clip(upper=9))
    expected, found, count = groups["expected"].mean(), groups["true"].mean(), groups.size()
    assert (np.abs(found - expected) < 4 * np.sqrt(expected * (1 - expected) / count)).all()
    assert len(count) == 10


def test_expected_purchases_are_those_that_follow():
    summary = simulated(40_000, 2)
    random = np.random.default_rng(2)
    willing = random.poisson(summary["rate"] * 26)
    later = np.where(summary["alive"], np.minimum(willing, random.geometric(summary["p_leave"])), 0)
    expected = crm.BGNBD().fit(summary).expected_purchases(26, summary)
    for part in (summary["frequency"] == 0, summary["frequency"].between(1, 3), summary["frequency"] > 3):
        assert expected[part].sum() == pytest.approx(later[part].sum(), abs=4 * np.sqrt((later[part] ** 2).sum()))


# Properties.

@given(models, st.integers(1, 200), st.floats(0.01, 100), st.floats(0, 1), st.floats(0, 1))
def test_who_bought_later_is_more_likely_to_be_there(model, frequency, T, one, other):
    earlier, later = sorted([one * T, other * T])
    summary = pd.concat([customer(frequency, max(recency, T / 1000), T) for recency in (earlier, later)])
    first, second = model.p_alive(summary)
    assert 0 <= first <= second <= 1


@given(models, st.integers(0, 200), st.floats(0.01, 100), st.floats(0.001, 1), st.floats(0, 200), st.floats(0, 200))
def test_more_time_brings_more_purchases_but_no_more_than_without_leaving(model, frequency, T, part, one, other):
    summary = customer(frequency, part * T if frequency else 0.0, T)
    shorter, longer = sorted([one, other])
    few, many = (model.expected_purchases(t, summary)["Li"] for t in (shorter, longer))
    without_leaving = model.p_alive(summary)["Li"] * (model.params_["r"] + frequency) / (model.params_["alpha"] + T) * longer
    assert 0 <= few <= many <= without_leaving * (1 + 1e-9)


def test_the_order_of_the_rows_does_not_matter(fitted):
    shuffled = simulated(2000, 1).sample(frac=1, random_state=4)
    again = crm.BGNBD().fit(shuffled)
    assert again.params_.to_dict() == pytest.approx(fitted.params_.to_dict(), rel=1e-9)
    assert again.log_likelihood_ == pytest.approx(fitted.log_likelihood_, rel=1e-12)
    assert fitted.p_alive(shuffled).to_dict() == pytest.approx(fitted.p_alive(simulated(2000, 1)).to_dict(), rel=1e-12)


@settings(max_examples=10)
@given(st.integers(2, 6))
def test_the_same_customers_again_change_nothing_but_the_certainty(fitted, copies):
    many = crm.BGNBD().fit(pd.concat([simulated(2000, 1)] * copies))
    assert many.params_.to_dict() == pytest.approx(fitted.params_.to_dict(), rel=1e-6)
    assert many.log_likelihood_ == pytest.approx(copies * fitted.log_likelihood_, rel=1e-12)
    assert many.standard_errors_.to_dict() == pytest.approx((fitted.standard_errors_ / np.sqrt(copies)).to_dict(), rel=1e-6)


@settings(max_examples=30)
@given(st.floats(0.01, 1000))
def test_another_unit_of_time_changes_alpha_alone(fitted, units):
    summary = simulated(2000, 1)
    scaled = crm.BGNBD().fit(summary.assign(recency=summary["recency"] * units, T=summary["T"] * units))
    factor = pd.Series({"r": 1, "alpha": units, "a": 1, "b": 1})
    assert scaled.params_.to_dict() == pytest.approx((fitted.params_ * factor).to_dict(), rel=1e-6)
    assert scaled.standard_errors_.to_dict() == pytest.approx((fitted.standard_errors_ * factor).to_dict(), rel=1e-6)
    assert scaled.log_likelihood_ == pytest.approx(fitted.log_likelihood_ - summary["frequency"].sum() * np.log(units), rel=1e-10)


def test_a_new_customer_is_one_seen_today(fitted):
    assert fitted.expected_purchases_new(52) == fitted.expected_purchases(52, customer(0, 0.0, 0.0))["Li"]
    assert fitted.expected_purchases_new(0) == 0


def test_who_never_bought_again_has_not_left(fitted):
    assert fitted.p_alive(customer(0, 0.0, 300.0)).to_dict() == {"Li": 1.0}


def test_thousands_of_purchases_overflow_nowhere():
    summary = pd.concat([simulated(500, 5), pd.DataFrame({"frequency": [4000, 5000], "recency": [50.0, 40.0], "T": [52.0, 52.0]})])
    model = crm.BGNBD().fit(summary)
    assert np.isfinite(model.expected_purchases(520, summary)).all() and model.p_alive(summary).between(0, 1).all()


# Data that say little.

@pytest.mark.parametrize("params, words, unclear", [
    ({**TRUE, "a": 0.001, "b": 1000}, "whether they leave.* a and b", ["a", "b"]),
    ({**TRUE, "a": 1000, "b": 0.001}, "whether they leave.* a and b", ["a", "b"]),
    ({**TRUE, "r": 8000, "alpha": 100_000}, "how often they buy.* r and alpha", ["r", "alpha"]),
], ids=["nobody leaves", "everybody leaves at once", "all buy equally often"])
def test_what_the_data_do_not_show_is_said_and_forecasts_remain(params, words, unclear):
    summary = simulated(1000, 6, params)
    with pytest.warns(UserWarning, match=words) as warned:
        model = crm.BGNBD().fit(summary)
    assert [warning.filename for warning in warned] == [__file__]
    assert model.standard_errors_[unclear].isna().all() and model.standard_errors_.drop(unclear).notna().all()
    assert model.confidence_intervals_.isna().any(axis=1)[lambda missing: missing].index.tolist() == unclear
    true = with_params(*params.values())
    assert model.expected_purchases(52, summary).sum() == pytest.approx(true.expected_purchases(52, summary).sum(), rel=0.1)


def test_customers_who_all_bought_on_the_last_day_are_all_still_there():
    summary = simulated(1000, 6)
    summary["recency"] = summary["T"].where(summary["frequency"] > 0, 0.0)
    with pytest.warns(UserWarning, match="whether they leave"):
        assert crm.BGNBD().fit(summary).p_alive(summary).min() > 0.99


def test_equal_rates_are_found_although_nothing_else_is():
    random = np.random.default_rng(7)
    frequency = random.poisson(0.1 * 52, 3000)
    recency = 52.0 * np.where(frequency > 0, random.beta(np.maximum(frequency, 1), 1), 0)
    with pytest.warns(UserWarning):
        model = crm.BGNBD().fit(pd.DataFrame({"frequency": frequency, "recency": recency, "T": 52.0}))
    assert model.params_["r"] / model.params_["alpha"] == pytest.approx(0.1, rel=0.03)
    assert model.expected_purchases_new(52) == pytest.approx(5.2, rel=0.03)


@pytest.mark.parametrize("table, words", [
    ({"frequency": [0, 0], "recency": [0, 0], "T": [9, 5]}, "No customer has bought again"),
    ({"frequency": [3], "recency": [4], "T": [9]}, "One customer alone"),
    ({"frequency": [], "recency": [], "T": []}, "no customers"),
    ({"frequency": [1, 2], "recency": [1, 2]}, "'T' is missing"),
    ({"frequency": [1, 2], "recency": [1, None], "T": [9, 9]}, "'recency' has no number.*: Wang"),
    ({"frequency": [1, "many"], "recency": [1, 2], "T": [9, 9]}, "'frequency' has no number.*: Wang"),
    ({"frequency": [1, 1.5], "recency": [1, 2], "T": [9, 9]}, "'frequency' must count.*: Wang"),
    ({"frequency": [1, -1], "recency": [1, 0], "T": [9, 9]}, "'frequency' must count.*: Wang"),
    ({"frequency": [1, 2], "recency": [1, 10], "T": [9, 9]}, "'recency' must be.*: Wang"),
    ({"frequency": [1, 0], "recency": [1, 2], "T": [9, 9]}, "'recency' must be.*: Wang"),
    ({"frequency": [1, 0], "recency": [1, 0], "T": [9, -1]}, "'T' is below 0.*: Wang"),
])
def test_bad_input_is_named(table, words):
    summary = pd.DataFrame(table, index=["Li", "Wang"][:len(table["frequency"])])
    with pytest.raises(CourseError, match=words):
        crm.BGNBD().fit(summary)


@pytest.mark.parametrize("t", [-1, float("nan"), float("inf"), "39", True, [1, 2]])
def test_a_time_that_is_none_is_refused(fitted, t):
    with pytest.raises(CourseError, match="t=.*weeks"):
        fitted.expected_purchases(t, customer(1, 1.0, 2.0))
    with pytest.raises(CourseError, match="t=.*weeks"):
        fitted.expected_purchases_new(t)


def test_a_model_says_that_it_is_not_fitted_yet():
    model = crm.BGNBD()
    assert repr(model) == "BGNBD()" and not hasattr(model, "anything_else")
    for ask in (lambda: model.params_, lambda: model.log_likelihood_, lambda: model.p_alive(customer(1, 1.0, 2.0))):
        with pytest.raises(CourseError, match=r"not fitted yet.*fit\(summary\)"):
            ask()


def test_errors_follow_the_language():
    use_language("zh")
    with pytest.raises(CourseError, match="尚未拟合"):
        crm.BGNBD().params_
