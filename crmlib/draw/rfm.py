"""Figures of RFM: the map of the segments, and what each is worth."""

import numpy as np
import pandas as pd
from matplotlib.ticker import PercentFormatter

from crmlib.draw.figure import COLOURS, HATCHES, describe, new_axes
from crmlib.language import gettext as _
from crmlib.rfm.labels import segment_label
from crmlib.rfm.score import bins_of, money_column
from crmlib.rfm.summary import rfm_summary


def segment_map(segmented, ax=None):
    """Draw the segments on the scores of recency and frequency: customers and money of each cell.

    The darker a cell, the more money is at stake; lines separate the segments. Where a cell holds
    customers of several segments, it bears the name of the largest.

    Parameters
    ----------
    segmented : pandas.DataFrame
        What :func:`crmlib.rfm_segment` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure when not given.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> from crmlib.rfm import rfm_score, rfm_segment
    >>> table = pd.DataFrame({"days_since_last": [10, 40, 90], "frequency": [4, 1, 2], "monetary": [900.0, 50.0, 50.0]})
    >>> segment_map(rfm_segment(rfm_score(table, bins=3))).get_title(loc="left")
    'Champions: 33% of the customers, 90% of the money'
    """
    ax = new_axes(ax, height=5.6)
    cells, bins = _cells(segmented), bins_of(segmented)
    frequency, recency = range(1, bins["f"] + 1), range(1, bins["r"] + 1)
    shade = 0.75 * cells["money"].clip(lower=0) / max(cells["money"].max(), 0.01)
    ax.pcolormesh(frequency, recency, shade.unstack().reindex(index=recency, columns=frequency), cmap="Blues", vmin=0, vmax=1, edgecolor="white")
    for (r, f), cell in cells.iterrows():
        ax.text(f, r, f"{segment_label(cell['segment'])}\n{cell['customers']:,}\n{cell['money']:,.0f}", ha="center", va="center", fontsize=9,
                linespacing=1.5, color="white" if shade[r, f] > 0.5 else COLOURS["line"], in_layout=False)
    ax.plot(*_borders(cells["segment"]), color=COLOURS["line"], linewidth=2, solid_capstyle="round")
    ax.set(xlim=(0.5, bins["f"] + 0.5), ylim=(0.5, bins["r"] + 0.5), xticks=frequency, yticks=recency,
           xlabel=_("Frequency score. In each cell: segment, customers, {unit}").format(unit=_unit(segmented)), ylabel=_("Recency score"))
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    summary = rfm_summary(segmented)
    ax.set_title(_finding(summary), loc="left", fontsize=12)
    return describe(ax, _("Map of {count:,} customers by recency score (upwards) and frequency score (to the right). {parts}.").format(
        count=len(segmented), parts=_parts(summary)))


def segment_bars(summary, ax=None):
    """Draw for each segment its share of the customers and its share of the money.

    Parameters
    ----------
    summary : pandas.DataFrame
        What :func:`crmlib.rfm_summary` returned.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes
    """
    ax = new_axes(ax, height=0.9 + 0.5 * len(summary))
    money = money_column(summary)
    of_money = _("share of the {what}, {unit}").format(what=_what(summary), unit=_unit(summary))
    parts = [("share_of_customers", "customers", COLOURS["B"], HATCHES["B"], _("share of the customers")),
             (f"share_of_{money}", money, COLOURS["A"], HATCHES["A"], of_money)]
    for offset, (share, value, colour, hatch, label) in zip((-0.2, 0.2), parts):
        places = [place + offset for place in range(len(summary))]
        ax.barh(places, summary[share], height=0.38, color=colour, hatch=hatch, edgecolor="white", label=label)
        for place, width, number in zip(places, summary[share], summary[value]):
            ax.text(width + 0.005, place, f"{number:,.0f} ({width:.0%})", va="center", fontsize=8, in_layout=False)
    ax.set_yticks(range(len(summary)), summary["label"])
    ax.invert_yaxis()
    ax.margins(x=0.2)
    ax.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.legend(frameon=False, loc="lower right", fontsize=9)
    ax.set_title(_finding(summary), loc="left", fontsize=12)
    text = _("Two bars for each segment: its share of the customers and of the {what}. {parts}.")
    return describe(ax, text.format(what=_what(summary), parts=_parts(summary)))


def _cells(segmented):
    """One row for each cell that has customers: their number, money and largest segment."""
    groups = segmented.groupby(["r", "f"])
    sizes = segmented.groupby(["r", "f", "segment"]).size()
    return pd.DataFrame({"customers": groups.size(), "money": groups[money_column(segmented)].sum(),
                         "segment": sizes.groupby(["r", "f"]).idxmax().str[-1]})


def _borders(segment):
    """Return the lines between neighbouring cells of different segments as x and y, each line ended by a gap."""
    x, y = [], []
    for (r, f), name in segment.items():
        if segment.get((r, f + 1), name) != name:
            x, y = [*x, f + 0.5, f + 0.5, np.nan], [*y, r - 0.5, r + 0.5, np.nan]
        if segment.get((r + 1, f), name) != name:
            x, y = [*x, f - 0.5, f + 0.5, np.nan], [*y, r + 0.5, r + 0.5, np.nan]
    return x, y


def _what(table):
    return {"monetary": _("money"), "quantity": _("units")}[money_column(table)]


def _unit(table):
    return {"monetary": _("yuan"), "quantity": _("units")}[money_column(table)]


def _finding(summary):
    first, money = summary.iloc[0], money_column(summary)
    return _("{segment}: {customers:.0%} of the customers, {money:.0%} of the {what}").format(
        segment=first["label"], customers=first["share_of_customers"], money=first[f"share_of_{money}"], what=_what(summary))


def _parts(summary):
    money, what = money_column(summary), _what(summary)
    return _("; ").join(_("{segment}: {customers:,} customers ({share:.0%}) with {money:.0%} of the {what}").format(
        segment=row["label"], customers=row["customers"], share=row["share_of_customers"], money=row[f"share_of_{money}"], what=what)
        for row in summary.to_dict("records"))
