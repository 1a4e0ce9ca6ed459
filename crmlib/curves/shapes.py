"""The typical shapes of a customer's profit over time, each with its formula.

The straight line and the parabola are ordinary regression. Decay, saturation (monomolecular growth)
and the logistic curve are in Seber, G. A. F., & Wild, C. J. (1989), *Nonlinear Regression*, chapter 7,
Wiley. That the profit of a customer typically rises with time is a claim of Reichheld, F. F., & Sasser,
W. E. (1990), Zero defections: Quality comes to services, *Harvard Business Review*, 68(5), 105–111;
Reinartz, W. J., & Kumar, V. (2000), On the profitability of long-life customers in a noncontractual
setting, *Journal of Marketing*, 64(4), 17–35, did not find it where no contract binds.
"""

from dataclasses import dataclass
from itertools import product
from typing import Callable

import numpy as np

from crmlib.language import CourseError, listed
from crmlib.language import gettext as _


@dataclass(frozen=True)
class Shape:
    """One formula for the profit of period t.

    Attributes
    ----------
    formula : str
    parameters : tuple of str
        In the order in which `value` and `gradient` take them.
    value, gradient : callable
        Take the periods and the parameters; return the profit, and its derivatives by the
        parameters (one column each).
    bent_by : dict of str to tuple
        The parameters after the first that bend the curve, with values to start the search from,
        for a history of length 1; empty where least squares needs no search. The first parameter
        is then the height, and the curve is proportional to it.
    """

    formula: str
    parameters: tuple
    value: Callable
    gradient: Callable
    bent_by: dict

    def start(self, t, profits):
        """Return parameters near the best ones: the best of a few bends, each with its best height."""
        if not self.bent_by:
            basis = self.gradient(t, *np.zeros(len(self.parameters)))
            return np.linalg.lstsq(basis, profits, rcond=None)[0]
        best = None
        for bends in product(*(self._for_length(name, values, len(t)) for name, values in self.bent_by.items())):
            unit = self.value(t, 1.0, *bends)
            height = unit @ profits / (unit @ unit)
            error = ((profits - height * unit) ** 2).sum()
            if best is None or error < best[0]:
                best = error, (height, *bends)
        return np.array(best[1])

    def bounds(self, length):
        """Return the lowest and the highest parameters for a history of this length.

        A bend that starts beyond these limits does not show in the history: the curve is a
        straight line or a step there.
        """
        limits = {"a": (-np.inf, np.inf), "b": (0.1 / length, 5.0), "c": (-length, 3.0 * length)}
        free = (-np.inf, np.inf)
        return tuple(zip(*(limits[parameter] if self.bent_by else free for parameter in self.parameters)))

    @staticmethod
    def _for_length(name, values, length):
        return [value / length if name == "b" else value * length for value in values]


def _logistic_part(t, b, c):
    return 1 / (1 + np.exp(-np.clip(b * (t - c), -500, 500)))


def _logistic_gradient(t, a, b, c):
    part = _logistic_part(t, b, c)
    slope = a * part * (1 - part)
    return np.column_stack([part, slope * (t - c), -slope * b])


_SPEEDS = (0.3, 1.0, 3.0, 10.0)

SHAPES = {
    "linear": Shape("a + b·t", ("a", "b"), lambda t, a, b: a + b * t, lambda t, a, b: np.column_stack([np.ones_like(t), t]), {}),
    "decay": Shape("a·exp(−b·t)", ("a", "b"), lambda t, a, b: a * np.exp(-b * t),
                   lambda t, a, b: np.column_stack([np.exp(-b * t), -a * t * np.exp(-b * t)]), {"b": _SPEEDS}),
    "saturation": Shape("a·(1 − exp(−b·t))", ("a", "b"), lambda t, a, b: -a * np.expm1(-b * t),
                        lambda t, a, b: np.column_stack([-np.expm1(-b * t), a * t * np.exp(-b * t)]), {"b": _SPEEDS}),
    "parabola": Shape("a + b·t + c·t²", ("a", "b", "c"), lambda t, a, b, c: a + b * t + c * t**2,
                      lambda t, a, b, c: np.column_stack([np.ones_like(t), t, t**2]), {}),
    "logistic": Shape("a ÷ (1 + exp(−b·(t − c)))", ("a", "b", "c"), lambda t, a, b, c: a * _logistic_part(t, b, c),
                      _logistic_gradient, {"b": _SPEEDS, "c": (0.0, 0.25, 0.5, 0.75, 1.0, 1.5)}),
}


def shape_of(name):
    """Return the Shape of this name.

    Examples
    --------
    >>> shape_of("decay").formula
    'a·exp(−b·t)'
    """
    if name not in SHAPES:
        raise CourseError(_("shape={name!r} is not known. Use one of: {names}.").format(name=name, names=listed(SHAPES)))
    return SHAPES[name]


def shape_label(name):
    """Return the name of a shape in the language in use.

    Examples
    --------
    >>> shape_label("logistic")
    'S-shaped growth (logistic)'
    """
    return {
        "linear": _("straight line"),
        "decay": _("decline by the same share (exponential)"),
        "saturation": _("growth up to a ceiling (exponential)"),
        "parabola": _("rise and fall (parabola)"),
        "logistic": _("S-shaped growth (logistic)"),
    }[name]
