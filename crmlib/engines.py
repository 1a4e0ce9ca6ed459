"""Frames of other libraries: Polars, PyArrow, DuckDB, Spark and whatever else narwhals knows."""

import pandas as pd

from crmlib.language import CourseError
from crmlib.language import gettext as _
from crmlib.transactions.columns import require_columns


def as_lazy(frame):
    """Return a frame of any library as a narwhals LazyFrame: nothing is computed yet.

    Raises
    ------
    CourseError
        If it is not a frame of a library that is known.

    Examples
    --------
    >>> as_lazy(pd.DataFrame({"customer_id": ["Li"]})).collect_schema().names()
    ['customer_id']
    """
    import narwhals as nw

    known = nw.from_native(frame, pass_through=True)
    if not isinstance(known, (nw.DataFrame, nw.LazyFrame)):
        raise CourseError(_("A table is needed, not {type}. Give a frame of pandas, Polars, PyArrow, DuckDB or Spark, "
                            "or read a file with crm.read_transactions(...).").format(type=type(frame).__name__))
    return known.lazy()


def in_memory(frame, columns):
    """Return some columns of a frame of any library as a pandas frame, with dates and numbers as pandas has them.

    Raises
    ------
    CourseError
        If it is not a frame, or a column is missing.

    Examples
    --------
    >>> in_memory(pd.DataFrame({"customer_id": ["Li"], "amount": [5.0]}), ["amount"])
       amount
    0     5.0
    """
    import narwhals as nw

    lazy = as_lazy(frame)
    schema = lazy.collect_schema()
    require_columns(pd.DataFrame(columns=schema.names()), columns)
    kinds = {nw.Date: nw.Datetime("us"), nw.Decimal: nw.Float64}
    chosen = [nw.col(name).cast(kinds.get(schema[name].base_type(), schema[name])) for name in columns]
    return lazy.select(*chosen).collect().to_pandas()


def as_series(values):
    """Return one number for each label as a pandas Series.

    Parameters
    ----------
    values : Series, dict or frame
        A Series of any library, a dict, or a frame of any library with two columns: labels and
        numbers. Where a Series has no labels, they are its positions.

    Raises
    ------
    CourseError
        If a frame does not have two columns.

    Examples
    --------
    >>> as_series(pd.DataFrame({"customer_id": ["Li", "Chen"], "sales": [5.0, 7.0]}))
    customer_id
    Li      5.0
    Chen    7.0
    Name: sales, dtype: float64
    """
    if isinstance(values, (pd.Series, dict)):
        return pd.Series(values)
    import narwhals as nw

    known = nw.from_native(values, allow_series=True, pass_through=True)
    if isinstance(known, nw.Series):
        return known.to_pandas()
    if not isinstance(known, (nw.DataFrame, nw.LazyFrame)):
        return pd.Series(values)
    names = known.collect_schema().names()
    if len(names) != 2:
        raise CourseError(_("A table of two columns is needed, labels and numbers; this one has {count}. Choose two of them, "
                            "for example table[[\"customer_id\", \"amount\"]].").format(count=len(names)))
    label, number = names
    return in_memory(values, names).set_index(label)[number]
