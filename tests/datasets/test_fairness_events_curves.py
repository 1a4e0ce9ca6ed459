"""The exercise on events and curves gives every learner a sound account and history, and typical mistakes show."""

import numpy as np
import pandas as pd
import pytest

import crmlib as crm
from crmlib import mistakes
from crmlib.data import load

IDS = [f"2026{number:04d}" for number in range(1000)]
TERMS = {"discount_rate": 0.02, "timing": "mid", "periods": 12}


@pytest.fixture(scope="module")
def members():
    """For each id, the ids of its customers."""
    return [load("customers", student=student)["customer_id"] for student in IDS]


@pytest.fixture(scope="module")
def lines():
    lines = load("order_lines").merge(load("orders")[["order_id", "customer_id", "date"]], on="order_id")
    lines = lines.merge(load("products")[["product_id", "unit_cost"]], on="product_id")
    quarter = 4 * (lines["date"].dt.year - 2024) + lines["date"].dt.quarter
    return lines.assign(quarter=quarter, goods=lines["quantity"] * lines["unit_cost"])


@pytest.fixture(scope="module")
def firms(lines, members):
    """For each id, the largest firm with a margin rate above 25 %, and its bill and goods in a mean quarter of 2025."""
    kind = load("customers").set_index("customer_id")["kind"]
    sums = lines[lines["quarter"] > 4].groupby("customer_id")[["amount", "goods"]].sum()
    sums = sums[(kind[sums.index] == "firm") & (sums["goods"] < 0.75 * sums["amount"])].sort_values("amount", ascending=False)
    return pd.DataFrame([sums[sums.index.isin(mine)].iloc[0] for mine in members]).div(4).round()


@pytest.fixture(scope="module")
def histories(lines, members):
    """For each id, the profit of the older customers, and what typical mistakes take for it: one row per id, one column per quarter."""
    values = {
        "right": lines["amount"] - lines["goods"],
        "sales": lines["amount"],
        "one_piece_each": lines["amount"] - lines["unit_cost"],
        "refunds_left_out": (lines["amount"] - lines["goods"]).where(lines["quantity"] > 0, 0.0),
    }
    tables = {name: value.groupby([lines["customer_id"], lines["quarter"]]).sum().unstack(fill_value=0.0) for name, value in values.items()}
    customers = tables["right"].index
    older = load("customers").set_index("customer_id")["joined_on"][customers] < "2024-01-01"
    held = np.zeros((len(IDS), len(customers)))
    for row, mine in zip(held, members):
        row[customers.get_indexer(mine)] = 1.0
    sums = {name: held * older.to_numpy() @ table.to_numpy() for name, table in tables.items()}
    count = lines.groupby(["customer_id", "quarter"]).size().unstack(fill_value=0)
    return {**sums, "all_customers": held @ tables["right"].to_numpy(), "mean_of_lines": sums["right"] / (held * older.to_numpy() @ count.to_numpy())}


def account(bill, goods):
    year = [1, 2, 3, 4]
    parts = [("bad debt", [3, 4, 5, 6], 0.04, 0.0, bill, 0), ("purchase", year, 0.9, bill, goods, 2),
             ("service", year, 1.0, 0.0, 150.0, 0), ("campaign", [2, 4], 1.0, 0.0, 100.0, 0)]
    columns = ["event", "period", "probability", "revenue", "cost", "pays_after"]
    return pd.concat([pd.DataFrame(dict(zip(columns, part))) for part in parts], ignore_index=True)


def worth(events, share=None, rate=0.02, timing="end"):
    if share is not None:
        events = events.assign(probability=events["probability"].mask(events["event"] == "bad debt", share))
    return crm.customer_event_clv(events, discount_rate=rate, timing=timing).clv


def test_every_account_is_worth_keeping_and_turns_bad_at_a_probability_that_can_be(firms):
    for bill, goods in firms.drop_duplicates().itertuples(index=False):
        events = account(bill, goods)
        never, always = worth(events, 0.0), worth(events, 1.0)
        assert worth(events) > 50 and 0.05 < never / (never - always) < 0.5
        parts = crm.customer_event_clv(events, discount_rate=0.02).events
        assert (parts["standard_deviation"] ** 2).groupby(parts["event"]).sum().idxmax() == "bad debt"


