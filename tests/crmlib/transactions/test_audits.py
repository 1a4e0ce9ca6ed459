"""The audit travels with the log, is plain data, and speaks both languages."""

import copy
import json
import pickle

import pandas as pd
import pytest

from crmlib.language import CourseError, use_language
from crmlib.transactions import Audit, audit, customer_totals, fold_orders, read_transactions
from crmlib.transactions.reasons import REASONS, reason_label


@pytest.fixture
def log(till, names):
    extra = pd.DataFrame({"会员号": ["", "C002", "C001"], "单号": ["1004", "1005", "1001"], "日期": ["2025-03-07", "2025-03-08", "2025-03-04"],
                          "商品": ["牙刷", "面霜", "洗发水"], "数量": ["1", "-1", "1"], "实收金额": ["-8", "-1,300.00", "39.90"]})
    return read_transactions(pd.concat([till, extra], ignore_index=True), **names, exported_on="2025-12-31")


def test_the_audit_tells_everything(log):
    assert audit(log) == {
        "file": None, "sheet": None, "encoding": None, "blank_rows": 0, "lines_read": 8, "lines_kept": 7,
        "set_aside": {"missing_customer": {"rows": 1, "revenue": -8.0, "refund_lines": 1}},
        "refund_lines": 2, "refund_amount": -1309.9, "duplicate_lines": 1, "customers": 3, "customers_net_negative": 1,
        "orders": 4, "orders_from": "order_id", "first_date": "2025-03-04", "last_date": "2025-03-08",
        "date_forms": {"YYYY-MM-DD": 4, "YYYY/MM/DD": 1, "YYYYMMDD": 1, "YYYY年M月D日": 1},
        "cleaned_amounts": 5, "cleaned_ids": 0, "currency": "CNY",
    }


def test_exact_copies_are_kept_and_can_be_dropped(log):
    assert audit(log).duplicates.tolist() == [7]
    assert len(log.drop(index=audit(log).duplicates)) == len(log) - 1


def test_two_equal_sales_are_no_copies_if_the_till_numbers_them():
    till = pd.DataFrame({"line": [1, 2], "c": "A", "d": "2025-03-04", "a": 5})
    assert audit(read_transactions(till, customer="c", date="d", amount="a"))["duplicate_lines"] == 0


def test_it_is_plain_data(log):
    assert json.loads(json.dumps(audit(log))) == audit(log)


def test_it_stays_with_the_log_through_work_on_it(log):
    for made in (log[log["amount"] > 0], log.copy(), log.assign(x=1), log.sort_values("date"), fold_orders(log), customer_totals(log),
                 pd.concat([log, log]), pickle.loads(pickle.dumps(log))):
        assert audit(made) == audit(log)
        assert audit(made).rows.equals(audit(log).rows)


def test_it_is_not_copied_with_every_step(log):
    assert audit(log.copy()) is audit(log)
    assert copy.deepcopy(audit(log)) is audit(log)


def test_it_survives_a_parquet_file_without_its_rows(log, tmp_path):
    pytest.importorskip("pyarrow")
    log.to_parquet(tmp_path / "log.parquet")
    stored = audit(pd.read_parquet(tmp_path / "log.parquet"))
    assert isinstance(stored, Audit) and stored == audit(log)
    assert stored.rows.empty


@pytest.mark.parametrize("frame", [pd.DataFrame({"amount": [1.0]}), pd.Series([1]), None])
def test_a_table_without_an_audit_is_refused(frame):
    with pytest.raises(CourseError, match="has no audit.*read_transactions"):
        audit(frame)


def test_a_source_with_a_column_called_reason_keeps_it():
    source = pd.DataFrame({"reason": ["gift", "sale"], "c": ["", "A"], "d": "2025-03-04", "a": 5})
    rows = audit(read_transactions(source, customer="c", date="d", amount="a")).rows
    assert rows.to_numpy().tolist() == [["missing_customer", "gift", "", "2025-03-04", 5]]


def test_the_summary_can_be_read_aloud(log):
    assert str(audit(log)).splitlines() == [
        "Lines read: 8. Kept: 7. Set aside: 1.", "- no customer id: rows 1, -8.00 yuan (refund lines: 1)", "Refund lines: 2, -1,309.90 yuan.",
        "Exact copies of an earlier line, kept: 1. If they are mistakes: log.drop(index=crm.audit(log).duplicates)",
        "Forms of dates: YYYY-MM-DD 4, YYYY/MM/DD 1, YYYYMMDD 1, YYYY年M月D日 1. Amounts tidied: 5. Ids tidied: 0.",
        "Customers: 3, of them with refunds above purchases: 1.", "Orders: 4, from 2025-03-04 to 2025-03-08."]


def test_the_summary_tells_encoding_and_foreign_money(tmp_path):
    (tmp_path / "till.csv").write_text("会员号,日期,金额\nC1,2025-03-04,$5\n", encoding="gb18030")
    summary = str(audit(read_transactions(tmp_path / "till.csv", customer="会员号", date="日期", amount="金额")))
    assert "Encoding: gb18030." in summary
    assert "The amounts are marked as USD. They were not converted into yuan." in summary
    assert "Orders: 1 (one for each customer and day)" in summary


@pytest.fixture
def chinese():
    try:
        use_language("zh")
        yield
    finally:
        use_language("en")


def test_the_summary_in_chinese(log, chinese):
    summary = str(audit(log))
    assert "无客户编号" in summary
    assert not [word for word in ("Lines", "Kept", "Refund", "Customers", "Orders", "Amounts") if word in summary]


def test_every_reason_has_a_name_in_chinese(chinese):
    assert all(not reason_label(reason).isascii() for reason in REASONS)


def test_errors_are_in_chinese(till, names, chinese):
    with pytest.raises(CourseError, match="(?s)“实收金额”列.*赠品.*bad_rows=\"set_aside\"") as error:
        read_transactions(till.assign(实收金额="赠品"), **names)
    assert "Column" not in str(error.value)
    with pytest.raises(CourseError, match="缺少“会员”列.*“会员号”"):
        read_transactions(till, **{**names, "customer": "会员"})
