"""How much the lifetime value of the retention model depends on what was put in."""

import pandas as pd

from crmlib.dwyer.retention import retention_clv
from crmlib.language import CourseError
from crmlib.language import gettext as _

_STEP = 1e-6
_AMOUNTS = ("margin", "promotion_cost", "acquisition_cost")
_SHARES = ("retention_rate", "discount_rate")


def clv_sensitivity(margin, retention_rates, discount_rates, **terms):
    """Compute the lifetime value for every pair of a retention rate and a discount rate.

    Parameters
    ----------
    margin : float
        Gross profit per period, in yuan.
    retention_rates, discount_rates : sequence of float
        Shares per period.
    **terms
        Whatever else :func:`retention_clv` takes: periods, timing, customer, promotion_cost,
        acquisition_cost.

    Returns
    -------
    pandas.DataFrame
        Lifetime value in yuan; one row per ``retention_rate``, one column per ``discount_rate``.

    Raises
    ------
    CourseError
        As :func:`retention_clv`.

    Examples
    --------
    >>> clv_sensitivity(100, [0.7, 0.8, 0.9], [0.05, 0.10, 0.15]).round(1)
    discount_rate    0.05   0.10   0.15
    retention_rate
    0.7             285.7  250.0  222.2
    0.8             400.0  333.3  285.7
    0.9             666.7  500.0  400.0
    """
    columns = {discount: [retention_clv(margin, retention, discount_rate=discount, **terms).clv for retention in retention_rates]
               for discount in discount_rates}
    return pd.DataFrame(columns, index=pd.Index(retention_rates, name="retention_rate")).rename_axis(columns="discount_rate")


def clv_elasticity(margin, retention_rate, *, discount_rate, **terms):
    """Say by how many percent the lifetime value changes when one input rises by 1 %.

    Parameters
    ----------
    margin, retention_rate, discount_rate : float
        As in :func:`retention_clv`, with one rate for all renewals.
    **terms
        Whatever else :func:`retention_clv` takes.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``input`` (those above 0), with ``value`` as given and ``elasticity`` (percent per
        percent, for small changes).

    Raises
    ------
    CourseError
        If the lifetime value is 0, so that it has no percent, and as :func:`retention_clv`.

    References
    ----------
    Gupta, S., Lehmann, D. R., & Stuart, J. A. (2004). Valuing customers. *Journal of Marketing
    Research*, 41(1), 7–18.

    Examples
    --------
    >>> clv_elasticity(100, 0.8, discount_rate=0.10).round(2)
                    value  elasticity
    input
    margin          100.0        1.00
    retention_rate    0.8        2.67
    discount_rate     0.1       -0.33
    """
    inputs = {"margin": margin, "retention_rate": retention_rate, "discount_rate": discount_rate, **terms}
    clv = retention_clv(**inputs).clv
    if clv == 0:
        raise CourseError(_("The lifetime value is 0 here, and changes in percent of 0 do not exist. Change the margin or a cost first."))
    amounts = {name: inputs[name] for name in (*_AMOUNTS, *_SHARES) if inputs.get(name)}
    elasticity = {name: _slope(inputs, name) * value / clv for name, value in amounts.items()}
    return pd.DataFrame({"value": amounts, "elasticity": elasticity}).rename_axis("input")


def _slope(inputs, name):
    """Return yuan of lifetime value per unit of one input: up and down by a millionth, where a share has room."""
    low, high = inputs[name] * (1 - _STEP), inputs[name] * (1 + _STEP)
    if name in _SHARES:
        high = min(high, 1.0)
    return (retention_clv(**{**inputs, name: high}).clv - retention_clv(**{**inputs, name: low}).clv) / (high - low)
