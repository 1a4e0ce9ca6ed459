"""The structure of needs: what share of the importance each kind of need has, by group."""

import pandas as pd

from crmlib.language import CourseError
from crmlib.language import gettext as _
from crmlib.transactions.cells import first_few
from crmlib.transactions.columns import require_columns

NEEDS = ("functional", "formal", "augmented", "price")


def need_structure(ratings, by=None):
    """Turn ratings of importance into shares, and average the shares in each group.

    Each customer's four ratings are divided by their sum first, so that somebody who rates
    everything high does not count more than somebody who rates everything low. A customer who left
    a rating blank is set aside: a blank is not a zero.

    Parameters
    ----------
    ratings : pandas.DataFrame
        One row per customer with ``functional``, ``formal``, ``augmented`` and ``price``: how
        important each need is, on one scale, not below 0.
    by : str, optional
        A column of `ratings` with the group. Without it, all customers are one group.

    Returns
    -------
    pandas.DataFrame
        One row per group, indexed by `by` (or "all"): ``customers``, and for each need the mean
        share (0–1; the four add up to 1). ``attrs["set_aside"]`` holds the rows with a blank rating
        or without a group, as they were given.

    Raises
    ------
    CourseError
        If a column is missing, a rating is below 0 or all ratings of a customer are 0, or no row is
        complete.

    Examples
    --------
    >>> ratings = pd.DataFrame({"functional": [8, 4, 9], "formal": [4, 2, 9], "augmented": [4, 2, None], "price": [4, 2, 9]})
    >>> need_structure(ratings)
         customers  functional  formal  augmented  price
    all          2         0.4     0.2        0.2    0.2
    """
    needs = list(NEEDS)
    require_columns(ratings, needs if by is None else [*needs, by])
    complete = ratings[[*needs, *([by] if by else [])]].notna().all(axis=1)
    if not complete.any():
        raise CourseError(_("No customer has rated all four needs, so there is nothing to average."))
    rated = ratings[complete]
    points = rated[needs].astype(float)
    wrong = points.index[(points < 0).any(axis=1) | (points.sum(axis=1) <= 0)]
    if len(wrong):
        raise CourseError(_("These rows have a rating below 0, or only zeros: {rows}. Correct them, or leave them out.").format(rows=first_few(wrong)))
    shares = points.div(points.sum(axis=1), axis=0)
    groups = shares.groupby(rated[by] if by else pd.Series("all", index=shares.index))
    structure = groups.mean()
    structure.insert(0, "customers", groups.size())
    structure.attrs["set_aside"] = ratings[~complete]
    return structure
