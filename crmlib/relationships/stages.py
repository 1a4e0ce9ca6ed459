"""The life cycle of a relationship, read from a sales log: building, development, rupture, end, recovery."""

import numpy as np
import pandas as pd

from crmlib.language import CourseError, listed
from crmlib.language import gettext as _
from crmlib.parameters import checked_periods
from crmlib.transactions.columns import require_columns

STAGES = ("building", "development", "rupture", "end", "recovery")


def relationship_stages(log, months=6, joined=None):
    """Say for each customer and period in which stage of the life cycle the relationship is.

    Where customers sign no contract, nobody announces the end; it can only be inferred from silence:

    - building: the first purchase falls into this period,
    - development: a purchase now, and one in the period before,
    - rupture: no purchase now, but one in the period before,
    - end: no purchase now, and none in the period before,
    - recovery: a purchase now, after at least one period without.

    Parameters
    ----------
    log : pandas.DataFrame
        ``customer_id``, ``date`` and ``amount`` (yuan); a refund, with a negative amount, is not a purchase.
    months : int
        Length of a period. The log, from its first month to its last, must hold a whole number of periods, at least two.
    joined : pandas.Series, optional
        The day on which each customer became one, by ``customer_id``. Those who joined before the log
        begins are then not taken for new: in the first period they are in development or rupture.

    Returns
    -------
    pandas.DataFrame
        One row per customer with a purchase, one column per period, named by its first month
        ("2024-07"). Each value is one of ``STAGES``, or "not_yet" before the first purchase.

    Raises
    ------
    CourseError
        If a column is missing, there is no purchase, or the log does not hold whole periods.

    References
    ----------
    Dwyer, F. R., Schurr, P. H., & Oh, S. (1987). Developing buyer-seller relationships.
    *Journal of Marketing*, 51(2), 11–27. (On the idea of phases; the rule above is the course's own.)

    Examples
    --------
    >>> log = pd.DataFrame({"customer_id": ["Chen", "Li", "Chen", "Li"], "amount": 50.0,
    ...                     "date": pd.to_datetime(["2024-01-05", "2024-02-01", "2024-08-20", "2025-09-30"])})
    >>> relationship_stages(log, months=7).loc["Li"].tolist()
    ['building', 'rupture', 'recovery']
    """
    require_columns(log, ["customer_id", "date", "amount"])
    purchases = log[log["amount"] > 0]
    if purchases.empty:
        raise CourseError(_("The log holds no purchase, that is no line with an amount above 0."))
    month = log["date"].dt.to_period("M")
    names = _period_names(month.min(), month.max(), checked_periods("months", months))
    place = (month[purchases.index].dt.year - month.min().year) * 12 + month[purchases.index].dt.month - month.min().month
    counts = pd.crosstab(purchases["customer_id"], place // months).reindex(columns=range(len(names)), fill_value=0)
    bought = counts.to_numpy() > 0
    known = np.zeros(len(bought), dtype=bool)
    if joined is not None:
        known = (joined.reindex(counts.index) < month.min().start_time).to_numpy()
    return pd.DataFrame(_stages(bought, known), index=counts.index, columns=names)


def stage_transitions(stages):
    """Count the steps from each stage to the next, over all pairs of neighbouring periods.

    Parameters
    ----------
    stages : pandas.DataFrame
        What :func:`relationship_stages` returned.

    Returns
    -------
    pandas.DataFrame
        One row per stage left and one column per stage reached: how many steps. What comes before
        the first purchase is no stage and is not counted.

    Examples
    --------
    >>> stages = pd.DataFrame({"2024-01": ["building", "building"], "2024-07": ["development", "rupture"]})
    >>> stage_transitions(stages).loc["building", ["development", "rupture"]].tolist()
    [1, 1]
    """
    before, after = stages.iloc[:, :-1].to_numpy().ravel(), stages.iloc[:, 1:].to_numpy().ravel()
    counts = pd.crosstab(pd.Series(before, name="from"), pd.Series(after, name="to"))
    return counts.reindex(index=STAGES, columns=STAGES, fill_value=0)


def _period_names(first, last, months):
    length = (last.year - first.year) * 12 + last.month - first.month + 1
    fitting = [number for number in range(1, length // 2 + 1) if length % number == 0]
    if months not in fitting:
        raise CourseError(_("The log covers {length} months, from {first} to {last}. Periods of {months} months do not fill it twice or more. Choose one of: {fitting}.")
                          .format(length=length, first=first, last=last, months=months, fitting=listed(fitting) or "–"))
    return [str(first + start) for start in range(0, length, months)]


def _stages(bought, known):
    """One column per period; `known` are those who bought before, `silent` those without a purchase in the period before."""
    columns, silent = [], np.zeros(len(bought), dtype=bool)
    for now in bought.T:
        with_purchase = np.select([~known, silent], ["building", "recovery"], "development")
        without = np.select([~known, silent], ["not_yet", "end"], "rupture")
        columns.append(np.where(now, with_purchase, without))
        known, silent = known | now, ~now
    return np.column_stack(columns)
