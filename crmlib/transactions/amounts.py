"""Amounts of money as people and tills write them."""

import re

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from crmlib.transactions.cells import distinct_cells, is_missing, tidy

_CURRENCIES = {
    "¥": "CNY", "元": "CNY", "圆": "CNY", "人民币": "CNY", "RMB": "CNY", "CNY": "CNY",
    "$": "USD", "US$": "USD", "USD": "USD", "HK$": "HKD", "HKD": "HKD",
    "€": "EUR", "EUR": "EUR", "£": "GBP", "GBP": "GBP",
}
_SIGN = re.compile("|".join(re.escape(sign) for sign in sorted(_CURRENCIES, key=len, reverse=True)), re.IGNORECASE)
_PLAIN = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:E[-+]?[0-9]+)?", re.IGNORECASE)
_GROUPED = re.compile(r"[0-9]{1,3}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+)(?:\.[0-9]+)?")
_WRITTEN = re.compile(
    rf"(?P<before>(?:{_SIGN.pattern}|[-+(])*)(?P<number>[0-9., ]+)(?P<after>(?:{_SIGN.pattern}|[-)])*)", re.IGNORECASE)
_OUTER_SPACE = re.compile(r"(?<![0-9])\s+|\s+(?![0-9])")
_DASHES = str.maketrans("−–", "--")
_UNREADABLE = (np.nan, False, "")


def read_amounts(values):
    """Read a column of amounts.

    Currency signs, thousands separators, full-width digits, a minus before or after the number,
    and brackets around a negative amount are understood. A comma that is no thousands separator
    ("1,23") can be read in two ways, so it is not read.

    Parameters
    ----------
    values : pandas.Series
        The cells as they stand in the source.

    Returns
    -------
    pandas.DataFrame
        One row per line: ``amount`` (missing where it cannot be read), ``tidied`` (it was not a
        plain number), ``ambiguous`` (because of a comma), ``missing`` (the cell stands for nothing)
        and ``currency`` ("CNY", …, or "").

    Examples
    --------
    >>> read_amounts(pd.Series(["¥1,234.50", "(88.00)", "１２元", "1,23"]))["amount"].tolist()
    [1234.5, -88.0, 12.0, nan]
    """
    if is_numeric_dtype(values.dtype) and not is_bool_dtype(values.dtype):
        amounts = values.to_numpy(dtype=float, na_value=np.nan)
        return pd.DataFrame({"amount": np.where(np.isfinite(amounts), amounts, np.nan), "tidied": False, "ambiguous": False,
                             "missing": np.isnan(amounts), "currency": ""}, index=values.index)
    numbers, cells = distinct_cells(values)
    texts = [tidy(cell) for cell in cells]
    amounts, ambiguous, currencies = map(np.array, zip(*map(_parse, texts)))
    tidied = [isinstance(cell, str) and not _PLAIN.fullmatch(cell) for cell in cells] & np.isfinite(amounts)
    missing = np.array([is_missing(text) for text in texts])
    return pd.DataFrame({"amount": amounts[numbers], "tidied": tidied[numbers], "ambiguous": ambiguous[numbers],
                         "missing": missing[numbers], "currency": currencies[numbers]}, index=values.index)


def _parse(text):
    """Return the amount, whether a comma makes it ambiguous, and the currency."""
    text = _OUTER_SPACE.sub("", text.translate(_DASHES))
    if _PLAIN.fullmatch(text):
        amount = float(text)
        return (amount, False, "") if np.isfinite(amount) else _UNREADABLE
    written = _WRITTEN.fullmatch(text)
    if not written:
        return _UNREADABLE
    marks = written["before"] + written["after"]
    currencies = {_CURRENCIES[sign.upper()] for sign in _SIGN.findall(marks)}
    negative = marks.count("-") + marks.count("(")
    if len(currencies) > 1 or negative > 1 or marks.count("(") != marks.count(")"):
        return _UNREADABLE
    number = written["number"]
    if _GROUPED.fullmatch(number):
        number = number.replace(",", "").replace(" ", "")
    if not _PLAIN.fullmatch(number):
        return np.nan, "," in number, ""
    return float(number) * (-1 if negative else 1), False, "".join(currencies)
