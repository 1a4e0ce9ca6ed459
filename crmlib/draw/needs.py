"""Figures of needs: their structure, the demand for one item, orientations, and ways of listening."""

import pandas as pd
from matplotlib.ticker import PercentFormatter

from crmlib.draw.figure import COLOURS, describe, new_axes
from crmlib.language import gettext as _
from crmlib.needs.demand import demand_state
from crmlib.needs.labels import demand_label, need_label, orientation_label
from crmlib.needs.orientation import PRICE_FROM, VALUE_UP_TO
from crmlib.needs.structure import NEEDS

ORIENTATIONS = ("price", "compound", "value")
# colour, hatch and colour of the number that stands on it
PARTS = [(COLOURS["A"], "", "white"), (COLOURS["B"], "//", "black"), (COLOURS["C"], "", "black"), ("white", "..", "black")]


def need_bars(structure, ax=None):
    """Draw the structure of needs of each group as one bar of 100%.

    Parameters
    ----------
    structure : pandas.DataFrame
        What :func:`crmlib.need_structure` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure when not given.

    Returns
    -------
    matplotlib.axes.Axes
    """
    ax = new_axes(ax, height=1.4 + 0.5 * len(structure))
    shares = structure[list(NEEDS)].rename(index=_group_label)
    _stacked(ax, shares, [need_label(need) for need in NEEDS])
    spread = shares.max() - shares.min()
    widest = spread.idxmax()
    title = _("{need} need: from {low:.0%} ({lowest}) to {high:.0%} ({highest})").format(
        need=need_label(widest), low=shares[widest].min(), lowest=shares[widest].idxmin(), high=shares[widest].max(), highest=shares[widest].idxmax())
    ax.set_title(title, loc="left", fontsize=12, pad=34)
    text = _("One bar of 100% for each group, divided into four needs. {finding}. {parts}.")
    return describe(ax, text.format(finding=title, parts=_parts(shares, need_label)))


def orientation_bars(oriented, ax=None):
    """Draw how many customers are price-, compound- and value-oriented in each category, and over all.

    Parameters
    ----------
    oriented : pandas.DataFrame
        What :func:`crmlib.customer_orientation` returned for customers in categories.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes
    """
    cheaper = oriented["share_cheaper"] * oriented["choices"]
    overall = cheaper.groupby(level=0).sum() / oriented["choices"].groupby(level=0).sum()
    shares = oriented["orientation"].groupby(level=1).value_counts(normalize=True).unstack(fill_value=0.0)
    shares = shares.reindex(columns=list(ORIENTATIONS), fill_value=0.0).rename(index=_group_label)
    shares.loc[_("all categories together")] = [(overall >= PRICE_FROM).mean(), ((overall < PRICE_FROM) & (overall > VALUE_UP_TO)).mean(),
                                                (overall <= VALUE_UP_TO).mean()]
    ax = new_axes(ax, height=1.4 + 0.5 * len(shares))
    _stacked(ax, shares, [orientation_label(name) for name in ORIENTATIONS])
    title = _("All together, {together:.0%} look compound; in one category at most {within:.0%}").format(
        together=shares["compound"].iloc[-1], within=shares["compound"].iloc[:-1].max())
    ax.set_title(title, loc="left", fontsize=12, pad=34)
    text = _("One bar of 100% for each category, and one for all together, divided by the customers' orientation. {parts}.")
    return describe(ax, text.format(parts=_parts(shares, orientation_label)))


def demand_series(series, name="", harmful=False, ax=None):
    """Draw demand, sales and capacity by month, with the state of demand in the title.

    Parameters
    ----------
    series : pandas.DataFrame
        One item, as for :func:`crmlib.demand_state`.
    name : str
        What the item is called.
    harmful : bool
        Whether it is harmful.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes
    """
    ax = new_axes(ax, height=3.4)
    found = demand_state(series, harmful)
    series = series.sort_values("month")
    demand = series["sales"] + series["turned_away"]
    ax.fill_between(series["month"], series["sales"], demand, color=COLOURS["accent"], alpha=0.25, hatch="//", linewidth=0)
    ax.step(series["month"], series["capacity"], where="mid", color=COLOURS["line"], linestyle=":", linewidth=2)
    ax.plot(series["month"], series["sales"], color=COLOURS["A"], marker="o", markersize=3.5, linewidth=1.8)
    ax.plot(series["month"], demand, color=COLOURS["accent"], linestyle="--", linewidth=1.8)
    _end_labels(ax, series["month"].iloc[-1], {
        _("sales"): (series["sales"].iloc[-1], COLOURS["A"]), _("demand"): (demand.iloc[-1], COLOURS["accent"]),
        _("capacity"): (series["capacity"].iloc[-1], COLOURS["line"])})
    ax.set_ylim(bottom=0)
    ax.set_ylabel(_("units a month"))
    title = _("{name}: {state}").format(name=name, state=demand_label(found.state)) if name else demand_label(found.state)
    ax.set_title(title, loc="left", fontsize=12)
    text = _("Lines of {count} months: sales from {first_sales:,} to {last_sales:,} units, demand (with those turned away) from {first:,} to {last:,}, "
             "capacity {capacity:,} at the end. {reason}")
    return describe(ax, title + ". " + text.format(
        count=len(series), first_sales=series["sales"].iloc[0], last_sales=series["sales"].iloc[-1], first=demand.iloc[0], last=demand.iloc[-1],
        capacity=series["capacity"].iloc[-1], reason=found.reason))


