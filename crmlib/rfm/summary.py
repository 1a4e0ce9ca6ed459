"""What the segments are worth, and what to do with them."""

import pandas as pd

from crmlib.rfm.labels import segment_action, segment_label
from crmlib.rfm.score import money_column
from crmlib.transactions.columns import require_columns


def rfm_summary(segmented):
    """Count the customers of each segment and the money at stake.

    Parameters
    ----------
    segmented : pandas.DataFrame
        What :func:`rfm_segment` returned.

    Returns
    -------
    pandas.DataFrame
        One row per segment that is not empty, most money first, indexed by ``segment``:

        - ``label``: its name in the language in use;
        - ``customers`` and ``share_of_customers`` (0–1);
        - ``monetary`` (yuan, net) and ``share_of_monetary`` (0–1, of all positive values); with
          quantities ``quantity`` and ``share_of_quantity``;
        - ``mean_days_since_last``: days;
        - ``action``: what is usually done, in the language in use; empty for segments of your own.

    Raises
    ------
    CourseError
        If a column is missing.

    Examples
    --------
    >>> segmented = pd.DataFrame({"days_since_last": [10, 40, 200], "monetary": [700.0, 200.0, 100.0],
    ...                           "segment": ["champions", "champions", "at_risk"]})
    >>> rfm_summary(segmented)[["customers", "monetary", "share_of_monetary", "mean_days_since_last"]]
               customers  monetary  share_of_monetary  mean_days_since_last
    segment
    champions          2     900.0                0.9                  25.0
    at_risk            1     100.0                0.1                 200.0
    """
    money = money_column(segmented)
    require_columns(segmented, ["segment", "days_since_last", money])
    groups = segmented.groupby("segment")
    positive = segmented[money].clip(lower=0).groupby(segmented["segment"]).sum()
    total = positive.sum()
    summary = pd.DataFrame({
        "label": {segment: segment_label(segment) for segment in groups.groups},
        "customers": groups.size(),
        "share_of_customers": groups.size() / len(segmented),
        money: groups[money].sum().round(2),
        f"share_of_{money}": positive / total if total > 0 else 0.0,
        "mean_days_since_last": groups["days_since_last"].mean(),
        "action": {segment: segment_action(segment) for segment in groups.groups},
    }).rename_axis("segment")
    return summary.sort_values([money, "customers"], ascending=False, kind="stable")
