"""The exercise on forecasts: typical mistakes never give the right answer by chance, and the firm's forecast is judged by its hold-out."""

import numpy as np
import pytest

import crmlib as crm
from crmlib.data import load

IDS = [f"2026{number:04d}" for number in range(1000)]
BG_NBD = {"r": 0.9076, "alpha": 9.819, "a": 0.3565, "b": 6.384}
GAMMA_GAMMA = {"p": 1.72, "q": 9.298, "v": 623.0}
HALF_YEAR = 26


def persons_of(table):
    kind = load("customers").set_index("customer_id")["kind"]
    return table[table["customer_id"].map(kind) == "person"]


@pytest.fixture(scope="module")
def log():
    return persons_of(load("orders"))


@pytest.fixture(scope="module")
def summary(log):
    return crm.btyd_summary(log, "2025-12-31")


@pytest.fixture(scope="module")
def real(summary):
    """Days with a purchase in the hold-out, by customer."""
    later = load("holdout_orders")
    return later[later["kind"] == "purchase"].groupby("customer_id")["date"].nunique().reindex(summary.index, fill_value=0)


@pytest.fixture(scope="module")
def forecast(summary):
    return crm.BGNBD.from_params(**BG_NBD).expected_purchases(HALF_YEAR, summary)


@pytest.fixture(scope="module")
def samples(summary):
    """For every id, the places of the learner's persons in the summary."""
    return [np.flatnonzero(summary.index.isin(load("customers", student=student)["customer_id"])) for student in IDS]


def for_everyone(differs, samples):
    """Whether each learner has at least one customer for whom `differs` holds."""
    differs = np.asarray(differs)
    return all(differs[places].any() for places in samples)


def test_the_parameters_given_are_those_of_a_fit_to_all_persons(summary):
    model, spending = crm.BGNBD().fit(summary), crm.GammaGamma().fit(summary.query("monetary_value > 0 or frequency == 0"))
    assert model.params_.to_dict() == pytest.approx(BG_NBD, rel=1e-3)
    assert spending.params_.to_dict() == pytest.approx(GAMMA_GAMMA, rel=1e-3)


def test_the_firm_s_forecast_is_nearest_customer_by_customer_though_not_in_the_sum(summary, real, forecast):
    going_on = HALF_YEAR * (summary["frequency"] / summary["T"]).fillna(0)
    recent = going_on.mask(summary["T"] - summary["recency"] > 13, 0)
    errors = [(guess - real).abs().mean() for guess in (forecast, recent, going_on)]
    assert errors == sorted(errors) and errors[0] < 0.91 * errors[2]
    squares = [((guess - real) ** 2).mean() for guess in (forecast, recent, going_on)]
    assert squares[0] < 0.8 * min(squares[1:])
    assert real.sum() - forecast.sum() > going_on.sum() - real.sum() > 0
    silent, never = summary["T"] - summary["recency"] > HALF_YEAR, summary["frequency"] == 0
    assert going_on[silent].sum() > 1.3 * real[silent].sum() and real[never].sum() > 500 and going_on[never].sum() == 0


def test_what_the_model_does_not_know_makes_it_too_low(real, forecast):
    behaviour = load("customer_truth").set_index("customer_id")["behaviour"].reindex(real.index)
    short = (real - forecast).groupby(behaviour).sum()
    assert short["returning"] > 800 and short["discount_only"] > 300


def test_mistakes_in_the_table_show_in_every_sample(log, summary, samples):
    early = log[log["date"] <= "2025-06-30"]
    right, later = crm.btyd_summary(early, "2025-06-30"), summary
    bought = early[early["kind"] == "purchase"].groupby("customer_id")
    wrong = {
        "frequency": [right["frequency"] + 1, bought.size() - 1, early.groupby("customer_id")["date"].nunique() - 1, later["frequency"]],
        "recency": [right["T"] - right["recency"], 7 * right["recency"], later["recency"]],
        "T": [7 * right["T"], right["T"] - right["recency"], later["T"]],
    }
    for column, answers in wrong.items():
        for answer in answers:
            differs = (answer.reindex(right.index) - right[column]).abs() > 0.06
            assert for_everyone(differs.reindex(summary.index, fill_value=False), samples), column


