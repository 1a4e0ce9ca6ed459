"""Whom to follow up: what each cut on a score brings in customers, in accuracy and in yuan."""

import pandas as pd

from crmlib.language import CourseError
from crmlib.language import gettext as _
from crmlib.parameters import checked_cost


def screen_prospects(score, bought, follow_up_cost, value):
    """Try every cut on a score: who is followed up, what that costs and brings, and how often it is right.

    Parameters
    ----------
    score : pandas.Series
        Whole-number score of each prospect, higher for the more promising.
    bought : pandas.Series
        Whether each prospect bought (later truth), with the same index.
    follow_up_cost : float
        Cost of following up one prospect, in yuan.
    value : float
        Gross profit of one new customer, in yuan.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``cut``: prospects with at least this score are followed up, the last row is
        nobody. Columns: ``selected`` and ``customers`` (counts), ``missed`` (buyers who were not
        followed up), ``customer_rate`` (customers ÷ selected, 0–1), ``cost_per_customer`` (yuan),
        ``accuracy`` (share of all prospects that the screen judged rightly, 0–1) and ``profit``
        (yuan: value of the customers less the cost of all follow-ups).

    Raises
    ------
    CourseError
        If the two do not belong to the same prospects, a score is missing, a cost is negative.

    Examples
    --------
    >>> score, bought = pd.Series([5, 4, 4, 2, 1]), pd.Series([True, False, True, False, False])
    >>> screen_prospects(score, bought, follow_up_cost=20, value=90)[["selected", "customers", "accuracy", "profit"]]
         selected  customers  accuracy  profit
    cut
    1           5          2       0.4    80.0
    2           4          2       0.6   100.0
    3           3          2       0.8   120.0
    4           3          2       0.8   120.0
    5           1          1       0.8    70.0
    6           0          0       0.6     0.0
    """
    if not score.index.equals(bought.index) or score.isna().any():
        raise CourseError(_("The score and the outcome must have the same prospects in the same order, and a score for each. "
                            "Take both from one table and drop rows without a judgement first."))
    cost, value = checked_cost("follow_up_cost", follow_up_cost), checked_cost("value", value)
    bought = bought.astype(bool)
    cuts = pd.RangeIndex(int(score.min()), int(score.max()) + 2, name="cut")
    counts = pd.DataFrame({
        "selected": [int((score >= cut).sum()) for cut in cuts],
        "customers": [int((bought & (score >= cut)).sum()) for cut in cuts],
    }, index=cuts)
    selected, customers = counts["selected"], counts["customers"]
    missed = int(bought.sum()) - customers
    rate = customers / selected.where(selected > 0)
    return counts.assign(
        missed=missed,
        customer_rate=rate,
        cost_per_customer=cost / rate.where(rate > 0),
        accuracy=1 - (missed + selected - customers) / len(score),
        profit=customers * value - selected * cost,
    )
