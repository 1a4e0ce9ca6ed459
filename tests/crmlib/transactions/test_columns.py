"""Names of columns: what is missing, what was meant, what stands twice."""

import pandas as pd
import pytest

from crmlib.language import CourseError
from crmlib.transactions.columns import nearest, require_columns


def table(*names):
    return pd.DataFrame([range(len(names))], columns=list(names))


def test_columns_that_are_there_pass():
    require_columns(table("会员号", "日期", "店"), ["日期", "会员号"])


def test_every_missing_column_is_named_with_the_nearest_and_the_list():
    with pytest.raises(CourseError) as error:
        require_columns(table("会员编号", "Date", "店"), ["会员号", "date", "amount"])
    assert str(error.value).splitlines() == [
        "Column '会员号' is missing. Did you mean '会员编号'?", "Column 'date' is missing. Did you mean 'Date'?", "Column 'amount' is missing.",
        "The table has these columns (in a file: its first row): 会员编号, Date, 店. Write a name exactly as it stands there."]


def test_a_needed_column_that_stands_twice_is_refused():
    with pytest.raises(CourseError, match="'amount' stands 2 times"):
        require_columns(table("date", "amount", "amount"), ["amount"])


def test_other_columns_may_stand_twice():
    require_columns(table("date", "note", "note"), ["date"])


@pytest.mark.parametrize("name, expected", [("AMOUNT", "amount"), ("ammount", "amount"), (" date", "date"), ("顾客", None)])
def test_the_nearest_name(name, expected):
    assert nearest(name, ["amount", "date", "会员号"]) == expected
