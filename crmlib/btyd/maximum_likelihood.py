"""Maximum likelihood for parameters above 0: several starts, no failure passed over, standard errors."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from crmlib.language import CourseError
from crmlib.language import gettext as _

_REACH = np.log(1e3)  # a parameter ends at most 1,000 times above or below its first start: beyond, forecasts hardly change
_AT_THE_END = 0.95
_LONGEST_STEP = 2.0
_MOST_STEPS = 200
_MOST_HALVINGS = 12
_FLAT = 1e-12
_ROUNDING = 1e-13
_LITTLE = 1e-6  # log-likelihood still to gain, a thousandth of a standard error: one more step, and the search is over
_TOO_MUCH = 1e-3
_WIDEST = 3.0  # a wider interval spans a factor of 350 to either side: the data say nothing
_NORMAL_97_5 = 1.959963984540054


@dataclass(frozen=True, eq=False)
class Estimates:
    """What maximum likelihood finds.

    Attributes
    ----------
    params, standard_errors : pandas.Series
        By name of the parameter; the standard error is missing where the data say nothing about it.
    confidence_intervals : pandas.DataFrame
        95 %: ``low`` and ``high`` by name of the parameter.
    log_likelihood : float
    unclear : list of tuple of str
        The groups of parameters about which the data say nothing.
    """

    params: pd.Series
    standard_errors: pd.Series
    confidence_intervals: pd.DataFrame
    log_likelihood: float
    unclear: list


def maximise(log_likelihood, starts, groups):
    """Find the parameters that make the data most likely.

    The search runs over the logarithms of the parameters. There a standard error is that of a
    relative change, so the parameter's own is the parameter times it (delta method), and an
    interval never reaches below 0.

    Parameters
    ----------
    log_likelihood : callable
        Takes an array of parameters; returns the log-likelihood, its first derivatives (array) and
        its second derivatives (matrix).
    starts : list of dict
        Starting values by name. The best end counts.
    groups : list of tuple of str
        Parameters that only together mean something: when the data say nothing about one of them,
        none of the group has a standard error.

    Returns
    -------
    Estimates

    Raises
    ------
    CourseError
        If the best search does not end at a maximum.

    Examples
    --------
    Seven customers bought three times in all. The mean and its standard error are 3 ÷ 7 and √3 ÷ 7:

    >>> def poisson(mean):
    ...     return 3 * np.log(mean[0]) - 7 * mean[0], 3 / mean - 7, np.diag(-3 / mean**2)
    >>> found = maximise(poisson, [{"mean": 1.0}], [("mean",)])
    >>> [round(float(7 * number), 4) for number in (found.params["mean"], found.standard_errors["mean"])]
    [3.0, 1.7321]
    """
    names, points = list(starts[0]), np.log([list(start.values()) for start in starts])
    ends = [_Search(log_likelihood, point, centre=points[0]) for point in points]
    best = min(ends, key=lambda end: end.value)
    if best.still_to_gain > _TOO_MUCH:
        raise CourseError(_("No parameters were found that fit best: the search broke off. Look for impossible customers in the table, "
                            "such as thousands of purchases in a few weeks, or times in different units."))
    errors = pd.Series(best.standard_errors(), names)
    unclear = [group for group in groups if (errors[list(group)] > _WIDEST).any()]
    errors[[name for group in unclear for name in group]] = np.nan
    params = pd.Series(np.exp(best.logs()), names)
    intervals = pd.DataFrame({"low": params * np.exp(-_NORMAL_97_5 * errors), "high": params * np.exp(_NORMAL_97_5 * errors)})
    return Estimates(params, params * errors, intervals, float(-best.value), unclear)


class _Search:
    """Newton's method for the lowest value of minus the log-likelihood, never uphill.

    The logarithms are bent back into reach of the centre: log = centre + reach · tanh((point − centre) ÷ reach).
    """

    def __init__(self, log_likelihood, point, centre):
        self._log_likelihood, self._centre = log_likelihood, centre
        self._go_to(point, self._fall(point))
        for _step in range(_MOST_STEPS):
            last = self.still_to_gain < _LITTLE
            if not self._improve() or last:
                break

    def logs(self):
        """Return the logarithms of the parameters."""
        return self._centre + _REACH * np.tanh((self._point - self._centre) / _REACH)

    def standard_errors(self):
        """Return the standard errors of the logarithms, endless at the end of the reach."""
        values, vectors = np.linalg.eigh(self._curvature)
        of_point = np.sqrt(np.einsum("ij,j->i", vectors**2, 1 / np.maximum(values, _FLAT)))
        bend = np.tanh((self._point - self._centre) / _REACH)
        return np.where(np.abs(bend) > _AT_THE_END, np.inf, of_point * (1 - bend**2))

    def _fall(self, point):
        """Return minus the log-likelihood, with its derivatives by the point."""
        bend = np.tanh((point - self._centre) / _REACH)
        params = np.exp(self._centre + _REACH * bend)
        value, slopes, curvature = self._log_likelihood(params)
        by_point = params * (1 - bend**2)
        bent = slopes * by_point * (1 - bend**2 - 2 * bend / _REACH)
        return -value, -slopes * by_point, -curvature * np.multiply.outer(by_point, by_point) - np.diag(bent)

    def _go_to(self, point, fall):
        self._point = point
        self.value, slopes, self._curvature = fall
        values, vectors = np.linalg.eigh(self._curvature)
        along = np.einsum("ji,j->i", vectors, slopes) / np.maximum(np.abs(values), _FLAT)
        self._step = np.einsum("ij,j->i", vectors, np.clip(along, -_LONGEST_STEP, _LONGEST_STEP))
        self.still_to_gain = np.einsum("i,i->", slopes, self._step)

    def _improve(self):
        """Take the step, shorter if need be; tell whether that was possible without going up."""
        for halvings in range(_MOST_HALVINGS):
            point = self._point - self._step / 2**halvings
            fall = self._fall(point)
            if fall[0] <= self.value + _ROUNDING * abs(self.value):
                self._go_to(point, fall)
                return True
        return False
