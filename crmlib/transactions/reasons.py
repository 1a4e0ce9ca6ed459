"""Why a row cannot be used: the reasons, their names for the reader, and the error that lists them."""

import numpy as np

from crmlib.language import CourseError
from crmlib.language import gettext as _
from crmlib.transactions.cells import first_few

ALWAYS_SET_ASIDE = ("total_row", "missing_customer")
REASONS = (*ALWAYS_SET_ASIDE, "missing_order", "shortened_id", "unreadable_date", "future_date", "unreadable_amount",
           "ambiguous_amount", "unreadable_quantity", "conflicting_order")


def reason_label(reason):
    """Name a reason in the language in use.

    Examples
    --------
    >>> reason_label("missing_customer")
    'no customer id'
    """
    return {
        "total_row": _("a total, not a sale"),
        "missing_customer": _("no customer id"),
        "missing_order": _("no order id"),
        "shortened_id": _("an id whose digits a spreadsheet has cut off"),
        "unreadable_date": _("a date that cannot be read"),
        "future_date": _("a date in the future"),
        "unreadable_amount": _("an amount that cannot be read"),
        "ambiguous_amount": _("a comma that is not a thousands separator"),
        "unreadable_quantity": _("a quantity that cannot be read"),
        "conflicting_order": _("one order id with several customers or far-apart dates"),
    }[reason]


def _remedy(reason):
    return {
        "missing_order": _("Fill in the order ids, or leave order out: then one customer's lines of one day are one order."),
        "shortened_id": _("Export the file again with this column as text."),
        "unreadable_date": _("Write dates like 2025-03-04, or describe their form, for example date_format=\"%d/%m/%Y\"."),
        "future_date": _("Correct the dates; if your computer's clock is wrong, give the day of the export, for example exported_on=\"2025-03-04\"."),
        "unreadable_amount": _("Write amounts as numbers, for example 1234.50."),
        "ambiguous_amount": _("It may be a decimal comma or a slip. Write 1234.50 or 1,234.50."),
        "unreadable_quantity": _("Write quantities as numbers, for example 3."),
        "conflicting_order": _("Perhaps the till reuses its numbers: join the number with the date or the till's name, or leave order out."),
    }[reason]


class Problems:
    """The rows of a table that cannot be used, each with the first reason that was found.

    Parameters
    ----------
    table : pandas.DataFrame
        The rows as they stand in the source.

    Examples
    --------
    >>> import pandas as pd
    >>> problems = Problems(pd.DataFrame({"amount": ["12", "gift"]}))
    >>> problems.add("unreadable_amount", np.array([False, True]), "amount")
    >>> problems.usable
    array([ True, False])
    """

    def __init__(self, table):
        self._table = table
        self._reason = np.full(len(table), -1, dtype="int8")
        self._columns = {}

    @property
    def usable(self):
        """The rows without a problem so far, as booleans."""
        return self._reason < 0

    def add(self, reason, rows, column):
        """Mark rows (booleans) with a reason, unless they have one, and the column where it shows."""
        new = np.asarray(rows) & self.usable
        if new.any():
            self._reason[new] = REASONS.index(reason)
            self._columns.setdefault(reason, []).append((column, new))

    def rows(self):
        """Return the rows that cannot be used, as they stand in the source, with their ``reason``."""
        marked = ~self.usable
        rows = self._table[marked].copy()
        rows.insert(0, "reason", np.array(REASONS, dtype=object)[self._reason[marked]], allow_duplicates=True)
        return rows

    def reasons(self):
        """Return the rows (booleans) of every reason that was found."""
        return {reason: self._reason == REASONS.index(reason) for reason in REASONS if reason in self._columns}

    def refuse(self):
        """Raise an error that lists every problem but those that are always set aside."""
        found = [self._sentence(reason, *place) for reason, places in self._columns.items()
                 if reason not in ALWAYS_SET_ASIDE for place in places]
        if found:
            raise CourseError("\n".join([*found, _("Or read with bad_rows=\"set_aside\": these rows are then left out and reported.")]))

    def _sentence(self, reason, column, rows):
        cells = self._table.loc[rows, column]
        return _("Column '{column}': {problem}. Rows: {count} (numbers {rows}), for example {examples}. {remedy}").format(
            column=column, problem=reason_label(reason), count=len(cells), rows=first_few(cells.index),
            examples=first_few([repr(cell) for cell in cells.drop_duplicates().tolist()], 3), remedy=_remedy(reason))
