"""How many purchases a customer who is still there will make: the average over all chances of leaving."""

from functools import lru_cache

import numpy as np
import pandas as pd

_POINTS = 64
_SMALLEST = 1e-12


def purchases_if_alive(params, frequency, T, t):
    """Return the expected number of purchases in the next t, if the customer has not left.

    A customer with x repeat purchases in the time T who has not left buys at a rate λ with a
    gamma distribution (r + x, α + T), and leaves after a purchase with a probability p with a beta
    distribution (a, b + x). Given p, the expected number is [1 − (1 + p t ÷ (α + T))^−(r + x)] ÷ p; it is
    averaged over p by Gauss-Jacobi quadrature. The closed form in the reference, equation 10, is
    the same number, but it divides 0 by 0 at a = 1, and cancels where customers hardly differ.

    Parameters
    ----------
    params : sequence of float
        r, alpha, a, b.
    frequency, T : numpy.ndarray
        Of each customer.
    t : float
        Length of time, in the unit of `T`.

    Returns
    -------
    numpy.ndarray

    References
    ----------
    Fader, P. S., Hardie, B. G. S. and Lee, K. L. (2005). "Counting your customers" the easy way.
    *Marketing Science*, 24(2), 275–284.
    Golub, G. H. and Welsch, J. H. (1969). Calculation of Gauss quadrature rules. *Mathematics of
    Computation*, 23(106), 221–230.

    Examples
    --------
    >>> purchases_if_alive([0.243, 4.414, 0.793, 2.426], np.array([0, 2]), np.array([0.0, 30.0]), 39.0).round(3)
    array([1.197, 2.044])
    """
    r, alpha, a, b = params
    code, distinct = pd.factorize(frequency)
    expected = np.empty(len(T))
    for x, rows in zip(distinct, _rows_by_code(code)):
        times, place = np.unique(T[rows], return_inverse=True)
        p, weight = _beta_points(a, b + x)
        given_p = -np.expm1(-(r + x) * np.log1p(np.multiply.outer(t / (alpha + times), p))) / p
        expected[rows] = np.einsum("ij,j->i", given_p, weight)[place]
    return expected


def _rows_by_code(code):
    return np.split(np.argsort(code, kind="stable"), np.cumsum(np.bincount(code))[:-1])


@lru_cache(maxsize=4096)
def _beta_points(a, b):
    """Return points and weights that average a smooth function over a beta distribution (Golub and Welsch)."""
    from scipy.linalg import eigh_tridiagonal

    k = np.arange(1.0, _POINTS)
    s = 2 * k + a + b - 2
    middle = np.append(a / (a + b), 0.5 + (a - b) * (a + b - 2) / (2 * s * (s + 2)))
    k, s = k[1:], s[1:]
    beside = np.append(a * b / ((a + b) ** 2 * (a + b + 1)), k * (k + a - 1) * (k + b - 1) * (k + a + b - 2) / (s**2 * (s + 1) * (s - 1)))
    points, vectors = eigh_tridiagonal(middle, np.sqrt(beside))
    return np.clip(points, _SMALLEST, 1.0), vectors[0] ** 2
