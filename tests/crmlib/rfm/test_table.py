"""The RFM table: what counts as a purchase, when, and for how much; and what becomes of every line."""

import json
from collections import defaultdict
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import crmlib as crm
from crmlib.language import CourseError
from crmlib.rfm import rfm_table
from crmlib.transactions import audit, customer_totals, fold_orders

from .conftest import make_log

START, LAST = pd.Timestamp("2025-01-01"), "2025-12-31"


def test_by_hand(log):
    table = rfm_table(log, LAST)
    assert table.index.tolist() == ["Chen", "Li"] and table.index.name == "customer_id"
    assert table["days_since_last"].tolist() == [334, 213]
    assert table["frequency"].tolist() == [1, 2]
    assert table["monetary"].tolist() == [99.0, 60.3]


def test_a_refund_is_no_purchase_and_lowers_the_money_alone(log):
    without = rfm_table(log[log["amount"] > 0], LAST)
    table = rfm_table(log, LAST)
    assert table[["days_since_last", "frequency"]].equals(without[["days_since_last", "frequency"]])
    assert (without["monetary"] - table["monetary"]).tolist() == pytest.approx([0, 20])


def test_a_basket_of_many_lines_is_one_order(log):
    doubled = pd.concat([log, log.assign(amount=log["amount"].abs() / 2)[log["amount"] > 0]])
    assert rfm_table(doubled, LAST)["frequency"].equals(rfm_table(log, LAST)["frequency"])


def test_without_order_ids_days_are_counted():
    log = make_log([("Li", "1", "2025-03-04 09:00", 5), ("Li", "2", "2025-03-04 18:00", 5), ("Li", "3", "2025-03-05 00:00", 5)])
    assert rfm_table(log, LAST)["frequency"]["Li"] == 3
    assert rfm_table(log.drop(columns="order_id"), LAST, order=None)["frequency"]["Li"] == 2


def test_the_mean_is_the_net_sum_for_each_order(log):
    assert rfm_table(log, LAST, monetary="mean")["monetary"].tolist() == [99.0, 30.15]


def test_quantity_in_place_of_money(log):
    counted = log.assign(pieces=[1, 2, 4, 1, -1, -1, 1, -1]).drop(columns="amount")
    table = rfm_table(counted, LAST, quantity="pieces")
    assert list(table.columns) == ["days_since_last", "frequency", "quantity"]
    assert table["quantity"].tolist() == [4, 3]
    assert audit(table)["unit"] == "units" and "yuan" not in str(audit(table))


def test_the_log_s_own_names_of_columns(log):
    renamed = log.rename(columns={"customer_id": "会员", "order_id": "单号", "date": "日期", "amount": "实收"})
    table = rfm_table(renamed, LAST, customer="会员", order="单号", date="日期", amount="实收")
    assert table.index.name == "会员"
    assert table.rename_axis("customer_id").equals(rfm_table(log, LAST))


def test_the_time_of_the_day_does_not_count(log):
    late = log.assign(date=log["date"] + pd.Timedelta(hours=23, minutes=59))
    assert rfm_table(late, LAST).equals(rfm_table(log, LAST))


@pytest.mark.parametrize("day", ["2025-12-31", "2025年12月31日", date(2025, 12, 31), pd.Timestamp("2025-12-31")])
def test_the_as_of_day_in_several_forms(log, day):
    assert rfm_table(log, day).equals(rfm_table(log, LAST))


def test_recency_is_counted_from_the_given_day_whatever_today_is(log):
    assert (rfm_table(log, "2026-01-30")["days_since_last"] - rfm_table(log, LAST)["days_since_last"]).tolist() == [30, 30]
    with pytest.raises(TypeError, match="as_of"):
        rfm_table(log)


def test_a_day_before_the_last_line_is_refused_with_both_remedies(log):
    words = r'runs to 2025-12-30, but as_of is 2025-03-04. Lines after it: 3\. Give as_of="2025-12-30".*later_rows="set_aside"'
    with pytest.raises(CourseError, match=words):
        rfm_table(log, "2025-03-04")


def test_later_lines_can_be_set_aside_and_are_reported(log):
    table = rfm_table(log, "2025-03-04", later_rows="set_aside")
    assert table.loc["Li"].tolist() == [0, 1, 30.3]
    assert audit(table)["set_aside"] == {"missing_customer": {"rows": 2, "revenue": 11.0, "refund_lines": 1},
                                         "after_as_of": {"rows": 3, "revenue": 22.0, "refund_lines": 2}}
    assert audit(table)["last_date"] == "2025-03-04"


def test_the_audit_tells_everything(log):
    assert audit(rfm_table(log, LAST)) == {
        "as_of": "2025-12-31", "unit": "yuan", "lines_read": 8, "lines_kept": 5,
        "set_aside": {"missing_customer": {"rows": 2, "revenue": 11.0, "refund_lines": 1},
                      "no_purchase": {"rows": 1, "revenue": -8.0, "refund_lines": 1, "customers": 1}},
        "refund_lines": 1, "refund_amount": -20.0, "customers": 2, "customers_net_negative": 0,
        "orders": 3, "orders_from": "order_id", "first_date": "2025-01-31", "last_date": "2025-06-01", "log": None}


