"""RFM scores: by equal groups, by groups within groups, or by the firm's own rules."""

from numbers import Real

import numpy as np
import pandas as pd

from crmlib.language import CourseError
from crmlib.language import gettext as _
from crmlib.transactions.cells import first_few
from crmlib.transactions.columns import require_columns

DIMENSIONS = ("r", "f", "m")


def rfm_score(table, bins=5, method="independent", thresholds=None, weights=None):
    """Score recency, frequency and monetary value, 1 for the lowest; the latest purchase scores highest.

    Equal values always get equal scores, so groups can differ in size; when all customers are
    equal, all score 1.

    Parameters
    ----------
    table : pandas.DataFrame
        What :func:`rfm_table` returns: one row per customer with ``days_since_last`` (days),
        ``frequency`` (orders) and ``monetary`` (yuan) or, for RFA, ``quantity`` (units).
    bins : int or dict, default 5
        How many scores there are, for all three or for each, such as ``{"r": 5, "f": 3, "m": 5}``.
        Not used by ``"thresholds"``.
    method : {"independent", "nested", "thresholds"}
        - ``"independent"``: each by itself. The score is ⌊(rank − 1) · bins ÷ customers⌋ + 1, where
          rank − 1 customers have a strictly lower value.
        - ``"nested"``: first r; then f among the customers with the same r; then m among those with
          the same r and f. Groups are of equal size, but an f of 5 means something else in each.
        - ``"thresholds"``: business rules. Whoever reaches a cut gets the better score.
    thresholds : dict, optional
        For ``"thresholds"``: rising cuts, such as ``{"r": [30, 90, 180], "f": [2, 4, 8], "m": [200, 500,
        2000]}``. Within 30 days scores r = 4, within 90 days 3; 2 orders score f = 2; 200 yuan
        score m = 2. k cuts give k + 1 scores.
    weights : dict, optional
        How much r, f and m count, such as ``{"r": 3, "f": 2, "m": 1}``.

    Returns
    -------
    pandas.DataFrame
        `table` with ``r``, ``f``, ``m`` (1 is the lowest) and ``score``, their text such as "545" (or
        "10-4-5" where a score can have two digits). With weights also ``weighted_score``: the
        weighted mean of r, f and m. ``attrs["bins"]`` keeps the number of scores of each.

    Raises
    ------
    CourseError
        If a column is missing or has empty cells, or bins, method, thresholds or weights do not fit.

    References
    ----------
    Hughes, A. M. (1994). *Strategic Database Marketing*. Probus.
    Miglautsch, J. R. (2000). Thoughts on RFM scoring. *Journal of Database Marketing*, 8(1), 67–72.

    Examples
    --------
    >>> table = pd.DataFrame({"days_since_last": [10, 10, 90, 300], "frequency": [4, 1, 1, 1], "monetary": [900.0, 80.0, 200.0, 50.0]},
    ...                      index=["Li", "Chen", "Wang", "Zhao"])
    >>> rfm_score(table, bins=2)[["r", "f", "m", "score"]]
          r  f  m score
    Li    2  2  2   222
    Chen  2  1  1   211
    Wang  1  1  2   112
    Zhao  1  1  1   111
    """
    if method not in ("independent", "nested", "thresholds"):
        raise CourseError(_("method={method!r} is not known. Use \"independent\", \"nested\" or \"thresholds\".").format(method=method))
    if (method == "thresholds") != (thresholds is not None):
        raise CourseError(_("thresholds and method=\"thresholds\" belong together: give both or neither."))
    values = _values(table)
    if method == "thresholds":
        cuts = {part: _checked_cuts(part, thresholds) for part in DIMENSIONS}
        bins = {part: len(cuts[part]) + 1 for part in DIMENSIONS}
        scores = {part: _reached(values[part], cuts[part], part) for part in DIMENSIONS}
    else:
        bins = checked_bins(bins)
        scores = _grouped(values, bins, method == "nested")
    scored = table.assign(**scores, score=_texts(scores, bins))
    if weights is not None:
        scored["weighted_score"] = _weighted(scores, bins, weights)
    scored.attrs["bins"] = bins
    return scored


def rfm_ranges(scores):
    """Show what each score stands for: how many customers have it, and their values.

    Parameters
    ----------
    scores : pandas.DataFrame
        What :func:`rfm_score` returned.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``dimension`` ("r", "f", "m") and ``value`` (the score, highest first):
        ``customers``, ``lowest`` and ``highest`` (days, orders, yuan or units). Scores that nobody
        has are left out.

    Examples
    --------
    >>> table = pd.DataFrame({"days_since_last": [10, 40, 90, 300], "frequency": [4, 1, 1, 1], "monetary": [900.0, 80.0, 200.0, 50.0]})
    >>> rfm_ranges(rfm_score(table, bins=2)).loc["r"]
           customers  lowest  highest
    value
    2              2    10.0     40.0
    1              2    90.0    300.0
    """
    parts = {part: scores.groupby(part)[column].agg(customers="size", lowest="min", highest="max").sort_index(ascending=False)
             for part, column in zip(DIMENSIONS, _columns(scores))}
    return pd.concat(parts, names=["dimension", "value"]).astype({"lowest": float, "highest": float})


