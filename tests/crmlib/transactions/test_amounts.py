"""Amounts as people and tills write them."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlib.transactions.amounts import read_amounts

FULL_WIDTH = str.maketrans("0123456789.,-()", "０１２３４５６７８９．，－（）")


def amounts(*cells):
    return read_amounts(pd.Series(cells, dtype=object))


@pytest.mark.parametrize("cell, expected", [
    ("12", 12), ("12.5", 12.5), (".5", 0.5), ("12.", 12), ("+12", 12), ("1e3", 1000), (12, 12), (12.5, 12.5), (Decimal("12.50"), 12.5),
    ("¥12", 12), ("￥12.00", 12), ("12元", 12), ("¥12元", 12), ("RMB 12", 12), ("rmb12", 12), ("CNY12", 12), ("12 CNY", 12), ("人民币12元", 12),
    ("$12", 12), ("US$12", 12), ("€ 12", 12), ("£12", 12),
    ("1,234.50", 1234.5), ("1,234,567", 1234567), ("1 234.50", 1234.5), ("￥１，２３４．５０", 1234.5), ("１２", 12),
    ("(12)", -12), ("（12.5）", -12.5), ("(¥12)", -12), ("¥(12)", -12), ("12-", -12), ("-12", -12), ("－12", -12), ("−12", -12), ("¥-12", -12),
    ("-¥1,234.50", -1234.5), ("(1,234.50)", -1234.5), ("  12  ", 12), ("- 12", -12),
])
def test_the_amount_is_read(cell, expected):
    assert amounts(cell)["amount"].tolist() == [expected]


@pytest.mark.parametrize("cell", ["赠品", "待补", "", None, "-", "12 50", "--12", "-(12)", "(12", "12)", "1.2.3", "12元5角", "1.2万", "$12元", "1e999",
                                  "..", True, np.inf, "0x10", "1_000"])
def test_what_is_no_amount_is_not_read(cell):
    found = amounts(cell)
    assert found["amount"].isna().all() and not found["ambiguous"].any()


@pytest.mark.parametrize("cell", ["1,23", "1.234,56", "12,34", "1,2345", "1234,567", "12,34,567", "¥1,5", "1,234.567,8"])
def test_a_comma_that_is_no_thousands_separator_is_ambiguous(cell):
    found = amounts(cell)
    assert found["amount"].isna().all() and found["ambiguous"].all()


@pytest.mark.parametrize("dtype", ["int64", "float64", "Int64", "Float64"])
def test_columns_of_numbers_pass_as_they_are(dtype):
    found = read_amounts(pd.Series([3, -4], dtype=dtype))
    assert found["amount"].tolist() == [3, -4]
    assert not found["tidied"].any()


def test_gaps_and_infinity_in_a_column_of_numbers_are_missing():
    assert read_amounts(pd.Series([1.0, np.nan, np.inf, -np.inf]))["amount"].isna().tolist() == [False, True, True, True]


def test_a_column_of_truth_values_holds_no_amounts():
    assert read_amounts(pd.Series([True, False]))["amount"].isna().all()


def test_only_what_was_changed_counts_as_tidied():
    assert amounts("12.50", "-3", "¥12", "１２", 12.5, "赠品")["tidied"].tolist() == [False, False, True, True, False, False]


def test_the_currency_is_told():
    assert amounts("12", "￥12", "RMB12", "$12", "HK$12", "€12")["currency"].tolist() == ["", "CNY", "CNY", "USD", "HKD", "EUR"]


cents = st.integers(min_value=-10**10, max_value=10**10)


@st.composite
def written_amounts(draw):
    """An amount and one of the ways in which people write it."""
    value = draw(cents)
    number = f"{abs(value) / 100:{draw(st.sampled_from(['.2f', ',.2f']))}}"
    sign = draw(st.sampled_from(["{}", "¥{}", "￥{}", "¥ {}", "{}元", "{} 元", "¥{}元", "RMB{}", "RMB {}", "CNY{}", "{}CNY", "${}", "€{}"]))
    minus = draw(st.sampled_from(["-{}", "({})", "{}-", "－{}", "（{}）", "−{}"]))
    text = draw(st.sampled_from([lambda n: minus.format(sign.format(n)), lambda n: sign.format(minus.format(n))]))(number) if value < 0 else sign.format(number)
    if draw(st.booleans()):
        text = text.translate(FULL_WIDTH)
    return value / 100, draw(st.sampled_from(["", " ", "　"])) + text


@settings(deadline=None)
@given(st.lists(written_amounts(), min_size=1))
def test_every_way_of_writing_an_amount_reads_back(pairs):
    values, texts = zip(*pairs)
    assert amounts(*texts)["amount"].tolist() == pytest.approx(list(values), abs=1e-9)
