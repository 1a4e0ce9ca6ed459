"""Transactional and relational customers, who subsidises whom, and where a relational customer is heading."""

import numpy as np
import pandas as pd

from crmlib.language import CourseError, listed
from crmlib.language import gettext as _
from crmlib.parameters import checked_cost, checked_periods, checked_share
from crmlib.transactions.columns import require_columns

RELATIONS = ["relational", "transactional", "undecided"]


def order_profit(order_lines, products):
    """Return the gross profit of each order: what was paid, less what the goods cost.

    Parameters
    ----------
    order_lines : pandas.DataFrame
        ``order_id``, ``product_id``, ``quantity`` (units, negative for a return), ``amount`` (yuan).
    products : pandas.DataFrame
        ``product_id`` and ``unit_cost`` (yuan).

    Returns
    -------
    pandas.Series
        Yuan, by ``order_id``.

    Raises
    ------
    CourseError
        If a column is missing, or a product is not in `products`.

    Examples
    --------
    >>> lines = pd.DataFrame({"order_id": ["O1", "O1"], "product_id": ["soap", "cream"], "quantity": [2, 1], "amount": [10.0, 90.0]})
    >>> order_profit(lines, pd.DataFrame({"product_id": ["soap", "cream"], "unit_cost": [3.0, 40.0]})).to_dict()
    {'O1': 54.0}
    """
    require_columns(order_lines, ["order_id", "product_id", "quantity", "amount"])
    require_columns(products, ["product_id", "unit_cost"])
    unit_cost = order_lines["product_id"].map(products.set_index("product_id")["unit_cost"])
    unknown = order_lines["product_id"][unit_cost.isna()].unique()
    if len(unknown):
        raise CourseError(_("Column 'product_id': these products are not in the product table: {products}. Add them, or remove their lines first.")
                          .format(products=listed(unknown[:5])))
    profit = order_lines["amount"] - order_lines["quantity"] * unit_cost
    return profit.groupby(order_lines["order_id"]).sum().round(2).rename("gross_profit")


def transactional_split(orders, offer_share=0.8, min_orders=3):
    """Tell customers who buy on offer from customers who buy at the usual price.

    Parameters
    ----------
    orders : pandas.DataFrame
        Orders of one period with ``customer_id``, ``amount`` (yuan, below 0 for a refund),
        ``on_offer`` (whether the order was bought at a promotion price) and ``gross_profit``
        (yuan, as from :func:`order_profit`).
    offer_share : float, default 0.8
        From this share of the purchases on offer (0–1) a customer is called transactional.
    min_orders : int, default 3
        With fewer purchases nothing can be said: the customer is "undecided".

    Returns
    -------
    pandas.DataFrame
        One row per customer with a purchase, sorted by id: ``orders`` (number of purchases),
        ``offer_share`` (0–1), ``sales`` and ``gross_profit`` (yuan, net of refunds) and
        ``relation``: "relational", "transactional" or "undecided".

    Raises
    ------
    CourseError
        If a column is missing, or the share or the number is out of range.

    Examples
    --------
    >>> orders = pd.DataFrame({"customer_id": ["Li"] * 3 + ["Wu"] * 3 + ["Bo"], "amount": 50.0, "gross_profit": 20.0,
    ...                        "on_offer": [True, True, True, False, True, False, True]})
    >>> transactional_split(orders)[["orders", "offer_share", "relation"]].round(2)
                 orders  offer_share       relation
    customer_id
    Bo                1         1.00      undecided
    Li                3         1.00  transactional
    Wu                3         0.33     relational
    """
    require_columns(orders, ["customer_id", "amount", "on_offer", "gross_profit"])
    share, least = checked_share("offer_share", offer_share), checked_periods("min_orders", min_orders)
    bought = orders[orders["amount"] > 0].groupby("customer_id")["on_offer"].agg(["size", "mean"])
    money = orders.groupby("customer_id")[["amount", "gross_profit"]].sum().round(2).reindex(bought.index)
    relation = np.where(bought["size"] < least, "undecided", np.where(bought["mean"] >= share, "transactional", "relational"))
    return pd.DataFrame({"orders": bought["size"], "offer_share": bought["mean"], "sales": money["amount"],
                         "gross_profit": money["gross_profit"], "relation": relation})


