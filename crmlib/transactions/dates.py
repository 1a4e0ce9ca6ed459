"""Dates as people, tills and programs write them, read to the day."""

import re
from typing import NamedTuple

import numpy as np
import pandas as pd
from pandas.api.types import is_datetime64_any_dtype

from crmlib.language import CourseError
from crmlib.language import gettext as _
from crmlib.transactions.cells import distinct_cells, first_few, is_total, tidy

_ZONE = r"Z|[-+]\d{2}:?\d{2}"
_TIME = (rf"[T\s]*(?P<half>上午|下午)?\s*(?P<hour>\d{{1,2}})[:时](?P<minute>\d{{1,2}})(?:[:分]\d{{1,2}}(?:\.\d+)?)?[分秒]?"
         rf"\s*(?P<half_after>[AP]M)?\s*(?P<zone>{_ZONE})?")
_TRAILING_TIME = re.compile(rf"{_TIME}$", re.IGNORECASE)
_PATTERNS = [re.compile(rf"{day}(?:{_TIME})?", re.IGNORECASE | re.ASCII) for day in (
    r"(?P<year>(?:19|2\d)\d\d)(?P<mark>[-/.])(?P<first>\d{1,2})(?P=mark)(?P<second>\d{1,2})",
    r"(?P<year>(?:19|2\d)\d\d)(?P<mark>年)\s*(?P<first>\d{1,2})月\s*(?P<second>\d{1,2})日?",
    r"(?P<year>(?:19|2\d)\d\d)(?P<mark>)(?P<first>\d{2})(?P<second>\d{2})(?:[0-2]\d[0-5]\d[0-5]\d)?",
    r"(?P<first>\d{1,2})(?P<mark>[-/.])(?P<second>\d{1,2})(?P=mark)(?P<year>(?:19|2\d)\d\d)",
)]
_FORMS = {"年": "YYYY年M月D日", "": "YYYYMMDD"}
_DATETIME = "datetime"


class _Written(NamedTuple):
    """A date as it is written; the order of day and month may still be open."""

    mark: str = ""
    year_first: bool = True
    year: float = np.nan
    first: float = np.nan
    second: float = np.nan
    utc_minutes: float = np.nan


class _Column(NamedTuple):
    """The distinct texts of a column and the lines that hold them."""

    name: str
    rows: pd.Index
    numbers: np.ndarray
    texts: list

    def where(self, distinct):
        """Say for a message where the texts marked in `distinct` stand."""
        lines = distinct[self.numbers]
        rows = self.rows[lines]
        return {"column": self.name, "count": len(rows), "rows": first_few(rows),
                "example": self.texts[int(np.argmax(distinct))]}


def read_dates(values, date_format=None, timezone=None):
    """Read a column of dates.

    Each text is read by its own form: 2025-03-04, 2025/3/4, 2025.3.4, 20250304, 2025年3月4日, with
    or without a time. Whether 03/04/2025 puts the day or the month first is decided by the whole
    column (a part above 12 must be the day) or by `date_format`, never by a guess.

    Parameters
    ----------
    values : pandas.Series
        The cells as they stand in the source.
    date_format : str, optional
        A form in the notation of ``strptime``, for example ``"%d/%m/%Y"``. It is tried first;
        unless it begins with the year, dates that begin with the year are read as well.
    timezone : str, optional
        The shop's time zone, for example ``"Asia/Shanghai"``: needed when the times name a zone.

    Returns
    -------
    pandas.DataFrame
        One row per line: ``date`` (day; missing where it cannot be read), ``form`` (how it is
        written) and ``total`` (the cell marks the row as a total).

    Raises
    ------
    CourseError
        If the order of day and month is open or contradictory, or a zone stands in the times and
        `timezone` is missing.

    Examples
    --------
    >>> read_dates(pd.Series(["2025年3月4日", "04/03/2025", "25/03/2025"]))[["date", "form"]]
            date       form
    0 2025-03-04  YYYY年M月D日
    1 2025-03-04 DD/MM/YYYY
    2 2025-03-25 DD/MM/YYYY
    """
    if is_datetime64_any_dtype(values.dtype):
        days = _shop_day(values, timezone, values.name) if values.dt.tz is not None else values
        return pd.DataFrame({"date": _whole_days(days), "total": False,
                             "form": pd.Categorical.from_codes(np.zeros(len(values), "int8"), [_DATETIME])}, index=values.index)
    numbers, cells = distinct_cells(values)
    column = _Column(values.name, values.index, numbers, [tidy(cell) for cell in cells])
    days, forms = _by_format(column, date_format, timezone) if date_format else _by_form(column, timezone)
    totals = np.array([is_total(text) for text in column.texts])
    return pd.DataFrame({"date": days[numbers], "total": totals[numbers],
                         "form": pd.Categorical(forms).take(numbers)}, index=values.index)


def as_day(value, name):
    """Read one day given as an argument.

    Parameters
    ----------
    value : str or date
        For example ``"2025-03-04"``.
    name : str
        The argument's name, for the message.

    Returns
    -------
    pandas.Timestamp

    Raises
    ------
    CourseError
        If the text is no date, or the order of its day and month is open.

    Examples
    --------
    >>> as_day("2025年3月4日", "first")
    Timestamp('2025-03-04 00:00:00')
    """
    written = _written(tidy(value))._replace(utc_minutes=np.nan)
    days = _days([written]) if written.year_first else [pd.NaT]
    if pd.isna(days[0]):
        raise CourseError(_("{name}={value!r} is not a date that can be read. Write it as \"2025-03-04\".").format(name=name, value=value))
    return pd.Timestamp(days[0])


