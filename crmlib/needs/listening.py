"""Ways of learning about needs: whom each one hears, at what cost, and what it answers."""

import pandas as pd

from crmlib.language import CourseError, listed
from crmlib.language import gettext as _
from crmlib.transactions.columns import require_columns

_COLUMNS = ["way", "group", "customers", "heard", "said_yes", "cost"]


def listening_summary(listening):
    """Sum up each way of listening: who was heard, what they said, and what it cost.

    Parameters
    ----------
    listening : pandas.DataFrame
        One row per way and group with ``way``, ``group``, ``customers`` (people in the group),
        ``heard``, ``said_yes`` (people) and ``cost`` (yuan).

    Returns
    -------
    pandas.DataFrame
        One row per way, in the order of the table:

        - ``heard``, ``cost`` (yuan) and ``cost_per_voice`` (yuan);
        - ``reach``: share of all people whose group was heard at all (0–1);
        - ``said_yes``: share of those heard, all alike (0–1);
        - ``weighted``: the same, but each group counts as much as it has people (0–1; poststratified).
          Groups that were not heard cannot be put right in this way.

    Raises
    ------
    CourseError
        If a column is missing, or more people were heard than there are, or said yes than were heard.

    Examples
    --------
    >>> listening = pd.DataFrame({"way": "survey", "group": ["few", "many", "silent"], "customers": [10, 80, 10],
    ...                           "heard": [10, 10, 0], "said_yes": [10, 0, 0], "cost": [50, 50, 0]})
    >>> listening_summary(listening)[["reach", "said_yes", "weighted"]].round(2)
            reach  said_yes  weighted
    way
    survey    0.9       0.5      0.11
    """
    require_columns(listening, _COLUMNS)
    wrong = listening[(listening["heard"] > listening["customers"]) | (listening["said_yes"] > listening["heard"])]
    if len(wrong):
        raise CourseError(_("More were heard than there are, or more said yes than were heard: {rows}. Correct these rows.").format(
            rows=listed(f"{row.way} / {row.group}" for row in wrong.head(5).itertuples())))
    reached = listening[listening["heard"] > 0]
    by_way = reached.groupby("way", sort=False)
    heard, cost, people = by_way["heard"].sum(), by_way["cost"].sum(), by_way["customers"].sum()
    expected = (reached["customers"] * reached["said_yes"] / reached["heard"]).groupby(reached["way"], sort=False).sum()
    return pd.DataFrame({
        "heard": heard,
        "cost": cost,
        "cost_per_voice": cost / heard,
        "reach": people / listening.drop_duplicates("group")["customers"].sum(),
        "said_yes": by_way["said_yes"].sum() / heard,
        "weighted": expected / people,
    })
