"""The forecast of a model beside two naive ones, judged by what happened."""

import numpy as np
import pandas as pd

from crmlib.btyd.checking import checked_time, histories


def compare_forecasts(model, summary, actual, hiatus):
    """Compare how many purchases all customers made with what the model and two rules of thumb expected.

    Parameters
    ----------
    model : BGNBD
        A model fitted to the data up to a day.
    summary : pandas.DataFrame
        What :func:`crmlib.btyd_summary` returned for that day.
    actual : pandas.Series
        How many purchases these customers made from that day on, by the length of time since then (the
        index), in the unit of the summary: growing numbers. A purchase is a day with purchases, as
        in the summary.
    hiatus : float
        For the second rule: whoever has not bought for longer than this counts as gone.

    Returns
    -------
    pandas.DataFrame
        Purchases up to each ``time`` (the index):

        - ``actual``: as given;
        - ``model``: expected by the model;
        - ``same_rate``: if everybody goes on at the own rate so far, x ÷ T;
        - ``recent_only``: if only those go on who bought within the hiatus.

        ``attrs["unit"]`` keeps the unit.

    Raises
    ------
    CourseError
        If a time is not a number from 0 upwards, or the summary has impossible values.

    References
    ----------
    Wübben, M. and von Wangenheim, F. (2008). Instant customer base analysis: Managerial heuristics
    often "get it right". *Journal of Marketing*, 72(3), 82–93.

    Examples
    --------
    >>> from crmlib.btyd.bg_nbd import BGNBD
    >>> from crmlib.btyd.simulate import simulate_bg_nbd
    >>> customers = simulate_bg_nbd({"r": 0.8, "alpha": 10, "a": 0.8, "b": 2.4}, np.full(2000, 52.0), seed=1)
    >>> compare_forecasts(BGNBD().fit(customers), customers, pd.Series({13: 702, 26: 1311}), hiatus=13).round(0)
          actual   model  same_rate  recent_only
    time
    13       702   684.0     1092.0        568.0
    26      1311  1295.0     2183.0       1137.0
    """
    frequency, recency, T = histories(summary)
    times, hiatus = np.array([checked_time("time", time) for time in actual.index.tolist()]), checked_time("hiatus", hiatus)
    rate = np.divide(frequency, T, out=np.zeros(len(T)), where=frequency > 0)
    table = pd.DataFrame({
        "actual": actual,
        "model": [model.expected_purchases(time, summary).sum() for time in times.tolist()],
        "same_rate": rate.sum() * times,
        "recent_only": rate[T - recency <= hiatus].sum() * times,
    }, index=actual.index.rename("time"))
    table.attrs["unit"] = summary.attrs.get("unit", "weeks")
    return table