def today(timezone=None):
    """Return today's date in a time zone, by default the computer's own.

    Examples
    --------
    >>> today("Asia/Shanghai") >= pd.Timestamp("2025-01-01")
    True
    """
    if timezone is None:
        return pd.Timestamp.now().normalize()
    return _shop_day(pd.Series([pd.Timestamp.now(tz="UTC")]), timezone, None).iloc[0].normalize()


def _whole_days(datetimes):
    return np.asarray(datetimes, dtype="datetime64[D]").astype("datetime64[s]")


def _shop_day(instants, timezone, column):
    if timezone is None:
        raise CourseError(_("Column '{column}': the times name a time zone, so the day depends on where the shop is. "
                            "Give the shop's zone, for example timezone=\"Asia/Shanghai\".").format(column=column))
    try:
        return instants.dt.tz_convert(timezone).dt.tz_localize(None)
    except (KeyError, ValueError, OSError):
        raise CourseError(_("timezone={timezone!r} is not a time zone. Give a name such as \"Asia/Shanghai\".")
                          .format(timezone=timezone)) from None


def _by_form(column, timezone):
    """Read every text by its own form."""
    written = [_written(text) for text in column.texts]
    open_order = np.array([not date.year_first for date in written])
    day_first = _day_first(column, written, open_order)
    return _days(written, day_first, timezone, column.name), [_form(date, day_first) for date in written]


def _by_format(column, date_format, timezone):
    """Read the texts by the form that the caller gave; dates that begin with the year by theirs."""
    texts = pd.Series(column.texts, dtype=object)
    try:
        parsed = [pd.to_datetime(text, format=date_format, errors="coerce", utc="%z" in date_format)
                  for text in (texts, texts.str.replace(_TRAILING_TIME, "", regex=True))]
    except ValueError:
        raise CourseError(_("date_format={date_format!r} cannot be used. Write it with %Y, %m and %d, for example \"%d/%m/%Y\".")
                          .format(date_format=date_format)) from None
    given = parsed[0].fillna(parsed[1])
    if given.dt.tz is not None:
        given = _shop_day(given, timezone, column.name)
    given = _whole_days(given)
    rest = [_Written() if date_format.startswith("%Y") or not date.year_first else date for date in map(_written, column.texts)]
    by_form = _days(rest, timezone=timezone, column=column.name)
    unread = np.isnat(given)
    return np.where(unread, by_form, given), [_form(date) if form else date_format for form, date in zip(unread, rest)]


def _written(text):
    """Take a text apart."""
    match = next(filter(None, (pattern.fullmatch(text) for pattern in _PATTERNS)), None)
    if match is None:
        return _Written()
    part = match.groupdict()
    minutes = _minutes(part) if part["hour"] else 0
    if minutes is None:
        return _Written()
    return _Written(part["mark"], match.start("year") == 0, int(part["year"]), int(part["first"]), int(part["second"]),
                    minutes - _offset(part["zone"]) if part["zone"] else np.nan)


def _minutes(part):
    """Return the minutes since midnight, or None if there is no such time."""
    hour, minute = int(part["hour"]), int(part["minute"])
    if hour > 23 or minute > 59:
        return None
    half = (part["half"] or part["half_after"] or "").upper()
    if half in ("上午", "AM") and hour == 12:
        hour = 0
    if half in ("下午", "PM") and hour < 12:
        hour += 12
    return 60 * hour + minute


def _offset(zone):
    """Return how many minutes a zone is ahead of UTC."""
    if zone in "Zz":
        return 0
    minutes = 60 * int(zone[1:3]) + int(zone[-2:])
    return -minutes if zone[0] == "-" else minutes


def _day_first(column, written, open_order):
    """Decide from the whole column whether the day comes before the month."""
    if not open_order.any():
        return False
    first_over, second_over = (open_order & (np.array([date[part] for date in written]) > 12) for part in (3, 4))
    if first_over.any() and second_over.any():
        one, other = column.where(first_over), column.where(second_over)
        raise CourseError(_("Column '{column}' mixes two orders: '{example}' puts the day first (rows {rows}), '{other}' puts the month first "
                            "(rows {other_rows}). Correct one kind, or give date_format for the right one, for example "
                            "date_format=\"%d/%m/%Y\", with bad_rows=\"set_aside\".")
                          .format(**one, other=other["example"], other_rows=other["rows"]))
    if not first_over.any() and not second_over.any():
        place = column.where(open_order)
        mark = written[int(np.argmax(open_order))].mark
        raise CourseError(_("Column '{column}': in '{example}' the day or the month may come first, and no date in the column decides it. "
                            "Rows: {count} (numbers {rows}). Give date_format=\"{day_first}\" or date_format=\"{month_first}\".")
                          .format(**place, day_first=mark.join(("%d", "%m", "%Y")), month_first=mark.join(("%m", "%d", "%Y"))))
    return bool(first_over.any())


def _days(written, day_first=False, timezone=None, column=None):
    year, first, second, utc_minutes = np.array([date[2:] for date in written]).T
    swapped = day_first & np.array([not date.year_first for date in written])
    days = pd.to_datetime(pd.DataFrame({"year": year, "month": np.where(swapped, second, first),
                                        "day": np.where(swapped, first, second)}), errors="coerce")
    zoned = np.isfinite(utc_minutes)
    if zoned.any():
        instants = (days[zoned] + pd.to_timedelta(utc_minutes[zoned], unit="min")).dt.tz_localize("UTC")
        days[zoned] = _shop_day(instants, timezone, column)
    return _whole_days(days)


def _form(date, day_first=False):
    if np.isnan(date.year):
        return ""
    if not date.year_first:
        return date.mark.join(("DD", "MM", "YYYY") if day_first else ("MM", "DD", "YYYY"))
    return _FORMS.get(date.mark) or date.mark.join(("YYYY", "MM", "DD"))
