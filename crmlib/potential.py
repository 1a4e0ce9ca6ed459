"""Current and potential value: what customers bring, and what the categories that they have never tried could bring."""

import pandas as pd

from crmlib.language import CourseError
from crmlib.language import gettext as _
from crmlib.parameters import checked_cost
from crmlib.transactions.cells import first_few
from crmlib.transactions.columns import require_columns


def category_potential(lines):
    """Estimate the gross profit that each customer could bring in the categories not bought so far.

    A customer who buys nothing of a category could bring, with each order, what its buyers bring:
    all their gross profit in the category ÷ all their orders. That is potential and no forecast: it
    is only won if something persuades the customer. Give only customers of one kind together, since
    a hotel and a card holder cannot be measured by one another.

    Parameters
    ----------
    lines : pandas.DataFrame
        Order lines of one period with ``customer_id``, ``order_id``, ``category``, ``quantity``
        (pieces, negative when sent back) and ``gross_profit`` (yuan).

    Returns
    -------
    pandas.DataFrame
        One row per customer, one column per category: yuan in a period like this one; 0 where the
        customer has bought the category already. The sum of a row is the customer's potential.

    Raises
    ------
    CourseError
        If a column is missing, or nothing was bought.

    References
    ----------
    Peppers, D., & Rogers, M. (1997). *Enterprise One to One*. Doubleday.

    Examples
    --------
    Li buys hair care alone, in 2 orders. The other buyer of skin care brings 30 yuan with each order:

    >>> lines = pd.DataFrame({"customer_id": ["Li", "Li", "Chen", "Chen"], "order_id": ["1", "2", "3", "3"],
    ...                       "category": ["hair", "hair", "hair", "skin"], "quantity": [1, 1, 1, 1],
    ...                       "gross_profit": [10.0, 14.0, 12.0, 30.0]})
    >>> category_potential(lines)
    category     hair  skin
    customer_id
    Chen          0.0   0.0
    Li            0.0  60.0
    """
    require_columns(lines, ["customer_id", "order_id", "category", "quantity", "gross_profit"])
    bought = lines[lines["quantity"] > 0]
    if bought.empty:
        raise CourseError(_("No line has a quantity above 0, so nobody has bought anything. Check the lines."))
    orders = bought.groupby("customer_id")["order_id"].nunique().reindex(lines["customer_id"].unique(), fill_value=0).sort_index()
    tried = pd.crosstab(bought["customer_id"], bought["category"]).gt(0).reindex(orders.index, fill_value=False)
    profit = lines.pivot_table(index="customer_id", columns="category", values="gross_profit", aggfunc="sum").reindex_like(tried)
    per_order = profit.where(tried).sum() / tried.mul(orders, axis=0).sum()
    return (~tried).mul(orders, axis=0).mul(per_order).rename_axis("customer_id")


def current_and_potential(lines, kind, cost_per_order):
    """Return what each customer brings now and could bring beyond that.

    Current value is gross profit less what it costs to handle the customer's orders and refunds.
    Potential value is the sum of :func:`category_potential` among customers of the same kind.

    Parameters
    ----------
    lines : pandas.DataFrame
        As for :func:`category_potential`.
    kind : pandas.Series
        The kind of each customer (person, firm), by customer id.
    cost_per_order : float
        Yuan for each order or refund.

    Returns
    -------
    pandas.DataFrame
        One row per customer, sorted by id: ``current`` and ``potential`` (yuan), as
        :func:`crmlib.value_quadrant` takes them.

    Raises
    ------
    CourseError
        If a column is missing, the cost is no cost, or a customer has no kind.

    Examples
    --------
    >>> lines = pd.DataFrame({"customer_id": ["Li", "Li", "Chen", "Chen"], "order_id": ["1", "2", "3", "3"],
    ...                       "category": ["hair", "hair", "hair", "skin"], "quantity": [1, 1, 1, 1],
    ...                       "gross_profit": [10.0, 14.0, 12.0, 30.0]})
    >>> current_and_potential(lines, pd.Series("person", index=["Li", "Chen"]), cost_per_order=8)
                 current  potential
    customer_id
    Chen            34.0        0.0
    Li               8.0       60.0
    """
    cost_per_order = checked_cost("cost_per_order", cost_per_order)
    require_columns(lines, ["customer_id", "order_id", "gross_profit"])
    groups = lines.groupby("customer_id")
    current = groups["gross_profit"].sum() - cost_per_order * groups["order_id"].nunique()
    unknown = current.index[current.index.map(kind).isna()]
    if len(unknown):
        raise CourseError(_("These customers have no kind: {customers} ({count} in all). Add them to the table of kinds.")
                          .format(customers=first_few(unknown), count=len(unknown)))
    parts = [category_potential(part).sum(axis=1) for _name, part in lines.groupby(lines["customer_id"].map(kind))]
    return pd.DataFrame({"current": current, "potential": pd.concat(parts)})
