"""The eight states of demand, by rules that can be read."""

from dataclasses import dataclass

import pandas as pd

from crmlib.language import CourseError, listed
from crmlib.language import gettext as _
from crmlib.needs.labels import demand_label, demand_task
from crmlib.transactions.cells import first_few
from crmlib.transactions.columns import require_columns

# In the order in which they are tried: the first rule that holds names the state.
DEMAND_STATES = ("unwholesome", "latent", "negative", "no", "overfull", "irregular", "declining", "full")
MONTHS = 24
DISLIKED, UNUSED, LOST_MONTHS, SWING, FALL, FULL = -0.20, 0.20, 8, 0.60, -0.10, 0.80
ONE_IN = 10  # a month counts as lost when one in ten or more is turned away
DECIMALS = 9  # so that noise in the last bits decides nothing
_NUMBERS = ["sales", "capacity", "turned_away", "liking"]


@dataclass(frozen=True)
class DemandState:
    """What :func:`demand_state` found.

    Parameters
    ----------
    state : str
        One of `DEMAND_STATES`, or "unclear".
    reason : str
        The rule that decided, with its numbers.
    evidence : pandas.DataFrame
        One row per rule in the order of trying: ``value``, ``limit`` and ``holds``. What is measured
        for the latent state is the demand for what is not on offer.
    """

    state: str
    reason: str
    evidence: pd.DataFrame

    def __repr__(self):
        return "\n".join([demand_label(self.state), self.reason, demand_task(self.state)])


def demand_state(series, harmful=False):
    """Recognise the state of demand from 24 months or more of one product or service.

    **Demand** is what was sold and what people asked for without getting it (sales + turned away).
    The rules look at the last twelve months and the twelve before, in this order; the first that
    holds decides:

    1. unwholesome: it is known to be harmful. No series shows this;
    2. latent: it is not on offer (capacity 0), and people ask for it;
    3. negative: net liking is below −0.20;
    4. no demand: demand is below 20 % of the capacity;
    5. overfull: in at least 8 of 12 months, a tenth or more of the demand was turned away;
    6. irregular: in both years the best month is above the weakest by 60 % of the mean or more;
    7. declining: demand fell by 10 % or more against the year before;
    8. full: demand is at least 80 % of the capacity.

    Where none holds, for example when demand is growing, the state is "unclear". The limits are
    those of this course; the states are Kotler's, who calls the declining one faltering.

    Parameters
    ----------
    series : pandas.DataFrame
        One row per month with ``month``, ``sales``, ``capacity``, ``turned_away`` (units) and
        ``liking`` (share who like it less share who dislike it, −1 to 1).
    harmful : bool
        Whether it harms its users or others.

    Returns
    -------
    DemandState

    Raises
    ------
    CourseError
        If a column is missing, a cell is empty, a number is below 0, a month is missing or stands
        twice, or there are fewer than 24 months: a shorter series cannot tell a season from a decline.

    References
    ----------
    Kotler, P. (1973). The major tasks of marketing management. *Journal of Marketing*, 37(4), 42–49.

    Examples
    --------
    >>> series = pd.DataFrame({"month": pd.date_range("2024-01-01", periods=24, freq="MS"), "sales": 100, "capacity": 100,
    ...                        "turned_away": 30, "liking": 0.3})
    >>> found = demand_state(series)
    >>> found.state, found.reason
    ('overfull', 'In 12 of the last 12 months at least 10% of those who wanted it were turned away.')
    """
    measures = demand_measures(_checked(series))
    evidence = _evidence(measures, bool(harmful))
    fired = evidence.index[evidence["holds"]]
    state = fired[0] if len(fired) else "unclear"
    return DemandState(state, _reason(state, measures), evidence)


def demand_states(table, harmful, item="item_id"):
    """Recognise the state of demand of many products or services.

    Parameters
    ----------
    table : pandas.DataFrame
        The series of all items, one below the other, with the columns of :func:`demand_state`.
    harmful : pandas.Series or dict
        For each item, whether it is harmful.
    item : str
        The column that names the item.

    Returns
    -------
    pandas.DataFrame
        One row per item: ``state``, and the numbers behind it, ``demand`` (units in the last twelve
        months), ``use`` (demand ÷ capacity; missing where nothing is on offer), ``lost_months``,
        ``swing`` (of the calmer year), ``change`` (against the year before, share) and ``liking``.

    Raises
    ------
    CourseError
        As :func:`demand_state`, or if `harmful` does not name every item.

    Examples
    --------
    >>> series = pd.DataFrame({"item_id": "chair", "month": pd.date_range("2024-01-01", periods=24, freq="MS"), "sales": 100,
    ...                        "capacity": 100, "turned_away": 30, "liking": 0.3})
    >>> demand_states(series, {"chair": False}).loc["chair", "state"]
    'overfull'
    """
    require_columns(table, [item])
    unknown = sorted(set(table[item]) - set(dict(harmful)))
    if unknown:
        raise CourseError(_("It is not said whether these items are harmful: {items}. Give True or False for each.").format(items=listed(unknown[:5])))
    rows = {}
    for name, series in table.groupby(item):
        found = demand_state(series, harmful[name])
        rows[name] = {"state": found.state, **demand_measures(series)}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis(item)


