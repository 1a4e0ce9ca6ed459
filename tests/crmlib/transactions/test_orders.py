"""From lines to orders, and from orders to customers."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlib.language import CourseError
from crmlib.transactions import customer_totals, fold_orders


def table(rows):
    lines = pd.DataFrame(rows, columns=["order_id", "customer_id", "date", "amount"])
    return lines.assign(date=pd.to_datetime(lines["date"]))


@pytest.fixture
def lines():
    return table([("2", "B", "2025-03-05", 20), ("1", "A", "2025-03-04", 30.1), ("1", "A", "2025-03-04", 0.2), ("1", "A", "2025-03-20", -10.1),
                  ("3", "B", "2025-04-01", -25), ("4", "C", "2025-03-06", 8), ("4", "C", "2025-03-06", -8)])


def test_each_order_is_one_row_in_the_sequence_of_the_log(lines):
    orders = fold_orders(lines)
    assert list(orders.columns) == ["order_id", "customer_id", "date", "amount", "lines", "kind"]
    assert orders["order_id"].tolist() == ["2", "1", "3", "4"]
    assert orders["amount"].tolist() == [20, 20.2, -25, 0]
    assert orders["lines"].tolist() == [1, 3, 1, 2]
    assert orders["customer_id"].tolist() == ["B", "A", "B", "C"]


def test_an_order_has_the_day_of_its_first_line(lines):
    assert fold_orders(lines)["date"][1] == pd.Timestamp("2025-03-04")


def test_an_order_is_a_purchase_a_refund_or_nothing(lines):
    assert fold_orders(lines)["kind"].tolist() == ["purchase", "purchase", "refund", "zero"]


def test_other_columns_do_not_disturb(lines):
    assert fold_orders(lines.assign(customer="x", cents=1, lines=2)).equals(fold_orders(lines))


def test_an_order_of_two_customers_is_refused(lines):
    with pytest.raises(CourseError, match=r"'order_id'.*: 1 \(1 in all\)"):
        fold_orders(lines.assign(customer_id=["B", "A", "A", "X", "B", "C", "C"]))


@pytest.mark.parametrize("fold", [fold_orders, customer_totals])
def test_missing_columns_and_empty_cells_are_refused(lines, fold):
    with pytest.raises(CourseError, match="'amount' is missing. Did you mean 'amounts'"):
        fold(lines.rename(columns={"amount": "amounts"}))
    with pytest.raises(CourseError, match=r"'amount' has empty cells. Rows: 1 \(numbers 3\)"):
        fold(lines.assign(amount=lines["amount"].where(lines.index != 3)))
    with pytest.raises(CourseError, match="'customer_id' has empty cells"):
        fold(lines.assign(customer_id=[None, *lines["customer_id"][1:]]))
    with pytest.raises(CourseError, match="'date' does not hold dates"):
        fold(lines.assign(date="2025-03-04"))
    with pytest.raises(CourseError, match="'amount' does not hold numbers"):
        fold(lines.assign(amount="12"))


def test_customers_are_added_up_to_the_cent(lines):
    sales = customer_totals(lines)
    assert sales.to_dict() == {"A": 20.2, "B": -5, "C": 0}
    assert sales.name == "sales" and sales.index.name == "customer_id"
    assert sales.equals(customer_totals(fold_orders(lines)))


def test_both_days_count(lines):
    assert customer_totals(lines, first="2025-03-05", last="2025-03-20").to_dict() == {"A": -10.1, "B": 20, "C": 0}
    assert customer_totals(lines, last=pd.Timestamp("2025-03-04")).to_dict() == {"A": 30.3}


def test_a_time_within_the_last_day_counts(lines):
    late = lines.assign(date=lines["date"] + pd.Timedelta(hours=23))
    assert customer_totals(late, last="2025-03-04").to_dict() == {"A": 30.3}


def test_a_period_without_lines_is_refused_with_the_log_s_own(lines):
    with pytest.raises(CourseError, match="no line lies between first=2030-01-01.*2025-03-04 to 2025-04-01"):
        customer_totals(lines, first="2030-01-01")


def test_a_day_that_can_be_read_two_ways_is_refused(lines):
    with pytest.raises(CourseError, match="last='03/04/2025'"):
        customer_totals(lines, last="03/04/2025")


cents = st.integers(-10**7, 10**7)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 60), cents), min_size=1))
def test_folding_and_adding_up_keep_the_sum(rows):
    lines = pd.DataFrame({"order_id": [order for order, _, _ in rows], "customer_id": [order % 3 for order, _, _ in rows],
                          "date": pd.Timestamp("2025-01-01") + pd.to_timedelta([day for _, day, _ in rows], unit="D"),
                          "amount": [amount / 100 for _, _, amount in rows]})
    total = sum(amount for _, _, amount in rows)
    orders = fold_orders(lines)
    assert np.rint(orders["amount"] * 100).sum() == total
    assert np.rint(customer_totals(lines) * 100).sum() == total
    assert customer_totals(lines).equals(customer_totals(orders))
    assert orders["lines"].sum() == len(rows)
    assert orders["order_id"].is_unique
