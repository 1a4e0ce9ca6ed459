"""Qualification: need, purchasing power, authority and credit as a score that shows where it comes from."""

import numpy as np
import pandas as pd

from crmlib.language import CourseError, listed
from crmlib.language import gettext as _
from crmlib.parameters import is_number
from crmlib.transactions.columns import require_columns

CRITERIA = ["need", "purchasing_power", "authority", "credit"]


def qualify(prospects, weights=None, minimum=None):
    """Score prospects by four ratings, and rule out who falls short in one that cannot be made up for.

    Parameters
    ----------
    prospects : pandas.DataFrame
        ``need``, ``purchasing_power``, ``authority`` and ``credit``, each rated from 1 to 5.
    weights : dict of str to float, optional
        Weight of each criterion, 0 or more. By default all weigh the same.
    minimum : dict of str to float, optional
        Criteria with a lowest rating. A prospect below one of them is not qualified, whatever the score.

    Returns
    -------
    pandas.DataFrame
        Indexed like `prospects`: ``score`` (weighted mean of the ratings, 1–5), ``qualified`` (True
        if every minimum is met), ``lacks`` (the first criterion below its minimum, empty if none)
        and ``rank`` (1 is best: qualified ones first, then by score; equal ones share a rank).

    Raises
    ------
    CourseError
        If a rating is missing or outside 1 to 5, or a weight or a minimum does not fit.

    Examples
    --------
    >>> prospects = pd.DataFrame({"need": [5, 3], "purchasing_power": [5, 3], "authority": [1, 4], "credit": [5, 3]}, index=["Li", "Wu"])
    >>> qualify(prospects)["score"].to_dict()
    {'Li': 4.0, 'Wu': 3.25}
    >>> qualify(prospects, minimum={"authority": 3})[["qualified", "lacks", "rank"]]
        qualified      lacks  rank
    Li      False  authority     2
    Wu       True                1
    """
    require_columns(prospects, CRITERIA)
    weights, minimum = _weights(weights), _checked("minimum", minimum or {})
    ratings = prospects[CRITERIA]
    wrong = [name for name in CRITERIA if not ratings[name].between(1, 5).all()]
    if wrong:
        raise CourseError(_("Ratings must be between 1 and 5, none missing. Look at: {columns}. Rate these prospects first, or leave them out.")
                          .format(columns=listed(wrong)))
    score = (ratings * weights).sum(axis=1) / weights.sum()
    short = ratings.lt(pd.Series(minimum, dtype=float).reindex(CRITERIA, fill_value=0.0))
    qualified = ~short.any(axis=1)
    order = score.round(9) + 10 * qualified
    return pd.DataFrame({"score": score, "qualified": qualified, "lacks": np.where(qualified, "", short.idxmax(axis=1)),
                         "rank": order.rank(method="min", ascending=False).astype(int)}, index=prospects.index)


def _weights(weights):
    weights = pd.Series(_checked("weights", weights or dict.fromkeys(CRITERIA, 1.0)), dtype=float).reindex(CRITERIA, fill_value=0.0)
    if weights.sum() == 0:
        raise CourseError(_("All weights are 0. Give at least one criterion a weight above 0."))
    return weights


def _checked(name, values):
    unknown = [criterion for criterion in values if criterion not in CRITERIA]
    if unknown:
        raise CourseError(_("{name} names no criterion: {unknown}. The criteria are: {known}.")
                          .format(name=name, unknown=listed(unknown), known=listed(CRITERIA)))
    wrong = [criterion for criterion, value in values.items() if not is_number(value) or value < 0]
    if wrong:
        raise CourseError(_("{name} must be numbers of 0 or more. Look at: {columns}.").format(name=name, columns=listed(wrong)))
    return values
