"""Cells as text: every distinct cell is tidied once, however many lines hold it."""

import re
from unicodedata import normalize

import numpy as np
import pandas as pd

from crmlib.language import listed

_ORDINARY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*", re.ASCII)
_MISSING = frozenset({"", "null", "none", "nan", "nat", "<na>", "n/a", "#n/a", "无", "-", "--", "—"})
_TOTALS = frozenset({"合计", "总计", "小计", "共计", "total", "subtotal", "sub-total", "grandtotal"})
_MEANINGFUL = _MISSING | _TOTALS


def distinct_cells(values):
    """Return, for each line, the number of its cell, and the list of the distinct cells.

    A missing cell has the number -1, which points at the last of them: None.
    """
    numbers, distinct = pd.factorize(values)
    return numbers, [*np.asarray(distinct, dtype=object), None]


def tidy(cell):
    """Write one cell as text: full-width characters made plain, spaces trimmed, 12346.0 as 12346.

    Examples
    --------
    >>> tidy(" １２３４６ "), tidy(12346.0), tidy(None)
    ('12346', '12346', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        text = cell
    elif isinstance(cell, (float, np.floating)) and float(cell).is_integer():
        text = str(int(cell))
    else:
        text = cell.isoformat() if hasattr(cell, "isoformat") else str(cell)
    return (text if text.isascii() else normalize("NFKC", text)).strip()


def is_ordinary(cell):
    """Tell whether a cell is a plain word or number in text, with nothing to tidy and no meaning of its own.

    Examples
    --------
    >>> is_ordinary("QH-0012"), is_ordinary(" 12"), is_ordinary("null"), is_ordinary("Total")
    (True, False, False, False)
    """
    return isinstance(cell, str) and bool(_ORDINARY.fullmatch(cell)) and cell.lower() not in _MEANINGFUL


def is_missing(text):
    """Tell whether a tidied text stands for nothing.

    Examples
    --------
    >>> is_missing("NULL"), is_missing("无"), is_missing("0")
    (True, True, False)
    """
    return text.casefold() in _MISSING


def is_total(text):
    """Tell whether a tidied text marks the row as a total.

    Examples
    --------
    >>> is_total("合 计"), is_total("Subtotal:"), is_total("Total Care")
    (True, True, False)
    """
    return "".join(text.split()).rstrip(":").casefold() in _TOTALS


def first_few(items, limit=5):
    """List the first few items for a message.

    Examples
    --------
    >>> first_few([2, 3, 5, 7, 11, 13])
    '2, 3, 5, 7, 11, …'
    """
    return listed([*items[:limit], "…"] if len(items) > limit else items)