def test_the_audit_can_be_read_aloud_and_is_plain_data(log):
    found = audit(rfm_table(log, LAST))
    assert json.loads(json.dumps(found)) == found
    assert str(found).splitlines() == [
        "As of 2025-12-31, by customer:", "Lines read: 8. Kept: 5. Set aside: 3.", "- no customer id: rows 2, 11.00 yuan (refund lines: 1)",
        "- customers without a purchase up to the as-of day: rows 1, -8.00 yuan (refund lines: 1)", "Refund lines: 1, -20.00 yuan.",
        "Customers: 2, of them with refunds above purchases: 0.", "Orders: 3, from 2025-01-31 to 2025-06-01."]


def test_the_audit_of_the_log_comes_along():
    till = pd.DataFrame({"c": ["C1", "C1", None], "d": ["2025-03-04", "2025年3月4日", "2025-03-05"], "a": ["5", "¥6", "7"]})
    log = crm.read_transactions(till, customer="c", date="d", amount="a")
    found = audit(rfm_table(log, LAST))
    assert found["log"] == audit(log) and found["lines_read"] == 2
    assert str(found).startswith(str(audit(log)))
    assert audit(crm.rfm_segment(crm.rfm_score(rfm_table(log, LAST)))) == found


def test_the_firm_s_table_agrees_with_its_orders():
    orders = crm.load("orders")
    table = rfm_table(orders, LAST)
    assert table["monetary"].to_dict() == customer_totals(orders)[table.index].to_dict()
    bought = orders[orders["amount"] > 0].groupby("customer_id")
    assert table["frequency"].to_dict() == bought["order_id"].nunique().to_dict()
    assert table["days_since_last"].to_dict() == (pd.Timestamp(LAST) - bought["date"].max()).dt.days.to_dict()


def test_lines_and_folded_orders_give_the_same(log):
    known = log.dropna()
    assert rfm_table(fold_orders(known), LAST).equals(rfm_table(known, LAST))


@pytest.mark.parametrize("kind", ["Int64", "float64", "category", "object", "int32"])
def test_customer_ids_of_any_type(kind):
    numbers = pd.Series([12, 5, 12, 900_000]).astype(kind)
    log = pd.DataFrame({"customer_id": numbers, "order_id": range(4), "date": pd.Timestamp("2025-03-04"), "amount": [1.0, 2.0, 4.0, 8.0]})
    table = rfm_table(log, LAST)
    assert [int(label) for label in table.index] == [5, 12, 900_000]
    assert table["monetary"].tolist() == [2, 5, 8] and table["frequency"].tolist() == [1, 2, 1]


def test_many_lines_of_customers_with_numbers_close_together(log):
    many = pd.concat([log.dropna()] * 20).assign(order_id=range(120))
    numbered = many.assign(customer_id=many["customer_id"].map({"Chen": 7, "Li": 9, "Wu": 12}))
    assert rfm_table(numbered, LAST).to_numpy().tolist() == rfm_table(many, LAST).to_numpy().tolist()
    assert rfm_table(numbered, LAST).index.tolist() == [7, 9]


def test_numbers_and_texts_as_ids_in_one_column():
    ids = pd.Series([7, "A1", 7], dtype=object)
    log = pd.DataFrame({"customer_id": ids, "order_id": [1, 2, 3], "date": pd.Timestamp("2025-03-04"), "amount": 1.0})
    assert rfm_table(log, LAST)["frequency"].to_dict() == {7: 2, "A1": 1}


@pytest.mark.parametrize("kind", ["datetime64[ns]", "datetime64[us]", "datetime64[s]", "timestamp[us][pyarrow]"])
def test_dates_of_any_resolution(log, kind):
    if "pyarrow" in kind:
        pytest.importorskip("pyarrow")
    assert rfm_table(log.assign(date=log["date"].astype(kind)), LAST).equals(rfm_table(log, LAST))


line = st.tuples(st.sampled_from(["A", "B", "C", None]), st.integers(0, 9), st.integers(0, 40), st.integers(-500, 500))
lines = st.lists(line, min_size=1, max_size=40)


def random_log(rows):
    """Each order number is one customer's: the customer is part of it."""
    return make_log([(customer, f"{customer}{order}", START + pd.Timedelta(days=day), cents / 100) for customer, order, day, cents in rows])


