"""A lifetime value and the textbook's five steps to it."""

from dataclasses import dataclass

import pandas as pd

from crmlib.discounting import discount_factors


@dataclass(frozen=True, eq=False)
class LifetimeValue:
    """What one customer is worth, with the textbook's five steps.

    Attributes
    ----------
    steps : pandas.Series
        ``life_length`` (1, expected number of periods as a customer), ``lifetime_margin`` (2, yuan),
        ``lifetime_cost`` (3, acquisition and promotion, yuan), ``lifetime_profit`` (4, margin less
        cost, not discounted, yuan), ``lifetime_value`` (5, the same discounted, yuan).
    periods : pandas.DataFrame
        One row per period, with ``margin``, ``promotion_cost`` and ``profit`` (expected yuan per
        customer won), ``discount_factor``, ``present_value`` (profit × factor) and
        ``cumulative_value`` (present values so far, less the acquisition cost).
    customers : pandas.DataFrame
        Where the customers are in each period, as shares that add up to 1; the last column is
        ``lost``.
    acquisition_cost : float
        Yuan, paid today.
    """

    steps: pd.Series
    periods: pd.DataFrame
    customers: pd.DataFrame
    acquisition_cost: float

    @property
    def clv(self):
        """The lifetime value in yuan: discounted, and less the acquisition cost."""
        return float(self.steps["lifetime_value"])

    @property
    def highest_acquisition_cost(self):
        """What winning such a customer may cost at most, in yuan."""
        return self.clv + self.acquisition_cost

    @property
    def break_even_period(self):
        """The first period after which the customer has paid back the acquisition cost; None if no period of the table is."""
        paid_back = self.periods.index[self.periods["cumulative_value"] >= 0]
        return int(paid_back[0]) if len(paid_back) else None


def numbered(periods):
    """Return the numbers of the periods, from 1.

    Examples
    --------
    >>> numbered(3).tolist()
    [1, 2, 3]
    """
    return pd.RangeIndex(1, periods + 1, name="period")


def account(buying, reached, *, margin, promotion_cost, acquisition_cost, discount_rate, timing):
    """Return what is earned and spent in each period per customer won: the columns of ``LifetimeValue.periods``.

    Parameters
    ----------
    buying, reached : numpy.ndarray
        Shares of the customers who buy, and who get the promotion, in each period.

    Examples
    --------
    >>> import numpy as np
    >>> shares = np.array([1.0, 0.5])
    >>> table = account(shares, shares, margin=20, promotion_cost=4, acquisition_cost=10, discount_rate=0.0, timing="end")
    >>> table["cumulative_value"].tolist()
    [6.0, 14.0]
    """
    index = numbered(len(buying))
    factors = discount_factors(index, discount_rate, timing)
    profit = buying * margin - reached * promotion_cost
    return pd.DataFrame({
        "margin": buying * margin,
        "promotion_cost": reached * promotion_cost,
        "profit": profit,
        "discount_factor": factors,
        "present_value": profit * factors,
        "cumulative_value": (profit * factors).cumsum() - acquisition_cost,
    }, index=index)


def five_steps(life_length, margin, promotion_cost, acquisition_cost, value):
    """Return ``LifetimeValue.steps``; all but the life length in yuan.

    Examples
    --------
    >>> five_steps(5, 500, 100, 80, 250)["lifetime_profit"].item()
    320.0
    """
    cost = promotion_cost + acquisition_cost
    return pd.Series({"life_length": life_length, "lifetime_margin": margin, "lifetime_cost": cost,
                      "lifetime_profit": margin - cost, "lifetime_value": value}, dtype=float)


def summed(life_length, periods, customers, acquisition_cost):
    """Return the LifetimeValue of a table of periods that has an end."""
    steps = five_steps(life_length, periods["margin"].sum(), periods["promotion_cost"].sum(), acquisition_cost,
                       periods["cumulative_value"].iloc[-1])
    return LifetimeValue(steps, periods, customers, acquisition_cost)
