"""Customer matching (collaborative filtering): what similar customers have bought."""

import numpy as np
import pandas as pd
from scipy import sparse

from crmlib.mining.baskets import basket_matrix
from crmlib.transactions.columns import require_columns

CUSTOMERS_AT_A_TIME = 500


def customer_matching(purchases, neighbours=50, top=3):
    """Recommend to each customer what the most similar customers bought and this one did not.

    Two customers are similar when they bought the same products: the number of products that both
    bought, divided by the root of the product of both numbers (cosine). A product's score is the
    sum of the similarities of those of the nearest customers who bought it.

    Parameters
    ----------
    purchases : pandas.DataFrame
        One row for each purchase of a product, with ``customer_id`` and ``product_id``. How often
        somebody bought it does not count.
    neighbours : int, default 50
        How many of the most similar customers have a say; those equally similar to the last too.
    top : int, default 3
        How many products to recommend to each.

    Returns
    -------
    pandas.DataFrame
        ``customer_id``, ``rank`` (1 is the best), ``product_id``, ``score``. Who has nothing in
        common with anybody gets no recommendation.

    Raises
    ------
    CourseError
        If a column is missing or a cell in it is empty.

    References
    ----------
    Breese, J. S., Heckerman, D., & Kadie, C. (1998). Empirical analysis of predictive algorithms
    for collaborative filtering. *Proceedings of UAI*, 43–52.

    Examples
    --------
    >>> bought = pd.DataFrame({"customer_id": ["Chen", "Chen", "Li", "Li", "Li", "Wang"],
    ...                        "product_id": ["soap", "towel", "soap", "towel", "comb", "brush"]})
    >>> customer_matching(bought, neighbours=1).round(2)
      customer_id  rank product_id  score
    0        Chen     1       comb   0.82
    """
    matrix, products, customers = _bought(purchases)
    length = np.sqrt(matrix.sum(axis=1))
    unit = sparse.diags_array(1 / length) @ matrix
    scores = [_scores(unit, matrix, start, neighbours) for start in range(0, len(customers), CUSTOMERS_AT_A_TIME)]
    return _best(np.vstack(scores), matrix, products, customers, top)


def popular_products(purchases, top=3):
    """Recommend to each customer the products with the most buyers that this one has not bought.

    The yardstick for every other recommendation: it knows nothing of the customer but what to leave out.

    Parameters
    ----------
    purchases : pandas.DataFrame
        As for :func:`customer_matching`.
    top : int, default 3

    Returns
    -------
    pandas.DataFrame
        ``customer_id``, ``rank``, ``product_id``, ``score`` (buyers).

    Raises
    ------
    CourseError
        If a column is missing or a cell in it is empty.

    Examples
    --------
    >>> bought = pd.DataFrame({"customer_id": ["Chen", "Li", "Li"], "product_id": ["soap", "soap", "comb"]})
    >>> popular_products(bought)
      customer_id  rank product_id  score
    0        Chen     1       comb    1.0
    """
    matrix, products, customers = _bought(purchases)
    scores = np.tile(matrix.sum(axis=0).astype(float), (len(customers), 1))
    return _best(scores, matrix, products, customers, top)


def hit_rate(recommended, later):
    """Return the share of the customers who later bought at least one product recommended to them.

    Only customers count who got a recommendation and bought something later.

    Parameters
    ----------
    recommended : pandas.DataFrame
        ``customer_id`` and ``product_id``, what was recommended.
    later : pandas.DataFrame
        ``customer_id`` and ``product_id``, what was bought afterwards. Leave out what a customer
        had bought before, if only new products are to count.

    Returns
    -------
    float
        0–1; nan if nobody with a recommendation bought later.

    Raises
    ------
    CourseError
        If a column is missing.

    Examples
    --------
    >>> recommended = pd.DataFrame({"customer_id": ["Chen", "Li"], "product_id": ["comb", "soap"]})
    >>> hit_rate(recommended, pd.DataFrame({"customer_id": ["Chen", "Li"], "product_id": ["comb", "brush"]}))
    0.5
    """
    keys = ["customer_id", "product_id"]
    require_columns(recommended, keys)
    require_columns(later, keys)
    bought = later[later["customer_id"].isin(recommended["customer_id"])]
    hits = bought[keys].drop_duplicates().merge(recommended[keys], on=keys)
    buyers = bought["customer_id"].nunique()
    return hits["customer_id"].nunique() / buyers if buyers else float("nan")


def _bought(purchases):
    """Return a sparse table of customers by products, and the names of both."""
    require_columns(purchases, ["customer_id", "product_id"])
    ordered = purchases.sort_values("customer_id", kind="stable")
    matrix, products = basket_matrix(ordered, "customer_id", "product_id")
    return matrix, products, ordered["customer_id"].unique()


def _scores(unit, matrix, start, neighbours):
    """Score all products for some of the customers."""
    alike = (unit[start:start + CUSTOMERS_AT_A_TIME] @ unit.T).toarray().round(12)
    rows = np.arange(len(alike))
    alike[rows, rows + start] = 0.0
    if neighbours < alike.shape[1]:
        last = np.partition(alike, -neighbours, axis=1)[:, -neighbours]
        alike[alike < last[:, None]] = 0.0
    return alike @ matrix


def _best(scores, matrix, products, customers, top):
    scores = np.where(matrix.toarray() > 0, 0.0, scores).round(9)
    order = np.argsort(-scores, axis=1, kind="stable")[:, :top]
    best = pd.DataFrame({
        "customer_id": np.repeat(customers, order.shape[1]),
        "rank": np.tile(np.arange(1, order.shape[1] + 1), len(customers)),
        "product_id": products[order.ravel()],
        "score": np.take_along_axis(scores, order, axis=1).ravel(),
    })
    return best[best["score"] > 0].reset_index(drop=True)
