"""The dirty export holds the dirt it states, and cleaned it is the core tables again."""

from pathlib import Path

import pandas as pd
import pytest

from crmlib.data import load
from crmlib.language import CourseError
from crmlib.transactions import audit, fold_orders, read_transactions

PATH = Path(__file__).parents[2] / "datasets" / "dirty_export.csv"
NAMES = {"customer": "会员号", "order": "单号", "date": "日期", "product": "商品编号", "quantity": "数量", "amount": "实收金额"}


@pytest.fixture(scope="module")
def cells():
    return pd.read_csv(PATH, encoding="gb18030", dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def log():
    return read_transactions(PATH, **NAMES, bad_rows="set_aside")


@pytest.fixture(scope="module")
def sold():
    """The shop's orders in the core tables."""
    orders = load("orders")
    return orders[orders["store"].eq("HZ2") & orders["date"].between("2025-08-01", "2025-10-31")].set_index("order_id")


def test_it_is_in_gb18030_and_about_1500_lines(cells):
    with pytest.raises(UnicodeDecodeError):
        PATH.read_text(encoding="utf-8")
    assert 1400 <= len(cells) <= 1600


def test_it_does_not_read_without_a_decision():
    with pytest.raises(CourseError, match="(?s)日期.*future.*实收金额.*'待补'.*单号"):
        read_transactions(PATH, **NAMES)


def test_every_kind_of_dirt_is_found(log, cells):
    found = audit(log)
    rows = {reason: entry["rows"] for reason, entry in found["set_aside"].items()}
    assert found["encoding"] == "gb18030" and found["lines_read"] == len(cells) == len(log) + sum(rows.values())
    assert rows["total_row"] == 3 and rows["ambiguous_amount"] >= 1
    assert found.rows["实收金额"].isin(["赠品"]).sum() >= 6 and found.rows["实收金额"].isin(["待补"]).sum() >= 4
    assert found.rows["单号"][found.rows["reason"] == "future_date"].nunique() == 3
    assert rows["unreadable_date"] >= 3
    assert found.rows["单号"][found.rows["reason"] == "conflicting_order"].nunique() == 1
    assert set(found["date_forms"]) == {"YYYY-MM-DD", "YYYY/MM/DD", "YYYY年M月D日", "YYYYMMDD", "DD/MM/YYYY"}
    assert set(cells["会员号"]) > {"", "无", "-", "NULL"}
    assert found["cleaned_ids"] > 20 and found["cleaned_amounts"] > 200 and found["currency"] == "CNY"


def test_forty_lines_stand_twice(cells):
    assert cells[cells["单号"] != "合计"].duplicated().sum() == 40


def test_total_rows_hold_the_clean_total_of_their_month(cells, sold):
    totals = cells["实收金额"][cells["单号"] == "合计"].str.replace(",", "").astype(float)
    month = sold.groupby(sold["date"].dt.month)["amount"].sum()
    assert (totals.to_numpy() > month.to_numpy()).all()


def test_it_has_thousands_separators_signs_and_every_minus(cells):
    amounts = cells["实收金额"]
    for form in (r"\d,\d{3}\.", "￥", "元", "[０-９]", r"^-", r"^\(", r"-$"):
        assert amounts.str.contains(form).any(), form


def test_card_holders_orders_are_those_of_the_core_tables(log, sold):
    clean = fold_orders(log.drop(index=audit(log).duplicates)).set_index("order_id")
    whole = clean.drop(index=audit(log).rows["单号"], errors="ignore")
    assert len(whole) > 430
    same = sold.loc[whole.index]
    assert (whole["customer_id"] == same["customer_id"]).all()
    assert (whole["date"] == same["date"]).all()
    assert (whole["amount"] - same["amount"]).abs().max() < 0.005


def test_refunds_are_kept(log, sold):
    refunds = log[log["amount"] < 0]
    assert len(refunds) >= 20
    assert set(refunds["order_id"]) <= set(sold.index[sold["kind"] == "refund"])
