"""The RFM table: from a sales log to recency, frequency and monetary value."""

import pandas as pd

from crmlib.language import CourseError
from crmlib.language import gettext as _
from crmlib.per_customer.audits import with_purchases
from crmlib.per_customer.lines import day_number
from crmlib.per_customer.refusals import as_of_day
from crmlib.per_customer.sums import customer_sums


def rfm_table(log, as_of, *, customer="customer_id", date="date", amount="amount", order="order_id", quantity=None, monetary="sum",
              later_rows="error"):
    """Count for each customer the days since the last purchase, the orders and the money.

    A line with an amount above 0 is a purchase, one below 0 a refund. A refund lowers the money,
    but it is never a purchase: it changes neither frequency nor recency.

    Parameters
    ----------
    log : frame
        The sales log, with lines or orders: a frame of pandas, or of Polars, PyArrow, DuckDB, Spark
        and other libraries, which then add up the log themselves.
    as_of : str or date
        The day to look back from, for example ``"2025-12-31"``. It is never guessed, so that the
        table is the same whenever it is made.
    customer, date, amount : str
        The log's columns with the customer id, the day and the amount in yuan.
    order : str or None
        The column with the order id. With None, the purchases of one customer on one day are one
        order.
    quantity : str, optional
        A column with numbers of units, to be counted in place of money (RFA).
    monetary : {"sum", "mean"}
        The net sum, or the net sum for each order.
    later_rows : {"error", "set_aside"}
        Whether lines after `as_of` are refused, or set aside and reported in the audit.

    Returns
    -------
    pandas.DataFrame
        One row per customer with a purchase, sorted by id (the index):

        - ``days_since_last``: days from the last purchase to `as_of`;
        - ``frequency``: number of orders with a purchase, never of lines;
        - ``monetary``: net of refunds, in yuan and whole cents; with `quantity` it is called
          ``quantity``, in units.

        ``attrs["audit"]`` says which lines were set aside and why, what was refunded, and which
        customers never bought; ``print(crm.audit(table))`` shows it.

    Raises
    ------
    CourseError
        If a column is missing or of the wrong kind, a cell is empty, an order has several
        customers, lines are later than `as_of`, or nobody bought. A missing customer id is no
        error: these lines are set aside and reported.

    References
    ----------
    Hughes, A. M. (1994). *Strategic Database Marketing*. Probus.

    Examples
    --------
    >>> log = pd.DataFrame({"customer_id": ["Li", "Li", "Li", "Chen"], "order_id": [1, 1, 2, 3], "amount": [30.0, 20.0, -20.0, 99.0],
    ...                     "date": pd.to_datetime(["2025-12-01", "2025-12-01", "2025-12-30", "2025-11-01"])})
    >>> rfm_table(log, as_of="2025-12-31")
                 days_since_last  frequency  monetary
    customer_id
    Chen                      60          1      99.0
    Li                        30          1      30.0
    """
    if monetary not in ("sum", "mean"):
        raise CourseError(_("monetary={value!r} is not known. Use \"sum\" or \"mean\".").format(value=monetary))
    as_of = as_of_day(as_of, later_rows)
    names = {"customer": customer, "date": date, "amount": amount if quantity is None else quantity}
    if order is not None:
        names["order"] = order
    sums, audit = with_purchases(*customer_sums(log, names, as_of, later_rows), names, as_of, log)
    audit["unit"] = "yuan" if quantity is None else "units"
    cents = sums["cents"] if monetary == "sum" else (sums["cents"] / sums["purchases"]).round()
    table = pd.DataFrame({
        "days_since_last": day_number(as_of) - sums["last"].astype("int64"),
        "frequency": sums["purchases"],
        "monetary" if quantity is None else "quantity": cents / 100,
    }).rename_axis(customer)
    table.attrs["audit"] = audit
    return table
