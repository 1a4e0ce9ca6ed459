"""How often something succeeds, group by group, and what the groups' mix does to the overall figure."""

import pandas as pd

from crmlib.language import CourseError, listed
from crmlib.language import gettext as _
from crmlib.transactions.columns import require_columns
from crmlib.wilson import with_interval


def success_rates(table, by, outcome):
    """Return how often something succeeded in each group, with an interval.

    Parameters
    ----------
    table : pandas.DataFrame
        One row for each try.
    by : str or list of str
        Columns that define the groups.
    outcome : str
        A column of True and False.

    Returns
    -------
    pandas.DataFrame
        Index: the groups. ``tries``, ``successes``, ``rate`` (0-1), and ``low`` and ``high``, the 95%
        interval of Wilson (1927).

    Raises
    ------
    CourseError
        If a column is missing or `outcome` is not True and False.

    Examples
    --------
    >>> visits = pd.DataFrame({"opening": ["ask", "ask", "greet", "greet"], "bought": [True, False, False, False]})
    >>> success_rates(visits, "opening", "bought").round(2)
             tries  successes  rate   low  high
    opening
    ask          2          1   0.5  0.09  0.91
    greet        2          0   0.0  0.00  0.66
    """
    _check(table, [by] if isinstance(by, str) else by, outcome)
    return with_interval(table.groupby(by)[outcome].agg(tries="size", successes="sum"), "successes", "tries")


def standardised_rates(table, by, within, outcome):
    """Return the success rate that each way would have had, if all had met the same mix of cases.

    Each way's rate within a kind of case is weighted by that kind's share of the whole table (direct
    standardisation). This answers what a comparison of overall rates cannot, where one way is used
    mostly on easy cases (Simpson 1951).

    Parameters
    ----------
    table : pandas.DataFrame
        One row for each try.
    by : str
        The ways to compare, such as ``"tactic"``.
    within : str
        The kinds of cases, such as ``"objection"``.
    outcome : str
        A column of True and False.

    Returns
    -------
    pandas.Series
        Rate (0-1) for each way.

    Raises
    ------
    CourseError
        If a column is missing, or some way was never used on some kind of case.

    Examples
    --------
    >>> log = pd.DataFrame({"tactic": ["concede", "concede", "clarify", "clarify"], "objection": ["bargain", "doubt", "bargain", "doubt"],
    ...                     "won": [True, False, True, True]})
    >>> standardised_rates(log, "tactic", "objection", "won").to_dict()
    {'clarify': 1.0, 'concede': 0.5}
    """
    _check(table, [by, within], outcome)
    rates = table.groupby([within, by])[outcome].mean().unstack()
    gaps = [f"{way}: {kind}" for kind, way in rates.isna().stack().loc[lambda gap: gap].index]
    if gaps:
        raise CourseError(_("There is no try to compare for {gaps}. Leave these cases out of the table.").format(gaps=listed(gaps)))
    return rates.mul(table[within].value_counts(normalize=True), axis=0).sum()


def _check(table, columns, outcome):
    require_columns(table, [*columns, outcome])
    if table[outcome].dtype != bool:
        raise CourseError(_("Column '{column}' must hold True and False.").format(column=outcome))
