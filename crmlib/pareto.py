"""ABC (Pareto) analysis of customers, items or suppliers."""

from fractions import Fraction
from math import ceil
from string import ascii_uppercase

import numpy as np
import pandas as pd

from crmlib.engines import as_series
from crmlib.language import CourseError, listed
from crmlib.language import gettext as _

CUTS = (0.65, 0.85)


def abc_analysis(values, cuts=CUTS):
    """Rank, accumulate, and grade by the share of the total that larger values already hold.

    A label is in class A when the labels with strictly larger values hold less than the first
    cut of the total, in class B when they hold less than the second, and so on. So whoever
    crosses the line stays in the better class, and equal values always get the same class.
    Values at or below zero add nothing: their share is 0 and they are in the last class.

    Parameters
    ----------
    values : pandas.Series, dict or frame
        One number per customer, item or supplier, for example net sales in yuan. Also a frame of
        pandas, Polars, PyArrow, DuckDB or Spark with two columns: labels and numbers. Numbers are
        rounded to two decimals, so that noise in the last bits cannot split a tie.
    cuts : sequence of float, default (0.65, 0.85)
        Cumulative shares, 0–1, rising. ``k`` cuts give ``k + 1`` classes: A, B, C, …

    Returns
    -------
    pandas.DataFrame
        One row per label, largest value first, with the columns

        - ``value``: as given, rounded;
        - ``rank``: 1 is the largest; equal values share a rank;
        - ``share``: part of the sum of all positive values, 0–1;
        - ``cumulative_share``: running sum of ``share``, 0–1;
        - ``grade``: "A", "B", "C", …

        ``attrs["cuts"]`` keeps the cuts.

    Raises
    ------
    CourseError
        If a value is missing or not a number, a label stands twice, no value is above zero, or
        the cuts do not rise between 0 and 1.

    References
    ----------
    Dickie, H. F. (1951). ABC inventory analysis shoots for dollars, not pennies.
    *Factory Management and Maintenance*, 109, 92–94.

    Examples
    --------
    >>> sales = {"Chen": 700, "Li": 200, "Wang": 60, "Zhao": 40}
    >>> abc_analysis(sales)[["value", "cumulative_share", "grade"]]
          value  cumulative_share grade
    Chen  700.0              0.70     A
    Li    200.0              0.90     B
    Wang   60.0              0.96     C
    Zhao   40.0              1.00     C
    """
    cents = _hundredths(_checked(values))
    cuts = _checked_cuts(cuts)
    cents = cents.sort_values(ascending=False, kind="stable")
    positive = cents.clip(lower=0)
    total = int(positive.sum())
    if total == 0:
        raise CourseError(_("No value is above zero, so there are no shares to compute. Check which column holds the sales."))
    rank = cents.rank(method="min", ascending=False).astype(int)
    held_by_larger = (positive.cumsum() - positive).groupby(rank).transform("min")
    result = pd.DataFrame({
        "value": cents / 100,
        "rank": rank,
        "share": positive / total,
        "cumulative_share": positive.cumsum() / total,
        "grade": _grades(held_by_larger.to_numpy(), cents.to_numpy() <= 0, total, cuts),
    }, index=cents.index)
    result.attrs["cuts"] = cuts
    return result


def abc_summary(result):
    """Count each class and what it brings.

    Parameters
    ----------
    result : pandas.DataFrame
        What :func:`abc_analysis` returned.

    Returns
    -------
    pandas.DataFrame
        One row per class that is not empty, indexed by ``grade``, with ``count``,
        ``share_of_count`` (0–1), ``value`` (sum) and ``share_of_value`` (0–1, of all positive
        values).

    Examples
    --------
    >>> abc_summary(abc_analysis({"Chen": 700, "Li": 200, "Wang": 60, "Zhao": 40}))
           count  share_of_count  value  share_of_value
    grade
    A          1            0.25  700.0             0.7
    B          1            0.25  200.0             0.2
    C          2            0.50  100.0             0.1
    """
    groups = result.groupby("grade")
    count = groups.size()
    return pd.DataFrame({
        "count": count,
        "share_of_count": count / len(result),
        "value": groups["value"].sum().round(2),
        "share_of_value": groups["share"].sum(),
    })


def service_cost(summary, cost_per_head):
    """Add what serving each class costs, and what is left of its gross profit if that is known.

    Parameters
    ----------
    summary : pandas.DataFrame
        What :func:`abc_summary` returned.
    cost_per_head : dict
        Yuan per head and period for every class, for example ``{"A": 300, "B": 60, "C": 8}``.

    Returns
    -------
    pandas.DataFrame
        `summary` with ``service_cost`` (yuan) and ``cost_per_yuan`` (yuan of service per yuan of
        value; missing where the value is not above zero).

    Raises
    ------
    CourseError
        If a class has no cost.

    Examples
    --------
    >>> summary = abc_summary(abc_analysis({"Chen": 700, "Li": 200, "Wang": 100}))
    >>> service_cost(summary, {"A": 35, "B": 10, "C": 1})[["service_cost", "cost_per_yuan"]]
           service_cost  cost_per_yuan
    grade
    A                35           0.05
    B                10           0.05
    C                 1           0.01
    """
    missing = [grade for grade in summary.index if grade not in cost_per_head]
    if missing:
        raise CourseError(_("No service cost is given for class: {grades}. Add it, for example {{'A': 300, 'B': 60, 'C': 8}}.")
                          .format(grades=listed(missing)))
    cost = summary["count"] * pd.Series(cost_per_head).reindex(summary.index)
    return summary.assign(service_cost=cost, cost_per_yuan=cost / summary["value"].where(summary["value"] > 0))


