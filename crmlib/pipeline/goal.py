"""Planning backwards: from a goal in yuan to customers, prospects and visits a week."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from crmlib.language import CourseError, listed
from crmlib.language import gettext as _
from crmlib.parameters import checked_cost, checked_periods, checked_share, is_number
from crmlib.pipeline.funnel import STEPS

LEVERS = {"knowledge": ["qualify", "approach"], "skill": ["negotiate", "objections", "close"], "attitude": [], "goal": []}


@dataclass(frozen=True)
class SalesPlan:
    """What a goal asks for: ``steps`` (one row for each step), and the numbers that follow from it."""

    steps: pd.DataFrame
    customers: float
    leads: float
    visits_per_week: float


def plan_backwards(goal, value_per_customer, rates, visits, weeks=48, made=1.0):
    """Go backwards from a goal to the prospects and the visits that it needs.

    Parameters
    ----------
    goal : float
        Gross profit that new customers are to bring, in yuan.
    value_per_customer : float
        Gross profit of one new customer in the period, in yuan, above 0.
    rates : dict or pandas.Series of float
        Share (0–1, above 0) that passes each of the six steps up to "close".
    visits : dict or pandas.Series of float
        Visits for one prospect in each of these steps, 0 or more.
    weeks : int, default 48
        Working weeks of the period.
    made : float, default 1.0
        Share of the planned visits that are really made (0–1, above 0).

    Returns
    -------
    SalesPlan
        ``steps``, indexed by step: ``rate``, ``entering`` (prospects), ``visits`` (to be made);
        ``customers`` and ``leads`` that are needed (not rounded), and ``visits_per_week``: how many
        to plan, so that after those that fall through enough are made.

    Raises
    ------
    CourseError
        If a number is out of range, or a step has no rate or no number of visits.

    Examples
    --------
    >>> rates = dict.fromkeys(["find", "qualify", "approach", "negotiate", "objections", "close"], 0.5)
    >>> visits = {"find": 0, "qualify": 0, "approach": 1, "negotiate": 2, "objections": 1, "close": 1}
    >>> plan = plan_backwards(100_000, 5_000, rates, visits, weeks=40)
    >>> plan.customers, plan.leads, plan.visits_per_week
    (20.0, 1280.0, 19.0)
    """
    goal, value = checked_cost("goal", goal), checked_cost("value_per_customer", value_per_customer)
    if value == 0:
        raise CourseError(_("value_per_customer is 0: no number of customers reaches the goal. Give yuan above 0."))
    weeks, made = checked_periods("weeks", weeks), checked_share("made", made)
    rates, visits = _by_step("rates", rates), _by_step("visits", visits)
    if made == 0 or not rates.between(0, 1, inclusive="right").all():
        raise CourseError(_("Rates and made must be above 0 and at most 1. With 0 nobody gets through."))
    customers = goal / value
    entering = customers / rates[::-1].cumprod()[::-1]
    steps = pd.DataFrame({"rate": rates, "entering": entering, "visits": entering * visits}).rename_axis("step")
    return SalesPlan(steps, customers, float(entering.iloc[0]), float(steps["visits"].sum() / made / weeks))


def pull_lever(lever, improvement, rates, visits, made):
    """Improve one of the four things that sales depend on; return rates, visits and share made for a new plan.

    Parameters
    ----------
    lever : {"none", "knowledge", "skill", "attitude", "goal"}
        What improves. Knowledge raises the rates of qualify and approach, skill those of negotiate,
        objections and close; attitude raises the share of planned visits that are made; a goal for
        each visit lowers the visits needed. These links are assumptions of the course.
    improvement : float
        By how much, relative: 0.1 makes a rate of 0.5 into 0.55, and 2 visits into 2 ÷ 1.1.
    rates, visits, made
        As for :func:`plan_backwards`.

    Returns
    -------
    tuple
        ``(rates, visits, made)``, shares at most 1.

    Raises
    ------
    CourseError
        If the lever is unknown or the improvement is below 0.

    Examples
    --------
    >>> rates = dict.fromkeys(STEPS[:6], 0.5)
    >>> pull_lever("skill", 0.1, rates, dict.fromkeys(STEPS[:6], 1), 0.8)[0].round(2).tolist()
    [0.5, 0.5, 0.5, 0.55, 0.55, 0.55]
    """
    if lever not in ("none", *LEVERS):
        raise CourseError(_("There is no lever '{lever}'. The levers are: {known}.").format(lever=lever, known=listed(["none", *LEVERS])))
    if not is_number(improvement) or improvement < 0:
        raise CourseError(_("improvement={value!r} does not work. Give 0 or more: 10 % is 0.1.").format(value=improvement))
    rates, visits = _by_step("rates", rates), _by_step("visits", visits)
    raised = LEVERS.get(lever, [])
    rates[raised] = np.minimum(rates[raised] * (1 + improvement), 1.0)
    if lever == "goal":
        visits = visits / (1 + improvement)
    return rates, visits, min(made * (1 + improvement), 1.0) if lever == "attitude" else made


def _by_step(name, values):
    values = pd.Series(values, dtype=float).reindex(STEPS[:-1])
    wrong = values.index[~(values >= 0)]
    if len(wrong):
        raise CourseError(_("{name} needs a number of 0 or more for these steps: {steps}.").format(name=name, steps=listed(wrong)))
    return values
