"""Customer lifetime value from the models: purchases to come, times what one brings, discounted."""

import numpy as np
import pandas as pd

from crmlib.btyd.checking import checked_time
from crmlib.discounting import discount_factors
from crmlib.language import CourseError
from crmlib.language import gettext as _
from crmlib.parameters import checked_periods, checked_share


def btyd_clv(purchases, spending, summary, *, margin_rate, discount_rate, periods, period_length=1.0, timing="end"):
    """Value what each customer will still bring: the discounted expected residual value.

    That is margin rate × expected value of a purchase × the sum over the periods of expected
    purchases × discount factor (see :func:`crmlib.discounting.discount_factors`). What customers
    brought so far, and what winning them cost, is past and does not count.

    Parameters
    ----------
    purchases : BGNBD
        A fitted model of purchases.
    spending : GammaGamma
        A fitted model of spending.
    summary : pandas.DataFrame
        What :func:`crmlib.btyd_summary` returns.
    margin_rate : float
        Gross profit per yuan of sales, 0–1.
    discount_rate : float
        Per period, as a share.
    periods : int
        How many periods to look ahead.
    period_length : float, default 1
        Length of a period in the unit of the summary: 52 for years, if that is weeks.
    timing : {"start", "mid", "end"}
        When in its period the money moves; ``"mid"`` suits a shop, whose purchases are spread over
        the period.

    Returns
    -------
    pandas.DataFrame
        One row per customer:

        - ``p_alive``: probability of being there still, 0–1;
        - ``expected_purchases``: in all periods together;
        - ``discounted_purchases``: the same, each period times its discount factor;
        - ``expected_value``: of one purchase, in yuan;
        - ``clv``: gross profit in today's yuan.

    Raises
    ------
    CourseError
        If a parameter is outside its range, or a model cannot be used for the summary.

    References
    ----------
    Fader, P. S., Hardie, B. G. S. and Lee, K. L. (2005). RFM and CLV: Using iso-value curves for
    customer base analysis. *Journal of Marketing Research*, 42(4), 415–430.

    Examples
    --------
    >>> from crmlib.btyd.bg_nbd import BGNBD
    >>> from crmlib.btyd.gamma_gamma import GammaGamma
    >>> from crmlib.btyd.simulate import simulate_bg_nbd, simulate_gamma_gamma
    >>> customers = simulate_bg_nbd({"r": 0.8, "alpha": 10, "a": 0.8, "b": 2.4}, np.full(2000, 52.0), seed=1)
    >>> customers["monetary_value"] = simulate_gamma_gamma({"p": 4, "q": 5, "v": 40}, customers["frequency"], seed=2)
    >>> table = btyd_clv(BGNBD().fit(customers), GammaGamma().fit(customers), customers,
    ...                  margin_rate=0.3, discount_rate=0.1, periods=3, period_length=52, timing="mid")
    >>> table.head(3).round(2)
       p_alive  expected_purchases  discounted_purchases  expected_value    clv
    0     0.15                0.45                  0.40           31.45   3.74
    1     0.01                0.13                  0.11           37.79   1.26
    2     0.72                2.10                  1.85           33.53  18.62
    """
    margin_rate, periods = checked_share("margin_rate", margin_rate), checked_periods("periods", periods)
    if checked_time("period_length", period_length) == 0:
        raise CourseError(_("period_length=0 does not work. Give the length of a period in the unit of the table: 52 for years, if that is "
                            "weeks."))
    factors = discount_factors(range(1, periods + 1), discount_rate, timing)
    by_end = np.array([purchases.expected_purchases(end * period_length, summary) for end in range(periods + 1)])
    table = pd.DataFrame({
        "p_alive": purchases.p_alive(summary),
        "expected_purchases": by_end[-1],
        "discounted_purchases": np.einsum("i,ij->j", factors, np.diff(by_end, axis=0)),
        "expected_value": spending.expected_value(summary),
    })
    table["clv"] = margin_rate * table["expected_value"] * table["discounted_purchases"]
    return table
