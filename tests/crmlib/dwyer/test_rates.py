import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis.extra.numpy import array_shapes, arrays

import crmlib as crm
from crmlib.dwyer import migration_clv, repurchase_rates
from crmlib.language import CourseError, use_language

histories = arrays(bool, array_shapes(min_dims=2, max_dims=2, min_side=2, max_side=7)).filter(lambda history: history[:, :-1].any())


def test_rates_by_hand():
    bought = pd.DataFrame([[1, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 0, 1]], columns=["Q1", "Q2", "Q3", "Q4"]).astype(bool)
    rates = repurchase_rates(bought)
    assert rates[["customers", "buyers"]].to_dict("index") == {1: {"customers": 5, "buyers": 1}, 2: {"customers": 3, "buyers": 2}}
    assert rates["rate"].tolist() == pytest.approx([1 / 5, 2 / 3])


@given(histories)
def test_every_customer_is_counted_in_each_period_after_the_first_purchase(history):
    found = {}
    for customer in history:
        for period in range(1, len(customer)):
            before = np.flatnonzero(customer[:period])
            if len(before):
                found.setdefault(period - before[-1], []).append(customer[period])
    rates = repurchase_rates(pd.DataFrame(history))
    assert rates.index.tolist() == list(range(1, len(found) + 1))
    assert rates["customers"].to_dict() == {cell: len(bought) for cell, bought in found.items()}
    assert rates["buyers"].to_dict() == {cell: sum(bought) for cell, bought in found.items()}


def test_rates_of_customers_who_live_by_the_migration_model_are_found_again():
    """Of 200,000 customers, each rate within five standard errors."""
    rates, random = [0.6, 0.3, 0.1], np.random.default_rng(6)
    chance, recency, history = np.array([0, *rates, 0]), np.ones(200_000, dtype=int), [np.ones(200_000, dtype=bool)]
    for _ in range(4):
        history.append(random.random(len(recency)) < chance[recency])
        recency = np.where(history[-1], 1, np.minimum(recency + 1, 4))
    counted = repurchase_rates(pd.DataFrame(np.transpose(history))).loc[:3]
    errors = np.sqrt(counted["rate"] * (1 - counted["rate"]) / counted["customers"])
    assert (abs(counted["rate"] - rates) < 5 * errors).all()


def test_card_holders_are_forecast_better_when_they_may_pause():
    """The firm's card holders of the first half of 2024: who of them bought in the first half of 2026, the hold-out?"""
    customers = crm.load("customers").set_index("customer_id")
    orders = crm.load("orders")
    bought = orders[(orders["kind"] == "purchase") & orders["customer_id"].map(customers["kind"]).eq("person")]
    half = 2 * (bought["date"].dt.year - 2024) + (bought["date"].dt.month > 6) + 1
    bought = pd.crosstab(bought["customer_id"], half) > 0
    later = crm.load("holdout_orders").query("kind == 'purchase'")["customer_id"]
    share = bought.index[bought[1]].isin(later).mean()
    rates = repurchase_rates(bought)["rate"]
    lost_for_good = rates[1] ** 4
    may_pause = migration_clv(1, rates, discount_rate=0, periods=5).periods["buyers"].iloc[-1]
    assert lost_for_good < may_pause < share and share - lost_for_good > 2 * (share - may_pause)


@pytest.mark.parametrize("bought, words", [
    (pd.DataFrame({"Q1": [True]}), "at least two periods, and the table has 1"),
    (pd.DataFrame({"Q1": [True], "Q2": [3]}), "other than True and False: Q2"),
    (pd.DataFrame({"Q1": [True, None], "Q2": [True, False]}), "other than True and False: Q1"),
    (pd.DataFrame({"Q1": [False], "Q2": [True]}), "Nobody bought before the last period"),
])
def test_what_gives_no_rate_is_refused(bought, words):
    with pytest.raises(CourseError, match=words):
        repurchase_rates(bought)


def test_errors_follow_the_language():
    use_language("zh")
    with pytest.raises(CourseError, match="至少要有两期"):
        repurchase_rates(pd.DataFrame({"Q1": [True]}))