def demand_measures(series):
    """Return what the rules look at, as a dict; `series` is sound and at least 24 months long."""
    last, before = (series.sort_values("month").iloc[-12:], series.sort_values("month").iloc[-24:-12])
    demand, earlier = last["sales"] + last["turned_away"], before["sales"] + before["turned_away"]
    capacity = last["capacity"].sum()
    change = demand.sum() / earlier.sum() - 1 if earlier.sum() else 0.0
    return {
        "demand": int(demand.sum()),
        "use": round(demand.sum() / capacity, DECIMALS) if capacity else None,
        "lost_months": int(((demand > 0) & (ONE_IN * last["turned_away"] >= demand)).sum()),
        "swing": round(min(_swing(demand), _swing(earlier)), DECIMALS),
        "change": round(change, DECIMALS),
        "liking": round(last["liking"].mean(), DECIMALS),
    }


def _swing(demand):
    return (demand.max() - demand.min()) / demand.mean() if demand.sum() else 0.0


def _evidence(found, harmful):
    offered = found["use"] is not None
    rules = {
        "unwholesome": (float(harmful), 1, harmful),
        "latent": (0 if offered else found["demand"], 1, not offered and found["demand"] > 0),
        "negative": (found["liking"], DISLIKED, found["liking"] < DISLIKED),
        "no": (found["use"] or 0.0, UNUSED, (found["use"] or 0.0) < UNUSED),
        "overfull": (found["lost_months"], LOST_MONTHS, offered and found["lost_months"] >= LOST_MONTHS),
        "irregular": (found["swing"], SWING, found["swing"] >= SWING),
        "declining": (found["change"], FALL, found["change"] <= FALL),
        "full": (found["use"] or 0.0, FULL, offered and found["use"] >= FULL),
    }
    return pd.DataFrame.from_dict(rules, orient="index", columns=["value", "limit", "holds"])


def _reason(state, found):
    return {
        "unwholesome": _("It is harmful. No series of numbers can show that."),
        "latent": _("It is not on offer, and people asked for it {demand:,} times in the last 12 months."),
        "negative": _("More people dislike it than like it: net liking is {liking:+.2f}, below −0.20."),
        "no": _("People ask for less than 20% of what could be sold."),
        "overfull": _("In {lost_months} of the last 12 months at least 10% of those who wanted it were turned away."),
        "irregular": _("In both years the best month is far above the weakest: by {swing:.0%} of the mean or more."),
        "declining": _("Demand changed by {change:+.0%} against the year before."),
        "full": _("Demand is {use:.0%} of what can be sold, and steady."),
        "unclear": _("None of the eight rules holds. Demand changed by {change:+.0%} against the year before."),
    }[state].format(**found)


def _checked(series):
    require_columns(series, ["month", *_NUMBERS])
    empty = series.index[series[["month", *_NUMBERS]].isna().any(axis=1)]
    if len(empty):
        raise CourseError(_("These rows have an empty cell: {rows}. Fill it in: an unknown month is not a month without sales.").format(rows=first_few(empty)))
    below = series.index[(series[["sales", "capacity", "turned_away"]] < 0).any(axis=1)]
    if len(below):
        raise CourseError(_("These rows have a number below 0: {rows}. Sales, capacity and those turned away are counts.").format(rows=first_few(below)))
    months = pd.to_datetime(series["month"]).dt.to_period("M")
    if len(series) < MONTHS:
        raise CourseError(_("The series has {count} months. At least {needed} are needed: in a shorter one a season looks like a decline.")
                          .format(count=len(series), needed=MONTHS))
    if months.duplicated().any() or months.max() - months.min() != pd.offsets.MonthEnd(len(months) - 1):
        raise CourseError(_("Each month must stand exactly once, without gaps. Check the column 'month': are there several items in the table?"))
    return series