def listening_bars(summary, truth=None, ax=None):
    """Draw what each way of listening answers: the plain share, and the share with the groups weighted.

    Parameters
    ----------
    summary : pandas.DataFrame
        What :func:`crmlib.listening_summary` returned.
    truth : float, optional
        The true share (0–1), where it is known.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes
    """
    ax = new_axes(ax, height=1.2 + 0.45 * len(summary))
    names = [_way_label(way) for way in summary.index]
    places = range(len(summary))
    ax.barh(places, summary["said_yes"], color=COLOURS["C"], label=_("all voices alike"))
    ax.plot(summary["weighted"], places, "D", color=COLOURS["A"], linestyle="none", label=_("groups weighted by their size"))
    for place, row in zip(places, summary.itertuples()):
        ax.text(max(row.said_yes, row.weighted) + 0.015, place, _("{share:.0%} of {heard:,}").format(share=row.said_yes, heard=row.heard), va="center", fontsize=9,
                in_layout=False)
    if truth is not None:
        ax.axvline(truth, color=COLOURS["accent"], linestyle="--", label=_("planted truth: {share:.0%}").format(share=truth))
    ax.set_yticks(places, names)
    ax.invert_yaxis()
    ax.set_xlim(0, 1)
    ax.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.legend(frameon=False, loc="lower right", fontsize=9)
    title = _("The same question, {count} ways: from {low:.0%} to {high:.0%} say yes").format(
        count=len(summary), low=summary["said_yes"].min(), high=summary["said_yes"].max())
    ax.set_title(title, loc="left", fontsize=12)
    parts = _("; ").join(_("{way}: {share:.0%}, weighted {weighted:.0%}").format(way=name, share=row.said_yes, weighted=row.weighted)
                         for name, row in zip(names, summary.itertuples()))
    return describe(ax, _("Bars with the share that says yes. {finding}. {parts}.").format(finding=title, parts=parts))


def _stacked(ax, shares, labels):
    left = pd.Series(0.0, index=shares.index)
    for (colour, hatch, ink), label, column in zip(PARTS, labels, shares.columns):
        ax.barh(range(len(shares)), shares[column], left=left, color=colour, hatch=hatch, edgecolor="#777777", height=0.66, label=label)
        for place, (start, width) in enumerate(zip(left, shares[column])):
            if width >= 0.04:
                ax.text(start + width / 2, place, f"{width:.0%}", ha="center", va="center", fontsize=10, color=ink,
                        bbox={"facecolor": colour, "edgecolor": "none", "pad": 1.5} if hatch else None)
        left = left + shares[column]
    ax.set_yticks(range(len(shares)), shares.index)
    ax.invert_yaxis()
    ax.set_xlim(0, 1)
    ax.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=len(shares.columns), fontsize=9, borderaxespad=0.2)


def _end_labels(ax, month, ends):
    """Write the names of lines at their ends, pushed apart where they would touch."""
    height = max(value for value, _colour in ends.values()) or 1
    last = None
    for name, (value, colour) in sorted(ends.items(), key=lambda end: end[1][0]):
        place = value if last is None else max(value, last + 0.09 * height)
        ax.annotate(name, (month, place), xytext=(10, 0), textcoords="offset points", va="center", color=colour, fontsize=10)
        last = place


def _parts(shares, label):
    return _("; ").join(_("{group}: {numbers}").format(group=group, numbers=_(", ").join(
        _("{part} {share:.0%}").format(part=label(part), share=share) for part, share in row.items())) for group, row in shares.iterrows())


def _group_label(group):
    return {"all": _("all"), "firm": _("firms"), "hair": _("Hair care"), "skin": _("Skin care"),
            "paper": _("Paper goods")}.get(group, group)


def _way_label(way):
    return {"top_customers": _("top customers"), "cards": _("suggestion cards"), "survey": _("survey"), "database": _("database"),
            "personal": _("personal effort"), "competitors": _("competitors"), "focus_groups": _("focus groups"),
            "panel": _("panel")}.get(way, way)
