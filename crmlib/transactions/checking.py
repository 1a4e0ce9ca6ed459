"""Which rows of a log cannot be used, and why."""

import numpy as np
import pandas as pd

from crmlib.language import CourseError
from crmlib.language import gettext as _
from crmlib.transactions.cells import first_few
from crmlib.transactions.reasons import Problems


def find_problems(table, names, cells, lines, last_day):
    """Find the rows that cannot be used.

    Parameters
    ----------
    table : pandas.DataFrame
        The rows as they stand in the source.
    names : dict
        The source's column for each role: "customer", "date", "amount", …
    cells : dict of pandas.DataFrame
        For each role what its reader made of the column.
    lines : pandas.DataFrame
        The clean columns; what could not be read is missing.
    last_day : pandas.Timestamp
        The day of the export: later dates are mistakes.

    Returns
    -------
    Problems

    Raises
    ------
    CourseError
        If the amounts are in several currencies.
    """
    problems = Problems(table)
    for role in ("customer", "order", "date"):
        if role in cells:
            problems.add("total_row", cells[role]["total"], names[role])
    no_customer = cells["customer"]["missing"]
    if "product" in cells:
        problems.add("total_row", cells["product"]["total"] & no_customer, names["product"])
    problems.add("missing_customer", no_customer, names["customer"])
    if "order" in cells:
        problems.add("missing_order", cells["order"]["missing"], names["order"])
    for role in ("customer", "order", "product"):
        if role in cells:
            problems.add("shortened_id", cells[role]["shortened"], names[role])
    problems.add("unreadable_date", lines["date"].isna(), names["date"])
    problems.add("future_date", lines["date"] > last_day, names["date"])
    _add_amounts(problems, names, cells)
    if "order" in cells:
        problems.add("conflicting_order", _conflicting(cells, lines, problems.usable), names["order"])
    return problems


def _add_amounts(problems, names, cells):
    money = "amount" if "amount" in cells else "price"
    _refuse_two_currencies(cells[money], names[money])
    problems.add("ambiguous_amount", cells[money]["ambiguous"], names[money])
    problems.add("unreadable_amount", cells[money]["amount"].isna(), names[money])
    if "quantity" in cells:
        quantity = cells["quantity"]
        unread = quantity["amount"].isna() | quantity["currency"].ne("")
        may_be_empty = quantity["missing"] & ("amount" in cells)
        problems.add("unreadable_quantity", unread & ~may_be_empty, names["quantity"])


def _refuse_two_currencies(cells, column):
    found = sorted(set(cells["currency"].unique()) - {""})
    if len(found) > 1:
        rows = [cells.index[cells["currency"] == currency] for currency in found]
        places = "; ".join(f"{currency}: {first_few(index)}" for currency, index in zip(found, rows))
        raise CourseError(_("Column '{column}' has amounts in several currencies (row numbers {places}). Convert them into one first.")
                          .format(column=column, places=places))


def _conflicting(cells, lines, usable):
    """Find orders of several customers, or with purchases more than a day apart (a refund may come later)."""
    day = lines["date"].to_numpy().astype("datetime64[D]").astype(float)
    order = cells["order"]["number"]
    facts = pd.DataFrame({"customer": cells["customer"]["number"], "day": np.where(lines["amount"] < 0, np.nan, day)})
    groups = facts[usable].groupby(order[usable])
    spread = groups.max() - groups.min()
    conflicting = spread.index[(spread["customer"] > 0) | (spread["day"] > 1)]
    return order.isin(conflicting)
