import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import crmlib as crm
from crmlib.language import CourseError


def test_what_the_top_fifth_brings_and_how_many_bring_four_fifths():
    row = crm.top_fifth(pd.Series([500, 200, 100, 50, 50, 30, 30, 20, 10, 10])).loc["all"]
    assert row["customers"] == 10 and row["top_fifth_share"] == pytest.approx(0.7) and row["share_for_80_percent"] == pytest.approx(0.3)


def test_equal_customers_are_no_concentration():
    row = crm.top_fifth(pd.Series([7.0] * 50)).loc["all"]
    assert row["top_fifth_share"] == pytest.approx(0.2) and row["share_for_80_percent"] == pytest.approx(0.8)


def test_mixed_groups_are_more_unequal_than_each_of_them():
    values = pd.Series([10.0] * 80 + [1000.0] * 20)
    kind = pd.Series(["person"] * 80 + ["firm"] * 20)
    assert crm.top_fifth(values).loc["all", "top_fifth_share"] > 0.95
    assert crm.top_fifth(values, by=kind)["top_fifth_share"].tolist() == pytest.approx([0.2, 0.2])


@given(st.lists(st.integers(-50, 10_000), min_size=5, max_size=60).filter(lambda values: max(values) > 0))
@settings(deadline=None, max_examples=60)
def test_the_two_shares_say_the_same(values):
    row = crm.top_fifth(pd.Series(values)).loc["all"]
    positive = sorted((max(value, 0) for value in values), reverse=True)
    needed = round(row["share_for_80_percent"] * len(values))
    assert sum(positive[:needed]) >= 0.8 * sum(positive) * (1 - 1e-9) > sum(positive[:needed - 1]) * (1 - 1e-6)


def test_a_customer_without_a_group_is_reported():
    with pytest.raises(CourseError, match="no group: 1, for example Li"):
        crm.top_fifth(pd.Series({"Chen": 5, "Li": 3}), by=pd.Series({"Chen": "person"}))


def test_a_group_that_brought_nothing_is_named():
    with pytest.raises(CourseError, match="'firm'"):
        crm.top_fifth(pd.Series({"Chen": 5, "Li": -3}), by=pd.Series({"Chen": "person", "Li": "firm"}))
