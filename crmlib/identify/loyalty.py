"""Five marks of a loyal customer, each a flag that the sales log and the referrals can answer."""

import pandas as pd

from crmlib.language import CourseError
from crmlib.language import gettext as _
from crmlib.transactions.columns import require_columns

MARKS = ["was_referred", "usual_price", "comes_again", "immune", "recommends"]


def loyalty_marks(customers, orders, categories, referrals, start, end, rival_sale):
    """Flag five marks of loyalty for every customer who bought in a period.

    Parameters
    ----------
    customers : pandas.DataFrame
        ``customer_id`` and ``found_by`` ("referral" for those who came by recommendation).
    orders : pandas.DataFrame
        ``order_id``, ``customer_id``, ``date``, ``amount`` (below 0 for a refund) and ``on_offer``.
    categories : pandas.DataFrame
        ``order_id`` and ``category``: the product ranges in each order, one or more rows an order.
    referrals : pandas.DataFrame
        ``customer_id`` (who recommended) and ``joined_on`` (when the friend joined).
    start, end : str or date
        First and last day of the period.
    rival_sale : tuple of two dates
        First and last day of a competitor's sale inside the period.

    Returns
    -------
    pandas.DataFrame
        One row per customer with a purchase in the period, sorted by id; True or False in

        - ``was_referred``: came by recommendation;
        - ``usual_price``: at most a quarter of the purchases were on offer;
        - ``comes_again``: at least four purchases, from at least three product ranges;
        - ``immune``: bought at the usual price during the rival's sale;
        - ``recommends``: a friend whom the customer named joined in the period;

        and ``marks``, how many of the five.

    Raises
    ------
    CourseError
        If a column is missing, or the sale is not inside the period.

    Notes
    -----
    The marks are the textbook's; the thresholds are ours and can be argued about. A log shows what
    was done, not what was felt: somebody without any other shop nearby has the same marks.

    Examples
    --------
    >>> customers = pd.DataFrame({"customer_id": ["Li", "Wu"], "found_by": ["referral", "web"]})
    >>> orders = pd.DataFrame({"order_id": [1, 2, 3, 4, 5], "customer_id": ["Li"] * 4 + ["Wu"], "amount": 40.0, "on_offer": [False] * 4 + [True],
    ...                        "date": pd.to_datetime(["2025-02-01", "2025-05-02", "2025-08-01", "2025-11-01", "2025-05-03"])})
    >>> categories = pd.DataFrame({"order_id": [1, 2, 3, 4, 5], "category": ["hair", "skin", "oral", "hair", "hair"]})
    >>> referrals = pd.DataFrame({"customer_id": ["Li"], "joined_on": pd.to_datetime(["2025-07-01"])})
    >>> loyalty_marks(customers, orders, categories, referrals, "2025-01-01", "2025-12-31", ("2025-05-01", "2025-05-31"))["marks"].to_dict()
    {'Li': 5, 'Wu': 0}
    """
    require_columns(customers, ["customer_id", "found_by"])
    require_columns(orders, ["order_id", "customer_id", "date", "amount", "on_offer"])
    require_columns(categories, ["order_id", "category"])
    require_columns(referrals, ["customer_id", "joined_on"])
    (start, end), (sale_from, sale_to) = ((pd.Timestamp(first), pd.Timestamp(last)) for first, last in ((start, end), rival_sale))
    if not start <= sale_from <= sale_to <= end:
        raise CourseError(_("The rival's sale must lie inside the period, first day before last day. Check the dates."))
    bought = orders[(orders["amount"] > 0) & orders["date"].between(start, end)]
    by_customer = bought.groupby("customer_id")
    ids = by_customer.size().index
    ranges = categories.merge(bought[["order_id", "customer_id"]], on="order_id").groupby("customer_id")["category"].nunique()
    in_sale = bought[bought["date"].between(sale_from, sale_to) & ~bought["on_offer"]]
    named = referrals[referrals["joined_on"].between(start, end)]
    marks = pd.DataFrame({
        "was_referred": ids.isin(customers.loc[customers["found_by"].eq("referral"), "customer_id"]),
        "usual_price": by_customer["on_offer"].mean().le(0.25),
        "comes_again": by_customer.size().ge(4) & ranges.reindex(ids, fill_value=0).ge(3),
        "immune": ids.isin(in_sale["customer_id"]),
        "recommends": ids.isin(named["customer_id"]),
    }, index=ids)
    return marks.assign(marks=marks.sum(axis=1))
