"""Named segments: a map from scores to names that can be read, checked and replaced."""

from itertools import product

import numpy as np
import pandas as pd

from crmlib.language import CourseError, listed
from crmlib.language import gettext as _
from crmlib.rfm.score import DIMENSIONS, bins_of, checked_bins
from crmlib.transactions.columns import require_columns

# One rule for each name: the lowest and the highest score of r and f that belong to it. The names
# are those of the trade; money does not move a customer, it says how much is at stake.
RFM_SEGMENTS = {
    3: {
        "champions": {"r": (3, 3), "f": (3, 3)},
        "loyal": {"r": (2, 2), "f": (3, 3)},
        "potential_loyalists": {"r": (3, 3), "f": (2, 2)},
        "new_customers": {"r": (3, 3), "f": (1, 1)},
        "need_attention": {"r": (2, 2), "f": (2, 2)},
        "about_to_sleep": {"r": (2, 2), "f": (1, 1)},
        "cannot_lose": {"r": (1, 1), "f": (3, 3)},
        "at_risk": {"r": (1, 1), "f": (2, 2)},
        "hibernating": {"r": (1, 1), "f": (1, 1)},
    },
    4: {
        "champions": {"r": (4, 4), "f": (3, 4)},
        "loyal": {"r": (3, 3), "f": (3, 4)},
        "potential_loyalists": {"r": (3, 4), "f": (2, 2)},
        "new_customers": {"r": (4, 4), "f": (1, 1)},
        "promising": {"r": (3, 3), "f": (1, 1)},
        "need_attention": {"r": (2, 2), "f": (2, 2)},
        "about_to_sleep": {"r": (2, 2), "f": (1, 1)},
        "cannot_lose": {"r": (1, 2), "f": (4, 4)},
        "at_risk": {"r": (1, 2), "f": (3, 3)},
        "hibernating": {"r": (1, 1), "f": (1, 2)},
    },
    5: {
        "champions": {"r": (5, 5), "f": (4, 5)},
        "loyal": {"r": (3, 4), "f": (4, 5)},
        "potential_loyalists": {"r": (4, 5), "f": (2, 3)},
        "new_customers": {"r": (5, 5), "f": (1, 1)},
        "promising": {"r": (4, 4), "f": (1, 1)},
        "need_attention": {"r": (3, 3), "f": (3, 3)},
        "about_to_sleep": {"r": (3, 3), "f": (1, 2)},
        "cannot_lose": {"r": (1, 2), "f": (5, 5)},
        "at_risk": {"r": (1, 2), "f": (3, 4)},
        "hibernating": {"r": (1, 2), "f": (1, 2)},
    },
}


def rfm_segment(scores, segments=None):
    """Name each customer's segment by the first rule of a segment map that fits the scores.

    Parameters
    ----------
    scores : pandas.DataFrame
        What :func:`rfm_score` returned.
    segments : dict, optional
        A segment map: name -> rule, tried in this order. A rule gives the lowest and the highest
        score of each dimension that matters, for example ``{"big": {"m": (4, 5)}, "rest": {}}``; ``{}``
        fits everybody. Without a map, the usual ten segments (nine for three scores), which look at
        r and f.

    Returns
    -------
    pandas.DataFrame
        `scores` with ``segment``, the name: see :func:`segment_label` and :func:`segment_action`.
        ``attrs["segments"]`` keeps the map.

    Raises
    ------
    CourseError
        If the map leaves a gap or a rule cannot be read, or there is no usual map for these bins.

    Examples
    --------
    >>> from crmlib.rfm.score import rfm_score
    >>> table = pd.DataFrame({"days_since_last": [10, 40, 90], "frequency": [4, 1, 2], "monetary": [900.0, 80.0, 50.0]},
    ...                      index=["Li", "Chen", "Wang"])
    >>> rfm_segment(rfm_score(table, bins=3))[["score", "segment"]]
         score         segment
    Li     333       champions
    Chen   212  about_to_sleep
    Wang   121         at_risk
    """
    require_columns(scores, DIMENSIONS)
    bins = bins_of(scores)
    segments = _usual(bins) if segments is None else segments
    check_segments(segments, bins)
    fits = [_fits(rule, scores) for rule in segments.values()]
    names = np.array(list(segments), dtype=object)[np.argmax(fits, axis=0)]
    segmented = scores.assign(segment=pd.Series(names, index=scores.index, dtype="str"))
    segmented.attrs["segments"] = segments
    return segmented


