"""Shares of small numbers, with their intervals."""

import pandas as pd

from crmlib.language import CourseError
from crmlib.language import gettext as _
from crmlib.wilson import with_interval


def outcome_rates(outcome, by, confidence=0.95):
    """Return how often something happened in each group, with Wilson's interval.

    Parameters
    ----------
    outcome : pandas.Series
        True or False for each case; missing where it is not decided yet: such cases are left out
        of the share and counted apart.
    by : pandas.Series
        The group of each case, with the same index.
    confidence : float, default 0.95
        Confidence level, between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        Indexed by group, in the order of the groups' names: ``decided``, ``undecided`` and
        ``happened`` (counts), ``rate`` (happened ÷ decided, 0–1, missing where nothing is decided),
        ``low`` and ``high`` (interval of the rate).

    Raises
    ------
    CourseError
        If the two do not belong to the same cases, or the confidence is not between 0 and 1.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
    *Journal of the American Statistical Association*, 22, 209–212.

    Examples
    --------
    >>> won = pd.Series([True, False, True, None, False])
    >>> outcome_rates(won, pd.Series(["hotel", "hotel", "salon", "salon", "salon"])).round(2)
           decided  undecided  happened  rate   low  high
    hotel        2          0         1   0.5  0.09  0.91
    salon        2          1         1   0.5  0.09  0.91
    """
    if not outcome.index.equals(by.index):
        raise CourseError(_("The outcome and the groups must have the same cases in the same order. Take both from one table."))
    groups = outcome.groupby(by.rename(None))
    table = pd.DataFrame({"decided": groups.count(), "undecided": groups.size() - groups.count(),
                          "happened": groups.agg(lambda group: int(group.dropna().astype(bool).sum()))}).astype("int64")
    return with_interval(table, "happened", "decided", confidence)
