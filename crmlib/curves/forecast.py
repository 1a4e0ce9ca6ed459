"""The curve-fitting method: from a profit history to the profit still to come, with its uncertainty."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from crmlib.curves.fit import compare_profit_curves, fit_shape, history_of
from crmlib.discounting import discount_factors
from crmlib.language import CourseError
from crmlib.language import gettext as _
from crmlib.parameters import checked_amount, checked_periods

_FARTHEST = 3  # a life is looked for up to three times the history
_FAR = 2


@dataclass(frozen=True, eq=False)
class ProfitForecast:
    """A customer's profit over the whole life.

    Attributes
    ----------
    shape, formula : str
        The curve that was fitted.
    parameters : pandas.DataFrame
        Indexed by ``parameter``: ``estimate``, ``standard_error``, ``low``, ``high`` (95 % interval).
    periods : pandas.DataFrame
        One row per period of the life: ``profit`` (yuan, missing in the future), ``fitted``, ``low``
        and ``high`` (95 % band for the profit of that period), ``counted`` (the profit, in the future
        the fitted one), ``discount_factor`` (1 in the past), ``present_value`` and
        ``cumulative_value``.
    life_length : int
        Number of periods, from the first of the history.
    totals : pandas.DataFrame
        ``past_profit``, ``future_profit``, ``lifetime_profit`` (both, not discounted),
        ``future_value`` (discounted) and ``lifetime_value`` (past profit and future value), each with
        ``value``, ``low`` and ``high`` in yuan (95 % interval).
    threshold : float
        Yuan; at or below it, a falling profit ends the life.
    residual_sd : float
        Standard deviation of a single period around the curve, in yuan.
    r_squared, aicc : float
        How close the curve is to the past: see :func:`crmlib.compare_profit_curves`.
    notes : tuple of str
        What to be careful about.
    """

    shape: str
    formula: str
    parameters: pd.DataFrame
    periods: pd.DataFrame
    life_length: int
    totals: pd.DataFrame
    threshold: float
    residual_sd: float
    r_squared: float
    aicc: float
    notes: tuple

    @property
    def clv(self):
        """Past profit and discounted future profit, in yuan."""
        return float(self.totals.loc["lifetime_value", "value"])


def fit_profit_curve(profits, shape=None, *, discount_rate, timing="end", periods=None, threshold=0.0):
    """Forecast a customer's profit by a curve fitted to the past.

    The textbook's five steps: the profit of each past period (what is given); its picture
    (:func:`crmlib.draw.profit_curve`); the curve and its parameters; the length of the life; the
    profit of the whole life. Today is the end of the history: past profit counts as it is, future
    profit is discounted. A decision about the future rests on ``future_value`` alone.

    Intervals take the curve as known in kind, its parameters as estimated and the periods as
    independent, with equal spread around the curve. That the kind may be wrong is not in them.

    Parameters
    ----------
    profits : pandas.Series or sequence of float
        Profit per period in yuan, of one customer or a group's mean, oldest first, without gaps;
        not running totals.
    shape : {"linear", "decay", "saturation", "parabola", "logistic"}, optional
        The curve; without it, the one with the smallest AICc: see :func:`compare_profit_curves`.
    discount_rate : float
        Per period, as a share.
    timing : {"start", "mid", "end"}
        When in its period the money moves. The textbook adds up profits without discounting
        (``lifetime_profit``) and does not say; without a word it is the end, the cautious choice. For
        purchases spread over the period take "mid".
    periods : int, optional
        Length of the whole life, past included. Without it, the life ends before the first future
        period in which the curve falls to `threshold`.
    threshold : float, default 0
        Profit in yuan below which a customer is not worth keeping.

    Returns
    -------
    ProfitForecast

    Raises
    ------
    CourseError
        If the history is too short, has gaps or does not vary, if it does not fix the curve, or if
        the curve does not fall to the threshold within three times the history and `periods` is
        not given.

    References
    ----------
    Seber, G. A. F., & Wild, C. J. (1989). *Nonlinear Regression*, chapter 5. Wiley.

    Examples
    --------
    >>> forecast = fit_profit_curve([300, 245, 190, 160, 125, 100], "decay", discount_rate=0.10, periods=8)
    >>> forecast.periods.tail(3)[["profit", "fitted", "discount_factor", "present_value"]].round(2)
            profit  fitted  discount_factor  present_value
    period
    6        100.0  100.94             1.00         100.00
    7          NaN   81.13             0.91          73.75
    8          NaN   65.20             0.83          53.89
    >>> forecast.totals.round(1)
                      value     low    high
    total
    past_profit      1120.0  1120.0  1120.0
    future_profit     146.3   129.6   163.0
    lifetime_profit  1266.3  1249.6  1283.0
    future_value      127.6   113.1   142.2
    lifetime_value   1247.6  1233.1  1262.2
    """
    profits = history_of(profits)
    threshold = checked_amount("threshold", threshold)
    fit = fit_shape(profits, compare_profit_curves(profits).index[0] if shape is None else shape)
    length = _life_length(fit, threshold) if periods is None else checked_periods("periods", periods)
    if length < fit.periods:
        raise CourseError(_("periods={value} is shorter than the history, which has {count} periods. "
                            "Give the length of the whole life, the past included.").format(value=length, count=fit.periods))
    table = _by_period(fit, profits, length, discount_rate, timing)
    return ProfitForecast(fit.name, fit.shape.formula, _parameters(fit), table, length, _totals(fit, table), threshold,
                          fit.residual_sd, fit.r_squared, fit.aicc, _notes(fit, length))


def _life_length(fit, threshold):
    """Return the last period before the curve falls to the threshold."""
    ahead = np.arange(fit.periods, _FARTHEST * fit.periods + 1)
    fitted = fit.curve(ahead)
    ended = (fitted[1:] <= threshold) & (fitted[1:] < fitted[:-1])
    if not ended.any():
        raise CourseError(_("The curve {formula} does not fall to {threshold:g} yuan by period {last}, three times the history, "
                            "so it does not say when the customer leaves. "
                            "Say how long the customer stays, for example periods={example}, or give a higher threshold.")
                          .format(formula=fit.shape.formula, threshold=threshold, last=int(ahead[-1]), example=_FAR * fit.periods))
    return int(ahead[ended.argmax()])


def _by_period(fit, profits, length, discount_rate, timing):
    t = pd.RangeIndex(1, length + 1, name="period")
    future = np.arange(1, length + 1) > fit.periods
    fitted = fit.curve(t)
    reach = fit.quantile * np.array([fit.sum_error([period], [1.0]) for period in t])
    known = np.concatenate([profits, np.full(length - len(profits), np.nan)])
    counted = np.where(future, fitted, known)
    factors = np.where(future, discount_factors(t - fit.periods, discount_rate, timing), 1.0)
    return pd.DataFrame({
        "profit": known, "fitted": fitted, "low": fitted - reach, "high": fitted + reach, "counted": counted,
        "discount_factor": factors, "present_value": counted * factors, "cumulative_value": (counted * factors).cumsum(),
    }, index=t)


def _parameters(fit):
    reach = fit.quantile * fit.standard_errors
    return pd.DataFrame({"estimate": fit.estimates, "standard_error": fit.standard_errors,
                         "low": fit.estimates - reach, "high": fit.estimates + reach},
                        index=pd.Index(fit.shape.parameters, name="parameter"))


def _totals(fit, table):
    future = table[table["profit"].isna()]
    past = table["profit"].sum()
    profit, value = future["fitted"].sum(), future["present_value"].sum()
    profit_reach = fit.quantile * fit.sum_error(future.index, np.ones(len(future)))
    value_reach = fit.quantile * fit.sum_error(future.index, future["discount_factor"])
    middle = pd.Series({"past_profit": past, "future_profit": profit, "lifetime_profit": past + profit,
                        "future_value": value, "lifetime_value": past + value})
    reach = np.array([0.0, profit_reach, profit_reach, value_reach, value_reach])
    return pd.DataFrame({"value": middle, "low": middle - reach, "high": middle + reach}).rename_axis("total")


def _notes(fit, length):
    notes = []
    if length == fit.periods:
        notes.append(_("No future profit is counted: the life ends with the history."))
    if length > _FAR * fit.periods:
        notes.append(_("The forecast reaches {future} periods ahead, farther than the history of {past} periods. "
                       "The band holds only if the curve goes on in the same way.").format(future=length - fit.periods, past=fit.periods))
    return tuple(notes)
