"""What each way of finding prospects costs: per contact, per response, per customer, per customer who stays."""

import numpy as np
import pandas as pd

from crmlib.language import CourseError, listed
from crmlib.language import gettext as _
from crmlib.transactions.columns import require_columns
from crmlib.wilson import wilson_interval

STEPS = {"contacts": "contact", "responses": "response", "customers": "customer", "kept": "kept"}


def identification_costs(methods, confidence=0.95):
    """Divide the cost of each method by what it brought, step by step, with the uncertainty of small numbers.

    Parameters
    ----------
    methods : pandas.DataFrame
        One row per method with ``method``, ``cost`` (yuan) and the counts ``contacts``,
        ``responses``, ``customers`` and ``kept`` (customers who stayed). No count is larger than
        the one before it.
    confidence : float, default 0.95
        Confidence level of the intervals, between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``method``, in the order given, with

        - ``cost_per_contact``, ``cost_per_response``, ``cost_per_customer``, ``cost_per_kept``:
          yuan; infinite where nobody came of it;
        - ``customer_low``, ``customer_high``, ``kept_low``, ``kept_high``: yuan, the interval of
          the last two. It is the cost per contact divided by the Wilson interval of the share of
          the contacts who became customers (stayed), so it is wide where few did.

    Raises
    ------
    CourseError
        If a column is missing, a method stands twice, a cost is negative, or the counts of a method
        do not fall from step to step.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
    *Journal of the American Statistical Association*, 22, 209–212.

    Examples
    --------
    >>> methods = pd.DataFrame({"method": ["advertising", "referral"], "cost": [8000.0, 2500.0], "contacts": [1000, 100],
    ...                         "responses": [50, 40], "customers": [20, 25], "kept": [5, 16]})
    >>> identification_costs(methods).round(0).loc["advertising", ["cost_per_contact", "cost_per_customer", "customer_low", "customer_high"]].tolist()
    [8.0, 400.0, 261.0, 616.0]
    """
    require_columns(methods, ["method", "cost", *STEPS])
    table = methods.set_index("method")
    _check(table)
    with np.errstate(divide="ignore", invalid="ignore"):
        costs = pd.DataFrame({f"cost_per_{one}": table["cost"] / table[many] for many, one in STEPS.items()})
    for many in ("customers", "kept"):
        costs[[f"{STEPS[many]}_low", f"{STEPS[many]}_high"]] = [
            _interval(row["cost"], int(row[many]), int(row["contacts"]), confidence) for _place, row in table.iterrows()]
    return costs


def _check(table):
    doubled = table.index[table.index.duplicated()].unique()
    if len(doubled):
        raise CourseError(_("Column 'method': these methods stand twice: {methods}. Add up their rows first.").format(methods=listed(doubled)))
    negative = table.index[~(table["cost"] >= 0)]
    if len(negative):
        raise CourseError(_("Column 'cost': these methods have no cost of 0 yuan or more: {methods}. Fill it in.").format(methods=listed(negative)))
    steps = list(STEPS)
    for earlier, later in zip(steps, steps[1:]):
        wrong = table.index[~((table[later] <= table[earlier]) & (table[later] >= 0))]
        if len(wrong):
            raise CourseError(_("Column '{later}' is larger than '{earlier}', or below 0, for: {methods}. Check whether the columns are swapped.")
                              .format(later=later, earlier=earlier, methods=listed(wrong)))
    empty = table.index[table["contacts"] == 0]
    if len(empty):
        raise CourseError(_("Column 'contacts' is 0 for: {methods}. Leave methods out that were not used.").format(methods=listed(empty)))


def _interval(cost, successes, contacts, confidence):
    """Return the cost per success at both ends of Wilson's interval of the share."""
    low, high = wilson_interval(successes, contacts, confidence)
    return cost / contacts / high, cost / contacts / low if successes else np.inf
