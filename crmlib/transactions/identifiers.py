"""Identifiers of customers, orders and products, as text."""

import re

import numpy as np
import pandas as pd

from crmlib.transactions.cells import distinct_cells, is_missing, is_ordinary, is_total, tidy

_WRAPPED = re.compile(r"=\"(.*)\"|'(.*)")
_WHOLE_NUMBER = re.compile(r"(\d+)\.0+")
_SHORTENED = re.compile(r"\d(\.\d+)?e\+\d+", re.IGNORECASE)
_FIRST_INEXACT = 2**53
_FACTS = ["missing", "tidied", "total", "shortened"]


def read_ids(values):
    """Read a column of identifiers.

    A number that a program stored with decimals loses them (12346.0 is customer 12346). Text
    keeps its leading zeros; the spaces around it, and what a spreadsheet writes around it
    (``="00123"``, ``'00123``), go.

    Parameters
    ----------
    values : pandas.Series
        The cells as they stand in the source.

    Returns
    -------
    pandas.DataFrame
        One row per line: ``id`` (text; missing where the cell stands for nothing), ``number`` (equal
        ids, equal numbers; -1 where missing), ``missing``, ``tidied`` (the text was changed), ``total`` (the cell marks the row as a total) and
        ``shortened`` (a spreadsheet or a program has cut off digits, as in 4.40301E+17).

    Examples
    --------
    >>> read_ids(pd.Series([12346.0, "007", " 007"], dtype=object))["id"].tolist()
    ['12346', '007', '007']
    """
    numbers, cells = distinct_cells(values)
    ids, facts = list(cells), np.zeros((len(cells), len(_FACTS)), dtype=bool)
    for place, cell in enumerate(cells):
        if not is_ordinary(cell):
            ids[place], facts[place] = _examined(cell)
    result = pd.DataFrame(facts[numbers], index=values.index, columns=_FACTS)
    result.insert(0, "id", pd.Series(ids).take(numbers).array)
    result.insert(1, "number", pd.factorize(np.array(ids, dtype=object))[0][numbers])
    return result


def _examined(cell):
    text = _unwrapped(tidy(cell))
    missing = is_missing(text)
    return None if missing else text, (missing, isinstance(cell, str) and cell != text, is_total(text), _is_shortened(cell, text))


def _unwrapped(text):
    wrapped = _WRAPPED.fullmatch(text)
    if wrapped:
        text = (wrapped[1] or wrapped[2] or "").strip()
    whole = _WHOLE_NUMBER.fullmatch(text)
    return whole[1] if whole else text


def _is_shortened(cell, text):
    if isinstance(cell, float):
        return abs(cell) >= _FIRST_INEXACT
    return bool(_SHORTENED.fullmatch(text))
