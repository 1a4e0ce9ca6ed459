"""The figure of the value quadrant."""

from matplotlib.ticker import StrMethodFormatter

from crmlib.draw.figure import COLOURS, describe, new_axes
from crmlib.language import gettext as _
from crmlib.quadrant import quadrant_label, quadrant_summary

_LOOKS = {"vip": ("D", COLOURS["A"]), "improve": ("^", "#009E73"), "maintain": ("o", COLOURS["B"]), "abandon": ("X", COLOURS["accent"])}
_CORNERS = {"vip": (0.98, 0.98, "right", "top"), "improve": (0.02, 0.98, "left", "top"),
            "maintain": (0.98, 0.02, "right", "bottom"), "abandon": (0.02, 0.02, "left", "bottom")}


def quadrant(quadrants, ax=None):
    """Draw the customers by current and potential value, with what each kind holds.

    Parameters
    ----------
    quadrants : pandas.DataFrame
        What :func:`crmlib.value_quadrant` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure when not given.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> from crmlib.quadrant import value_quadrant
    >>> quadrant(value_quadrant({"Li": 900, "Chen": 40, "Wang": 60}, {"Li": 800, "Chen": 950, "Wang": 10})).get_title(loc="left")
    'Most potential: 950 yuan with 33% of the customers (Improve: most growable)'
    """
    ax = new_axes(ax, height=5.2)
    for kind, (marker, colour) in _LOOKS.items():
        part = quadrants[quadrants["quadrant"] == kind]
        ax.plot(part["current"], part["potential"], linestyle="", marker=marker, markersize=5, color=colour, alpha=0.6, markeredgewidth=0)
    thresholds = quadrants.attrs["thresholds"]
    ax.axvline(thresholds["current"], color=COLOURS["line"], linewidth=0.8)
    ax.axhline(thresholds["potential"], color=COLOURS["line"], linewidth=0.8)
    ax.set_xscale("symlog", linthresh=_linear_to(thresholds["current"]))
    ax.set_yscale("symlog", linthresh=_linear_to(thresholds["potential"]))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    ax.margins(0.05, 0.2)
    summary = quadrant_summary(quadrants)
    for kind, (x, y, side, edge) in _CORNERS.items():
        ax.annotate(_part(kind, summary.loc[kind]), (x, y), xycoords="axes fraction", ha=side, va=edge, fontsize=9,
                    bbox={"boxstyle": "round,pad=0.3", "facecolor": "white", "edgecolor": _LOOKS[kind][1], "alpha": 0.9})
    ax.set(xlabel=_("Current value (yuan; beyond the threshold, each step is ten times the one before)"),
           ylabel=_("Potential value (yuan)"))
    ax.set_title(_finding(summary), loc="left", fontsize=12)
    text = _("Scatter of {count:,} customers, current value to the right and potential value upwards, in yuan; "
             "the lines are the thresholds, {current:,.0f} and {potential:,.0f}. {parts}.")
    return describe(ax, text.format(count=len(quadrants), **thresholds, parts=kinds_in_words(summary)))


def kinds_in_words(summary):
    """Return how many customers of each kind there are and what they hold, in the language in use.

    Examples
    --------
    >>> from crmlib.quadrant import quadrant_summary, value_quadrant
    >>> kinds_in_words(quadrant_summary(value_quadrant({"Li": 900, "Chen": 40}, {"Li": 800, "Chen": 10})))[:70]
    'VIP: most valuable: customers 1 (50%), current 900, potential 800 yuan'
    """
    return _("; ").join(_inline(kind, row) for kind, row in summary.iterrows())


def _linear_to(threshold):
    """Return up to where an axis has equal steps: a few very large customers would press the others together."""
    return max(threshold, 1.0)


def _finding(summary):
    kind = summary["potential"].idxmax()
    return _("Most potential: {potential:,.0f} yuan with {share:.0%} of the customers ({kind})").format(
        potential=summary["potential"][kind], share=summary["share_of_count"][kind], kind=quadrant_label(kind))


def _part(kind, row):
    return _("{kind}\ncustomers: {count:,} ({share:.0%})\ncurrent {current:,.0f}, potential {potential:,.0f} yuan").format(
        **_numbers(kind, row))


def _inline(kind, row):
    return _("{kind}: customers {count:,} ({share:.0%}), current {current:,.0f}, potential {potential:,.0f} yuan").format(
        **_numbers(kind, row))


def _numbers(kind, row):
    return {"kind": quadrant_label(kind), "count": int(row["count"]), "share": row["share_of_count"],
            "current": row["current"], "potential": row["potential"]}
