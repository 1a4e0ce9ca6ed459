from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlib.events import customer_event_clv
from crmlib.language import CourseError

yuan = st.floats(0, 900)
event = st.tuples(st.sampled_from(["purchase", "service", "bad debt"]), st.integers(1, 6), st.floats(0, 1), yuan, yuan, st.integers(0, 3))
accounts = st.lists(event, min_size=1, max_size=6)


def table(rows):
    return pd.DataFrame(rows, columns=["event", "period", "probability", "revenue", "cost", "pays_after"][:len(rows[0])])


THREE = table([("purchase", 1, 0.8, 500.0, 300.0), ("campaign", 3, 1.0, 0.0, 20.0), ("bad debt", 3, 0.1, 0.0, 400.0)])


def test_the_five_steps_by_hand():
    account = customer_event_clv(THREE, discount_rate=0.25)
    assert account.steps.to_dict() == pytest.approx({
        "life_length": 3, "lifetime_revenue": 400, "lifetime_cost": 240 + 20 + 40, "lifetime_profit": 100,
        "lifetime_value": 160 * 0.8 - 60 * 0.512})
    assert account.periods["profit"].tolist() == pytest.approx([160, 0, -60])
    assert account.standard_deviation == pytest.approx(np.hypot(0.4 * 200 * 0.8, 0.3 * 400 * 0.512))


@given(accounts, st.floats(0, 0.5), st.sampled_from(["start", "mid", "end"]))
def test_value_and_spread_are_those_of_everything_that_can_happen(rows, discount_rate, timing):
    account = customer_event_clv(table(rows), discount_rate=discount_rate, timing=timing)
    factor = account.periods["discount_factor"]
    gains = [revenue * factor[period + wait] - cost * factor[period] for _, period, _, revenue, cost, wait in rows]
    chances = [row[2] for row in rows]
    outcomes = [(np.prod([p if happens else 1 - p for p, happens in zip(chances, which)]), np.dot(gains, which))
                for which in product([True, False], repeat=len(rows))]
    mean = sum(chance * value for chance, value in outcomes)
    assert account.clv == pytest.approx(mean, abs=1e-6)
    assert account.standard_deviation**2 == pytest.approx(sum(chance * (value - mean) ** 2 for chance, value in outcomes), abs=1e-4)


@given(accounts, st.randoms())
def test_the_order_of_the_rows_does_not_matter(rows, random):
    first, second = (customer_event_clv(table(order), discount_rate=0.1) for order in (rows, random.sample(rows, len(rows))))
    assert first.steps.to_dict() == pytest.approx(second.steps.to_dict(), abs=1e-9)


@given(accounts)
def test_events_and_periods_add_up_to_the_same(rows):
    account = customer_event_clv(table(rows), discount_rate=0.1)
    assert account.periods.index.tolist() == list(range(1, max(row[1] + row[5] for row in rows) + 1))
    assert account.events["present_value"].sum() == pytest.approx(account.clv, abs=1e-9)
    assert account.periods["cumulative_value"].iloc[-1] == pytest.approx(account.clv, abs=1e-9)
    assert account.events["standard_deviation"].pow(2).sum() == pytest.approx(account.standard_deviation**2, abs=1e-6)


def test_what_is_paid_at_once_makes_the_account_less_certain_period_by_period():
    assert customer_event_clv(THREE, discount_rate=0.1).periods["standard_deviation"].is_monotonic_increasing


def test_a_bill_that_is_paid_later_is_worth_less_and_its_cost_comes_first():
    later = table([("purchase", 1, 0.8, 500.0, 300.0, 2)])
    account = customer_event_clv(later, discount_rate=0.25)
    assert account.clv == pytest.approx(0.8 * (500 * 0.512 - 300 * 0.8))
    assert account.periods["profit"].tolist() == pytest.approx([-240, 0, 400])
    assert account.periods["standard_deviation"].tolist() == pytest.approx([0.4 * 240, 0.4 * 240, 0.4 * (256 - 240)])
    assert account.steps["lifetime_profit"] == pytest.approx(160) and account.steps["life_length"] == 3


def test_without_the_column_everything_is_paid_at_once():
    at_once = customer_event_clv(THREE.assign(pays_after=0), discount_rate=0.1)
    assert at_once.events.equals(customer_event_clv(THREE, discount_rate=0.1).events)


def test_what_is_sure_has_no_spread():
    sure = table([("fee", 2, 1.0, 50.0, 10.0), ("nothing", 1, 0.0, 99.0, 0.0)])
    assert customer_event_clv(sure, discount_rate=0.1).standard_deviation == 0


def test_other_columns_do_no_harm_and_text_numbers_count():
    given_as_text = THREE.astype({"revenue": str}).assign(note="x")
    assert customer_event_clv(given_as_text, discount_rate=0.1).clv == customer_event_clv(THREE, discount_rate=0.1).clv


@pytest.mark.parametrize("column, row, value, words", [
    ("probability", 1, 80, "'probability'.*80 % is 0.8.*: 1"),
    ("probability", 2, None, "'probability' has no number in these rows: 2"),
    ("period", 0, 0, "'period' needs whole numbers from 1.*: 0"),
    ("period", 2, 1.5, "'period'.*: 2"),
    ("revenue", 1, "dear", "'revenue' has no number in these rows: 1"),
    ("cost", 0, -300.0, "'cost' has amounts below 0 in these rows: 0"),
    ("pays_after", 1, -1, "'pays_after' needs whole numbers from 0.*: 1"),
    ("pays_after", 2, 0.5, "'pays_after' needs whole numbers from 0.*: 2"),
    ("pays_after", 0, None, "'pays_after' has no number in these rows: 0"),
])
def test_a_cell_that_does_not_fit_is_named(column, row, value, words):
    bad = THREE.assign(pays_after=0).astype({column: object})
    bad.loc[row, column] = value
    with pytest.raises(CourseError, match=words):
        customer_event_clv(bad, discount_rate=0.1)


def test_a_missing_column_and_an_empty_table_are_named():
    with pytest.raises(CourseError, match="'probability' is missing"):
        customer_event_clv(THREE.drop(columns="probability"), discount_rate=0.1)
    with pytest.raises(CourseError, match="no events"):
        customer_event_clv(THREE.head(0), discount_rate=0.1)
