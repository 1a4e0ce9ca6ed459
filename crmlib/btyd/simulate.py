"""Customers made up by the models themselves, with the truth that real data hide."""

import numpy as np
import pandas as pd

_NEVER = 1e-12


def simulate_bg_nbd(params, T, seed):
    """Draw customers from the BG/NBD model.

    Parameters
    ----------
    params : dict or pandas.Series
        ``r``, ``alpha``, ``a``, ``b``.
    T : array of float
        Time since the first purchase, one for each customer.
    seed : int

    Returns
    -------
    pandas.DataFrame
        ``frequency``, ``recency`` and ``T`` as :func:`crmlib.btyd_summary` gives them, and the truth:
        ``rate`` (purchases per unit of time while there), ``p_leave`` (after each repeat
        purchase) and ``alive`` (still there at the end).

    References
    ----------
    Fader, P. S., Hardie, B. G. S. and Lee, K. L. (2005). "Counting your customers" the easy way.
    *Marketing Science*, 24(2), 275–284, section 3.

    Examples
    --------
    >>> simulate_bg_nbd({"r": 0.8, "alpha": 10, "a": 0.8, "b": 2.4}, np.full(3, 52.0), seed=1).round(2)
       frequency  recency     T  rate  p_leave  alive
    0          2    51.58  52.0  0.05     0.13   True
    1          2     3.45  52.0  0.30     0.24  False
    2          2    25.19  52.0  0.04     0.20  False
    """
    random, T = np.random.default_rng(seed), np.asarray(T, dtype=float)
    rate = random.gamma(params["r"], 1 / params["alpha"], len(T))
    p_leave = np.clip(random.beta(params["a"], params["b"], len(T)), _NEVER, 1 - _NEVER)
    without_leaving = random.poisson(rate * T)
    until_leaving = np.floor(np.log(random.random(len(T))) / np.log1p(-p_leave)) + 1
    frequency = np.minimum(without_leaving, until_leaving).astype(int)
    recency = np.zeros(len(T))
    repeat = frequency > 0
    recency[repeat] = T[repeat] * random.beta(frequency[repeat], without_leaving[repeat] - frequency[repeat] + 1)
    alive = without_leaving < until_leaving
    return pd.DataFrame({"frequency": frequency, "recency": recency, "T": T, "rate": rate, "p_leave": p_leave, "alive": alive})


def simulate_gamma_gamma(params, frequency, seed):
    """Draw what customers spend from the Gamma-Gamma model.

    Parameters
    ----------
    params : dict or pandas.Series
        ``p``, ``q``, ``v``.
    frequency : array of int
        Repeat purchases of each customer.
    seed : int

    Returns
    -------
    numpy.ndarray
        The mean of each customer's repeat purchases; 0 without one.

    References
    ----------
    Fader, P. S. and Hardie, B. G. S. (2013). The Gamma-Gamma model of monetary value. Note 25,
    brucehardie.com.

    Examples
    --------
    >>> simulate_gamma_gamma({"p": 4, "q": 5, "v": 40}, [0, 1, 9], seed=1).round(2)
    array([ 0.  , 32.56, 23.06])
    """
    random, frequency = np.random.default_rng(seed), np.asarray(frequency)
    inverse_scale = random.gamma(params["q"], 1 / params["v"], len(frequency))
    counts = np.maximum(frequency, 1)
    return np.where(frequency > 0, random.gamma(params["p"] * counts) / inverse_scale / counts, 0.0)
