"""Discounting: what one yuan of a later period is worth today."""

from numbers import Real

import numpy as np

from crmlib.language import CourseError
from crmlib.language import gettext as _

_PART_STILL_TO_COME = {"start": 1.0, "mid": 0.5, "end": 0.0}


def discount_factors(periods, discount_rate, timing="end"):
    """Return what one yuan in each period is worth today, at the beginning of period 1.

    Parameters
    ----------
    periods : sequence of int
        Numbers of periods; 1 is the one that begins today.
    discount_rate : float
        What money costs per period, as a share: 8 % is 0.08. Rate and period belong together; a
        yearly rate i is (1 + i) ** (1 / 12) − 1 per month.
    timing : {"start", "mid", "end"}
        When in its period the money moves: at the start (a subscription paid in advance), spread
        over it and so in the middle on average (purchases in a shop), or at the end.

    Returns
    -------
    numpy.ndarray
        (1 + rate) to the power of 1 − t, ½ − t or −t for period t.

    Raises
    ------
    CourseError
        If the rate is not a share from 0 to below 1, or the timing is not known.

    References
    ----------
    Berger, P. D., & Nasr, N. I. (1998). Customer lifetime value: Marketing models and
    applications. *Journal of Interactive Marketing*, 12(1), 17–30.

    Examples
    --------
    >>> discount_factors([1, 2, 3], 0.10, timing="start").round(4).tolist()
    [1.0, 0.9091, 0.8264]
    >>> discount_factors([1, 2, 3], 0.10, timing="end").round(4).tolist()
    [0.9091, 0.8264, 0.7513]
    """
    if isinstance(discount_rate, bool) or not isinstance(discount_rate, Real) or not 0 <= discount_rate < 1:
        raise CourseError(_("discount_rate={value!r} does not work. Give a share for each period, from 0 to below 1: 8 % is 0.08.")
                          .format(value=discount_rate))
    if timing not in _PART_STILL_TO_COME:
        raise CourseError(_("timing={value!r} is not known. Use \"start\", \"mid\" or \"end\".").format(value=timing))
    return (1.0 + discount_rate) ** (_PART_STILL_TO_COME[timing] - np.asarray(periods, dtype=float))
