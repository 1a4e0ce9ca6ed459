"""The interval of a share that was seen in few cases."""

from math import sqrt
from statistics import NormalDist

from crmlib.language import CourseError
from crmlib.language import gettext as _
from crmlib.parameters import checked_share


def wilson_interval(successes, trials, confidence=0.95):
    """Return between which shares the true one plausibly lies, by Wilson's interval.

    Parameters
    ----------
    successes, trials : int
        How often it happened, and in how many cases. Without a case the share may be anything.
    confidence : float, default 0.95
        Confidence level, between 0 and 1.

    Returns
    -------
    tuple of float
        Both ends of the interval (0–1).

    Raises
    ------
    CourseError
        If there are more successes than trials, a count is below 0, or the confidence is not
        between 0 and 1.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
    *Journal of the American Statistical Association*, 22, 209–212.

    Examples
    --------
    >>> low, high = wilson_interval(20, 1000)
    >>> round(low, 4), round(high, 4)
    (0.013, 0.0307)
    """
    if checked_share("confidence", confidence) in (0.0, 1.0):
        raise CourseError(_("confidence={value!r} does not work. Give a level between 0 and 1, such as 0.95.").format(value=confidence))
    if not 0 <= successes <= trials:
        raise CourseError(_("{successes} successes in {trials} trials do not work. Give counts of 0 or more, and no more successes than trials.")
                          .format(successes=successes, trials=trials))
    if trials == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = successes / trials
    middle = share + z**2 / (2 * trials)
    reach = z * sqrt(share * (1 - share) / trials + z**2 / (4 * trials**2))
    whole = 1 + z**2 / trials
    low = (middle - reach) / whole if successes > 0 else 0.0
    high = (middle + reach) / whole if successes < trials else 1.0
    return low, high
