"""Exercise clv, notebook 1: every learner's card holders give sound rates, and no typical mistake gives the right answer by chance."""

import numpy as np
import pandas as pd
import pytest

import crmlib as crm
from crmlib import mistakes
from crmlib.data import load

IDS = [f"2026{number:04d}" for number in range(1000)]
STEPS = {"discount_rate": 0.02, "periods": 8, "timing": "mid", "promotion_cost": 8, "acquisition_cost": 120}


@pytest.fixture(scope="module")
def cards():
    """The card holders who bought in the first quarter of 2025: what they did then and afterwards."""
    kind = load("customers").set_index("customer_id")["kind"]
    orders, later = load("orders"), load("holdout_orders")
    purchases = orders[(orders["kind"] == "purchase") & (orders["date"].dt.year == 2025) & orders["customer_id"].map(kind).eq("person")]
    cards = pd.crosstab(purchases["customer_id"], purchases["date"].dt.quarter) > 0
    cards = cards[cards[1]].rename_axis(columns=None)
    later = later[later["kind"] == "purchase"]
    for name, rows in {"winter": later["date"] < "2026-04-01", "spring": later["date"] >= "2026-04-01"}.items():
        cards[name] = cards.index.isin(later["customer_id"][rows])
    lines = load("order_lines").merge(orders[["order_id", "customer_id", "date"]], on="order_id").merge(load("products"), on="product_id")
    lines["profit"] = lines["amount"] - lines["quantity"] * lines["unit_cost"]
    cards["one_piece_each"] = (lines["amount"] - lines["unit_cost"]).groupby(lines["customer_id"]).sum().reindex(cards.index)
    cards["mean_of_lines"] = lines.groupby("customer_id")["profit"].mean().reindex(cards.index)
    for name, rows in {"so_far": lines["amount"] > -np.inf, "without_refunds": lines["amount"] > 0, "of_2025": lines["date"].dt.year == 2025}.items():
        cards[name] = lines[rows].groupby("customer_id")["profit"].sum().reindex(cards.index)
    cards["sales"] = lines.groupby("customer_id")["amount"].sum().reindex(cards.index)
    return cards


@pytest.fixture(scope="module")
def samples(cards):
    """One table for each id."""
    return [cards.loc[cards.index.intersection(load("customers", student=student)["customer_id"])] for student in IDS]


@pytest.fixture(scope="module")
def histories(samples):
    """Who bought in which quarter of 2025: customers by quarters, one array for each id."""
    return [sample[[1, 2, 3, 4]].to_numpy() for sample in samples]


@pytest.fixture(scope="module")
def rates(histories):
    """Repurchase rates of the three cells, one row for each id."""
    return np.array([crm.repurchase_rates(pd.DataFrame(history))["rate"].round(3) for history in histories])


@pytest.fixture(scope="module")
def margins(samples, histories):
    return np.array([sample["of_2025"].sum() / history.sum() for sample, history in zip(samples, histories, strict=True)]).round(2)


def recency(history):
    """Quarters from the last purchase before quarter 4 to quarter 4."""
    return 3 - (history[:, :3] * [0, 1, 2]).max(axis=1)


def test_everybody_has_enough_card_holders_in_every_cell(histories):
    sizes = np.array([np.bincount(recency(history), minlength=4)[1:] for history in histories])
    assert sizes.sum(axis=1).min() >= 100 and sizes.sum(axis=1).max() <= 175
    assert (sizes.min(axis=0) >= [45, 15, 18]).all()


def test_rates_and_margin_stay_in_their_ranges(rates, margins):
    assert (rates.min(axis=0) >= [0.52, 0.2, 0.07]).all() and (rates.max(axis=0) <= [0.74, 0.55, 0.65]).all()
    assert margins.min() >= 110 and margins.max() <= 180


def test_each_mistake_in_retention_shows(histories):
    for student, history in zip(IDS, histories, strict=True):
        counts, both = history.sum(axis=0), (history[:, :-1] & history[:, 1:]).sum(axis=0)
        right = both / counts[:-1]
        for wrong in (1 - right, counts[1:] / counts[:-1], both / counts[1:], counts[1:] / counts[0], both / counts[0]):
            assert abs(wrong - right).max() > 0.0051, student


def test_each_mistake_in_the_cells_shows(histories):
    for student, history in zip(IDS, histories, strict=True):
        cell, came = recency(history), history[:, 3]
        sizes, buyers = np.bincount(cell, minlength=4)[1:], np.bincount(cell[came], minlength=4)[1:]
        right = buyers / sizes
        earlier = np.array([came[history[:, 3 - ago]].mean() for ago in (1, 2, 3)])
        for wrong in (right[::-1], 1 - right, earlier, buyers / buyers.sum(), sizes / sizes.sum()):
            assert abs(wrong - right).max() > 0.0051, student


