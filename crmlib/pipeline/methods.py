"""Methods of developing customers: what a yuan brought on average, and what the next one would bring."""

import numpy as np
import pandas as pd

from crmlib.language import CourseError, listed
from crmlib.language import gettext as _
from crmlib.transactions.columns import require_columns

FEWEST_PERIODS = 8


def method_yield(spending):
    """Compare methods by their average yield and by the yield of a little more money.

    Parameters
    ----------
    spending : pandas.DataFrame
        One row for each period and method: ``method``, ``spent`` (yuan) and ``new_customers``, with
        at least eight periods of different spending for each method.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``method``: ``spent`` (yuan in all), ``customers``, ``average`` (customers for each
        1,000 yuan spent), ``extra`` (customers for 1,000 yuan more, see Notes),
        ``cost_per_customer`` (yuan on average) and ``cost_of_next`` (yuan for one customer more;
        infinite where more money brought none).

    Raises
    ------
    CourseError
        If a column is missing, or a method has too few periods or always the same spending.

    Notes
    -----
    ``extra`` compares the half of the periods with more spending (from the median on) with the
    other half: difference of the mean customers ÷ difference of the mean spending × 1,000. It is
    the slope between two points, so it stands for spending about as much as now. It is a cause only
    if spending was not raised in periods that would have been good anyway.

    Examples
    --------
    >>> spending = pd.DataFrame({"method": "web", "spent": [100, 200] * 4, "new_customers": [4, 5] * 4})
    >>> method_yield(spending)[["average", "extra", "cost_of_next"]].round(1)
            average  extra  cost_of_next
    method
    web        30.0   10.0         100.0
    """
    require_columns(spending, ["method", "spent", "new_customers"])
    _check(spending)
    groups = spending.groupby("method")
    more = spending["spent"] >= groups["spent"].transform("median")
    halves = spending.groupby(["method", more])[["spent", "new_customers"]].mean().unstack()
    extra = 1000 * (halves["new_customers"][True] - halves["new_customers"][False]) / (halves["spent"][True] - halves["spent"][False])
    spent, customers = groups["spent"].sum(), groups["new_customers"].sum()
    return pd.DataFrame({"spent": spent, "customers": customers, "average": 1000 * customers / spent, "extra": extra,
                         "cost_per_customer": (spent / customers).replace(np.nan, np.inf),
                         "cost_of_next": np.where(extra > 0, 1000 / extra.where(extra > 0), np.inf)})


def _check(spending):
    if not (spending["spent"] >= 0).all() or not (spending["new_customers"] >= 0).all():
        raise CourseError(_("Columns 'spent' and 'new_customers' need numbers of 0 or more in every row. Fill them in, or leave the period out."))
    groups = spending.groupby("method")["spent"]
    few = groups.size().index[(groups.size() < FEWEST_PERIODS) | (groups.nunique() < 2)]
    if len(few):
        raise CourseError(_("These methods have fewer than {count} periods, or always the same spending: {methods}. "
                            "What more money brings cannot be seen there.")
                          .format(count=FEWEST_PERIODS, methods=listed(few)))
