"""Each typical mistake gives another answer than the right one, and the one that it is known for."""

import pandas as pd
import pytest

import crmlib as crm
from crmlib import mistakes
from crmlib.transactions.dates import today

LAST = "2025-12-31"


@pytest.fixture(scope="module")
def table():
    return crm.rfm_table(crm.load("orders"), LAST)


def test_recency_from_today(table):
    wrong = mistakes.rfm_recency_from_today(table, LAST)
    assert (wrong - table["days_since_last"]).eq((today() - pd.Timestamp(LAST)).days).all()


def test_what_is_counted_from_lines_or_refunds(log):
    known = log.dropna()
    right = crm.rfm_table(known, LAST)
    assert right.loc["Li"].tolist() == [213, 2, 60.3]
    assert mistakes.rfm_recency_of_refunds(known, LAST)["Li"] == 1
    assert mistakes.rfm_lines_as_purchases(known)["Li"] == 4
    assert mistakes.rfm_refunds_as_purchases(known)["Li"] == 3
    assert mistakes.rfm_mean_amount(known)["Li"] == pytest.approx(60.3 / 4, abs=0.006)
    assert mistakes.rfm_refunds_left_out(known)["Li"] == 80.3


def test_scores_the_wrong_way_round(table):
    wrong, right = mistakes.rfm_more_days_score_higher(table), crm.rfm_score(table)["r"]
    assert (wrong[table["days_since_last"].idxmax()], right[table["days_since_last"].idxmax()]) == (5, 1)
    assert wrong.sort_index().corr(right) < -0.9


def test_parts_of_equal_width_leave_nearly_everybody_in_the_lowest(table):
    wrong = mistakes.rfm_equal_width(table["monetary"])
    assert (wrong == 1).mean() > 0.9 and set(wrong) <= {1, 2, 3, 4, 5}


def test_groups_of_equal_size_at_all_costs_split_equal_customers(table):
    wrong = mistakes.rfm_ties_split(table["frequency"])
    assert wrong.value_counts().max() - wrong.value_counts().min() <= 1
    assert (wrong.groupby(table["frequency"]).nunique() > 1).any()
    assert (crm.rfm_score(table)["f"].groupby(table["frequency"]).nunique() == 1).all()
