"""The quadrant widget: where to draw the thresholds, who moves, and what the policies then cost and win."""

import html
from types import SimpleNamespace

import ipywidgets as widgets
import numpy as np
import pandas as pd
from matplotlib import colormaps
from matplotlib.colors import to_hex

from crmlib.draw.figure import COLOURS
from crmlib.draw.quadrant import kinds_in_words
from crmlib.explore.explorer import Explorer, numbers_table
from crmlib.explore.svg import HALO, label, page
from crmlib.language import CourseError
from crmlib.language import gettext as _
from crmlib.parameters import checked_cost
from crmlib.quadrant import QUADRANTS, quadrant_label, quadrant_policy, quadrant_summary, value_quadrant
from crmlib.transactions.cells import first_few

STEPS_TO_THRESHOLD, THRESHOLDS_SHOWN = 20, 4  # a slider has so many steps up to the first threshold, and goes so far
LEFT, TOP, ACROSS, UP = 76, 4, 640, 330  # where the map begins, and how far it reaches, in pixels
WIDTH, HEIGHT = LEFT + ACROSS + 4, TOP + UP + 48
CELL = 10  # width and height of a cell in pixels
TICKS = [sign * 10**power for power in range(1, 8) for sign in (-1, 1)] + [0]
CORNERS = {"vip": (ACROSS - 8, 18, "end"), "improve": (8, 18, "start"), "maintain": (ACROSS - 8, UP - 26, "end"), "abandon": (8, UP - 26, "start")}


def quadrant(current, potential, cost_per_head, share_won, *, current_threshold, potential_threshold):
    """Explore the value quadrant: move the thresholds and the cost of the policies, see who moves and what is left.

    Parameters
    ----------
    current, potential : pandas.Series or dict
        Yuan per customer, as for :func:`crmlib.value_quadrant`.
    cost_per_head, share_won : dict
        The policies as planned, as for :func:`crmlib.quadrant_policy`.
    current_threshold, potential_threshold : float
        Yuan above 0: where the thresholds stand at first.

    Returns
    -------
    Explorer

    Raises
    ------
    CourseError
        As :func:`crmlib.value_quadrant` and :func:`crmlib.quadrant_policy`; or if a threshold is not above 0.

    Examples
    --------
    >>> plan = {"vip": 60, "improve": 25, "maintain": 2, "abandon": 5}
    >>> widget = quadrant({"Li": 900, "Chen": 40, "Sun": -80}, {"Li": 800, "Chen": 950, "Sun": 10}, plan, dict.fromkeys(plan, 0.1),
    ...                   current_threshold=500, potential_threshold=400)
    >>> widget.controls["current_threshold"].value
    500.0
    """
    first = _sorted(current, potential, current_threshold, potential_threshold)
    quadrant_policy(quadrant_summary(first), cost_per_head, share_won)  # refuses policies that do not work before anything is shown
    controls, background = _controls(current_threshold, potential_threshold), _background(first)

    def view(current_threshold, potential_threshold, cost):
        table = _sorted(first["current"], first["potential"], current_threshold, potential_threshold)
        summary = quadrant_policy(quadrant_summary(table), {kind: cost * cost_per_head[kind] for kind in QUADRANTS}, share_won)
        sentences = "".join(f"<p>{html.escape(sentence)}</p>" for sentence in (_left(summary), _moved(first["quadrant"], table["quadrant"])))
        return _map(background, table, summary), _policy_table(summary) + sentences

    return Explorer(_("Where do the thresholds belong, who moves, and do the policies still pay?"), controls, view)


def _sorted(current, potential, current_threshold, potential_threshold):
    return value_quadrant(current, potential, current_threshold=current_threshold, potential_threshold=potential_threshold)


def _controls(current_threshold, potential_threshold):

    def slider(name, threshold, description):
        start = checked_cost(name, threshold)
        if start == 0:
            raise CourseError(_("{name}=0 does not work here. Give a threshold above 0 yuan to start from.").format(name=name))
        return widgets.FloatSlider(start, min=0, max=THRESHOLDS_SHOWN * start, step=start / STEPS_TO_THRESHOLD, readout_format=",.0f",
                                   description=description)

    return {
        "current_threshold": slider("current_threshold", current_threshold, _("Current value from (yuan)")),
        "potential_threshold": slider("potential_threshold", potential_threshold, _("Potential value from (yuan)")),
        "cost": widgets.FloatSlider(1.0, min=0, max=3, step=0.1, readout_format=".0%", description=_("Policy cost, part of plan")),
    }


def _left(summary):
    return _("All policies together cost {cost:,.0f} yuan and are expected to gain {gain:,.0f}. Left: {left:+,.0f} yuan.").format(
        cost=summary["policy_cost"].sum(), gain=summary["expected_gain"].sum(), left=summary["net_gain"].sum())


def _moved(first, now):
    movers = pd.DataFrame({"first": first, "now": now})[first != now]
    if movers.empty:
        return _("Every customer is of the same kind as with the first thresholds.")
    ways = _("; ").join(_("from {before} to {after}: {count:,} (for example {customers})").format(
        before=quadrant_label(before), after=quadrant_label(after), count=len(part), customers=first_few(part.index))
        for (before, after), part in movers.groupby(["first", "now"]))
    return _("{count:,} customers are of another kind than with the first thresholds. {ways}.").format(count=len(movers), ways=ways)


