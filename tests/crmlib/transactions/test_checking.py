"""Rows that cannot be used: each kind is found, named with its remedy, and set aside on request."""

import pandas as pd
import pytest

from crmlib.language import CourseError
from crmlib.transactions import audit, read_transactions


def read(till, names, **options):
    return read_transactions(till, **{"exported_on": "2025-12-31", **names, **options})


def changed(till, column, row, cell):
    till = till.astype(object)
    till.loc[row, column] = cell
    return till


BAD_CELLS = [
    ("日期", 1, "昨天", "unreadable_date", "a date that cannot be read.*date_format"),
    ("日期", 1, "", "unreadable_date", "a date that cannot be read"),
    ("日期", 1, "2025-02-30", "unreadable_date", "2025-02-30"),
    ("日期", 2, "2026-01-01", "future_date", "a date in the future.*exported_on"),
    ("实收金额", 1, "赠品", "unreadable_amount", "an amount that cannot be read.*'赠品'.*1234.50"),
    ("实收金额", 1, "", "unreadable_amount", "an amount that cannot be read"),
    ("实收金额", 1, "1,23", "ambiguous_amount", "not a thousands separator.*decimal comma"),
    ("数量", 1, "两瓶", "unreadable_quantity", "a quantity that cannot be read.*'两瓶'"),
    ("数量", 1, "¥3", "unreadable_quantity", "a quantity that cannot be read"),
    ("单号", 1, "", "missing_order", "no order id.*leave order out"),
    ("单号", 1, "4.403E+17", "shortened_id", "cut off.*as text"),
    ("会员号", 2, 4.403e17, "shortened_id", "cut off"),
    ("会员号", 1, "C009", "conflicting_order", "several customers"),
    ("日期", 1, "2025-03-06", "conflicting_order", "far-apart dates"),
]


@pytest.mark.parametrize("column, row, cell, reason, message", BAD_CELLS)
def test_a_bad_row_stops_the_reading_with_column_row_and_remedy(till, names, column, row, cell, reason, message):
    named = "单号" if reason == "conflicting_order" else column
    with pytest.raises(CourseError, match=rf"Column '{named}': .*{message}.*\n.*bad_rows=\"set_aside\"") as error:
        read(changed(till, column, row, cell), names)
    assert f"{row}" in str(error.value)


@pytest.mark.parametrize("column, row, cell, reason, message", BAD_CELLS)
def test_or_is_set_aside_as_it_stands_with_its_reason(till, names, column, row, cell, reason, message):
    till = changed(till, column, row, cell)
    log = read(till, names, bad_rows="set_aside")
    rows = audit(log).rows
    assert set(rows["reason"]) == set(audit(log)["set_aside"]) == {reason}
    assert row in rows.index and row not in log.index
    assert rows.drop(columns="reason").equals(till.loc[rows.index])
    assert len(log) + len(rows) == len(till)


def test_all_problems_are_told_at_once(till, names):
    till = changed(changed(till, "日期", 1, "昨天"), "实收金额", 3, "待补")
    with pytest.raises(CourseError, match="(?s)日期.*实收金额"):
        read(till, names)


def test_only_the_first_rows_are_listed_with_their_number(names):
    till = pd.DataFrame({"会员号": "C001", "日期": "2025-03-04", "实收金额": ["赠品"] * 8 + ["5"]})
    with pytest.raises(CourseError, match=r"Rows: 8 \(numbers 0, 1, 2, 3, 4, …\), for example '赠品'\."):
        read(till, {"customer": "会员号", "date": "日期", "amount": "实收金额"})


@pytest.mark.parametrize("cell", ["", None, float("nan"), "NULL", "None", "nan", "无", "-"])
def test_lines_without_a_customer_are_always_set_aside_with_their_revenue(till, names, cell):
    log = read(changed(till, "会员号", 2, cell), names)
    assert audit(log)["set_aside"] == {"missing_customer": {"rows": 1, "revenue": 1280.0, "refund_lines": 0}}
    assert audit(log).rows.index.tolist() == [2]


def test_a_line_without_a_customer_need_not_be_good_otherwise(till, names):
    till = changed(changed(till, "会员号", 2, None), "日期", 2, "昨天")
    assert list(audit(read(till, names))["set_aside"]) == ["missing_customer"]


@pytest.mark.parametrize("cells", [
    {"会员号": "合计"}, {"会员号": "小计："}, {"会员号": "", "单号": "合 计", "日期": ""}, {"会员号": "", "日期": "总计"}, {"会员号": "", "商品": "Total"},
])
def test_total_rows_are_always_set_aside(till, names, cells):
    for column, cell in cells.items():
        till = changed(till, column, 2, cell)
    assert list(audit(read(till, names))["set_aside"]) == ["total_row"]


def test_a_product_may_be_called_total(till, names):
    assert len(read(changed(till, "商品", 2, "Total"), names)) == 5


def test_a_refund_may_come_later_than_its_order(till, names):
    log = read(changed(till, "日期", 4, "2025-04-20"), names)
    assert len(log) == 5


def test_an_order_may_pass_midnight(till, names):
    assert len(read(changed(till, "日期", 1, "2025-03-05"), names)) == 5


def test_all_lines_of_a_conflicting_order_are_set_aside(till, names):
    log = read(changed(till, "会员号", 1, "C009"), names, bad_rows="set_aside")
    assert audit(log).rows.index.tolist() == [0, 1]


def test_an_empty_quantity_matters_only_where_it_makes_the_amount(till, names):
    till = changed(till, "数量", 1, "").assign(单价="5")
    assert pd.isna(read(till, names)["quantity"][1])
    by_multiplying = {**names, "price": "单价"}
    del by_multiplying["amount"]
    with pytest.raises(CourseError, match="数量"):
        read(till, by_multiplying)


def test_two_currencies_are_never_added_up(till, names):
    with pytest.raises(CourseError, match=r"several currencies \(row numbers CNY: 1, 3; USD: 0\)"):
        read(changed(till, "实收金额", 0, "$5"), names, bad_rows="set_aside")


def test_future_dates_are_judged_by_the_clock_unless_the_day_of_export_is_given(till, names):
    tomorrow = (pd.Timestamp.now() + pd.Timedelta(days=2)).strftime("%Y-%m-%d")
    till = changed(till, "日期", 2, tomorrow)
    with pytest.raises(CourseError, match="future"):
        read(till, names, exported_on=None)
    assert len(read(till, names, exported_on=tomorrow)) == 5
    with pytest.raises(CourseError, match="exported_on='soon'"):
        read(till, names, exported_on="soon")


def test_a_log_without_one_usable_line_is_refused(till, names):
    with pytest.raises(CourseError, match="Not one line can be used: no customer id. Check"):
        read(till.assign(会员号=""), names)
