"""Each typical mistake gives what a hand calculation of the mistake gives, and that is not the right answer."""

import pandas as pd
import pytest

from crmlib import mistakes
from crmlib.curves import fit_profit_curve
from crmlib.dwyer import migration_clv, retention_clv
from crmlib.events import customer_event_clv
from crmlib.quadrant import value_quadrant

RATES = [0.3, 0.2, 0.15, 0.05]
HISTORY = [300, 245, 190, 160, 125, 100]
EVENTS = pd.DataFrame({"event": ["bad debt", "purchase", "purchase"], "period": [3, 1, 2], "probability": [0.1, 0.8, 0.5],
                       "revenue": [0.0, 500.0, 500.0], "cost": [400.0, 300.0, 300.0]})


@pytest.mark.parametrize("mistake, value", [
    ("clv_not_discounted", 100 + 80 + 64 - 50),
    ("clv_discounted_one_period_more", 100 * 0.64 + 80 * 0.512 + 64 * 0.4096 - 50),
    ("clv_kept_before_the_first_purchase", 80 * 0.8 + 64 * 0.64 + 51.2 * 0.512 - 50),
    ("clv_retained_once", 100 * 0.8 + 80 * 0.64 + 80 * 0.512 - 50),
    ("clv_churn_as_retention", 100 * 0.8 + 20 * 0.64 + 4 * 0.512 - 50),
    ("clv_without_acquisition_cost", 100 * 0.8 + 80 * 0.64 + 64 * 0.512),
])
def test_mistakes_in_the_retention_model(mistake, value):
    terms = {"discount_rate": 0.25, "periods": 3, "acquisition_cost": 50}
    assert getattr(mistakes, mistake)(100, 0.8, **terms) == pytest.approx(value) != pytest.approx(retention_clv(100, 0.8, **terms).clv)


@pytest.mark.parametrize("mistake, buyers", [
    ("migration_rates_on_all_buyers", [100, 30, 29, 29.7]),
    ("migration_pause_is_loss", [100, 30, 9, 2.7]),
    ("migration_recency_never_reset", [100, 30, 20, 15]),
])
def test_mistakes_in_the_migration_model(mistake, buyers):
    wrong = 100 * getattr(mistakes, mistake)(RATES, 4)
    assert wrong.tolist() == pytest.approx(buyers)
    assert wrong.index.equals(migration_clv(50, RATES, discount_rate=0.1, periods=4).periods.index)


def test_mistakes_in_the_event_account():
    right = customer_event_clv(EVENTS, discount_rate=0.25).clv
    wrong = [mistakes.events_all_certain(EVENTS, discount_rate=0.25), mistakes.events_without(EVENTS, "bad debt", discount_rate=0.25),
             mistakes.events_discounted_by_row(EVENTS, discount_rate=0.25)]
    assert right == pytest.approx(160 * 0.8 + 100 * 0.64 - 40 * 0.512)
    assert wrong == pytest.approx([200 * 0.8 + 200 * 0.64 - 400 * 0.512, 160 * 0.8 + 100 * 0.64, -40 * 0.8 + 160 * 0.64 + 100 * 0.512])


def test_mistakes_in_the_curve():
    forecast = fit_profit_curve(HISTORY, "decay", discount_rate=0.1, periods=9)
    assert mistakes.curve_past_twice(forecast) == pytest.approx(sum(HISTORY) + forecast.periods["fitted"].sum())
    assert mistakes.curve_on_running_total(HISTORY, "saturation", discount_rate=0.1, periods=9).clv > 3 * forecast.clv
    assert mistakes.curve_polynomial([1, 4, 9, 16, 25], 7, degree=4) == pytest.approx(36 + 49)


def test_mistakes_in_the_quadrant():
    current = pd.Series({"Li": 900.0, "Chen": 100.0, "Wang": 700.0, "Zhao": 20000.0})
    potential = pd.Series({"Li": 200.0, "Chen": 600.0, "Wang": 900.0, "Zhao": 100.0})
    limits = {"current_threshold": 500, "potential_threshold": 500}
    assert value_quadrant(current, potential, **limits)["quadrant"].tolist() == ["maintain", "improve", "vip", "maintain"]
    assert mistakes.quadrant_lifetime_value_as_potential(current, potential, **limits).tolist() == ["vip", "improve", "vip", "vip"]
    assert mistakes.quadrant_cut_at_mid_range(current, potential).tolist() == ["maintain", "improve", "improve", "maintain"]
    swapped = mistakes.quadrant_improve_and_maintain_swapped(value_quadrant(current, potential, **limits))
    assert swapped.tolist() == ["improve", "maintain", "vip", "improve"]