def bins_of(scores):
    """Return how many scores of r, f and m there are, as `rfm_score` noted it.

    Raises
    ------
    CourseError
        If the table does not say it.

    Examples
    --------
    >>> scores = pd.DataFrame({"r": [3], "f": [1], "m": [2]})
    >>> scores.attrs["bins"] = {"r": 3, "f": 3, "m": 3}
    >>> bins_of(scores)
    {'r': 3, 'f': 3, 'm': 3}
    """
    if "bins" not in scores.attrs:
        raise CourseError(_("This table does not say how many scores there are. Score it with crm.rfm_score(...); "
                            "joining tables loses it."))
    return scores.attrs["bins"]


def money_column(table):
    """Return which column holds the money: ``"monetary"``, or ``"quantity"`` in an RFA table.

    Examples
    --------
    >>> money_column(pd.DataFrame({"quantity": [3]}))
    'quantity'
    """
    return "quantity" if "quantity" in table and "monetary" not in table else "monetary"


def checked_bins(bins):
    """Return the number of scores of r, f and m, given one for all three or one for each.

    Examples
    --------
    >>> checked_bins(5)
    {'r': 5, 'f': 5, 'm': 5}
    """
    each = bins if isinstance(bins, dict) else dict.fromkeys(DIMENSIONS, bins)
    whole = all(isinstance(count, (int, np.integer)) and count >= 2 for count in each.values())
    if set(each) != set(DIMENSIONS) or not whole:
        raise CourseError(_("bins={bins!r} does not work. Give a whole number from 2 upwards, or one for each, "
                            "for example {{\"r\": 5, \"f\": 3, \"m\": 5}}.").format(bins=bins))
    return {part: int(each[part]) for part in DIMENSIONS}


def _columns(table):
    return ["days_since_last", "frequency", money_column(table)]


def _values(table):
    """Return r, f and m as whole numbers that rise with the score: money in hundredths, so that ties are exact."""
    columns = _columns(table)
    require_columns(table, columns)
    if not len(table):
        raise CourseError(_("There are no customers to score. Check that the table has rows."))
    for column in columns:
        bad = table.index[~np.isfinite(pd.to_numeric(table[column], errors="coerce").astype(float))]
        if len(bad):
            raise CourseError(_("Column '{column}' has no number for these customers: {customers} ({count} in all). "
                                "Fill in the values or leave the customers out.")
                              .format(column=column, customers=first_few(bad), count=len(bad)))
    days, orders, money = ((table[column].astype(float) * 100).round().astype("int64") for column in columns)
    return {"r": -days, "f": orders, "m": money}


def _grouped(values, bins, nested):
    scores, within = {}, []
    for part in DIMENSIONS:
        scores[part] = _equal_groups(values[part], bins[part], within)
        if nested:
            within.append(scores[part])
    return scores


def _equal_groups(values, bins, within):
    groups = values.groupby(within) if within else values
    rank = groups.rank(method="min").astype("int64")
    count = groups.transform("size") if within else len(values)
    return (rank - 1) * bins // count + 1


def _reached(values, cuts, part):
    """Count the cuts that are reached: at most so many days, at least so many orders or so much money."""
    whole = np.round(np.array(cuts) * 100).astype("int64")
    if part == "r":
        return pd.Series(len(cuts) + 1 - np.searchsorted(whole, -values), index=values.index)
    return pd.Series(1 + np.searchsorted(whole, values, side="right"), index=values.index)


def _texts(scores, bins):
    """Write the three scores as one text; each combination is written only once."""
    separator = "" if max(bins.values()) < 10 else "-"
    shape = [bins[part] for part in DIMENSIONS]
    found, number = np.unique(np.ravel_multi_index([scores[part] - 1 for part in DIMENSIONS], shape), return_inverse=True)
    texts = [separator.join(str(place + 1) for place in places) for places in zip(*np.unravel_index(found, shape))]
    return pd.Series(texts).take(number).array


def _weighted(scores, bins, weights):
    if len(set(bins.values())) > 1:
        raise CourseError(_("Weights need the same number of scores for r, f and m, not {bins}: 3 of 3 is more than 3 of 5.")
                          .format(bins=bins))
    if not isinstance(weights, dict) or set(weights) != set(DIMENSIONS) or min(weights.values()) < 0 or sum(weights.values()) <= 0:
        raise CourseError(_("The weights {weights} do not work. Give each of r, f and m a number from 0 upwards, "
                            "for example {{\"r\": 3, \"f\": 2, \"m\": 1}}.").format(weights=weights))
    return sum(weights[part] * scores[part] for part in DIMENSIONS) / sum(weights.values())


def _checked_cuts(part, thresholds):
    cuts = thresholds.get(part) if isinstance(thresholds, dict) else None
    numbers = isinstance(cuts, (list, tuple)) and len(cuts) and all(isinstance(cut, Real) for cut in cuts)
    if not numbers or any(low >= high for low, high in zip(cuts, cuts[1:])):
        raise CourseError(_("The thresholds for {part} are {cuts}. Give r, f and m cuts that rise, for example "
                            "{{\"r\": [30, 90, 180], \"f\": [2, 4, 8], \"m\": [200, 500, 2000]}}.").format(part=part, cuts=cuts))
    return cuts
