"""The lines of a sales log as checked arrays of numbers, quick enough for ten million of them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_datetime64_any_dtype, is_numeric_dtype

from crmlib.per_customer.refusals import (empty_cells, infinite_numbers, not_dates, not_numbers, refuse_later_rows, require_named,
                                          shared_orders, zoned_dates)


@dataclass(frozen=True)
class Lines:
    """The lines of known customers up to the as-of day.

    Attributes
    ----------
    ids : pandas.Index
        The customers; some may have no line.
    customer : numpy.ndarray
        Each line's customer, as a place in `ids`.
    day : numpy.ndarray
        Days since 1970-01-01.
    cents : numpy.ndarray
        Amounts in hundredths, whole numbers; negative for a refund.
    order : numpy.ndarray or None
        Each line's order, numbered from 0; None where the purchases of one customer on one day
        are one order.
    """

    ids: pd.Index
    customer: np.ndarray
    day: np.ndarray
    cents: np.ndarray
    order: np.ndarray | None


def read_lines(log, names, as_of, later_rows):
    """Check a log and keep the lines that count.

    Parameters
    ----------
    log : pandas.DataFrame
        The sales log.
    names : dict
        The log's own columns: "customer", "date", "amount" and, unless days are counted, "order".
    as_of : pandas.Timestamp
        The last day that counts.
    later_rows : {"error", "set_aside"}
        What to do with lines after that day.

    Returns
    -------
    lines : Lines
    facts : dict
        ``lines_read`` and ``set_aside`` (by reason: rows, revenue, refund lines).

    Raises
    ------
    CourseError
        Names the column, the rows and the remedy.

    Examples
    --------
    >>> log = pd.DataFrame({"who": ["Li", "Li", None], "on": pd.to_datetime(["2025-03-04"] * 3), "yuan": [5.0, -2.0, 9.0]})
    >>> lines, facts = read_lines(log, {"customer": "who", "date": "on", "amount": "yuan"}, pd.Timestamp("2025-12-31"), "error")
    >>> lines.cents.tolist(), facts["set_aside"]
    ([500.0, -200.0], {'missing_customer': {'rows': 1, 'revenue': 9.0, 'refund_lines': 0}})
    """
    require_named(log.columns, names)
    day, cents = _days(log[names["date"]]), _hundredths(log[names["amount"]])
    later = day > day_number(as_of)
    if later.any():
        refuse_later_rows(later_rows, as_of, pd.Timestamp(int(day.max()), unit="D"), int(later.sum()))
    customer, ids = _numbered(log[names["customer"]], len(log) // 4)
    missing = customer < 0
    order = _numbered(log[names["order"]], 2 * len(log))[0] if "order" in names else None
    reasons = {"missing_customer": missing, "after_as_of": later & ~missing}
    facts = {"lines_read": len(log), "set_aside": {reason: _counted(cents[rows]) for reason, rows in reasons.items() if rows.any()}}
    kept = ~(missing | later)
    if facts["set_aside"]:
        customer, day, cents, order = (part if part is None else part[kept] for part in (customer, day, cents, order))
    if order is not None:
        _check_orders(order, customer, log[names["order"]], kept)
    return Lines(ids, customer, day, cents, order), facts


def day_number(day):
    """Count the days since 1970-01-01.

    Examples
    --------
    >>> day_number(pd.Timestamp("1970-01-31"))
    30
    """
    return int(np.datetime64(day, "D").astype(int))


def _days(dates):
    if not is_datetime64_any_dtype(dates.dtype):
        raise not_dates(dates.name)
    if dates.dt.tz is not None:
        raise zoned_dates(dates.name)
    days = np.asarray(dates, dtype="datetime64[D]")
    _refuse_rows(empty_cells, dates, np.isnat(days))
    return days.astype(np.int32)


def _hundredths(amounts):
    """Return whole hundredths, a half always upwards: the one rounding that every engine can do."""
    if not is_numeric_dtype(amounts.dtype) or is_bool_dtype(amounts.dtype):
        raise not_numbers(amounts.name)
    numbers = amounts.to_numpy(dtype=float, na_value=np.nan)
    _refuse_rows(empty_cells, amounts, np.isnan(numbers))
    _refuse_rows(infinite_numbers, amounts, np.isinf(numbers))
    cents = numbers * 100
    cents += 0.5
    return np.floor(cents, out=cents)


def _refuse_rows(error, column, bad):
    if bad.any():
        raise error(column.name, column.index[bad])


def _numbered(ids, span):
    """Number the ids from 0; whole numbers within a small span by their distance from the lowest, which needs no search."""
    if isinstance(ids.dtype, np.dtype) and ids.dtype.kind in "iu" and len(ids):
        lowest, highest = int(ids.min()), int(ids.max())
        if highest - lowest < span:
            return (ids.to_numpy() - lowest).astype(np.int32), pd.RangeIndex(lowest, highest + 1)
    numbers, distinct = pd.factorize(ids)
    return numbers.astype(np.int32), pd.Index(distinct)


def _counted(cents):
    return {"rows": len(cents), "revenue": float(cents.sum() / 100) + 0.0, "refund_lines": int((cents < 0).sum())}


def _check_orders(order, customer, ids, kept):
    missing = order < 0
    if missing.any():
        raise empty_cells(ids.name, ids.index[kept][missing])
    owner = np.zeros(order.max(initial=-1) + 1, dtype=np.int32)
    owner[order] = customer
    shared = owner[order] != customer
    if shared.any():
        raise shared_orders(ids.name, ids[kept][shared].unique())