def test_mistakes_in_the_formulas_show_in_every_sample(log, summary, samples):
    r, alpha, a, b = BG_NBD.values()
    p, q, v = GAMMA_GAMMA.values()
    x, t, T, m = (summary[column] for column in ("frequency", "recency", "T", "monetary_value"))
    spent = log.groupby("customer_id")["amount"].sum().reindex(summary.index)

    def alive(x, t, before_last, power):
        return 1 / (1 + a / (b + before_last) * ((alpha + T) / (alpha + t)) ** power)

    everywhere = alive(x, t, x - 1, r + x)
    right = crm.BGNBD.from_params(**BG_NBD).p_alive(summary)
    wrong = [everywhere, 1 - everywhere, (1 - everywhere).where(x > 0, 0), alive(x, t, x - 1, 1).where(x > 0, 1)]
    wrong += [answer for mistake in (alive(x, T - t, x - 1, r + x), alive(x, t, x, r + x + 1)) for answer in (mistake, mistake.where(x > 0, 1))]
    assert all(for_everyone((answer - right).abs() > 0.0006, samples) for answer in wrong)
    value = crm.GammaGamma.from_params(**GAMMA_GAMMA).expected_value(summary)
    wrong = [m, m * 0 + p * v / (q - 1), *(p * (v + money) / (p * x + q - 1) for money in (x * x * m, x * spent, m)),
             p * (v + (x + 1) * m) / (p * (x + 1) + q - 1)]
    assert all(for_everyone((answer - value).abs() > 0.06, samples) for answer in wrong)


def test_mistakes_in_the_judgement_show_in_every_sample(summary, real, forecast, samples):
    later = load("holdout_orders")
    refunds = later.groupby("customer_id")["date"].nunique().reindex(summary.index, fill_value=0)
    orders = later[later["kind"] == "purchase"].groupby("customer_id").size().reindex(summary.index, fill_value=0)
    assert for_everyone(real == 0, samples)
    hidden = {"refunds": refunds != real, "orders": orders != real}
    assert {name: for_everyone(differs, samples) for name, differs in hidden.items()} == {"refunds": True, "orders": True}
    naive = HALF_YEAR * (summary["frequency"] / summary["T"]).fillna(0)
    off, off_naive, count = (forecast - real).to_numpy(), (naive - real).to_numpy(), real.to_numpy()
    for student, places in zip(IDS, samples, strict=True):
        mine = off[places]
        wrong = [abs(mine.mean()), np.abs(mine[count[places] > 0]).mean(), np.sqrt((mine**2).mean()), np.abs(off_naive[places]).mean(), np.abs(mine).sum()]
        assert min(np.abs(answer - np.abs(mine).mean()) for answer in wrong) > 0.00001, student


def test_mistakes_in_the_list_of_twenty_show_in_every_sample(log, summary, forecast, samples):
    value = crm.GammaGamma.from_params(**GAMMA_GAMMA).expected_value(summary)
    alive = crm.BGNBD.from_params(**BG_NBD).p_alive(summary)
    past = log.groupby("customer_id")["amount"].sum().reindex(summary.index)
    right, *wrong = (values.to_numpy() for values in (forecast * value, past, forecast, value, alive, past * alive, -forecast * value))
    names = ["past", "purchases", "value", "alive", "past_times_alive", "lowest"]
    same = dict.fromkeys(names, 0)
    for places in samples:
        twenty = frozenset(np.argsort(-right[places], kind="stable")[:20])
        for name, values in zip(names, wrong, strict=True):
            same[name] += twenty == frozenset(np.argsort(-values[places], kind="stable")[:20])
    assert same == dict.fromkeys(names, 0)