def gross_profit(lines, products, by="product_id"):
    """Compare items or suppliers by price, margin rate, turnover and the gross profit they earn.

    Parameters
    ----------
    lines : pandas.DataFrame
        Order lines with ``product_id``, ``quantity`` (units, negative for a return) and
        ``amount`` (yuan).
    products : pandas.DataFrame
        One row per product with ``product_id``, ``list_price`` and ``unit_cost`` (yuan),
        ``average_stock`` (units) and, for ``by="supplier_id"``, ``supplier_id``.
    by : {"product_id", "supplier_id", "category"}
        What to compare.

    Returns
    -------
    pandas.DataFrame
        Indexed by `by`: ``sales`` and ``gross_profit`` (yuan), ``margin_rate`` (gross profit ÷
        sales, 0–1), ``stock_value`` (yuan at cost), ``turnover`` (cost of goods sold ÷ stock
        value, times per period) and ``return_on_stock`` (gross profit ÷ stock value: margin and
        turnover together, known in retailing as GMROI).

    Raises
    ------
    CourseError
        If a product of `lines` is not in `products`.

    References
    ----------
    Sweeney, D. J. (1973). Improving the profitability of retail merchandising decisions.
    *Journal of Marketing*, 37(1), 60–68.

    Examples
    --------
    >>> lines = pd.DataFrame({"product_id": ["soap", "cream"], "quantity": [100, 2], "amount": [500.0, 400.0]})
    >>> products = pd.DataFrame({"product_id": ["soap", "cream"], "list_price": [5.0, 200.0],
    ...                          "unit_cost": [3.0, 90.0], "average_stock": [10, 4]})
    >>> gross_profit(lines, products)[["gross_profit", "margin_rate", "turnover", "return_on_stock"]]
                gross_profit  margin_rate  turnover  return_on_stock
    product_id
    soap               200.0         0.40      10.0         6.666667
    cream              220.0         0.55       0.5         0.611111
    """
    unknown = sorted(set(lines["product_id"]) - set(products["product_id"]))
    if unknown:
        raise CourseError(_("Column 'product_id': these products are not in the product table: {products}. Add them, or remove their lines first.")
                          .format(products=listed(unknown[:5])))
    sold = lines.groupby("product_id")[["quantity", "amount"]].sum()
    table = products.set_index("product_id", drop=False).rename_axis(None).assign(
        sales=sold["amount"], cost=sold["quantity"] * products.set_index("product_id")["unit_cost"],
        stock_value=lambda p: p["unit_cost"] * p["average_stock"]).fillna({"sales": 0.0, "cost": 0.0})
    sums = table.groupby(by, sort=False)[["sales", "cost", "stock_value"]].sum()
    profit = sums["sales"] - sums["cost"]
    return pd.DataFrame({
        "sales": sums["sales"].round(2),
        "gross_profit": profit.round(2),
        "margin_rate": profit / sums["sales"].where(sums["sales"] > 0),
        "stock_value": sums["stock_value"].round(2),
        "turnover": sums["cost"] / sums["stock_value"],
        "return_on_stock": profit / sums["stock_value"],
    })


def _checked(values):
    series = as_series(values)
    if series.empty:
        raise CourseError(_("There are no values to grade. Check that the table has rows."))
    doubled = series.index[series.index.duplicated()].unique()
    if len(doubled):
        raise CourseError(_("These labels stand more than once: {labels}. Sum the values per customer first, for example with groupby.")
                          .format(labels=listed(doubled[:5])))
    numbers = pd.to_numeric(series, errors="coerce").astype(float)
    bad = numbers.index[~np.isfinite(numbers)]
    if len(bad):
        raise CourseError(_("These labels have no number: {labels} ({count} in all). Fill in the values or leave the labels out.")
                          .format(labels=listed(bad[:5]), count=len(bad)))
    return numbers


def _checked_cuts(cuts):
    cuts = tuple(float(cut) for cut in cuts)
    rising = all(low < high for low, high in zip((0.0, *cuts), (*cuts, 1.0)))
    if not cuts or not rising or len(cuts) >= len(ascii_uppercase):
        raise CourseError(_("The cuts {cuts} do not work. Give shares between 0 and 1 that rise, for example (0.65, 0.85).").format(cuts=cuts))
    return cuts


def _hundredths(numbers):
    return (numbers * 100).round().astype("int64")


def _grades(held_by_larger, adds_nothing, total, cuts):
    limits = [ceil(Fraction(str(cut)) * total) for cut in cuts]
    classes = np.searchsorted(limits, held_by_larger, side="right")
    classes[adds_nothing] = len(cuts)
    return np.array(list(ascii_uppercase))[classes]
