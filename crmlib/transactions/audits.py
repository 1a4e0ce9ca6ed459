"""The audit: what was read, tidied, kept and set aside."""

import pandas as pd

from crmlib.language import CourseError, listed
from crmlib.language import gettext as _
from crmlib.transactions.reasons import reason_label


class Audit(dict):
    """What happened to the lines of a log, as plain numbers and texts.

    Attributes
    ----------
    rows : pandas.DataFrame
        The rows set aside as they stand in the source, with their ``reason``.
    duplicates : pandas.Index
        The rows kept that repeat an earlier row exactly.

    Examples
    --------
    >>> Audit({"lines_read": 3})["lines_read"]
    3
    """

    def __init__(self, facts=(), rows=None, duplicates=()):
        super().__init__(facts)
        self.rows = pd.DataFrame(columns=["reason"]) if rows is None else rows
        self.duplicates = pd.Index(duplicates, name="row")

    def __deepcopy__(self, memo):
        return self

    def __str__(self):
        return "\n".join([*self._lines(), *self._tidied(), *self._customers()])

    def _lines(self):
        yield _("Lines read: {read:,}. Kept: {kept:,}. Set aside: {aside:,}.").format(
            read=self["lines_read"], kept=self["lines_kept"], aside=self["lines_read"] - self["lines_kept"])
        for reason, found in self["set_aside"].items():
            yield _("- {reason}: rows {rows:,}, {revenue:,.2f} yuan (refund lines: {refund_lines:,})").format(reason=reason_label(reason), **found)
        yield _("Refund lines: {refund_lines:,}, {refund_amount:,.2f} yuan.").format(**self)
        if self["duplicate_lines"]:
            yield _("Exact copies of an earlier line, kept: {duplicate_lines:,}. If they are mistakes: log.drop(index=crm.audit(log).duplicates)").format(**self)

    def _tidied(self):
        if self["encoding"]:
            yield _("Encoding: {encoding}.").format(**self)
        forms = listed(f"{form} {count:,}" for form, count in self["date_forms"].items())
        yield _("Forms of dates: {forms}. Amounts tidied: {cleaned_amounts:,}. Ids tidied: {cleaned_ids:,}.").format(forms=forms, **self)
        if self["currency"] not in (None, "CNY"):
            yield _("The amounts are marked as {currency}. They were not converted into yuan.").format(**self)

    def _customers(self):
        yield _("Customers: {customers:,}, of them with refunds above purchases: {customers_net_negative:,}.").format(**self)
        orders = _("Orders: {orders:,}, from {first_date} to {last_date}.") if self["orders_from"] == "order_id" else \
            _("Orders: {orders:,} (one for each customer and day), from {first_date} to {last_date}.")
        yield orders.format(**self)


def audit(frame):
    """Return the audit of a log that was read with :func:`read_transactions`.

    Parameters
    ----------
    frame : pandas.DataFrame or pandas.Series
        The log, or what was made from it.

    Returns
    -------
    Audit
        A dictionary; ``print`` shows it as a summary.

    Raises
    ------
    CourseError
        If the frame has no audit.

    Examples
    --------
    >>> log = pd.DataFrame({"amount": [1.0]})
    >>> log.attrs["audit"] = Audit({"lines_kept": 1})
    >>> audit(log)
    {'lines_kept': 1}
    """
    found = getattr(frame, "attrs", {}).get("audit")
    if found is None:
        raise CourseError(_("This table has no audit. Read the log with crm.read_transactions(...); joining tables loses the audit."))
    return found if isinstance(found, Audit) else Audit(found)
