"""The interval of a share that was seen in few cases, for one share or for a table."""

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


def with_interval(table, successes, trials, confidence=0.95):
    """Add ``rate``, ``low`` and ``high`` to a table with counts in the columns `successes` and `trials`.

    Examples
    --------
    >>> import pandas as pd
    >>> with_interval(pd.DataFrame({"won": [1, 0], "tries": [2, 0]}), "won", "tries").round(2)
       won  tries  rate   low  high
    0    1      2   0.5  0.09  0.91
    1    0      0   NaN  0.00  1.00
    """
    intervals = [wilson_interval(done, tried, confidence) for done, tried in zip(table[successes], table[trials], strict=True)]
    rate = table[successes] / table[trials].where(table[trials] > 0)
    return table.assign(rate=rate, low=[low for low, _high in intervals], high=[high for _low, high in intervals])