def test_typical_mistakes_in_the_account_differ_from_the_right_answer_and_from_each_other(firms):
    for bill, goods in firms.drop_duplicates().itertuples(index=False):
        events = account(bill, goods)
        at_once = events.assign(pays_after=0)
        values = [worth(events), worth(at_once), worth(events, timing="start"), worth(events, timing="mid"), worth(events, rate=0.0),
                  mistakes.events_all_certain(events, discount_rate=0.02), mistakes.events_without(events, "bad debt", discount_rate=0.02),
                  mistakes.events_discounted_by_row(at_once, discount_rate=0.02)]
        assert np.diff(np.sort(values)).min() > 1, (bill, goods, values)
        profit = worth(events, rate=0.0)
        wrong = [mistakes.events_all_certain(events, discount_rate=0.0), mistakes.events_without(events, "bad debt", discount_rate=0.0),
                 (events["probability"] * events["revenue"]).sum(), worth(events)]
        assert min(abs(value - profit) for value in wrong) > 0.5, (bill, goods, profit, wrong)
        right = worth(events, 0.0) / (worth(events, 0.0) - worth(events, 1.0))
        undiscounted = worth(events, 0.0, rate=0.0) / (worth(events, 0.0, rate=0.0) - worth(events, 1.0, rate=0.0))
        wrong = [right - 0.04, undiscounted, 1 - goods / bill, worth(events, 0.04) / bill]
        assert np.abs(np.array(wrong) - right).min() > 0.0012, (bill, goods, right, wrong)


def test_no_history_is_flat_or_makes_a_loss_and_mistakes_show_in_it(histories):
    right = histories["right"]
    assert right.min() > 2000 and np.ptp(right, axis=1).min() > 1000
    wrong = {**histories, "running_total": right.cumsum(axis=1)}
    for name in wrong.keys() - {"right"}:
        assert (np.abs(wrong[name] - right).max(axis=1) > 2).all(), name


def test_mistakes_in_the_forecast_differ_from_the_right_answer_and_from_each_other(histories):
    t, ahead = np.arange(1, 9), np.arange(9, 13)
    for history in histories["right"]:
        line = np.polynomial.Polynomial.fit(t, history, 1)
        running = np.polynomial.Polynomial.fit(t, history.cumsum(), 1)(ahead)
        come = line(ahead)
        answers = [come.sum(), running.sum(), history.sum() + come.sum(), history.sum() + line(np.arange(1, 13)).sum(),
                   mistakes.curve_polynomial(history, 12, 7), come @ 1.02 ** (8.5 - ahead)]
        assert np.abs(np.array(answers[1:]) - answers[0]).min() > 2
        values = [come @ 1.02 ** (8.5 - ahead), history.sum() + come @ 1.02 ** (8.5 - ahead), running @ 1.02 ** (8.5 - ahead), come.sum(), come @ 1.02 ** (8.0 - ahead), come @ 1.02 ** (0.5 - ahead)]
        assert np.abs(np.array(values[1:]) - values[0]).min() > 2


def test_the_forecasts_here_are_those_of_the_course(histories):
    history = histories["right"][0]
    forecast = crm.fit_profit_curve(history, "linear", **TERMS)
    come = np.polynomial.Polynomial.fit(np.arange(1, 9), history, 1)(np.arange(9, 13))
    assert forecast.periods.loc[9:, "fitted"].to_numpy() == pytest.approx(come)
    assert forecast.totals.loc["future_value", "value"] == pytest.approx(come @ 1.02 ** (8.5 - np.arange(9, 13)))


def test_the_closest_polynomial_is_hardly_ever_the_best_forecast(histories):
    misses = {degree: np.array([mistakes.curve_polynomial(history[:6], 8, degree) - history[6:].sum() for history in histories["right"]])
              for degree in (1, 2, 5)}
    seen = np.array([mistakes.curve_polynomial(history, 8, 5, first=7) - history[6:].sum() for history in histories["right"]])
    assert (np.abs(misses[5]) < np.minimum(np.abs(misses[1]), np.abs(misses[2]))).mean() < 0.02
    assert np.abs(misses[5] - seen).min() > 2 and all(np.abs(miss).min() > 1 for miss in misses.values())


def test_mistakes_in_the_misses_differ_from_the_right_answer(histories):
    """Without the sign they show only to those who have a miss below 0: for the others there is no sign to lose."""
    below_0 = 0
    for student, history in zip(IDS, histories["right"], strict=True):
        right, seen, last = (np.array([mistakes.curve_polynomial(past, 8, degree, first) - came for degree in (1, 2, 5)])
                             for past, first, came in ((history[:6], 7, history[6:].sum()), (history, 7, history[6:].sum()), (history[:6], 8, history[7])))
        below_0 += right.min() < -1
        for wrong in (seen, -right, right + history[6:].sum(), last):
            assert np.abs(wrong - right).max() > 1, student
    assert below_0 > 0.5 * len(IDS)
