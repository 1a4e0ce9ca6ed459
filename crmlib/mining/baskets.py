"""Product cross analysis: how often two products lie in one basket, and how often chance would put them there."""

import numpy as np
import pandas as pd
from scipy import sparse, special

from crmlib.language import CourseError
from crmlib.language import gettext as _
from crmlib.transactions.columns import require_columns

FALSE_DISCOVERIES = 0.05


def basket_pairs(lines, basket="order_id", item="product_id", min_count=1):
    """Count for every two products the baskets that hold both, and compare with chance.

    All pairs are counted at once: with a table X of baskets by products, 1 where the product is
    in the basket, the product of matrices XᵀX holds every count, and sparse matrices hold only
    what is not 0.

    Parameters
    ----------
    lines : pandas.DataFrame
        One row for each product in a basket. A product that stands twice in a basket counts once.
    basket, item : str
        The columns that name the basket and the product.
    min_count : int, default 1
        Only pairs that lie together in at least so many baskets.

    Returns
    -------
    pandas.DataFrame
        One row for each pair, the most frequent first:

        - ``first``, ``second``: the products, in the order of their names;
        - ``count``: baskets with both; ``first_count``, ``second_count``: with each of them;
        - ``support``: share of all baskets with both (0–1);
        - ``expected``: baskets with both if the products had nothing to do with each other;
        - ``lift``: ``count`` ÷ ``expected``; above 1 more often together than by chance;
        - ``p_value``: how probable so many baskets with both, or more, are by chance (Poisson with
          the mean ``expected``, which is on the careful side);
        - ``above_chance``: whether the pair stands after a correction for the number of all pairs:
          of the pairs named so, about 5 % are expected to be false (Benjamini and Hochberg).

        ``attrs["baskets"]`` is the number of all baskets, ``attrs["pairs"]`` of all possible pairs.

    Raises
    ------
    CourseError
        If a column is missing, a cell in it is empty, or there are fewer than two products.

    References
    ----------
    Agrawal, R., Imieliński, T., & Swami, A. (1993). Mining association rules between sets of items
    in large databases. *ACM SIGMOD Record*, 22(2), 207–216.

    Benjamini, Y., & Hochberg, Y. (1995). Controlling the false discovery rate. *Journal of the
    Royal Statistical Society B*, 57(1), 289–300.

    Examples
    --------
    >>> lines = pd.DataFrame({"order_id": [1, 1, 2, 2, 3, 4], "product_id": ["soap", "towel", "soap", "towel", "soap", "comb"]})
    >>> basket_pairs(lines)[["first", "second", "count", "expected", "support", "lift"]].round(2)
      first second  count  expected  support  lift
    0  soap  towel      2       1.5      0.5  1.33
    """
    matrix, items = basket_matrix(lines, basket, item)
    baskets, possible = matrix.shape[0], len(items) * (len(items) - 1) // 2
    if possible == 0:
        raise CourseError(_("There is only one product in column '{column}', so there are no pairs.").format(column=item))
    counts = np.asarray(matrix.sum(axis=0)).ravel()
    frequent = np.flatnonzero(counts >= min_count)
    held = matrix[:, frequent]
    together = sparse.triu(held.T @ held, k=1, format="coo")
    keep = together.data >= min_count
    one, other, count = frequent[together.row[keep]], frequent[together.col[keep]], together.data[keep]
    pairs = pd.DataFrame({"first": items[one], "second": items[other], "count": count, "first_count": counts[one], "second_count": counts[other]})
    pairs["support"] = pairs["count"] / baskets
    pairs["expected"] = pairs["first_count"] * pairs["second_count"] / baskets
    pairs["lift"] = pairs["count"] / pairs["expected"]
    pairs["p_value"] = special.pdtrc(pairs["count"] - 1, pairs["expected"])
    pairs["above_chance"] = _above_chance(pairs["p_value"].to_numpy(), possible)
    pairs = pairs.sort_values(["count", "first", "second"], ascending=[False, True, True], ignore_index=True)
    pairs.attrs = {"baskets": baskets, "pairs": possible}
    return pairs


def basket_matrix(lines, basket, item):
    """Return a sparse table of baskets by products, 1 where the product is in the basket, and the products' names.

    Examples
    --------
    >>> matrix, items = basket_matrix(pd.DataFrame({"b": [1, 1, 2], "i": ["soap", "comb", "soap"]}), "b", "i")
    >>> items.tolist(), matrix.toarray().tolist()
    (['comb', 'soap'], [[1, 1], [0, 1]])
    """
    require_columns(lines, [basket, item])
    for column in (basket, item):
        empty = lines[column].isna()
        if empty.any():
            raise CourseError(_("Column '{column}' is empty in {count} rows, first in row {row}. Fill the cells or drop these rows.")
                              .format(column=column, count=int(empty.sum()), row=empty.idxmax()))
    row = pd.factorize(lines[basket])[0]
    column, items = pd.factorize(lines[item], sort=True)
    matrix = sparse.csr_array((np.ones(len(lines), dtype=np.int64), (row, column)), shape=(row.max(initial=-1) + 1, len(items)))
    matrix.data[:] = 1
    return matrix, np.asarray(items)


def _above_chance(p_values, possible):
    """Tell which pairs stand among all `possible` ones; those left out count as pairs that do not."""
    order = np.argsort(p_values, kind="stable")
    reached = np.flatnonzero(p_values[order] <= FALSE_DISCOVERIES * np.arange(1, len(p_values) + 1) / possible)
    stands = np.zeros(len(p_values), dtype=bool)
    if len(reached):
        stands[order[:reached[-1] + 1]] = True
    return stands