def _policy_table(summary):
    return numbers_table(pd.DataFrame({
        _("Kind"): summary.index.map(quadrant_label),
        _("Customers"): summary["count"].map("{:,}".format),
        _("Current value (yuan)"): summary["current"].map("{:,.0f}".format),
        _("Potential value (yuan)"): summary["potential"].map("{:,.0f}".format),
        _("Policy cost (yuan)"): summary["policy_cost"].map("{:,.0f}".format),
        _("Expected gain (yuan)"): summary["expected_gain"].map("{:,.0f}".format),
        _("Left (yuan)"): summary["net_gain"].map("{:+,.0f}".format),
    }))


def _background(first):
    """Lay out the map once: the customers do not move on it, only the thresholds do."""
    across, up = (_Axis(first[name], first.attrs["thresholds"][name], length) for name, length in (("current", ACROSS), ("potential", UP)))
    x = (across.place(first["current"]) // CELL).astype(int)
    y = ((UP - up.place(first["potential"])) // CELL).astype(int)
    counts = pd.Series(1, index=pd.MultiIndex.from_arrays([x, y])).groupby(level=[0, 1]).sum()
    shade = 0.2 + 0.8 * np.log1p(counts) / np.log1p(counts.max())
    colours = [to_hex(colour) for colour in colormaps["Blues"](shade)]
    cells = "".join(f'<rect x="{LEFT + column * CELL}" y="{TOP + row * CELL}" width="{CELL}" height="{CELL}" fill="{colour}"/>'
                    for (column, row), colour in zip(counts.index, colours))
    return SimpleNamespace(across=across, up=up, fixed=cells + _names(across, up) + _border_of_loss(across, up))


class _Axis:
    """Yuan to pixels: near 0 in equal steps, far from it each step ten times the one before."""

    def __init__(self, values, threshold, length):
        self._unit, self._length = threshold / 2, length
        low, high = (np.arcsinh(edge / self._unit) for edge in (min(values.min(), 0), max(values.max(), 2 * threshold)))
        self._low, self._reach = low - 0.03 * (high - low), 1.06 * (high - low)

    def place(self, yuan):
        return self._length * (np.arcsinh(yuan / self._unit) - self._low) / self._reach

    def ticks(self):
        for yuan in TICKS:
            if 0 < self.place(yuan) < self._length and (yuan == 0 or abs(yuan) > self._unit):
                yield yuan, self.place(yuan)


def _names(across, up):
    below = [(LEFT + place, TOP + UP + 18, "middle", yuan) for yuan, place in across.ticks()]
    beside = [(LEFT - 6, TOP + UP - place + 4, "end", yuan) for yuan, place in up.ticks()]
    return "".join([
        f'<rect x="{LEFT}" y="{TOP}" width="{ACROSS}" height="{UP}" fill="none" stroke="{COLOURS["C"]}"/>',
        *(label(x, y, f"{yuan:,}", text_anchor=side) for x, y, side, yuan in [*below, *beside]),
        label(LEFT + ACROSS / 2, HEIGHT - 8, _("Current value (yuan)")),
        label(0, 0, _("Potential value (yuan)"), transform=f"translate(16 {TOP + UP / 2:.0f}) rotate(-90)")])


def _border_of_loss(across, up):
    """The line on which potential and loss are equal: left of it a customer is given up."""
    losses = -np.geomspace(1, 1e6, 60)
    points = [(across.place(loss), up.place(-loss)) for loss in losses]
    inside = " ".join(f"{LEFT + x:.0f},{TOP + UP - y:.0f}" for x, y in points if 0 <= x <= ACROSS and 0 <= y <= UP)
    return f'<polyline points="{inside}" fill="none" stroke="{COLOURS["accent"]}" stroke-width="2" stroke-dasharray="6 4"/>'


def _map(background, table, summary):
    thresholds = table.attrs["thresholds"]
    x, y = LEFT + background.across.place(thresholds["current"]), TOP + UP - background.up.place(thresholds["potential"])
    lines = (f'<path d="M{x:.1f} {TOP}V{TOP + UP}M{LEFT} {y:.1f}H{LEFT + ACROSS}" fill="none" stroke="{COLOURS["line"]}" stroke-width="1.5"/>')
    text = _("Map of {count:,} customers, current value to the right and potential value upwards, in yuan; "
             "the lines are the thresholds, {current:,.0f} and {potential:,.0f}. {parts}.").format(
        count=len(table), **thresholds, parts=kinds_in_words(summary))
    return page([background.fixed, lines, *map(_corner, summary.index, summary["count"])], WIDTH, HEIGHT, text)


def _corner(kind, count):
    x, y, side = CORNERS[kind]
    lines = (quadrant_label(kind), _("customers: {count:,}").format(count=count))
    return "".join(label(LEFT + x, TOP + y + 17 * line, text, text_anchor=side, font_weight="bold", **HALO) for line, text in enumerate(lines))