def cross_subsidy(split, fixed_cost, cost_per_order):
    """Charge every order its share of the fixed cost, and see who pays for whom, and what dropping a group would do.

    Parameters
    ----------
    split : pandas.DataFrame
        What :func:`transactional_split` returned.
    fixed_cost : float
        Rent, wages and the like of the period, in yuan: they stay when customers go.
    cost_per_order : float
        What one more order costs (bag, till, parcel), in yuan.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``relation``: ``customers``, ``orders``, ``gross_profit``, ``order_cost``,
        ``contribution`` (gross profit less order cost), ``fixed_share`` (fixed cost by number of
        orders), ``profit`` (contribution less that share) and ``profit_without`` (profit of the
        whole firm if the group is dropped: its contribution goes, the fixed cost stays). All in yuan.

    Raises
    ------
    CourseError
        If a cost is negative.

    Examples
    --------
    >>> split = pd.DataFrame({"orders": [8, 2], "gross_profit": [400.0, 60.0], "relation": ["relational", "transactional"]})
    >>> cross_subsidy(split, fixed_cost=350, cost_per_order=5)[["contribution", "fixed_share", "profit", "profit_without"]]
                   contribution  fixed_share  profit  profit_without
    relation
    relational            360.0        280.0    80.0          -300.0
    transactional          50.0         70.0   -20.0            10.0
    """
    fixed, each = checked_cost("fixed_cost", fixed_cost), checked_cost("cost_per_order", cost_per_order)
    groups = split.groupby("relation")
    table = pd.DataFrame({"customers": groups.size(), "orders": groups["orders"].sum(), "gross_profit": groups["gross_profit"].sum().round(2)})
    table = table.reindex([relation for relation in RELATIONS if relation in table.index])
    table["order_cost"] = each * table["orders"]
    table["contribution"] = table["gross_profit"] - table["order_cost"]
    table["fixed_share"] = fixed * table["orders"] / table["orders"].sum()
    table["profit"] = table["contribution"] - table["fixed_share"]
    table["profit_without"] = table["contribution"].sum() - table["contribution"] - fixed
    return table.rename_axis("relation")


def relational_classes(earlier, latest, top_share=0.2, change=0.25):
    """Sort relational customers into the most profitable, the growing and the declining.

    Parameters
    ----------
    earlier, latest : pandas.Series
        Gross profit of each customer in two periods of equal length, in yuan, for customers who
        were there during the whole of both.
    top_share : float, default 0.2
        Share of the customers that counts as most profitable in the latest period (0–1).
    change : float, default 0.25
        From this relative change on, profit grows or declines (0–1).

    Returns
    -------
    pandas.DataFrame
        Indexed like `earlier`: ``earlier``, ``latest``, ``change`` (relative, missing where the
        earlier profit is not above 0) and ``relational_class``. The first that fits counts:
        "declining" (profit fell by at least `change`), "most_profitable" (among the top of the
        latest period), "growing" (profit rose by at least `change`, or from nothing), "steady".

    Raises
    ------
    CourseError
        If the customers differ, or a share is not between 0 and 1.

    Examples
    --------
    >>> earlier = pd.Series({"Li": 900.0, "Wu": 100.0, "Bo": 800.0, "He": 50.0, "Yu": 90.0})
    >>> latest = pd.Series({"Li": 950.0, "Wu": 260.0, "Bo": 300.0, "He": 50.0, "Yu": 100.0})
    >>> relational_classes(earlier, latest)["relational_class"].to_dict()
    {'Li': 'most_profitable', 'Wu': 'growing', 'Bo': 'declining', 'He': 'steady', 'Yu': 'steady'}
    """
    top, least = checked_share("top_share", top_share), checked_share("change", change)
    if not earlier.index.equals(latest.index):
        raise CourseError(_("Both periods must have the same customers in the same order. Use reindex, with 0 for who bought nothing."))
    rank = latest.rank(method="min", ascending=False)
    declines = (latest <= (1 - least) * earlier) & (earlier > 0)
    grows = np.where(earlier > 0, latest >= (1 + least) * earlier, latest > 0)
    classes = np.select([declines, rank <= top * len(latest), grows], ["declining", "most_profitable", "growing"], "steady")
    return pd.DataFrame({"earlier": earlier, "latest": latest, "change": latest / earlier.where(earlier > 0) - 1, "relational_class": classes})
