"""Least squares: a shape fitted to a profit history, with what is uncertain about it, or a refusal that says why."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from crmlib.curves.shapes import SHAPES, Shape, shape_of
from crmlib.language import CourseError
from crmlib.language import gettext as _
from crmlib.transactions.cells import first_few

_SPARE_PERIODS = 3
_EXACT = 1e-6  # a residual below this share of the spread is rounding
CONFIDENCE = 0.95


@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted shape.

    Attributes
    ----------
    name : str
    shape : Shape
    estimates : numpy.ndarray
        The parameters.
    covariance : numpy.ndarray
        Of the estimates.
    residual_sd : float
        Standard deviation of a single period around the curve, in yuan.
    periods : int
        Length of the history.
    r_squared, aicc : float
        Share of the variation that the curve takes up; Akaike's criterion, corrected for few
        periods.
    """

    name: str
    shape: Shape
    estimates: np.ndarray
    covariance: np.ndarray
    residual_sd: float
    periods: int
    r_squared: float
    aicc: float

    @property
    def standard_errors(self):
        """The standard errors of the estimates."""
        return np.sqrt(np.diag(self.covariance))

    @property
    def quantile(self):
        """How many standard errors there are on each side of a 95 % interval (Student's t)."""
        from scipy.special import stdtrit

        return float(stdtrit(self.periods - len(self.estimates), (1 + CONFIDENCE) / 2))

    def curve(self, t):
        """Return the profits on the curve."""
        return self.shape.value(np.asarray(t, dtype=float), *self.estimates)

    def sum_error(self, t, weights):
        """Return the standard error of a weighted sum of new periods: the curve's and the periods' own."""
        weights = np.asarray(weights, dtype=float)
        slope = weights @ self.shape.gradient(np.asarray(t, dtype=float), *self.estimates)
        return float(np.sqrt(slope @ self.covariance @ slope + self.residual_sd**2 * (weights @ weights)))


def history_of(profits):
    """Return a profit history as numbers, one for each period.

    Examples
    --------
    >>> history_of([20, 50, 60])
    array([20., 50., 60.])
    """
    series = pd.Series(profits)
    numbers = pd.to_numeric(series, errors="coerce").astype(float)
    bad = series.index[~np.isfinite(numbers)]
    if len(bad):
        raise CourseError(_("The profit history has no number for these periods: {periods}. Fill in the profit, 0 where there was none.")
                          .format(periods=first_few(bad)))
    if pd.api.types.is_integer_dtype(series.index) and (np.diff(series.index) != 1).any():
        raise CourseError(_("The periods of the profit history do not follow one another: {periods}. "
                            "Give every period once and in order, with 0 where there was no profit.")
                          .format(periods=first_few(series.index, limit=12)))
    return numbers.to_numpy()


def fit_shape(profits, name):
    """Fit one shape to a profit history by least squares.

    Examples
    --------
    >>> fit_shape(np.array([20.0, 50.0, 60.0, 85.0, 95.0]), "linear").estimates.round(2)
    array([ 6.5, 18.5])
    """
    from scipy.optimize import least_squares

    shape = shape_of(name)
    _refuse_unfit(profits, len(shape.parameters) + _SPARE_PERIODS)
    t = np.arange(1.0, len(profits) + 1)
    scale = np.abs(profits).max()
    found = least_squares(lambda p: shape.value(t, *p) - profits / scale, shape.start(t, profits / scale), lambda p: shape.gradient(t, *p),
                          bounds=shape.bounds(len(t)), x_scale="jac", xtol=1e-12, ftol=1e-12, gtol=1e-12)
    estimates = found.x * [scale if parameter == "a" or not shape.bent_by else 1.0 for parameter in shape.parameters]
    fitted = _with_errors(name, shape, t, profits, estimates)
    _refuse_undetermined(fitted, at_limit=found.active_mask.any())
    return fitted


