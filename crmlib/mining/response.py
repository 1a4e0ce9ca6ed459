"""Customer response analysis: how well a score finds those who answer, and how deep a mailing pays."""

import numpy as np
import pandas as pd

from crmlib.language import CourseError
from crmlib.language import gettext as _
from crmlib.parameters import checked_amount, checked_cost


def gains_table(responded, score, cost, profit, groups=10):
    """Rank customers by a score, cut them into equal groups, and count the answers down the list.

    Parameters
    ----------
    responded : sequence of bool
        Whether each customer answered.
    score : sequence of float
        The higher, the more likely an answer; of the same length. Ties keep their order.
    cost : float
        What writing to one customer costs, in yuan.
    profit : float
        Gross profit of one answer, in yuan.
    groups : int, default 10
        Number of groups (deciles).

    Returns
    -------
    pandas.DataFrame
        One row for each group, the highest scores first, indexed by ``group`` from 1:

        - ``depth``: share of the customers written to down to here (0–1);
        - ``customers``, ``answers``, ``response`` (0–1) of the group alone;
        - ``gain``: share of all answers found down to here (0–1);
        - ``lift``: ``gain`` ÷ ``depth``; 1 is what a list in random order finds;
        - ``profit``: yuan, answers × profit − customers × cost, of the group alone;
        - ``cumulative_profit``: yuan, down to here.

        Every answer counts as earned by the writing; see :func:`uplift_table` for what is.

    Raises
    ------
    CourseError
        If the lengths differ, a score is missing, nobody answered, or there are more groups than customers.

    Examples
    --------
    >>> table = gains_table([True, True, False, True, False, False], [9, 8, 7, 6, 5, 4], cost=6, profit=50, groups=3)
    >>> table[["depth", "response", "gain", "lift", "cumulative_profit"]].round(2)
           depth  response  gain  lift  cumulative_profit
    group
    1       0.33       1.0  0.67   2.0               88.0
    2       0.67       0.5  1.00   1.5              126.0
    3       1.00       0.0  1.00   1.0              114.0
    """
    cost, profit = checked_cost("cost", cost), checked_amount("profit", profit)
    answers, score = np.asarray(responded, dtype=float), np.asarray(score, dtype=float)
    if len(answers) != len(score):
        raise CourseError(_("There are {answers} answers but {scores} scores. Give one of each for every customer.")
                          .format(answers=len(answers), scores=len(score)))
    if answers.sum() == 0:
        raise CourseError(_("Nobody answered, so there is nothing to find."))
    group = score_groups(score, groups)
    table = pd.Series(answers).groupby(group).agg(customers="size", answers="sum")
    table.insert(0, "depth", table["customers"].cumsum() / len(answers))
    table["answers"] = table["answers"].astype(int)
    table["response"] = table["answers"] / table["customers"]
    table["gain"] = table["answers"].cumsum() / answers.sum()
    table["lift"] = table["gain"] / table["depth"]
    table["profit"] = table["answers"] * profit - table["customers"] * cost
    table["cumulative_profit"] = table["profit"].cumsum()
    return table.rename_axis("group")


def score_groups(score, groups):
    """Return for each customer the group, 1 for the highest scores, in `groups` groups of nearly equal size.

    Examples
    --------
    >>> score_groups([0.2, 0.9, 0.5, 0.4], 2).tolist()
    [2, 1, 1, 2]
    """
    score = np.asarray(score, dtype=float)
    if np.isnan(score).any():
        raise CourseError(_("{count} scores are missing. Score every customer, or leave these customers out.").format(count=int(np.isnan(score).sum())))
    if not 1 <= groups <= len(score):
        raise CourseError(_("groups={groups} does not work with {count} customers. Give a whole number from 1 to {count}.")
                          .format(groups=groups, count=len(score)))
    place = np.empty(len(score), dtype=int)
    place[np.argsort(-score, kind="stable")] = np.arange(len(score))
    return place * groups // len(score) + 1
