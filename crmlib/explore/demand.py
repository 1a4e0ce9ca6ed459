"""The demand widget: shape a series of two years, and see which state of demand the rules find, and why."""

import html

import ipywidgets as widgets
import numpy as np
import pandas as pd

from crmlib.draw.figure import COLOURS
from crmlib.explore.explorer import Explorer, numbers_table
from crmlib.explore.svg import page
from crmlib.language import gettext as _
from crmlib.needs import demand_label, demand_state, demand_task

CAPACITY, MONTHS = 100, 24
PEOPLE = {"like": {"liking": 0.4}, "dislike": {"liking": -0.4}, "not_offered": {"liking": 0.4, "capacity": 0}, "harmful": {"liking": 0.4, "harmful": True}}
WIDTH, HEIGHT, LEFT, TOP, ACROSS, UP, HIGHEST = 720, 300, 46, 12, 560, 236, 200


def demand():
    """Explore the eight states of demand: set level, trend and season of a series, and what people think.

    Returns
    -------
    Explorer

    Examples
    --------
    >>> widget = demand()
    >>> widget.controls["level"].value = 130
    >>> "Overfull demand" in widget.numbers.value
    True
    """
    def view(level, change, season, people):
        given = PEOPLE[people]
        series = shaped_series(level, change, season, given["liking"], given.get("capacity", CAPACITY))
        found = demand_state(series, given.get("harmful", False))
        return _picture(series, found), _numbers(series, found)

    return Explorer(_("Which series belongs to which state of demand?"), _controls(), view)


def shaped_series(level, change, season, liking, capacity):
    """Return 24 months of demand: `level` is the mean in percent of 100 units, `change` and `season` in percent."""
    month = np.arange(MONTHS)
    trend = 1 + change / 100 * (month - month.mean()) / 12
    wanted = np.round(level * trend * (1 + season / 100 * np.cos(2 * np.pi * (month - 6) / 12))).clip(0)
    sales = np.minimum(wanted, capacity)
    return pd.DataFrame({"month": pd.date_range("2024-01-01", periods=MONTHS, freq="MS"), "sales": sales, "capacity": capacity,
                         "turned_away": wanted - sales, "liking": liking})


def _controls():
    people = [(_("know it and like it"), "like"), (_("know it and dislike it"), "dislike"), (_("want it, but nobody offers it"), "not_offered"),
              (_("like it, but it is harmful"), "harmful")]
    return {
        "level": widgets.IntSlider(90, min=0, max=150, step=5, description=_("Demand, % of capacity")),
        "change": widgets.IntSlider(0, min=-40, max=40, step=5, description=_("Change in a year, %")),
        "season": widgets.IntSlider(0, min=0, max=60, step=5, description=_("Season, ± %")),
        "people": widgets.Dropdown(options=people, description=_("People …")),
    }


def _numbers(series, found):
    last = series.iloc[-12:]
    lines = [demand_label(found.state), found.reason, demand_task(found.state),
             _("Last 12 months: {sales:,.0f} sold, {lost:,.0f} turned away.").format(sales=last["sales"].sum(), lost=last["turned_away"].sum())]
    table = pd.DataFrame({
        _("Rule, in this order"): [demand_label(state) for state in found.evidence.index],
        _("Measured"): [f"{value:,.2f}" for value in found.evidence["value"]],
        _("Limit"): [f"{limit:,.2f}" for limit in found.evidence["limit"]],
        _("Holds"): [_("yes") if holds else _("no") for holds in found.evidence["holds"]],
    })
    return f"<p><b>{html.escape(lines[0])}</b><br>" + "<br>".join(map(html.escape, lines[1:])) + "</p>" + numbers_table(table)


def _picture(series, found):
    wanted = series["sales"] + series["turned_away"]
    ends = [(_("capacity"), series["capacity"], COLOURS["line"], "2 5"), (_("sales"), series["sales"], COLOURS["A"], ""), (_("demand"), wanted, COLOURS["accent"], "8 5")]
    shapes = "".join(_line(values, colour, dashes) for _name, values, colour, dashes in ends)
    text = _("Lines of 24 months: demand from {first:,.0f} to {last:,.0f} units, sales from {first_sales:,.0f} to {last_sales:,.0f}, capacity {capacity:,.0f}. State: {state}.").format(
        first=wanted.iloc[0], last=wanted.iloc[-1], first_sales=series["sales"].iloc[0], last_sales=series["sales"].iloc[-1],
        capacity=series["capacity"].iloc[-1], state=demand_label(found.state))
    return page([_axes(), shapes, _names(ends)], WIDTH, HEIGHT, text)


def _height(value):
    return TOP + UP * (1 - min(value, HIGHEST) / HIGHEST)


def _line(values, colour, dashes):
    points = " ".join(f"{LEFT + ACROSS * place / (MONTHS - 1):.0f},{_height(value):.0f}" for place, value in enumerate(values))
    return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.5" stroke-dasharray="{dashes}"/>'


def _names(ends):
    """Write each line's name at its end; where two would touch, the later one moves up."""
    texts, lowest = [], HEIGHT
    for name, values, colour, _dashes in sorted(ends, key=lambda end: end[1].iloc[-1]):
        y = min(_height(values.iloc[-1]) + 4, lowest - 15)
        texts.append(f'<text x="{LEFT + ACROSS + 8}" y="{y:.0f}" fill="{colour}">{html.escape(name)}</text>')
        lowest = y
    return "".join(texts)


def _axes():
    upwards = "".join(f'<text x="{LEFT - 6}" y="{_height(value) + 4:.0f}" text-anchor="end">{value}</text>'
                      f'<line x1="{LEFT}" x2="{LEFT + ACROSS}" y1="{_height(value):.0f}" y2="{_height(value):.0f}" stroke="#dddddd"/>'
                      for value in range(0, HIGHEST + 1, 50))
    across = "".join(f'<text x="{LEFT + ACROSS * place / (MONTHS - 1):.0f}" y="{TOP + UP + 20}" text-anchor="middle">{label}</text>'
                     for place, label in ((0, "2024-01"), (6, "2024-07"), (12, "2025-01"), (18, "2025-07")))
    return upwards + across
