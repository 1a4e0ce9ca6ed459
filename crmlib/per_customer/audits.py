"""What became of the lines of a log when they were added up by customer."""

import numpy as np
import pandas as pd

from crmlib.language import gettext as _
from crmlib.per_customer.refusals import no_purchases
from crmlib.transactions.audits import Audit
from crmlib.transactions.reasons import reason_label


class CustomerAudit(Audit):
    """The lines that count and those set aside, as plain numbers; ``print`` shows them as sentences.

    ``set_aside`` gives rows, revenue and refund lines for each reason: ``missing_customer``,
    ``after_as_of`` and ``no_purchase`` (customers who only took back). ``log`` is the audit of the
    log itself, if it had one. Money is in yuan, or in units where quantities are counted.

    Examples
    --------
    >>> CustomerAudit({"customers": 3})["customers"]
    3
    """

    def __str__(self):
        return "\n".join([*self._read(), *self._lines(), *self._customers(), *self._repeat()])

    def _read(self):
        if self["log"] is not None:
            yield str(Audit(self["log"]))
        yield _("As of {as_of}, by customer:").format(**self)

    def _lines(self):
        yield _("Lines read: {read:,}. Kept: {kept:,}. Set aside: {aside:,}.").format(
            read=self["lines_read"], kept=self["lines_kept"], aside=self["lines_read"] - self["lines_kept"])
        money = self["unit"] == "yuan"
        for reason, found in self["set_aside"].items():
            sentence = _("- {reason}: rows {rows:,}, {revenue:,.2f} yuan (refund lines: {refund_lines:,})") if money else \
                _("- {reason}: rows {rows:,}, units {revenue:,.2f} (refund lines: {refund_lines:,})")
            yield sentence.format(reason=_label(reason), **found)
        refunds = _("Refund lines: {refund_lines:,}, {refund_amount:,.2f} yuan.") if money else \
            _("Refund lines: {refund_lines:,}, units {refund_amount:,.2f}.")
        yield refunds.format(**self)

    def _repeat(self):
        if self.get("customers_without_repeat_value"):
            yield _("Customers whose refunds use up their repeat purchases: {customers_without_repeat_value:,}. "
                    "Their monetary_value is 0.").format(**self)


def with_purchases(sums, facts, names, as_of, log):
    """Take out the customers without a purchase, sort the others by id, and write the audit.

    Parameters
    ----------
    sums, facts
        What :func:`crmlib.per_customer.sums.customer_sums` returned.
    names : dict
        The log's own columns.
    as_of : pandas.Timestamp
        The as-of day.
    log : frame
        The log: its audit, if it has one, is kept.

    Returns
    -------
    pandas.DataFrame, CustomerAudit

    Raises
    ------
    CourseError
        If nobody bought anything.
    """
    bought = sums["purchases"] > 0
    if not bought.any():
        raise no_purchases(names["amount"])
    without, sums = sums[~bought & (sums["lines"] > 0)], _by_id(sums[bought])
    set_aside = dict(facts["set_aside"])
    if len(without):
        set_aside["no_purchase"] = {"rows": int(without["lines"].sum()), "revenue": _yuan(without["cents"]),
                                    "refund_lines": int(without["refund_lines"].sum()), "customers": len(without)}
    return sums, CustomerAudit({
        "as_of": f"{as_of:%Y-%m-%d}", "unit": "yuan",
        "lines_read": facts["lines_read"], "lines_kept": int(sums["lines"].sum()), "set_aside": set_aside,
        "refund_lines": int(sums["refund_lines"].sum()), "refund_amount": _yuan(sums["refund_cents"]),
        "customers": len(sums), "customers_net_negative": int((sums["cents"] < 0).sum()),
        "orders": int(sums["purchases"].sum()), "orders_from": "order_id" if "order" in names else "customer_and_day",
        "first_date": _text(sums["first"].min()), "last_date": _text(sums["last"].max()),
        "log": getattr(log, "attrs", {}).get("audit"),
    })


def _by_id(table):
    """Sort by the index, even where it mixes numbers and texts."""
    return table.iloc[np.argsort(pd.factorize(table.index, sort=True)[0])]


def _yuan(cents):
    return float(cents.sum() / 100) + 0.0


def _text(day):
    return f"{pd.Timestamp(int(day), unit='D'):%Y-%m-%d}"


def _label(reason):
    own = {"after_as_of": _("after the as-of day"), "no_purchase": _("customers without a purchase up to the as-of day")}
    return own.get(reason) or reason_label(reason)
