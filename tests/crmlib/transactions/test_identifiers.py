"""Identifiers stay what they are in the shop, however the file stored them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlib.transactions.identifiers import read_ids


def ids(*cells):
    return read_ids(pd.Series(cells, dtype=object))


@pytest.mark.parametrize("cell, expected", [
    (12346.0, "12346"), (np.float64(12346), "12346"), (12346, "12346"), ("12346.0", "12346"), ("12346.00", "12346"),
    ("007", "007"), (" 007 ", "007"), ("\t007", "007"), ('="007"', "007"), ("'007", "007"), ("１２３", "123"),
    ("QH-01", "QH-01"), ("1.5", "1.5"), (1.5, "1.5"), ("会员 7", "会员 7"),
])
def test_the_id_is_read(cell, expected):
    assert ids(cell)["id"].tolist() == [expected]


@pytest.mark.parametrize("cell", ["", "  ", None, np.nan, pd.NA, "NULL", "null", "None", "nan", "NaN", "无", "-", "N/A", '=""'])
def test_what_stands_for_nothing_is_missing(cell):
    found = ids("C001", cell)
    assert found["missing"].tolist() == [False, True]
    assert found["id"].isna().tolist() == [False, True]


def test_zero_is_an_id():
    assert ids(0, "0")["id"].tolist() == ["0", "0"]


@pytest.mark.parametrize("dtype", [object, "str", "category", "string"])
def test_the_kind_of_column_does_not_matter(dtype):
    found = read_ids(pd.Series(["b", None, "a", "b"], dtype=dtype))
    assert found["id"].dropna().tolist() == ["b", "a", "b"]
    assert found["missing"].tolist() == [False, True, False, False]


@pytest.mark.parametrize("dtype", ["float64", "Int64", "Float64"])
def test_numbers_with_gaps_are_whole_numbers(dtype):
    assert read_ids(pd.Series([12346, None, 12347], dtype=dtype))["id"].dropna().tolist() == ["12346", "12347"]


def test_equal_ids_have_equal_numbers_whatever_their_form():
    numbers = ids(7, "7", "7.0", " 7", "8", None)["number"].tolist()
    assert len(set(numbers[:4])) == 1
    assert numbers[4] != numbers[0] and numbers[5] == -1


@pytest.mark.parametrize("cell", ["4.40301E+17", "4e+17", 4.40301e17])
def test_cut_off_digits_are_noticed(cell):
    assert ids(cell)["shortened"].tolist() == [True]


def test_long_ids_in_text_are_whole():
    found = ids("440301199001011234", 440301199001011234)
    assert not found["shortened"].any() and found["id"].nunique() == 1


@pytest.mark.parametrize("cell", ["合计", "合 计", "总计：", "小计", "Total", "Sub-total:", "grand total"])
def test_total_rows_are_noticed(cell):
    assert ids(cell)["total"].tolist() == [True]


def test_only_changed_text_counts_as_tidied():
    assert ids("C1", " C1", 5.0)["tidied"].tolist() == [False, True, False]


@settings(deadline=None)
@given(st.lists(st.text(alphabet="ABCxyz0123456789_-", min_size=1).filter(lambda text: text.strip("-")).map("K".__add__)))
def test_ordinary_ids_stay_as_they_are(texts):
    assert read_ids(pd.Series(texts, dtype=object))["id"].tolist() == texts