def compare_profit_curves(profits):
    """Fit every shape to a profit history, and compare them.

    The smallest ``aicc`` is the best: it rewards closeness and charges for every parameter. The
    share of variation taken up (``r_squared``) is shown beside it because it misleads: it never
    falls when a parameter is added.

    Parameters
    ----------
    profits : pandas.Series or sequence of float
        Profit per period in yuan, oldest first, without gaps.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``shape``, best first: ``formula``, ``parameters`` (how many), ``residual_sd``
        (yuan), ``r_squared`` (0–1), ``aicc``, and ``refused``: why a shape could not be fitted, or "".

    Raises
    ------
    CourseError
        If no shape can be fitted: too few periods, or all profits are equal.

    References
    ----------
    Hurvich, C. M., & Tsai, C.-L. (1989). Regression and time series model selection in small
    samples. *Biometrika*, 76(2), 297–307.

    Examples
    --------
    >>> compare_profit_curves([8, 20, 55, 110, 170, 195, 212, 215])[["formula", "parameters", "r_squared", "aicc"]].round(3)
                                  formula  parameters  r_squared    aicc
    shape
    logistic    a ÷ (1 + exp(−b·(t − c)))           3      1.000  30.515
    linear                        a + b·t           2      0.948  58.644
    parabola               a + b·t + c·t²           3      0.962  65.367
    decay                     a·exp(−b·t)           2        NaN     NaN
    saturation          a·(1 − exp(−b·t))           2        NaN     NaN
    """
    profits = history_of(profits)
    _refuse_unfit(profits, min(len(shape.parameters) for shape in SHAPES.values()) + _SPARE_PERIODS)
    rows = {}
    for name, shape in SHAPES.items():
        row = {"formula": shape.formula, "parameters": len(shape.parameters)}
        try:
            fitted = fit_shape(profits, name)
            rows[name] = {**row, "residual_sd": fitted.residual_sd, "r_squared": fitted.r_squared, "aicc": fitted.aicc, "refused": ""}
        except CourseError as refusal:
            rows[name] = {**row, "residual_sd": np.nan, "r_squared": np.nan, "aicc": np.nan, "refused": str(refusal)}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("shape").sort_values("aicc", kind="stable")


def _with_errors(name, shape, t, profits, estimates):
    residuals = profits - shape.value(t, *estimates)
    spread = profits - profits.mean()
    count, freedom = len(t), len(t) - len(estimates)
    squares = max(residuals @ residuals, spread @ spread * _EXACT**2)
    known = len(estimates) + 1  # the residual's own spread is estimated too
    return Fit(
        name, shape, estimates,
        covariance=_inverse_square(shape.gradient(t, *estimates)) * squares / freedom,
        residual_sd=float(np.sqrt(squares / freedom)),
        periods=count,
        r_squared=float(1 - squares / (spread @ spread)),
        aicc=float(count * np.log(squares / count) + 2 * known + 2 * known * (known + 1) / (count - known - 1)))


def _inverse_square(gradient):
    """Return the inverse of gradientᵀ·gradient; where it does not exist, very large numbers."""
    size = np.abs(gradient).max(axis=0).clip(1e-100)
    singular, directions = np.linalg.svd(gradient / size, full_matrices=False)[1:]
    return (directions.T / singular.clip(1e-12) ** 2) @ directions / np.outer(size, size)


def _refuse_unfit(profits, needed):
    if len(profits) < needed:
        raise CourseError(_("The history has {count} periods, and at least {needed} are needed: "
                            "with fewer, the curve fits almost anything and tells nothing. "
                            "Add periods, or use a curve with fewer parameters.").format(count=len(profits), needed=needed))
    if np.ptp(profits) == 0:
        raise CourseError(_("All profits of the history are equal, so there is no curve to fit. Expect the same amount in every period, "
                            "and value it with crm.retention_clv(...)."))


def _refuse_undetermined(fitted, at_limit):
    """Refuse a bent curve whose bend the history does not show, or whose height or speed is as uncertain as it is large."""
    if at_limit:
        raise CourseError(_("The history does not show the bend of the curve {formula}: "
                            "the best curve of this kind is a straight line or a sudden step there. "
                            "Use another curve, or wait for more periods.").format(formula=fitted.shape.formula))
    if not fitted.shape.bent_by:
        return
    for parameter, estimate, error in zip("ab", fitted.estimates, fitted.standard_errors):
        if error >= abs(estimate):
            raise CourseError(_("The history does not fix the curve {formula}: "
                                "its parameter {parameter} would be {estimate:.3g} with a standard error of {error:.3g}. "
                                "Use a simpler curve, or wait for more periods.")
                              .format(formula=fitted.shape.formula, parameter=parameter, estimate=estimate, error=error))
