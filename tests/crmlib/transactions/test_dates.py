"""Dates as people, tills and programs write them."""

from datetime import date, datetime, timedelta, timezone

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlib.language import CourseError
from crmlib.transactions.dates import as_day, read_dates, today

SHOP = "Asia/Shanghai"


def read(*cells, **options):
    return read_dates(pd.Series(cells, dtype=object, name="日期"), **options)


def days(*cells, **options):
    return read(*cells, **options)["date"].dt.strftime("%Y-%m-%d").tolist()


@pytest.mark.parametrize("cell", [
    "2025-03-04", "2025-3-4", "2025/3/4", "2025/03/04", "2025.3.4", "20250304", 20250304, 20250304.0, "2025年3月4日", "2025年03月04日", "2025年 3月 4日",
    "2025-03-04 09:30", "2025-03-04 09:30:15", "2025-03-04T09:30:15.123", "2025/3/4 9:30", "20250304 093015".replace(" ", ""), "20250304 09:30",
    "2025年3月4日 9时30分", "2025年3月4日 下午3:20", "2025年3月4日下午3:20", "2025-03-04 03:20 PM", "2025-03-04 11:59:59 pm", "２０２５－０３－０４", " 2025-03-04 ",
    datetime(2025, 3, 4, 9, 30), date(2025, 3, 4), pd.Timestamp("2025-03-04 23:59"), np.datetime64("2025-03-04"),
])
def test_the_day_is_read(cell):
    assert days(cell) == ["2025-03-04"]


@pytest.mark.parametrize("cell", ["", None, "无", "合计", "2025-02-30", "2025-13-01", "2025-03", "2025", "25/3/4", "3月4日", "2025-03/04", "2025-03-04 25:00",
                                  "2025-03-04 10:75", "2025-03-04 to 2025-03-08", "45720", 45720, "昨天", "0000-01-01"])
def test_what_is_no_date_is_not_read(cell):
    assert read("2025-03-04", cell)["date"].isna().tolist() == [False, True]


def test_each_date_is_read_by_its_own_form():
    found = read("2025-03-04", "2025/3/4", "2025.3.4", "20250304", "2025年3月4日")
    assert found["form"].tolist() == ["YYYY-MM-DD", "YYYY/MM/DD", "YYYY.MM.DD", "YYYYMMDD", "YYYY年M月D日"]


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_a_column_of_times_is_cut_to_the_day(unit):
    found = read_dates(pd.Series(pd.to_datetime(["2025-03-04 23:59", None])).astype(f"datetime64[{unit}]"))["date"]
    assert found.dtype == "datetime64[s]"
    assert found[0] == pd.Timestamp("2025-03-04") and pd.isna(found[1])


def test_a_part_above_twelve_decides_the_order_for_the_whole_column():
    assert days("03/04/2025", "25/04/2025") == ["2025-04-03", "2025-04-25"]
    assert days("03/04/2025", "04/25/2025") == ["2025-03-04", "2025-04-25"]
    assert days("03.04.2025 10:00", "25-04-2025", "2025-01-02") == ["2025-04-03", "2025-04-25", "2025-01-02"]


def test_an_open_order_is_refused_with_the_two_ways_out():
    with pytest.raises(CourseError, match=r"日期.*'03/04/2025'.*Rows: 2 \(numbers 1, 3\).*date_format=\"%d/%m/%Y\".*date_format=\"%m/%d/%Y\""):
        read("2025-01-01", "03/04/2025", "2025-12-31", "05/06/2025")


def test_the_ways_out_have_the_separator_of_the_column():
    with pytest.raises(CourseError, match=r"%d\.%m\.%Y"):
        read("03.04.2025")


def test_a_contradictory_order_is_refused_with_the_rows_of_both():
    with pytest.raises(CourseError, match=r"'25/04/2025' puts the day first \(rows 0\), '04/25/2025' puts the month first \(rows 1\)"):
        read("25/04/2025", "04/25/2025")


def test_a_given_form_decides_the_order():
    assert days("03/04/2025", "05/06/2025 10:30", date_format="%d/%m/%Y") == ["2025-04-03", "2025-06-05"]
    assert days("03/04/2025", date_format="%m/%d/%Y") == ["2025-03-04"]


