"""Repurchase rates by recency cell, counted in a firm's own history: what the migration model needs."""

import numpy as np
import pandas as pd

from crmlib.language import CourseError, listed
from crmlib.language import gettext as _


def repurchase_rates(bought):
    """Count how often customers bought again, by the number of periods since their last purchase.

    Every period after the first is looked at from the period before: whoever bought last k periods
    ago stands in recency cell k, and buys or does not. The counts of all periods are added up, so a
    customer is counted once in each period. Before the first purchase, a customer is in no cell.

    Parameters
    ----------
    bought : pandas.DataFrame
        One row per customer, one column per period from the oldest to the latest: True where the
        customer bought.

    Returns
    -------
    pandas.DataFrame
        One row per recency cell (the index ``recency``, from 1) that somebody was in, with
        ``customers`` (how often somebody stood in it), ``buyers`` (how often of these somebody
        bought) and ``rate`` (buyers ÷ customers, 0–1). The rate of cell 1 is the retention rate.

    Raises
    ------
    CourseError
        If there are fewer than two periods, a cell holds anything but True and False, or nobody
        bought before the last period.

    References
    ----------
    Dwyer, F. R. (1989). Customer lifetime valuation to support marketing decision making.
    *Journal of Direct Marketing*, 3(4), 8–15.

    Examples
    --------
    >>> bought = pd.DataFrame({1: [True, True, True], 2: [True, False, False], 3: [True, True, False]}, index=["Li", "Chen", "Wang"])
    >>> repurchase_rates(bought).round(2)
             customers  buyers  rate
    recency
    1                4       2   0.5
    2                2       1   0.5
    """
    history = _checked(bought)
    periods = np.arange(history.shape[1])
    last = np.maximum.accumulate(np.where(history, periods, -1), axis=1)[:, :-1]
    recency, known = periods[1:] - last, last >= 0
    customers, buyers = (np.bincount(recency[chosen], minlength=len(periods))[1:] for chosen in (known, known & history[:, 1:]))
    cells = pd.DataFrame({"customers": customers, "buyers": buyers}, index=pd.RangeIndex(1, len(periods), name="recency"))
    cells = cells[cells["customers"] > 0]
    if cells.empty:
        raise CourseError(_("Nobody bought before the last period, so there is no rate. Give more periods."))
    return cells.assign(rate=cells["buyers"] / cells["customers"])


def _checked(bought):
    """Return the history as booleans, customers by periods."""
    if bought.shape[1] < 2:
        raise CourseError(_("A repurchase rate needs at least two periods, and the table has {count}.").format(count=bought.shape[1]))
    unclear = [column for column in bought if not bought[column].isin([True, False]).all()]
    if unclear:
        raise CourseError(_("These periods hold something other than True and False: {columns}. Write the question into the table, for example counts > 0.")
                          .format(columns=listed(map(str, unclear))))
    return bought.to_numpy(dtype=bool)
