"""The summary of repeat purchases: days, times and money, refunds included."""

from collections import defaultdict

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import crmlib as crm
from crmlib.btyd import btyd_summary
from crmlib.language import CourseError, use_language
from crmlib.transactions import audit

START = pd.Timestamp("2025-01-01")


def make_log(rows):
    """Rows of customer, day of the year counted from 0, and yuan."""
    customers, days, yuan = zip(*rows)
    return pd.DataFrame({"customer_id": customers, "date": START + pd.to_timedelta(days, unit="D"), "amount": map(float, yuan)})


def day(number):
    return START + pd.Timedelta(days=number)


def test_by_hand():
    summary = btyd_summary(make_log([("Li", 0, 30), ("Li", 7, 20), ("Li", 7, 5), ("Li", 21, 35), ("Chen", 14, 99)]), day(28))
    assert summary.index.tolist() == ["Chen", "Li"] and summary.index.name == "customer_id"
    assert summary.loc["Li"].tolist() == [2, 3, 4, 30] and summary.loc["Chen"].tolist() == [0, 0, 2, 0]
    assert summary.attrs["unit"] == "weeks"


def test_days_instead_of_weeks():
    log = make_log([("Li", 0, 30), ("Li", 10, 20)])
    assert btyd_summary(log, day(30), unit="days").loc["Li"].tolist() == [1, 10, 30, 20]


def test_recency_is_not_the_days_since_the_last_purchase():
    log = make_log([("Li", 0, 30), ("Li", 10, 20)])
    assert btyd_summary(log, day(30), unit="days")["recency"]["Li"] == 10
    assert crm.rfm_table(log, day(30), order=None)["days_since_last"]["Li"] == 20


def test_one_day_is_one_purchase_at_any_time_of_the_day():
    log = make_log([("Li", 0, 30), ("Li", 7.1, 20), ("Li", 7.9, 20)])
    assert btyd_summary(log, day(14)).loc["Li"].tolist() == [1, 1, 2, 40]


def test_a_refund_is_no_purchase_and_lowers_the_money_of_the_repeat_purchases():
    bought = [("Li", 0, 30), ("Li", 7, 20), ("Li", 14, 40)]
    assert btyd_summary(make_log([*bought, ("Li", 20, -10)]), day(28)).loc["Li"].tolist() == [2, 2, 4, 25]
    assert btyd_summary(make_log([*bought, ("Li", 0, -10)]), day(28)).loc["Li"].tolist() == [2, 2, 4, 30]


def test_refunds_that_leave_nothing_give_zero_and_are_reported():
    summary = btyd_summary(make_log([("Li", 0, 30), ("Li", 7, 20), ("Li", 8, -25), ("Wu", 3, -5)]), day(28))
    assert summary.loc["Li"].tolist() == [1, 1, 4, 0]
    assert audit(summary)["customers_without_repeat_value"] == 1
    assert audit(summary)["set_aside"] == {"no_purchase": {"rows": 1, "revenue": -5.0, "refund_lines": 1, "customers": 1}}
    assert "refunds use up their repeat purchases: 1" in str(audit(summary))


def test_the_log_can_be_looked_at_as_it_was():
    log = make_log([("Li", 0, 30), ("Li", 7, 20), ("Li", 14, 40), ("Chen", 10, 5)])
    summary = btyd_summary(log, day(7), later_rows="set_aside")
    assert summary.index.tolist() == ["Li"] and summary.loc["Li"].tolist() == [1, 1, 1, 20]
    with pytest.raises(CourseError, match="later_rows=\"set_aside\""):
        btyd_summary(log, day(7))


def test_a_purchase_on_the_last_day():
    assert btyd_summary(make_log([("Li", 28, 30)]), day(28)).loc["Li"].tolist() == [0, 0, 0, 0]


def test_the_firm_s_customers():
    orders = crm.load("orders")
    summary, table = btyd_summary(orders, "2025-12-31", unit="days"), crm.rfm_table(orders, "2025-12-31", order=None)
    assert (summary["frequency"] + 1).equals(table["frequency"])
    assert (summary["T"] - summary["recency"]).tolist() == table["days_since_last"].tolist()
    assert (summary["monetary_value"] >= 0).all()


rows = st.lists(st.tuples(st.sampled_from(["A", "B", "C", None]), st.integers(0, 60), st.integers(-300, 500)), min_size=1, max_size=40)


@given(rows.filter(lambda rows: any(row[0] and row[2] > 0 for row in rows)))
def test_as_counted_day_by_day(rows):
    days, money = defaultdict(set), defaultdict(lambda: defaultdict(float))
    for customer, number, yuan in rows:
        if customer is not None:
            money[customer][number] += yuan
            if yuan > 0:
                days[customer].add(number)
    summary = btyd_summary(make_log(rows), day(60), unit="days")
    assert summary.index.tolist() == sorted(days)
    for customer, seen in days.items():
        first, repeat = min(seen), len(seen) - 1
        after = sum(yuan for number, yuan in money[customer].items() if number > first)
        expected = [repeat, max(seen) - first, 60 - first, max(after / repeat, 0) if repeat else 0]
        assert summary.loc[customer].tolist() == pytest.approx(expected)
    found = audit(summary)
    assert found["lines_kept"] + sum(part["rows"] for part in found["set_aside"].values()) == len(rows)


@pytest.mark.parametrize("options, words", [
    ({"unit": "months"}, "unit='months'"), ({"as_of": "soon"}, "as_of='soon'"), ({"amount": "sum"}, "'sum' is missing"),
    ({"later_rows": "drop"}, "later_rows='drop'"),
])
def test_options_that_do_not_work_are_named(options, words):
    with pytest.raises(CourseError, match=words):
        btyd_summary(make_log([("Li", 0, 30)]), **{"as_of": day(28), **options})


def test_errors_follow_the_language():
    use_language("zh")
    with pytest.raises(CourseError, match="没有 unit='months' 这种单位"):
        btyd_summary(make_log([("Li", 0, 30)]), day(28), unit="months")
