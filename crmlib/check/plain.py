"""Plain copies of answers: to JSON and back, so that nothing but data crosses to the judge."""

import math
from datetime import date

import numpy as np
import pandas as pd

MOST_ITEMS = 200_000


class NotPlain(TypeError):
    """The value is not plain data: its type is the only argument."""


def encode(value):
    """Return `value` as something JSON can hold.

    Parameters
    ----------
    value : None, bool, int, float, str, date, list, tuple, set, dict, numpy array or scalar, \
            pandas Series, Index or DataFrame
        Anything nested from these.

    Raises
    ------
    NotPlain
        For any other type, and for more than 200,000 items.

    Examples
    --------
    >>> encode({"A": np.float64(0.5)})
    {'$': 'dict', 'items': [['A', 0.5]]}
    """
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        number = float(value)
        return number if math.isfinite(number) else {"$": "float", "text": repr(number)}
    if isinstance(value, str):
        return str(value)
    if isinstance(value, (date, np.datetime64)):
        return {"$": "date", "text": pd.Timestamp(value).isoformat()}
    return _encode_collection(value)


def _encode_collection(value):
    if hasattr(value, "__len__") and len(value) > MOST_ITEMS:
        raise NotPlain(f"{type(value).__name__} (> {MOST_ITEMS:,})")
    if isinstance(value, pd.DataFrame):
        return {"$": "table", "columns": _items(value.columns), "index": _items(value.index),
                "index_name": encode(value.index.name), "values": [_items(value.iloc[:, i]) for i in range(value.shape[1])]}
    if isinstance(value, pd.Series):
        return {"$": "series", "name": encode(value.name), "index": _items(value.index),
                "index_name": encode(value.index.name), "values": _items(value)}
    if isinstance(value, dict):
        return {"$": "dict", "items": [[encode(key), encode(item)] for key, item in value.items()]}
    if isinstance(value, (set, frozenset)):
        return {"$": "set", "items": _items(value)}
    if isinstance(value, (list, tuple, pd.Index, np.ndarray, pd.api.extensions.ExtensionArray)):
        return _items(value)
    raise NotPlain(type(value).__name__)


def _items(values):
    return [encode(value) for value in values]


def decode(data):
    """Return what :func:`encode` was given, built anew from plain types.

    Lists come back as lists, numpy scalars as Python numbers, dates as ``pandas.Timestamp``.

    Examples
    --------
    >>> decode(encode(pd.Series([1.5], index=["C1"], name="sales")))
    C1    1.5
    Name: sales, dtype: float64
    """
    if isinstance(data, list):
        return [decode(item) for item in data]
    if not isinstance(data, dict):
        return data
    return _DECODERS[data["$"]](data)


def _label(data):
    value = decode(data)
    return tuple(value) if isinstance(value, list) else value


def _index(data):
    return pd.Index([_label(item) for item in data["index"]], name=_label(data["index_name"]), dtype=None if data["index"] else object)


def _series(data):
    values = decode(data["values"])
    return pd.Series(values, index=_index(data), name=_label(data["name"]), dtype=None if values else object)


def _table(data):
    index = _index(data)
    columns = [pd.Series(decode(values), index=index, dtype=None if values else object) for values in data["values"]]
    table = pd.concat(columns, axis=1) if columns else pd.DataFrame(index=index)
    table.columns = [_label(item) for item in data["columns"]]
    return table


_DECODERS = {
    "float": lambda data: float(data["text"]),
    "date": lambda data: pd.Timestamp(data["text"]),
    "set": lambda data: {_label(item) for item in data["items"]},
    "dict": lambda data: {_label(key): decode(item) for key, item in data["items"]},
    "series": _series,
    "table": _table,
}
