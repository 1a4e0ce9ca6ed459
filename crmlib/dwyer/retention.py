"""The retention model: once gone, a customer is lost for good."""

from math import ceil, log

import numpy as np
import pandas as pd

from crmlib.discounting import discount_factors
from crmlib.dwyer.value import LifetimeValue, account, five_steps, numbered, summed
from crmlib.language import CourseError
from crmlib.language import gettext as _
from crmlib.parameters import checked_amount, checked_cost, checked_periods, checked_share

_SHARE_STILL_TO_COME = 0.01
_MOST_PERIODS_SHOWN = 1000


def retention_clv(margin, retention_rate, *, discount_rate, periods=None, timing="end", customer="new",
                  promotion_cost=0.0, acquisition_cost=0.0):
    """Value a customer who, once gone, is lost for good: the retention model.

    With margin m and promotion cost k per period, retention rate r, discount rate d and
    acquisition cost A, the value is the sum of (m − k) · s(t) · f(t) over the periods t, less A.
    A new customer buys in period 1 for certain, so s(t) is r to the power of t − 1; an existing
    customer must be kept first, so it is r to the power of t. f(t) is the discount factor: see
    :func:`crmlib.discounting.discount_factors`. Without an end, the sum for a new customer and
    ``timing="end"`` is (m − k) ÷ (1 + d − r); for an existing one it is (m − k) · r ÷ (1 + d − r).

    Parameters
    ----------
    margin : float
        Gross profit, in yuan, of a customer who is there for a period: not revenue.
    retention_rate : float or sequence of float
        Share of the customers of one period who are still there in the next, 0–1: the same every
        time, or one for each renewal. n periods have n − 1 renewals for a new customer and n for
        an existing one.
    discount_rate : float
        Per period, as a share.
    periods : int, optional
        How many periods to count. Without it there is no end, and the table shows the periods in
        which 99 % of the value arises (at most 1,000).
    timing : {"start", "mid", "end"}
        When in its period the money moves. The textbook does not say.
    customer : {"new", "existing"}
        Whether the first purchase is certain, or the customer must be kept for it.
    promotion_cost, acquisition_cost : float
        Yuan for each customer who is there in a period, and yuan once, today.

    Returns
    -------
    LifetimeValue
        ``periods`` also has ``survival``, the share who are still customers; ``customers`` has
        ``active`` and ``lost``.

    Raises
    ------
    CourseError
        If a number is outside its range, the number of rates does not fit, or customers never
        leave and there is no end.

    References
    ----------
    Dwyer, F. R. (1989). Customer lifetime valuation to support marketing decision making.
    *Journal of Direct Marketing*, 3(4), 8–15.
    Berger, P. D., & Nasr, N. I. (1998). Customer lifetime value: Marketing models and
    applications. *Journal of Interactive Marketing*, 12(1), 17–30.
    Gupta, S., & Lehmann, D. R. (2003). Customers as assets. *Journal of Interactive Marketing*,
    17(1), 9–24.

    Examples
    --------
    >>> value = retention_clv(100, 0.8, discount_rate=0.10, periods=3, acquisition_cost=150)
    >>> value.periods[["survival", "profit", "discount_factor", "present_value", "cumulative_value"]].round(2)
            survival  profit  discount_factor  present_value  cumulative_value
    period
    1           1.00   100.0             0.91          90.91            -59.09
    2           0.80    80.0             0.83          66.12              7.02
    3           0.64    64.0             0.75          48.08             55.11
    >>> value.break_even_period, round(value.highest_acquisition_cost, 2)
    (2, 205.11)
    """
    margin, promotion_cost = checked_amount("margin", margin), checked_cost("promotion_cost", promotion_cost)
    acquisition_cost = checked_cost("acquisition_cost", acquisition_cost)
    if customer not in ("new", "existing"):
        raise CourseError(_("customer={value!r} is not known. Use \"new\" or \"existing\".").format(value=customer))
    without_end = periods is None and np.ndim(retention_rate) == 0
    rates = _renewal_rates(retention_rate, periods, customer, discount_rate)
    survival = np.cumprod(rates)
    customers = pd.DataFrame({"active": survival, "lost": 1 - survival}, index=numbered(len(rates)))
    table = account(survival, survival, margin=margin, promotion_cost=promotion_cost, acquisition_cost=acquisition_cost,
                    discount_rate=discount_rate, timing=timing)
    table.insert(0, "survival", survival)
    if not without_end:
        return summed(survival.sum(), table, customers, acquisition_cost)
    life_length = rates[0] / (1 - retention_rate)
    discounted = table["present_value"].iloc[0] / (1 - retention_rate / (1 + discount_rate))
    steps = five_steps(life_length, life_length * margin, life_length * promotion_cost, acquisition_cost, discounted - acquisition_cost)
    return LifetimeValue(steps, table, customers, acquisition_cost)


def _renewal_rates(retention_rate, periods, customer, discount_rate):
    """Return one rate per period; that of a new customer's first period is 1."""
    certain = [1.0] if customer == "new" else []
    if np.ndim(retention_rate):
        given = np.asarray(retention_rate, dtype=object).tolist()
        rates = certain + [checked_share(f"retention_rate[{place}]", rate) for place, rate in enumerate(given)]
        if not rates or periods is not None and checked_periods("periods", periods) != len(rates):
            raise CourseError(_("retention_rate holds {count} rates, which are enough for {fitting} periods, not for {periods}. "
                                "Give one rate for each renewal, or one number.")
                              .format(count=len(given), fitting=len(rates), periods=periods))
        return rates
    rate = checked_share("retention_rate", retention_rate)
    if periods is None:
        periods = _shown(rate, discount_rate)
    return (certain + [rate] * checked_periods("periods", periods))[:periods]


def _shown(rate, discount_rate):
    """Return after how many periods 99 % of the value has come."""
    if rate == 1:
        raise CourseError(_("With retention_rate=1 customers stay for ever, so their lifetime profit has no end. "
                            "Say how many periods to count: periods=10."))
    left_after_one = rate * discount_factors([2], discount_rate, "start").item()
    if left_after_one <= _SHARE_STILL_TO_COME:
        return 1
    return min(ceil(log(_SHARE_STILL_TO_COME) / log(left_after_one)), _MOST_PERIODS_SHOWN)
