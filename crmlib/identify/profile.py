"""Who the customers are: six questions answered for a group, and three traits of each customer."""

import numpy as np
import pandas as pd

from crmlib.transactions.columns import require_columns

WEEKEND = 5
MATURE_ORDERS = 6
LONG_TERM_DAYS = 365
ONE_OFF_DAYS = 180


def customer_profile(customers, purchases, categories):
    """Answer for a group of customers: who, what, why, when, where and how they buy.

    Parameters
    ----------
    customers : pandas.DataFrame
        ``customer_id`` and ``age_band``.
    purchases : pandas.DataFrame
        Their purchases, without refunds: ``order_id``, ``customer_id``, ``date``, ``store``,
        ``on_offer`` and ``amount`` (yuan).
    categories : pandas.DataFrame
        ``order_id``, ``category`` and ``amount`` of the order lines (yuan).

    Returns
    -------
    pandas.DataFrame
        Indexed by ``question``: ``answer`` (the commonest) and ``share`` (0–1) that gives it:
        "who" (age band, of the customers), "what" (category, of the money), "why" ("usual_price" or
        "offer", of the purchases), "when" ("weekend" or "weekday", of the purchases), "where"
        (store, of the purchases) and "how" ("small" below 100 yuan, or "large", of the purchases).

    Raises
    ------
    CourseError
        If a column is missing.

    Examples
    --------
    >>> customers = pd.DataFrame({"customer_id": ["Li", "Wu", "Bo"], "age_band": ["25-34", "25-34", "55+"]})
    >>> purchases = pd.DataFrame({"order_id": [1, 2, 3], "customer_id": ["Li", "Wu", "Bo"], "store": ["web", "web", "NB1"],
    ...     "date": pd.to_datetime(["2025-12-06", "2025-12-07", "2025-12-08"]), "on_offer": [False, False, True], "amount": [50.0, 60.0, 140.0]})
    >>> lines = pd.DataFrame({"order_id": [1, 2, 3], "category": ["hair", "hair", "skin"], "amount": [50.0, 60.0, 140.0]})
    >>> customer_profile(customers, purchases, lines)["answer"].to_dict()
    {'who': '25-34', 'what': 'skin', 'why': 'usual_price', 'when': 'weekend', 'where': 'web', 'how': 'small'}
    """
    require_columns(customers, ["customer_id", "age_band"])
    require_columns(purchases, ["order_id", "customer_id", "date", "store", "on_offer", "amount"])
    require_columns(categories, ["order_id", "category", "amount"])
    money = categories[categories["order_id"].isin(purchases["order_id"])].groupby("category")["amount"].sum()
    shares = {
        "who": customers["age_band"].value_counts(normalize=True),
        "what": money / money.sum(),
        "why": purchases["on_offer"].map({True: "offer", False: "usual_price"}).value_counts(normalize=True),
        "when": pd.Series(np.where(purchases["date"].dt.day_of_week >= WEEKEND, "weekend", "weekday")).value_counts(normalize=True),
        "where": purchases["store"].value_counts(normalize=True),
        "how": pd.Series(np.where(purchases["amount"] < 100, "small", "large")).value_counts(normalize=True),
    }
    return pd.DataFrame({"answer": {question: share.idxmax() for question, share in shares.items()},
                         "share": {question: share.max() for question, share in shares.items()}}).rename_axis("question")


def customer_traits(customers, purchases, as_of):
    """Describe each customer by three traits: contract or not, mature or not, one-off or long-term.

    Parameters
    ----------
    customers : pandas.DataFrame
        ``customer_id`` and ``kind`` ("person" or "firm").
    purchases : pandas.DataFrame
        Their purchases so far, without refunds: ``customer_id`` and ``date``.
    as_of : str or date
        The day to look back from.

    Returns
    -------
    pandas.DataFrame
        One row per customer with a purchase, indexed by ``customer_id``:

        - ``setting``: "contract" for firms, which buy on agreed terms, "no_contract" for persons;
        - ``experience``: "mature" from six purchases on, else "immature";
        - ``relation``: "long_term" if first and last purchase are at least 365 days apart, "one_off"
          if there is one purchase and it is at least 180 days old, else "open": too early to say.

    Raises
    ------
    CourseError
        If a column is missing.

    Examples
    --------
    >>> customers = pd.DataFrame({"customer_id": ["Li", "Wu", "Bo"], "kind": ["person", "person", "firm"]})
    >>> purchases = pd.DataFrame({"customer_id": ["Li", "Wu", "Bo", "Bo"], "date": pd.to_datetime(["2025-03-01", "2025-12-01", "2024-01-01", "2025-06-01"])})
    >>> customer_traits(customers, purchases, "2025-12-31")["relation"].to_dict()
    {'Bo': 'long_term', 'Li': 'one_off', 'Wu': 'open'}
    """
    require_columns(customers, ["customer_id", "kind"])
    require_columns(purchases, ["customer_id", "date"])
    dates = purchases.groupby("customer_id")["date"].agg(["size", "min", "max"])
    kind = dates.index.to_series().map(customers.set_index("customer_id")["kind"])
    long_term = (dates["max"] - dates["min"]).dt.days >= LONG_TERM_DAYS
    one_off = dates["size"].eq(1) & ((pd.Timestamp(as_of) - dates["max"]).dt.days >= ONE_OFF_DAYS)
    return pd.DataFrame({
        "setting": np.where(kind.eq("firm"), "contract", "no_contract"),
        "experience": np.where(dates["size"] >= MATURE_ORDERS, "mature", "immature"),
        "relation": np.select([long_term, one_off], ["long_term", "one_off"], "open"),
    }, index=dates.index)
