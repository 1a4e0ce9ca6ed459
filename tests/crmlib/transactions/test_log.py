"""A log from any source to clean lines with an audit."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlib.language import CourseError
from crmlib.transactions import audit, customer_totals, fold_orders, read_transactions

TODAY = "2025-12-31"


def test_the_lines_are_clean(till, names):
    log = read_transactions(till, **names, exported_on=TODAY)
    assert list(log.columns) == ["customer_id", "order_id", "date", "amount", "product_id", "quantity"]
    assert log["customer_id"].tolist() == ["C001", "C001", "C002", "C003", "C003"]
    assert log["order_id"].tolist() == ["1001", "1001", "1002", "1003", "1003"]
    assert log["date"].dt.strftime("%m-%d").tolist() == ["03-04", "03-04", "03-05", "03-06", "03-06"]
    assert log["amount"].tolist() == [39.9, 25.6, 1280, 15, -9.9]
    assert log["product_id"].tolist() == till["商品"].tolist()
    assert log["quantity"].tolist() == [1, 2, 1, 3, -1]
    assert log["date"].dtype == "datetime64[s]" and log["amount"].dtype == float
    assert log.index.name == "row" and log.index.tolist() == [0, 1, 2, 3, 4]


def test_the_source_is_not_changed(till, names):
    before = till.copy()
    read_transactions(till, **names, exported_on=TODAY)
    assert till.equals(before) and till.index.name is None and not till.attrs


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_file_gives_the_same_lines_with_its_own_row_numbers(till, names, tmp_path, encoding):
    till.to_csv(tmp_path / "till.csv", index=False, encoding=encoding)
    log = read_transactions(tmp_path / "till.csv", **names, exported_on=TODAY)
    assert log.index.tolist() == [2, 3, 4, 5, 6]
    assert log.reset_index(drop=True).equals(read_transactions(till, **names, exported_on=TODAY).reset_index(drop=True))
    assert audit(log)["encoding"] == encoding and audit(log)["file"] == "till.csv"


def test_a_workbook_gives_the_same_lines(till, names, tmp_path):
    pytest.importorskip("openpyxl")
    days = pd.to_datetime(["2025-03-04", "2025-03-04", "2025-03-05", "2025-03-06", "2025-03-06"])
    till.assign(单号=till["单号"].astype(int), 数量=till["数量"].astype(float), 日期=days).to_excel(tmp_path / "till.xlsx", index=False)
    log = read_transactions(tmp_path / "till.xlsx", **names, exported_on=TODAY)
    assert log.reset_index(drop=True).equals(read_transactions(till, **names, exported_on=TODAY).reset_index(drop=True))


def test_the_amount_may_be_quantity_times_price():
    source = pd.DataFrame({"who": [1, 1], "day": "2025-03-04", "pieces": [3, -1], "each": [1.117, 2.0]})
    log = read_transactions(source, customer="who", date="day", quantity="pieces", price="each")
    assert log["amount"].tolist() == [3.35, -2]
    assert log["quantity"].tolist() == [3, -1]


@pytest.mark.parametrize("amount", [{}, {"quantity": "q"}, {"price": "p"}])
def test_without_a_way_to_the_amount_the_reading_stops(amount):
    with pytest.raises(CourseError, match="amount is not named.*quantity.*price"):
        read_transactions(pd.DataFrame({"c": [1], "d": ["2025-03-04"], "q": [1], "p": [1]}), customer="c", date="d", **amount)


def test_two_ways_to_the_amount_stop_the_reading(till, names):
    with pytest.raises(CourseError, match="given twice"):
        read_transactions(till.assign(单价=1), **names, price="单价")


def test_a_mistyped_mode_stops_the_reading(till, names):
    with pytest.raises(CourseError, match="bad_rows='ignore'"):
        read_transactions(till, **names, bad_rows="ignore")


def test_a_missing_column_stops_the_reading(till, names):
    with pytest.raises(CourseError, match="'会员编号' is missing. Did you mean '会员号'"):
        read_transactions(till, **{**names, "customer": "会员编号"})


def test_without_order_ids_a_customer_has_one_order_a_day():
    source = pd.DataFrame({"c": ["A", "A", "B", "A"], "d": ["2025-03-04", "2025/3/4", "2025-03-04", "2025-03-05"], "a": [1, 2, 3, 4]})
    log = read_transactions(source, customer="c", date="d", amount="a")
    assert log["order_id"].tolist() == ["A 2025-03-04", "A 2025-03-04", "B 2025-03-04", "A 2025-03-05"]
    assert audit(log)["orders"] == 3 and audit(log)["orders_from"] == "customer_and_day"


def test_numeric_ids_stored_with_decimals():
    source = pd.DataFrame({"c": [12346.0, np.nan], "d": pd.to_datetime(["2025-03-04"] * 2), "a": [1.0, 2.0]})
    assert read_transactions(source, customer="c", date="d", amount="a")["customer_id"].tolist() == ["12346"]


def test_one_customer_and_equal_amounts_are_fine():
    source = pd.DataFrame({"c": "A", "d": pd.date_range("2025-03-01", periods=4), "a": 5.0})
    log = read_transactions(source, customer="c", date="d", amount="a")
    assert audit(log)["customers"] == 1
    assert customer_totals(log).to_dict() == {"A": 20}


def test_an_unmapped_column_may_hold_anything(till, names):
    log = read_transactions(till.assign(备注=[["a"], ["a"], [], {}, None]), **names, exported_on=TODAY)
    assert len(log) == 5


def test_open_dates_are_read_with_the_form_given(till, names):
    till["日期"] = "03/04/2025"
    with pytest.raises(CourseError, match="%d/%m/%Y"):
        read_transactions(till, **names)
    log = read_transactions(till, **names, date_format="%m/%d/%Y")
    assert set(log["date"]) == {pd.Timestamp("2025-03-04")}


def test_times_with_a_zone_fall_on_the_day_in_the_shop(till, names):
    till["日期"] = "2025-03-04T18:00:00Z"
    log = read_transactions(till, **names, timezone="Asia/Shanghai")
    assert set(log["date"]) == {pd.Timestamp("2025-03-05")}


CUSTOMERS = ["C001", "C002", 7.0, "7", "", None, "无", "合计"]
ORDERS = ["1", "2", "3", "4", "", "1.5E+12"]
DAYS = ["2025-03-04", "2025/3/4", "2025年3月5日", "20250306", "昨天", "", "2099-01-01"]
AMOUNTS = ["12.5", "¥1,000", "(3)", "-12.5", 0, "1,23", "赠品", None]
sources = st.lists(st.tuples(*map(st.sampled_from, (CUSTOMERS, ORDERS, DAYS, AMOUNTS))), min_size=1, max_size=12).map(
    lambda rows: pd.DataFrame(rows, columns=["c", "o", "d", "a"], dtype=object))


@settings(deadline=None)
@given(sources, st.sampled_from(["error", "set_aside"]), st.booleans())
def test_no_line_is_ever_lost(source, bad_rows, with_order):
    order = {"order": "o"} if with_order else {}
    try:
        log = read_transactions(source, customer="c", date="d", amount="a", bad_rows=bad_rows, **order)
    except CourseError:
        return
    found = audit(log)
    assert found["lines_read"] == len(source)
    assert found["lines_kept"] == len(log)
    assert sum(entry["rows"] for entry in found["set_aside"].values()) == len(found.rows)
    assert sorted([*log.index, *found.rows.index]) == list(range(len(source)))
    assert sum(found["date_forms"].values()) == len(log)
    assert log.notna().all(axis=None)


@settings(deadline=None)
@given(sources)
def test_orders_and_customers_add_up_to_the_lines(source):
    try:
        log = read_transactions(source, customer="c", date="d", amount="a", order="o", bad_rows="set_aside")
    except CourseError:
        return
    orders, total = fold_orders(log), round(log["amount"].sum(), 2)
    assert round(orders["amount"].sum(), 2) == total
    assert round(customer_totals(log).sum(), 2) == round(customer_totals(orders).sum(), 2) == total
    assert orders["lines"].sum() == len(log)
    assert len(orders) == audit(log)["orders"]
