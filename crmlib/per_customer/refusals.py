"""What is wrong with a log, in words: the same for every kind of frame."""

import pandas as pd

from crmlib.language import CourseError
from crmlib.language import gettext as _
from crmlib.transactions.cells import first_few
from crmlib.transactions.columns import require_columns
from crmlib.transactions.dates import as_day


def as_of_day(as_of, later_rows):
    """Read the as-of day, and refuse a word for `later_rows` that is not known.

    Examples
    --------
    >>> as_of_day("2025-12-31", "error")
    Timestamp('2025-12-31 00:00:00')
    """
    if later_rows not in ("error", "set_aside"):
        raise CourseError(_("later_rows={value!r} is not known. Use \"error\" or \"set_aside\".").format(value=later_rows))
    return as_day(as_of, "as_of")


def require_named(columns, names):
    """Refuse a log that lacks one of the columns named in `names` (role: column).

    Examples
    --------
    >>> require_named(["who", "on"], {"customer": "who", "date": "on"})
    """
    order = names.get("order")
    if order is not None and order not in columns:
        raise CourseError(_("Column '{column}' is missing, so orders cannot be told apart. Name the column, for example order=\"receipt\", "
                            "or give order=None: then the purchases of one customer on one day are one order.").format(column=order))
    require_columns(pd.DataFrame(columns=list(columns)), names.values())


def not_dates(column):
    """Return the error about a column without dates."""
    return CourseError(_("Column '{column}' does not hold dates, so days cannot be counted. Convert it first, "
                         "for example with pd.to_datetime, or read the log with crm.read_transactions(...).").format(column=column))


def zoned_dates(column):
    """Return the error about times that name a time zone."""
    return CourseError(_("Column '{column}': the times name a time zone, so the day depends on where the shop is. "
                         "Convert them to the shop's time first, for example log[\"{column}\"].dt.tz_convert(\"Asia/Shanghai\").dt.tz_localize(None).")
                       .format(column=column))


def not_numbers(column):
    """Return the error about a column without numbers."""
    return CourseError(_("Column '{column}' does not hold numbers. Convert it first, or read the log with crm.read_transactions(...).")
                       .format(column=column))


def empty_cells(column, rows):
    """Return the error about empty cells, with the rows where they are."""
    return CourseError(_("Column '{column}' has empty cells. Rows: {count} (numbers {rows}). Fill them in, or leave the rows out first.")
                       .format(column=column, count=len(rows), rows=first_few(rows)))


def infinite_numbers(column, rows):
    """Return the error about infinite numbers, with the rows where they are."""
    return CourseError(_("Column '{column}' has infinite numbers, often from a division by 0. Rows: {count} (numbers {rows}). "
                         "Correct them, or leave the rows out first.").format(column=column, count=len(rows), rows=first_few(rows)))


def cells_without_a_value(column, count):
    """Return the error about empty cells (or infinite numbers) in a table whose rows have no numbers."""
    return CourseError(_("Column '{column}' has cells that are empty or infinite: {count:,}. Correct them, or leave the rows out first.")
                       .format(column=column, count=count))


def shared_orders(column, orders):
    """Return the error about orders that belong to several customers."""
    return CourseError(_("Column '{column}': these orders have more than one customer: {orders} ({count} in all). "
                         "Give each order its own id, or give order=None: then the purchases of one customer on one day are one order.")
                       .format(column=column, orders=first_few(orders), count=len(orders)))


def refuse_later_rows(later_rows, as_of, last_day, count):
    """Refuse lines after the as-of day, unless they may be set aside."""
    if later_rows == "error":
        raise CourseError(_("The log runs to {last:%Y-%m-%d}, but as_of is {as_of:%Y-%m-%d}. Lines after it: {count:,}. "
                            "Give as_of=\"{last:%Y-%m-%d}\" or later; to see the customers as they were on {as_of:%Y-%m-%d}, "
                            "give later_rows=\"set_aside\".")
                          .format(last=last_day, as_of=as_of, count=count))


def no_purchases(column):
    """Return the error about a log in which nothing was bought."""
    return CourseError(_("No line up to the as-of day is a purchase: column '{column}' is never above 0 where a customer is named. "
                         "Check that you named the right columns.").format(column=column))