def test_each_mistake_in_so_far_shows(samples):
    for student, sample in zip(IDS, samples, strict=True):
        for wrong in ("sales", "without_refunds", "of_2025", "one_piece_each", "mean_of_lines"):
            assert (abs(sample[wrong] - sample["so_far"]) > 0.011).any(), (student, wrong)


def test_each_mistake_in_what_is_to_come_shows(samples, histories, rates, margins):
    for student, sample, history, row, margin in zip(IDS, samples, histories, rates, margins, strict=True):
        cell = 4 - (history * [0, 1, 2, 3]).max(axis=1)
        rate = np.append(row, 0.0)[cell - 1]
        for wrong in (sample["of_2025"] / 4, sample["so_far"] / 8, rate, margin * row[0] ** cell, margin * row[0] + 0 * cell):
            assert abs(wrong - margin * rate).max() > 0.011, student


def test_each_mistake_in_the_five_steps_costs_yuan(rates, margins):
    """With the smallest margin of all, since every difference grows with it."""
    for rate in np.unique(rates[:, 0]):
        asked = {"margin": margins.min(), "retention_rate": rate, **STEPS}
        right = crm.retention_clv(**asked)
        wrong = [getattr(mistakes, name)(**asked) for name in (
            "clv_retained_once", "clv_churn_as_retention", "clv_not_discounted", "clv_discounted_one_period_more",
            "clv_kept_before_the_first_purchase", "clv_without_acquisition_cost")]
        wrong += [crm.retention_clv(**{**asked, **change}).clv for change in (
            {"timing": "end"}, {"timing": "start"}, {"promotion_cost": 0}, {"periods": None})]
        assert min(abs(value - right.clv) for value in wrong) > 1, rate
        assert right.clv > 80, rate


def test_each_mistake_in_the_life_length_and_the_profit_shows(rates, margins):
    """Each id with its own rate and margin."""
    for student, rate, margin in zip(IDS, rates[:, 0], margins, strict=True):
        asked = {"margin": margin, "retention_rate": rate, **STEPS}
        right = crm.retention_clv(**asked)
        life, profit = right.steps["life_length"], right.steps["lifetime_profit"]
        churned = crm.retention_clv(**{**asked, "retention_rate": 1 - rate})
        assert min(abs(wrong - life) for wrong in (1 / (1 - rate), churned.steps["life_length"], rate * life)) > 0.0051, student
        without_messages = crm.retention_clv(**{**asked, "promotion_cost": 0})
        wrong = [right.clv, profit + 120, without_messages.steps["lifetime_profit"], 8 * (margin - 8) - 120]
        assert min(abs(value - profit) for value in wrong) > 0.51, student


def test_each_mistake_in_migration_shows(rates):
    for student, row in zip(IDS, rates, strict=True):
        buyers = 100 * crm.migration_clv(1, row, discount_rate=0, periods=6).periods["buyers"]
        for name in ("migration_rates_on_all_buyers", "migration_pause_is_loss", "migration_recency_never_reset"):
            assert abs(100 * getattr(mistakes, name)(row.tolist(), 6) - buyers).max() > 5, (student, name)
        discounted = buyers * crm.discount_factors(buyers.index, 0.02)
        assert abs(buyers / 100 - buyers).max() > 0.051 and abs(discounted - buyers).max() > 0.051, student


def test_many_more_came_than_if_a_pause_were_a_loss(rates, samples):
    lost_for_good = 100 * rates[:, 0] ** 5
    spring, winter = (np.array([100 * sample[name].mean() for sample in samples]) for name in ("spring", "winter"))
    either = np.array([100 * (sample["spring"] | sample["winter"]).mean() for sample in samples])
    assert lost_for_good.min() > 4 and lost_for_good.max() < 21 and (spring - lost_for_good).min() > 20
    assert (either - spring).min() > 2 and (either - winter).min() > 2


def test_each_mistake_in_how_many_came_shows(samples):
    for student, sample in zip(IDS, samples, strict=True):
        came = sample[["winter", "spring"]].sum()
        right = 100 * came / len(sample)
        half_year = right.where(right.index != "spring", 100 * (sample["spring"] | sample["winter"]).mean())
        for wrong in (right / 100, came, half_year):
            assert abs(wrong - right).max() > 0.51, student