def check_segments(segments, bins=5):
    """Check that a segment map names every possible score, and show which scores each rule wins.

    Parameters
    ----------
    segments : dict
        A segment map, as for :func:`rfm_segment`.
    bins : int or dict, default 5
        How many scores there are, for all three or for each.

    Returns
    -------
    pandas.DataFrame
        One row per rule, in their order: ``cells`` (combinations of the scores used in the map that
        fit the rule first) and ``hidden`` (those that fit it too, but an earlier rule takes them). A
        rule with 0 cells never matches.

    Raises
    ------
    CourseError
        Names the scores without a rule, or the rule that cannot be read.

    Examples
    --------
    >>> check_segments({"recent": {"r": (4, 5)}, "regular": {"f": (4, 5)}, "recent and regular": {"r": (4, 5), "f": (4, 5)}, "rest": {}})
                        cells  hidden
    segment
    recent                 10       0
    regular                 6       4
    recent and regular      0       4
    rest                    9      16
    """
    bins = checked_bins(bins)
    for name, rule in segments.items():
        _check_rule(name, rule, bins)
    used = [part for part in DIMENSIONS if any(part in rule for rule in segments.values())]
    cells = pd.DataFrame(list(product(*(range(1, bins[part] + 1) for part in used))), columns=used)
    fits = np.array([_fits(rule, cells) for rule in segments.values()]).reshape(len(segments), len(cells))
    gaps = cells[~fits.any(axis=0)]
    if len(gaps):
        raise CourseError(_("The segment map leaves a gap: no rule fits {cells} ({count} in all). Add a rule for them, "
                            "or {{\"rest\": {{}}}} at the end.")
                          .format(cells=listed(_cell(row) for row in gaps.head(8).to_dict("records")), count=len(gaps)))
    first = fits & (fits.cumsum(axis=0) == 1)
    return pd.DataFrame({"cells": first.sum(axis=1), "hidden": (fits & ~first).sum(axis=1)}, index=pd.Index(list(segments), name="segment"))


def _usual(bins):
    counts = set(bins.values())
    if len(counts) != 1 or not counts <= RFM_SEGMENTS.keys():
        raise CourseError(_("There are usual segments for 3, 4 and 5 scores, the same for r, f and m, not for {bins}. "
                            "Give a map, for example segments={{\"big\": {{\"m\": (4, 5)}}, \"rest\": {{}}}}.").format(bins=bins))
    return RFM_SEGMENTS[counts.pop()]


def _check_rule(name, rule, bins):
    for part, limits in rule.items():
        if part not in DIMENSIONS:
            raise CourseError(_("Segment '{name}': '{part}' is not known. A rule is about r, f and m.").format(name=name, part=part))
        pair = isinstance(limits, (tuple, list)) and len(limits) == 2 and all(isinstance(limit, (int, np.integer)) for limit in limits)
        if not pair or not 1 <= limits[0] <= limits[1] <= bins[part]:
            raise CourseError(_("Segment '{name}': {limits!r} does not fit {part}. Give the lowest and the highest score, "
                                "between 1 and {bins}, for example (1, {bins}).")
                              .format(name=name, limits=limits, part=part, bins=bins[part]))


def _fits(rule, scores):
    fits = np.full(len(scores), True)
    for part, (lowest, highest) in rule.items():
        fits &= scores[part].between(lowest, highest).to_numpy()
    return fits


def _cell(scores):
    return " ".join(f"{part}={score}" for part, score in scores.items())
