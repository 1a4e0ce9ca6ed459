"""The goal widget: from a goal in yuan backwards to visits a week, and what better preparation changes."""

import html

import ipywidgets as widgets

from crmlib.draw.figure import COLOURS
from crmlib.explore.explorer import Explorer
from crmlib.explore.svg import label, page
from crmlib.language import gettext as _
from crmlib.pipeline.goal import LEVERS, plan_backwards, pull_lever
from crmlib.pipeline.labels import lever_label, step_label

LEFT, WIDTH, ROW, TOP = 170, 720, 34, 30  # where the bars begin, and the size of the picture, in pixels
LONGEST = 360


def goal(rates, visits, value_per_customer, made, first_goal=600_000, weeks=48):
    """Explore a plan: move the goal, improve one thing, and see prospects and visits a week.

    Parameters
    ----------
    rates, visits : dict or pandas.Series
        Share that passes and visits for one prospect in each step, as for :func:`crmlib.plan_backwards`.
    value_per_customer : float
        Gross profit of one new customer, in yuan.
    made : float
        Share of the planned visits that are made (0–1).
    first_goal : int, default 600,000
        Where the slider for the goal stands at first, in yuan.
    weeks : int, default 48
        Working weeks.

    Returns
    -------
    Explorer

    Examples
    --------
    >>> steps = ["find", "qualify", "approach", "negotiate", "objections", "close"]
    >>> goal(dict.fromkeys(steps, 0.6), dict.fromkeys(steps, 1), 4000, 0.7).controls["lever"].value
    'none'
    """
    controls = {
        "yuan": widgets.IntSlider(first_goal, min=100_000, max=1_200_000, step=50_000, readout_format=",d", description=_("Goal (yuan a year)")),
        "lever": widgets.Dropdown(options=[(lever_label(lever), lever) for lever in ("none", *LEVERS)], description=_("What improves")),
        "percent": widgets.IntSlider(10, min=0, max=30, step=5, description=_("By how many percent")),
        "team": widgets.IntSlider(5, min=1, max=12, description=_("Salespeople")),
    }

    def view(yuan, lever, percent, team):
        now = plan_backwards(yuan, value_per_customer, rates, visits, weeks, made)
        new_rates, new_visits, new_made = pull_lever(lever, percent / 100, rates, visits, made)
        better = plan_backwards(yuan, value_per_customer, new_rates, new_visits, weeks, new_made)
        lines = list(_sentences(now, better, lever, team))
        return _picture(better, lines[0]), "<p>" + "<br>".join(map(html.escape, lines)) + "</p>"

    return Explorer(_("How many visits a week does the goal need, and what would make it fewer?"), controls, view)


def _sentences(now, better, lever, team):
    yield _("{customers:,.0f} new customers need {leads:,.0f} prospects and {visits:,.0f} planned visits a week.").format(
        customers=better.customers, leads=better.leads, visits=better.visits_per_week)
    yield _("For each of {team} salespeople: {each:.1f} visits a week.").format(team=team, each=better.visits_per_week / team)
    if lever != "none":
        yield _("Before the improvement: {leads:,.0f} prospects and {visits:,.0f} visits a week. Saved: {share:.1%} of the visits.").format(
            leads=now.leads, visits=now.visits_per_week, share=1 - better.visits_per_week / now.visits_per_week)


def _picture(plan, finding):
    """Return the prospects that enter each step as bars, with the visits beside them."""
    longest = plan.steps["entering"].max()
    rows = "".join(_row(place, step_label(row.Index), row, longest) for place, row in enumerate(plan.steps.itertuples()))
    height, heading = TOP + ROW * len(plan.steps) + 8, _("Prospects that must enter each step in the year")
    parts = _("; ").join(_("{step}: {entering:,.0f} prospects, {visits:,.0f} visits").format(step=step_label(step), **row[["entering", "visits"]])
                         for step, row in plan.steps.iterrows())
    text = _("Bars: prospects in each step. {finding} {parts}.").format(finding=finding, parts=parts)
    return page([label(LEFT, 19, heading, text_anchor="start"), rows], WIDTH, height, text)


def _row(place, name, row, longest):
    y, width = TOP + ROW * place, LONGEST * row.entering / longest
    note = _("{entering:,.0f} prospects, {visits:,.0f} visits").format(entering=row.entering, visits=row.visits)
    return (f'<text x="{LEFT - 10}" y="{y + 20}" text-anchor="end">{html.escape(name)}</text>'
            f'<rect x="{LEFT}" y="{y + 4}" width="{width:.0f}" height="{ROW - 10}" fill="{COLOURS["A"]}"/>'
            f'<text x="{LEFT + width + 8:.0f}" y="{y + 20}">{html.escape(note)}</text>')