def test_with_a_given_form_dates_that_begin_with_the_year_are_read_as_well():
    found = read("03/04/2025", "2025年5月6日", datetime(2025, 7, 8), "13/14/2025", date_format="%d/%m/%Y")
    assert found["date"].dt.strftime("%m-%d").tolist()[:3] == ["04-03", "05-06", "07-08"]
    assert found["date"].isna().tolist() == [False, False, False, True]
    assert found["form"].tolist()[:3] == ["%d/%m/%Y", "YYYY年M月D日", "YYYY-MM-DD"]


def test_a_given_form_that_begins_with_the_year_is_read_alone():
    found = read("2025-13-01", "2025-01-13", "2025-01-02", date_format="%Y-%d-%m")
    assert found["date"].isna().tolist() == [False, True, False]
    assert found["date"][2] == pd.Timestamp("2025-02-01")


def test_a_form_that_cannot_be_used_is_refused():
    with pytest.raises(CourseError, match="date_format='%Q'"):
        read("2025-03-04", date_format="%Q")


def test_times_with_a_zone_need_the_zone_of_the_shop():
    with pytest.raises(CourseError, match="日期.*timezone=\"Asia/Shanghai\""):
        read("2025-03-04T20:00:00Z")
    with pytest.raises(CourseError, match="timezone"):
        read_dates(pd.Series(pd.to_datetime(["2025-03-04"]).tz_localize("UTC")))
    with pytest.raises(CourseError, match="timezone"):
        read("04/03/2025 +0800", date_format="%d/%m/%Y %z")


@pytest.mark.parametrize("cell", ["2025-03-04T20:00:00Z", "2025-03-05T04:00:00+08:00", "2025-03-04 12:00:00-0800", "2025/3/4 20:00Z", "2025-03-05 00:00"])
def test_times_with_a_zone_are_converted_to_the_day_in_the_shop(cell):
    assert days(cell, timezone=SHOP) == ["2025-03-05"]


def test_columns_with_a_zone_are_converted_too():
    values = pd.Series(pd.to_datetime(["2025-03-04 20:00"]).tz_localize("UTC"))
    assert read_dates(values, timezone=SHOP)["date"].tolist() == [pd.Timestamp("2025-03-05")]
    assert days("04/03/2025 20:00 +0000", date_format="%d/%m/%Y %H:%M %z", timezone=SHOP) == ["2025-03-05"]


def test_an_unknown_zone_is_refused():
    with pytest.raises(CourseError, match="Mars/Base"):
        read("2025-03-04T20:00:00Z", timezone="Mars/Base")
    with pytest.raises(CourseError, match="Mars/Base"):
        today("Mars/Base")


@pytest.mark.parametrize("value", ["2025-03-04", "2025/3/4", date(2025, 3, 4), datetime(2025, 3, 4, 9), pd.Timestamp("2025-03-04 10:00"), "2025-03-04T23:00:00Z"])
def test_a_day_given_as_an_argument(value):
    assert as_day(value, "first") == pd.Timestamp("2025-03-04")


@pytest.mark.parametrize("value", ["03/04/2025", "March", "", "2025-02-30"])
def test_a_day_that_cannot_be_read_is_refused(value):
    with pytest.raises(CourseError, match="first="):
        as_day(value, "first")


FORMS = ["{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{0.year}/{0.month}/{0.day}", "{0.year}.{0.month}.{0.day}", "{0:%Y%m%d}", "{0.year}年{0.month}月{0.day}日",
         "{0:%Y-%m-%d %H:%M}", "{0:%Y-%m-%dT%H:%M:%S}", "{0.year}/{0.month}/{0.day} {0:%H:%M:%S}", "{0:%Y%m%d%H%M%S}"]
moments = st.datetimes(datetime(1990, 1, 1), datetime(2100, 12, 31))


@settings(deadline=None)
@given(st.lists(st.tuples(moments, st.sampled_from(FORMS)), min_size=1))
def test_every_unambiguous_form_reads_back(written):
    texts = [form.format(moment) for moment, form in written]
    assert days(*texts) == [f"{moment:%Y-%m-%d}" for moment, _ in written]


@settings(deadline=None)
@given(moments, st.integers(-12 * 60, 12 * 60))
def test_any_offset_reads_back_to_the_day_in_the_shop(moment, minutes):
    shop = moment.replace(tzinfo=timezone(timedelta(hours=8)))
    text = shop.astimezone(timezone(timedelta(minutes=minutes))).isoformat(timespec="seconds")
    assert days(text, timezone="Etc/GMT-8") == [f"{moment:%Y-%m-%d}"]
