"""The table that buy-till-you-die models are fitted to."""

import numpy as np
import pandas as pd

from crmlib.engines import in_memory
from crmlib.language import CourseError
from crmlib.language import gettext as _
from crmlib.per_customer.audits import with_purchases
from crmlib.per_customer.lines import day_number, read_lines
from crmlib.per_customer.refusals import as_of_day
from crmlib.per_customer.sums import sums_of

_DAYS = {"weeks": 7, "days": 1}


def btyd_summary(log, as_of, *, customer="customer_id", date="date", amount="amount", unit="weeks", later_rows="error"):
    """Count repeat purchases, the time from the first to the last, and the time since the first.

    A day on which a customer has a line above 0 is one purchase, however many lines or orders it
    has. The first one makes the customer; the later ones are the repeat purchases. Refunds are no
    purchases; those after the first day lower the money of the repeat purchases.

    Parameters
    ----------
    log : frame
        The sales log, with lines or orders. Of a frame that is not pandas, three columns are
        brought into memory.
    as_of : str or date
        The last day that was observed, for example ``"2025-12-31"``.
    customer, date, amount : str
        The log's columns with the customer id, the day and the amount in yuan.
    unit : {"weeks", "days"}
        The unit of the times.
    later_rows : {"error", "set_aside"}
        Whether lines after `as_of` are refused, or set aside and reported in the audit: for a model
        that is to be compared with what happened later.

    Returns
    -------
    pandas.DataFrame
        One row per customer with a purchase, sorted by id (the index):

        - ``frequency``: number of repeat purchases;
        - ``recency``: time from the first to the last purchase (not the ``days_since_last`` of
          :func:`crmlib.rfm_table`);
        - ``T``: time from the first purchase to `as_of`;
        - ``monetary_value``: mean of the repeat purchases, net of refunds, in yuan; 0 without a
          repeat purchase, or where refunds leave nothing.

        ``attrs["unit"]`` keeps the unit, ``attrs["audit"]`` says which lines were set aside and why.

    Raises
    ------
    CourseError
        As :func:`crmlib.rfm_table`.

    References
    ----------
    Fader, P. S., Hardie, B. G. S. and Lee, K. L. (2005). "Counting your customers" the easy way.
    *Marketing Science*, 24(2), 275–284.

    Examples
    --------
    >>> log = pd.DataFrame({"customer_id": ["Li", "Li", "Li", "Chen"], "amount": [30.0, 20.0, 40.0, 99.0],
    ...                     "date": pd.to_datetime(["2025-12-01", "2025-12-08", "2025-12-15", "2025-12-01"])})
    >>> btyd_summary(log, as_of="2025-12-29")
                 frequency  recency    T  monetary_value
    customer_id
    Chen                 0      0.0  4.0             0.0
    Li                   2      2.0  4.0            30.0
    """
    if unit not in _DAYS:
        raise CourseError(_("unit={value!r} is not known. Use \"weeks\" or \"days\".").format(value=unit))
    as_of = as_of_day(as_of, later_rows)
    names = {"customer": customer, "date": date, "amount": amount}
    if not isinstance(log, pd.DataFrame):
        log = in_memory(log, names.values())
    lines, facts = read_lines(log, names, as_of, later_rows)
    sums = sums_of(lines)
    sums["repeat_cents"] = _repeat_cents(lines, sums["first"].to_numpy())
    sums, audit = with_purchases(sums, facts, names, as_of, log)
    frequency = sums["purchases"] - 1
    spent = (sums["repeat_cents"] / frequency.where(frequency > 0) / 100).fillna(0.0)
    audit["customers_without_repeat_value"] = int(((frequency > 0) & (spent <= 0)).sum())
    summary = pd.DataFrame({
        "frequency": frequency,
        "recency": (sums["last"] - sums["first"]) / _DAYS[unit],
        "T": (day_number(as_of) - sums["first"]) / _DAYS[unit],
        "monetary_value": spent.clip(lower=0),
    }).rename_axis(customer)
    summary.attrs.update(audit=audit, unit=unit)
    return summary


def _repeat_cents(lines, first):
    """Add up each customer's money on the days after the first purchase."""
    after = lines.day > first[lines.customer]
    return np.bincount(lines.customer[after], lines.cents[after], len(lines.ids))
