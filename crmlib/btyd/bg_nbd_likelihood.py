"""The likelihood of the BG/NBD model, made quick: what customers share is computed once."""

import numpy as np
import pandas as pd

_BLOCK = 8192  # rows computed together: arrays that stay in the processor's cache


class BGNBDLikelihood:
    """The log-likelihood of the BG/NBD model, as a function of r, alpha, a and b.

    With x, t_x and T for frequency, recency and the time since the first purchase, the likelihood of
    one customer is

    B(a, b + x) ÷ B(a, b) · Γ(r + x) ÷ Γ(r) · α^r · [(α + T)^−(r + x) + a ÷ (b + x − 1) · (α + t_x)^−(r + x)],

    where the second term in brackets (the customer left after the last purchase) is 0 for x = 0.
    Customers with equal x, t_x and T are one row with a weight; gamma functions are computed once
    for each x, logarithms once for each time.

    Parameters
    ----------
    frequency, recency, T : numpy.ndarray
        One number per customer.

    References
    ----------
    Fader, P. S., Hardie, B. G. S. and Lee, K. L. (2005). "Counting your customers" the easy way.
    *Marketing Science*, 24(2), 275–284, equation 6.

    Examples
    --------
    A customer without a repeat purchase in 3 weeks, for r = 2 and α = 1: the likelihood is (1 ÷ (1 + 3))².

    >>> value, slopes, curvature = BGNBDLikelihood(np.array([0]), np.array([0.0]), np.array([3.0]))([2.0, 1.0, 1.0, 1.0])
    >>> round(float(np.exp(value)), 4)
    0.0625
    """

    def __init__(self, frequency, recency, T):
        (x, start, end), (self._x, self._starts, self._ends), weight = folded(frequency, recency, T)
        self._customers = len(frequency)
        self._customers_by_x = np.bincount(x, weight, len(self._x))
        repeat = self._x[x] > 0
        self._never_by_T = np.bincount(end[~repeat], weight[~repeat], len(self._ends))
        rows = x[repeat], start[repeat], end[repeat], weight[repeat]
        self._blocks = [[column[first:first + _BLOCK] for column in rows] for first in range(0, len(rows[0]), _BLOCK)]

    def __call__(self, params):
        """Return the log-likelihood, its first and its second derivatives."""
        parts = [self._counts(*params), self._never(*params), *(self._repeat(block, *params) for block in self._blocks)]
        return tuple(sum(part) for part in zip(*parts))

    def _counts(self, r, alpha, a, b):
        """The part that depends on x alone."""
        from scipy.special import gammaln, polygamma, psi

        x, weight, n = self._x, self._customers_by_x, self._customers

        def rise(function, start):
            return _sum(weight, function(start + x) - function(start))

        def trigamma(value):
            return polygamma(1, value)

        value = rise(gammaln, r) + n * r * np.log(alpha) + rise(gammaln, b) - rise(gammaln, a + b)
        by_a, by_aa = -rise(psi, a + b), -rise(trigamma, a + b)
        slopes = np.array([rise(psi, r) + n * np.log(alpha), n * r / alpha, by_a, by_a + rise(psi, b)])
        curvature = np.array([[rise(trigamma, r), n / alpha, 0, 0], [n / alpha, -n * r / alpha**2, 0, 0],
                              [0, 0, by_aa, by_aa], [0, 0, by_aa, by_aa + rise(trigamma, b)]])
        return value, slopes, curvature

    def _never(self, r, alpha, a, b):
        """The part of T, for customers without a repeat purchase."""
        weight, end = self._never_by_T, alpha + self._ends
        logs, inverse, squared = _sum(weight, np.log(end)), _sum(weight, 1 / end), _sum(weight, 1 / end**2)
        curvature = np.zeros((4, 4))
        curvature[:2, :2] = [[0, -inverse], [-inverse, r * squared]]
        return -r * logs, np.array([-logs, -r * inverse, 0, 0]), curvature

    def _repeat(self, block, r, alpha, a, b):
        """The part of the times, for a block of customers with repeat purchases: the brackets."""
        x, start, end, weight = block
        power, before_last = (r + self._x)[x], b + np.maximum(self._x - 1.0, 0.0)
        log_start, log_end = np.log(alpha + self._starts)[start], np.log(alpha + self._ends)[end]
        per_start, per_end = (1 / (alpha + self._starts))[start], (1 / (alpha + self._ends))[end]
        log_odds = (np.log(a) - np.log(before_last))[x] + power * (log_end - log_start)
        small = np.exp(-np.abs(log_odds))
        p_gone = np.where(log_odds > 0, 1.0, small) / (1 + small)
        gone, here = weight * p_gone, weight * (1 - p_gone)
        value = _sum(weight, np.maximum(log_odds, 0) + np.log1p(small) - power * log_end)
        gone_by_x = np.bincount(x, gone, len(self._x))
        slopes = np.array([-_sum(here, log_end) - _sum(gone, log_start), -_sum(here, power * per_end) - _sum(gone, power * per_start),
                           gone.sum() / a, -_sum(gone_by_x, 1 / before_last)])
        odds_by = np.array([log_end - log_start, power * (per_end - per_start), np.full(len(x), 1 / a), (-1 / before_last)[x]])
        curvature = np.einsum("ik,jk->ij", odds_by * (here * p_gone), odds_by)
        curvature[0, 1] -= _sum(here, per_end) + _sum(gone, per_start)
        curvature[1, 0] = curvature[0, 1]
        curvature[1, 1] += _sum(here * power, per_end**2) + _sum(gone * power, per_start**2)
        curvature[2, 2] -= gone.sum() / a**2
        curvature[3, 3] += _sum(gone_by_x, 1 / before_last**2)
        return value, slopes, curvature


def folded(*columns):
    """Fold equal rows into one.

    Returns
    -------
    codes : tuple of numpy.ndarray
        For each column, the place of each folded row's value among the distinct values.
    distinct : tuple of numpy.ndarray
        For each column, its distinct values, rising.
    weight : numpy.ndarray
        How many rows each folded row stands for.

    Examples
    --------
    >>> codes, distinct, weight = folded([7, 0, 7], [2.5, 1.0, 2.5])
    >>> distinct[1][codes[1]], weight
    (array([1. , 2.5]), array([1., 2.]))
    """
    codes, distinct = zip(*(pd.factorize(np.asarray(column), sort=True) for column in columns))
    shape = [len(values) for values in distinct]
    rows, weight = np.unique(np.ravel_multi_index(codes, shape), return_counts=True)
    return np.unravel_index(rows, shape), distinct, weight.astype(float)


def _sum(weights, values):
    """Add up weighted values; without BLAS, whose threads stand in each other's way on a busy machine."""
    return np.einsum("i,i->", weights, values)
