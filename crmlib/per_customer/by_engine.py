"""The sums of each customer, computed by the engine that holds the log.

For frames that are not pandas: Polars, PyArrow, DuckDB, Spark and whatever else narwhals knows. It
does what `lines` and `sums` do, in one notation for all of them; one row per customer comes into
memory. Nobody needs to read this to understand RFM.
"""

import narwhals as nw
import pandas as pd

from crmlib.engines import as_lazy
from crmlib.per_customer.refusals import (cells_without_a_value, not_dates, not_numbers, refuse_later_rows, require_named, shared_orders,
                                          zoned_dates)

# The column of orders is called receipt here: order is a word of SQL.
_CUSTOMER, _DAY, _CENTS, _ORDER = map(nw.col, ("customer", "day", "cents", "receipt"))


def sums_by_engine(log, names, as_of, later_rows):
    """Add up a log that is not a pandas frame; parameters, results and errors as for `customer_sums`."""
    lines = _lines(as_lazy(log), names)
    missing, later = _CUSTOMER.is_null(), _DAY > as_of.year * 10_000 + as_of.month * 100 + as_of.day
    found = _found(lines, missing, later)
    for role in ("date", "amount", "order"):
        if found[f"{role} unusable"]:
            raise cells_without_a_value(names[role], found[f"{role} unusable"])
    if found["later"]:
        refuse_later_rows(later_rows, as_of, pd.Timestamp(str(found["last"])), found["later"])
    facts = {"lines_read": found["lines"], "set_aside": {
        reason: {"rows": rows, "revenue": found[f"{reason} cents"] / 100 + 0.0, "refund_lines": found[f"{reason} refunds"]}
        for reason in ("missing_customer", "after_as_of") if (rows := found[f"{reason} rows"])}}
    orders = _orders(lines.filter(~missing, ~later))
    if "order" in names:
        _refuse_shared(orders, names["order"])
    return _customers(orders, names["customer"]), facts


def _lines(frame, names):
    """Choose the columns, with days as numbers (20250304) and money in hundredths, as in `lines`."""
    schema = frame.collect_schema()
    require_named(schema.names(), names)
    date, amount = schema[names["date"]], schema[names["amount"]]
    if not isinstance(date, (nw.Date, nw.Datetime)):
        raise not_dates(names["date"])
    if getattr(date, "time_zone", None):
        raise zoned_dates(names["date"])
    if not amount.is_numeric():
        raise not_numbers(names["amount"])
    customer, day, number = nw.col(names["customer"]), nw.col(names["date"]).dt, nw.col(names["amount"]).cast(nw.Float64)
    finite = nw.when(number.is_finite()).then(number)
    lines = frame.select(
        customer=customer.fill_nan(None) if schema[names["customer"]].is_float() else customer,
        day=day.year().cast(nw.Int64) * 10_000 + day.month().cast(nw.Int64) * 100 + day.day().cast(nw.Int64),
        cents=(finite * 100 + 0.5).floor().cast(nw.Float64),
        receipt=nw.col(names["order"]) if "order" in names else nw.lit(0))
    return lines if "order" in names else lines.with_columns(receipt=_DAY)


def _found(lines, missing, later):
    """Count in one pass what cannot be used; return whole numbers."""
    counts = {"lines": nw.len(), "last": _DAY.max(), "later": _count(later), "date unusable": _count(_DAY.is_null()),
              "amount unusable": _count(_CENTS.is_null()), "order unusable": _count(_ORDER.is_null() & ~missing & ~later)}
    for reason, rows in {"missing_customer": missing, "after_as_of": later & ~missing}.items():
        counts |= {f"{reason} rows": _count(rows), f"{reason} refunds": _count(rows & (_CENTS < 0)),
                   f"{reason} cents": nw.when(rows).then(_CENTS).otherwise(nw.lit(0.0)).sum()}
    found = lines.select(**counts).collect().rows(named=True)[0]
    return {name: int(number or 0) for name, number in found.items()}


def _count(rows):
    return nw.when(rows).then(nw.lit(1)).otherwise(nw.lit(0)).sum()


def _orders(lines):
    """Fold the lines of each customer's orders; the days are those of purchases, missing where there are none."""
    refund = _CENTS < 0
    return lines.with_columns(
        bought=nw.when(_CENTS > 0).then(_DAY), refund=nw.when(refund).then(nw.lit(1)).otherwise(nw.lit(0)),
        refunded=nw.when(refund).then(_CENTS).otherwise(nw.lit(0.0)),
    ).group_by("customer", "receipt").agg(
        first=nw.col("bought").min(), last=nw.col("bought").max(), cents=_CENTS.sum(), lines=nw.len(),
        refund_lines=nw.col("refund").sum(), refund_cents=nw.col("refunded").sum())


def _refuse_shared(orders, column):
    shared = orders.group_by("receipt").agg(customers=nw.len()).filter(nw.col("customers") > 1).select("receipt").sort("receipt").collect()
    if len(shared):
        raise shared_orders(column, shared["receipt"].to_list())


def _customers(orders, name):
    sums = orders.group_by("customer").agg(
        nw.col("first").min(), nw.col("last").max(), nw.col("last").count().alias("purchases"),
        nw.col("cents", "lines", "refund_lines", "refund_cents").sum()).collect().to_pandas().set_index("customer").rename_axis(name)
    days = {column: _days_since_1970(sums[column].fillna(19_700_101).to_numpy("int64")) for column in ("first", "last")}
    types = {"purchases": "int64", "lines": "int64", "refund_lines": "int64", "cents": float, "refund_cents": float}
    return sums.astype(types).assign(**days)


def _days_since_1970(days):
    """Count from days written as numbers (20250304)."""
    months = (days // 10_000 - 1970) * 12 + days // 100 % 100 - 1
    return months.astype("datetime64[M]").astype("datetime64[D]").astype("int64") + days % 100 - 1
