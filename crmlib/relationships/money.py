"""Money in a relationship: what a lost regular shopper costs, and whether the next yuan should win or keep."""

import pandas as pd

from crmlib.dwyer import retention_clv
from crmlib.language import CourseError
from crmlib.language import gettext as _
from crmlib.parameters import checked_amount, checked_cost, checked_periods, checked_share

WEEKS = 52


def lost_shopper(week, years, *, margin_rate, retention_rate, discount_rate):
    """Say what is lost with a customer who shops every week: from the turnover of the story to today's money.

    Parameters
    ----------
    week : float
        What the customer spends in a week, in yuan.
    years : int
        How many years to count.
    margin_rate : float
        Gross profit ÷ turnover, 0–1.
    retention_rate : float
        Share of such customers who are still there a year later, 0–1.
    discount_rate : float
        What money costs in a year, as a share. The purchases are spread over the year.

    Returns
    -------
    pandas.Series
        Yuan: ``turnover``, ``gross_profit`` (what is left of it when the goods are paid),
        ``with_leaving`` (when some would have left anyway), ``today`` (when later money counts less).

    Raises
    ------
    CourseError
        If a number is outside its range.

    References
    ----------
    Berger, P. D., & Nasr, N. I. (1998). Customer lifetime value: Marketing models and
    applications. *Journal of Interactive Marketing*, 12(1), 17–30.

    Examples
    --------
    >>> lost_shopper(100, 20, margin_rate=0.48, retention_rate=0.8, discount_rate=0.08).round().astype(int).to_dict()
    {'turnover': 104000, 'gross_profit': 49920, 'with_leaving': 12336, 'today': 9241}
    """
    turnover = checked_cost("week", week) * WEEKS * checked_periods("years", years)
    year = week * WEEKS * checked_share("margin_rate", margin_rate)
    worth = {name: retention_clv(year, retention_rate, discount_rate=rate, periods=years, timing="mid").clv
             for name, rate in (("with_leaving", 0.0), ("today", discount_rate))}
    return pd.Series({"turnover": turnover, "gross_profit": year * years, **worth}, name="yuan")


def keep_or_win(budget, *, win_cost, win_margin, keep_cost, effect, keep_margin, retention_rate, discount_rate, years):
    """Compare what a sum brings when it wins new customers, and when it keeps those there are.

    Only customers who would have left without the measure are kept by it: of those reached, the
    share `effect`. A customer won or kept is worth the gross profit of the years to come.

    Parameters
    ----------
    budget : float
        Yuan to be spent.
    win_cost, keep_cost : float
        Yuan for each customer won, and yuan for each customer reached by the measure that keeps.
    effect : float
        Share of those reached who stay because of the measure, 0–1: with it, less without it.
    win_margin, keep_margin : float
        Gross profit of one such customer in a year, in yuan.
    retention_rate, discount_rate : float
        For a year, as shares; the same for both kinds of customers.
    years : int
        How many years to count.

    Returns
    -------
    pandas.DataFrame
        Rows ``win`` and ``keep``: ``customers`` gained, ``cost_per_customer``, ``value_each``,
        ``value`` of them all and ``profit``, value less budget (yuan).

    Raises
    ------
    CourseError
        If a number is outside its range.

    References
    ----------
    Blattberg, R. C., & Deighton, J. (1996). Manage marketing by the customer equity test.
    *Harvard Business Review*, 74(4), 136–144. (On weighing acquisition against retention.)

    Examples
    --------
    >>> sums = keep_or_win(10_000, win_cost=50, win_margin=100, keep_cost=10, effect=0.1, keep_margin=300,
    ...                    retention_rate=0.7, discount_rate=0.0, years=1)
    >>> sums[["customers", "cost_per_customer", "profit"]].round(0).astype(int)
          customers  cost_per_customer  profit
    win         200                 50   10000
    keep        100                100   20000
    """
    budget, effect = checked_cost("budget", budget), checked_share("effect", effect)
    for name, cost in (("win_cost", win_cost), ("keep_cost", keep_cost)):
        if not checked_cost(name, cost):
            raise CourseError(_("{name}=0 does not work: a measure without cost could reach everybody.").format(name=name))
    year_by_year = retention_clv(1.0, retention_rate, discount_rate=discount_rate, periods=years, timing="mid").clv
    customers = pd.Series({"win": budget / win_cost, "keep": budget / keep_cost * effect})
    margin = pd.Series({"win": checked_amount("win_margin", win_margin), "keep": checked_amount("keep_margin", keep_margin)})
    table = pd.DataFrame({"customers": customers, "cost_per_customer": budget / customers.where(customers > 0), "value_each": margin * year_by_year})
    table["value"] = table["customers"] * table["value_each"]
    table["profit"] = table["value"] - budget
    return table
