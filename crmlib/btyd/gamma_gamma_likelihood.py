"""The likelihood of the Gamma-Gamma model."""

import numpy as np


class GammaGammaLikelihood:
    """The log-likelihood of the Gamma-Gamma model, as a function of p, q and v.

    The likelihood of a customer with x repeat purchases of the mean m is

    Γ(p x + q) ÷ (Γ(p x) Γ(q)) · v^q · x^(p x) · m^(p x − 1) ÷ (v + x m)^(p x + q).

    Parameters
    ----------
    frequency, monetary : numpy.ndarray
        x and m of each customer with a repeat purchase.

    References
    ----------
    Fader, P. S. and Hardie, B. G. S. (2013). The Gamma-Gamma model of monetary value. Note 25,
    brucehardie.com, equation 1a.

    Examples
    --------
    One purchase of 3 yuan, for p = q = v = 1: the likelihood is 1 ÷ (1 + 3)².

    >>> value, slopes, curvature = GammaGammaLikelihood(np.array([1]), np.array([3.0]))([1.0, 1.0, 1.0])
    >>> round(float(np.exp(value)), 4)
    0.0625
    """

    def __init__(self, frequency, monetary):
        self._frequency, self._total = frequency, frequency * monetary
        self._counts, code = np.unique(frequency, return_inverse=True)
        self._weight = np.bincount(code).astype(float)
        self._log_totals, self._log_means = _sum(frequency, np.log(self._total)), np.log(monetary).sum()

    def __call__(self, params):
        """Return the log-likelihood, its first and its second derivatives."""
        from scipy.special import gammaln, polygamma, psi

        p, q, v = params
        x, weight, n = self._counts, self._weight, len(self._frequency)
        scale, power = v + self._total, p * self._frequency + q
        log_scale, per_scale = np.log(scale), 1 / scale
        value = (_sum(weight, gammaln(p * x + q) - gammaln(p * x)) - n * gammaln(q) + n * q * np.log(v)
                 + p * self._log_totals - self._log_means - _sum(power, log_scale))
        slopes = np.array([
            _sum(weight * x, psi(p * x + q) - psi(p * x)) + self._log_totals - _sum(self._frequency, log_scale),
            _sum(weight, psi(p * x + q)) - n * psi(q) + n * np.log(v) - log_scale.sum(),
            n * q / v - _sum(power, per_scale)])
        with_q, without = polygamma(1, p * x + q), polygamma(1, p * x)
        by_pq, by_pv, by_qv = _sum(weight * x, with_q), -_sum(self._frequency, per_scale), n / v - per_scale.sum()
        curvature = np.array([
            [_sum(weight * x**2, with_q - without), by_pq, by_pv],
            [by_pq, _sum(weight, with_q) - n * polygamma(1, q), by_qv],
            [by_pv, by_qv, _sum(power, per_scale**2) - n * q / v**2]])
        return value, slopes, curvature


def _sum(weights, values):
    return np.einsum("i,i->", weights, values)
