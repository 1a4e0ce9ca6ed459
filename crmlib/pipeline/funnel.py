"""The seven steps of developing customers as a funnel: who passes, who is lost, who is still on the way."""

import pandas as pd

from crmlib.language import CourseError, listed
from crmlib.language import gettext as _
from crmlib.parameters import checked_cost, is_number
from crmlib.transactions.columns import require_columns
from crmlib.wilson import with_interval

STEPS = ["find", "qualify", "approach", "negotiate", "objections", "close", "follow_up"]
OUTCOMES = ["passed", "lost", "open"]


def development_funnel(steps, confidence=0.95):
    """Count for each step of development who entered, passed, was lost or is still open.

    Parameters
    ----------
    steps : pandas.DataFrame
        One row for each step that a prospect entered: ``lead_id``, ``step`` (one of the seven codes
        "find", "qualify", "approach", "negotiate", "objections", "close", "follow_up"),
        ``entered_on``, ``left_on`` (missing while open) and ``outcome`` ("passed", "lost", "open").
    confidence : float, default 0.95
        Confidence level of the intervals, between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``step``, in the order of the process: ``entered``, ``passed``, ``lost``, ``open``
        (prospects), ``rate`` (passed ÷ decided, 0–1), ``low`` and ``high`` (its Wilson interval),
        ``days`` (median days in the step of those who left it) and ``reached`` (product of the rates
        up to and including this step, 0–1).

    Raises
    ------
    CourseError
        If a column is missing, a code is unknown, or a prospect stands twice in one step.

    Notes
    -----
    Open prospects are neither won nor lost: they are left out of the rate. This is right as long as
    yes and no take about equally long; where a no takes longer, many of the open ones are a no to
    come, and the rate is a little too high. Look at ``open`` beside it.

    Examples
    --------
    >>> steps = pd.DataFrame({"lead_id": ["Li", "Wu", "Bo", "Li", "Wu"], "step": ["find"] * 3 + ["qualify"] * 2,
    ...                       "entered_on": pd.to_datetime(["2025-01-02"] * 3 + ["2025-01-06"] * 2),
    ...                       "left_on": pd.to_datetime(["2025-01-06", "2025-01-06", "2025-01-04", "2025-01-09", None]),
    ...                       "outcome": ["passed", "passed", "lost", "passed", "open"]})
    >>> development_funnel(steps)[["entered", "passed", "lost", "open", "rate", "days"]].head(2).round(2)
             entered  passed  lost  open  rate  days
    step
    find           3       2     1     0  0.67   4.0
    qualify        2       1     0     1  1.00   3.0
    """
    require_columns(steps, ["lead_id", "step", "entered_on", "left_on", "outcome"])
    _check(steps)
    counts = pd.crosstab(steps["step"], steps["outcome"]).reindex(index=STEPS, columns=OUTCOMES, fill_value=0)
    counts.insert(0, "entered", counts.sum(axis=1))
    table = with_interval(counts.assign(decided=counts["passed"] + counts["lost"]), "passed", "decided", confidence).drop(columns="decided")
    days = (steps["left_on"] - steps["entered_on"]).dt.days
    table["days"] = days.groupby(steps["step"]).median().reindex(STEPS)
    table["reached"] = table["rate"].cumprod()
    return table.rename_axis(index="step", columns=None)


def funnel_gain(funnel, leads, improvement, handling, programme):
    """Raise the rate of one step after the other, and see what a new customer more would cost there.

    Parameters
    ----------
    funnel : pandas.DataFrame
        What :func:`development_funnel` returned; steps up to "close" are used.
    leads : float
        Prospects found in the period.
    improvement : float
        By how much the rate of a step is raised, relative to itself: 0.1 makes 0.5 into 0.55.
    handling : dict of str to float
        Cost of one prospect in each step, in yuan.
    programme : dict of str to float
        Cost of raising the rate of each step by that much (training, samples), in yuan.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``step``: ``rate``, ``improved`` (at most 1), ``customers`` (with the improvement),
        ``extra`` (customers more), ``handling`` and ``programme`` (yuan more than now) and
        ``cost_per_extra`` (yuan for one customer more).

    Raises
    ------
    CourseError
        If a step has no cost, or a number is out of range.

    Examples
    --------
    >>> funnel = pd.DataFrame({"rate": [0.5, 0.5, 0.5, 0.5, 0.5, 0.5]}, index=STEPS[:6])
    >>> gain = funnel_gain(funnel, 6400, 0.1, dict.fromkeys(STEPS[:6], 1), dict.fromkeys(STEPS[:6], 100))
    >>> gain.loc[["find", "close"], ["customers", "extra", "handling", "programme"]].round(2)
           customers  extra  handling  programme
    step
    find       110.0   10.0     620.0      100.0
    close      110.0   10.0       0.0      100.0
    """
    selling = STEPS[:-1]
    rates = funnel["rate"].reindex(selling)
    empty = rates.index[rates.isna()]
    if len(empty):
        raise CourseError(_("These steps have no rate, since nobody is decided there: {steps}. Use more prospects.").format(steps=listed(empty)))
    if not is_number(improvement) or improvement <= 0:
        raise CourseError(_("improvement={value!r} does not work. Give a number above 0: 10 % more is 0.1.").format(value=improvement))
    leads, each, fixed = checked_cost("leads", leads), _costs("handling", handling), _costs("programme", programme)
    now_customers, now_handling = _run(leads, rates, each)
    rows = []
    for step in selling:
        better = rates.copy()
        better[step] = min(1.0, rates[step] * (1 + improvement))
        customers, work = _run(leads, better, each)
        rows.append({"rate": rates[step], "improved": better[step], "customers": customers, "extra": customers - now_customers,
                     "handling": work - now_handling, "programme": fixed[step]})
    table = pd.DataFrame(rows, index=pd.Index(selling, name="step"))
    return table.assign(cost_per_extra=(table["handling"] + table["programme"]) / table["extra"].where(table["extra"] > 0))


def _run(leads, rates, handling):
    """Return the customers and the cost of handling when `leads` walk through the steps."""
    entering = leads * rates.cumprod().shift(fill_value=1.0)
    return leads * rates.prod(), float((entering * handling).sum())


def _costs(name, costs):
    missing = [step for step in STEPS[:-1] if step not in costs]
    if missing:
        raise CourseError(_("{name} has no cost for these steps: {steps}. Give yuan for each of the six steps up to close.")
                          .format(name=name, steps=listed(missing)))
    return pd.Series({step: checked_cost(f"{name}[{step!r}]", costs[step]) for step in STEPS[:-1]})


def _check(steps):
    for column, known in (("step", STEPS), ("outcome", OUTCOMES)):
        unknown = steps[column][~steps[column].isin(known)].unique()
        if len(unknown):
            raise CourseError(_("Column '{column}' has values that are no code: {values}. The codes are: {known}.").format(
                column=column, values=listed(map(str, unknown[:5])), known=listed(known)))
    doubled = steps["lead_id"][steps.duplicated(["lead_id", "step"])].unique()
    if len(doubled):
        raise CourseError(_("Column 'lead_id': these prospects stand twice in one step: {leads}. Keep one row for each step.")
                          .format(leads=listed(map(str, doubled[:5]))))