@given(lines, st.integers(0, 45), st.booleans())
def test_as_counted_line_by_line(rows, last, by_day):
    as_of = START + pd.Timedelta(days=last)
    days, orders, money = defaultdict(list), defaultdict(set), defaultdict(int)
    for customer, order, day, cents in rows:
        if customer is not None and day <= last:
            money[customer] += cents
            if cents > 0:
                days[customer].append(day)
                orders[customer].add(day if by_day else order)
    options = {"later_rows": "set_aside", "order": None if by_day else "order_id"}
    if not days:
        with pytest.raises(CourseError, match="No line up to the as-of day is a purchase"):
            rfm_table(random_log(rows), as_of, **options)
        return
    table = rfm_table(random_log(rows), as_of, **options)
    assert table.index.tolist() == sorted(days)
    assert table["days_since_last"].tolist() == [last - max(days[customer]) for customer in sorted(days)]
    assert table["frequency"].tolist() == [len(orders[customer]) for customer in sorted(days)]
    assert (table["monetary"] * 100).round().tolist() == [money[customer] for customer in sorted(days)]
    found = audit(table)
    assert found["lines_kept"] + sum(part["rows"] for part in found["set_aside"].values()) == found["lines_read"] == len(rows)
    kept = round(table["monetary"].sum() * 100)
    assert kept + sum(round(part["revenue"] * 100) for part in found["set_aside"].values()) == sum(cents for *_, cents in rows)


@given(lines.filter(lambda rows: any(row[0] and row[3] > 0 for row in rows)), st.randoms())
def test_the_order_of_the_lines_does_not_matter(rows, random):
    shuffled = rows[:]
    random.shuffle(shuffled)
    table, other = rfm_table(random_log(rows), LAST), rfm_table(random_log(shuffled), LAST)
    assert table.equals(other) and audit(table) == audit(other)


def test_sums_are_exact_to_the_cent_in_any_order():
    amounts = [0.1] * 10 + [1e8, 0.3, -0.1, -0.2]
    for order in (amounts, amounts[::-1]):
        log = pd.DataFrame({"customer_id": "Li", "order_id": 1, "date": pd.Timestamp("2025-03-04"), "amount": order})
        assert rfm_table(log, LAST)["monetary"]["Li"] == 100_000_001.0


@pytest.mark.parametrize("change, words", [
    ({"date": "2025-03-04"}, "'date' does not hold dates.*pd.to_datetime"),
    ({"amount": "12"}, "'amount' does not hold numbers"),
    ({"amount": True}, "'amount' does not hold numbers"),
    ({"date": pd.to_datetime(["2025-03-04"] * 7 + [None])}, r"'date' has empty cells. Rows: 1 \(numbers 7\)"),
    ({"amount": [1.0, np.nan, np.nan] + [1.0] * 5}, r"'amount' has empty cells. Rows: 2 \(numbers 1, 2\)"),
    ({"amount": [1.0, np.inf] + [1.0] * 6}, r"'amount' has infinite numbers.*Rows: 1 \(numbers 1\)"),
    ({"order_id": ["1", None] + list("234567")}, r"'order_id' has empty cells. Rows: 1 \(numbers 1\)"),
    ({"order_id": "1"}, "these orders have more than one customer: 1 .*order=None"),
    ({"date": pd.to_datetime(["2025-03-04"] * 8).tz_localize("UTC")}, "'date': the times name a time zone.*tz_convert"),
    ({"customer_id": None}, "is a purchase: column 'amount' is never above 0"),
    ({"amount": -1.0}, "is a purchase"),
])
def test_a_log_that_cannot_be_used_is_refused_by_name(log, change, words):
    with pytest.raises(CourseError, match=words):
        rfm_table(log.assign(**change), LAST)


@pytest.mark.parametrize("options, words", [
    ({"as_of": "03/04/2025"}, "as_of='03/04/2025'"), ({"monetary": "median"}, "monetary='median'"),
    ({"later_rows": "drop"}, "later_rows='drop'"),
    ({"amount": "sum"}, "'sum' is missing"), ({"order": "receipt"}, "'receipt' is missing, so orders cannot be told apart.*order=None"),
    ({"quantity": "pieces"}, "'pieces' is missing"),
])
def test_options_that_do_not_work_are_named(log, options, words):
    with pytest.raises(CourseError, match=words):
        rfm_table(log, **{"as_of": LAST, **options})


@pytest.mark.parametrize("log", [[("Li", 5)], "orders.csv", None])
def test_what_is_no_table_is_refused(log):
    with pytest.raises(CourseError, match="A table is needed, not"):
        rfm_table(log, LAST)


def test_a_log_without_lines_is_refused(log):
    with pytest.raises(CourseError, match="is a purchase"):
        rfm_table(log[:0], LAST)


def test_errors_and_the_audit_follow_the_language(log, chinese):
    with pytest.raises(CourseError, match="流水的日期到 2025-12-30 为止"):
        rfm_table(log, "2025-03-04")
    summary = str(audit(rfm_table(log, LAST)))
    assert "截至 2025-12-31" in summary and "没有购买的客户" in summary
    assert not [word for word in ("Lines", "Refund", "Customers", "Orders") if word in summary]
