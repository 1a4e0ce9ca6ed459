"""The migration model: a customer may pause, return, and is lost only after pausing too long."""

import numpy as np
import pandas as pd

from crmlib.dwyer.value import account, numbered, summed
from crmlib.language import CourseError
from crmlib.language import gettext as _
from crmlib.parameters import checked_amount, checked_cost, checked_periods, checked_share


def migration_clv(margin, repurchase_rates, *, discount_rate, periods, timing="end", promotion_cost=0.0, acquisition_cost=0.0):
    """Value a customer who may pause and return: the migration model.

    Everybody buys in period 1. Whoever bought last k periods ago buys with the rate of recency
    cell k and then goes back to cell 1; whoever does not buy moves to cell k + 1, and after the
    last cell is lost. With one cell this is the retention model.

    Parameters
    ----------
    margin : float
        Gross profit of a period with a purchase, in yuan.
    repurchase_rates : sequence of float
        Probability of a purchase by recency cell, 0–1: of those who bought in the period before,
        of those whose last purchase is two periods ago, and so on.
    discount_rate : float
        Per period, as a share.
    periods : int
        How many periods to count.
    timing : {"start", "mid", "end"}
        When in its period the money moves.
    promotion_cost, acquisition_cost : float
        Yuan for each customer who is not lost, whether buying or not, in every period; and yuan
        once, today.

    Returns
    -------
    LifetimeValue
        Of one customer won. ``periods`` also has ``buyers``, the share who buy, and ``reached``, the
        share who are not lost; ``customers`` has ``recency_1``, ``recency_2``, … and ``lost``, after
        the purchases of the period.

    Raises
    ------
    CourseError
        If there is no rate, or a number is outside its range.

    References
    ----------
    Dwyer, F. R. (1989). Customer lifetime valuation to support marketing decision making.
    *Journal of Direct Marketing*, 3(4), 8–15.
    Berger, P. D., & Nasr, N. I. (1998). Customer lifetime value: Marketing models and
    applications. *Journal of Interactive Marketing*, 12(1), 17–30.

    Examples
    --------
    Of 100 customers, this many buy in each period:

    >>> value = migration_clv(50, [0.3, 0.2, 0.15, 0.05], discount_rate=0.10, periods=5)
    >>> (100 * value.periods["buyers"]).round(2).tolist()
    [100.0, 30.0, 23.0, 19.5, 13.97]
    """
    margin, promotion_cost = checked_amount("margin", margin), checked_cost("promotion_cost", promotion_cost)
    acquisition_cost, periods = checked_cost("acquisition_cost", acquisition_cost), checked_periods("periods", periods)
    given = np.atleast_1d(np.asarray(repurchase_rates, dtype=object)).tolist()
    rates = np.array([checked_share(f"repurchase_rates[{place}]", rate) for place, rate in enumerate(given)])
    if not len(rates):
        raise CourseError(_("repurchase_rates is empty. Give one rate for each recency cell, for example [0.3, 0.2, 0.1]."))
    cells = _migrate(rates, periods)
    reached = cells.sum(axis=1)
    names = [f"recency_{cell}" for cell in range(1, len(rates) + 1)]
    customers = pd.DataFrame(cells, columns=names, index=numbered(periods)).assign(lost=(1 - reached).clip(0))
    table = account(cells[:, 0], reached, margin=margin, promotion_cost=promotion_cost, acquisition_cost=acquisition_cost,
                    discount_rate=discount_rate, timing=timing)
    table.insert(0, "buyers", cells[:, 0])
    table.insert(1, "reached", reached)
    return summed(reached.sum(), table, customers, acquisition_cost)


def _migrate(rates, periods):
    """Return the share of the customers in each recency cell after the purchases of each period."""
    cells = np.zeros((periods, len(rates)))
    cells[0, 0] = 1.0
    for period in range(1, periods):
        before = cells[period - 1]
        cells[period, 0] = before @ rates
        cells[period, 1:] = (before * (1 - rates))[:-1]
    return cells
