"""How unequal customers are: the 80/20 rule, tested group by group."""

import pandas as pd

from crmlib.language import CourseError
from crmlib.language import gettext as _

FIFTH, FOUR_FIFTHS = 0.2, 0.8


def top_fifth(values, by=None):
    """Test the 80/20 rule: what the top fifth brings, and how many customers bring four fifths.

    Parameters
    ----------
    values : pandas.Series
        What each customer brought, in yuan. Amounts at or below zero count as nothing.
    by : pandas.Series, optional
        A group for each customer; the test is then made within each group.

    Returns
    -------
    pandas.DataFrame
        One row per group (without `by` one row, ``all``), the most concentrated first: ``customers``, ``top_fifth_share``, the share
        (0–1) of the total that the largest fifth of the customers brings (their number rounded
        down, at least 1), and ``share_for_80_percent``, the smallest share of the customers that
        brings four fifths.

    Raises
    ------
    CourseError
        If a customer has no group, or nobody in a group brought anything.

    Examples
    --------
    >>> top_fifth(pd.Series([60, 20, 10, 5, 5])).iloc[0].tolist()
    [5.0, 0.6, 0.4]
    """
    groups = pd.Series("all", index=values.index) if by is None else by.reindex(values.index)
    if groups.isna().any():
        raise CourseError(_("These customers have no group: {count}, for example {example}. Give a group for each customer.")
                          .format(count=groups.isna().sum(), example=groups.index[groups.isna()][0]))
    table = pd.DataFrame({name: _test(part, name) for name, part in values.groupby(groups)}).T
    return table.astype({"customers": int}).sort_values("top_fifth_share", ascending=False)


def _test(values, name):
    ranked = values.clip(lower=0).sort_values(ascending=False)
    if not ranked.sum() > 0:
        raise CourseError(_("In the group '{group}' nobody brought anything, so there are no shares.").format(group=name))
    cumulative = ranked.cumsum() / ranked.sum()
    needed = int((cumulative < FOUR_FIFTHS - 1e-9).sum()) + 1
    return {"customers": len(ranked), "top_fifth_share": ranked.head(max(1, int(len(ranked) * FIFTH))).sum() / ranked.sum(),
            "share_for_80_percent": needed / len(ranked)}
