"""Figures of developing customers: the funnel, shares of groups, average and next yuan, visits of a plan."""

import numpy as np

from crmlib.draw.figure import COLOURS, HATCHES, describe, new_axes
from crmlib.language import gettext as _
from crmlib.pipeline.labels import development_method_label, step_label

_PLATE = {"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none"}  # a line behind a number would cross it out


def development_funnel(funnel, ax=None):
    """Draw for each step who passed, who is still open and who was lost, with the rate.

    Parameters
    ----------
    funnel : pandas.DataFrame
        What :func:`crmlib.development_funnel` returned.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes
    """
    ax = new_axes(ax, width=8.6, height=4.4)
    names, left = [step_label(step) for step in funnel.index], np.zeros(len(funnel))
    for column, colour, label in (("passed", "A", _("passed")), ("open", "B", _("still open")), ("lost", "C", _("lost"))):
        ax.barh(names, funnel[column], left=left, color=COLOURS[colour], hatch=HATCHES[colour], edgecolor="white", label=label)
        left += funnel[column].to_numpy()
    for place, (rate, end, days) in enumerate(zip(funnel["rate"], left, funnel["days"], strict=True)):
        ax.annotate(_("{rate:.0%} pass, {days:.0f} days").format(rate=rate, days=days), (end, place), (5, 0), textcoords="offset points", va="center", fontsize=9)
    ax.invert_yaxis()
    ax.set_xlim(right=left.max() * 1.22)
    ax.set_xlabel(_("prospects that entered the step"))
    ax.legend(frameon=False, loc="lower right")
    worst = funnel["rate"].idxmin()
    finding = _("Of {leads:,.0f} prospects {customers:,.0f} became customers; fewest pass the step: {worst}").format(
        leads=funnel["entered"].iloc[0], customers=funnel.loc["close", "passed"], worst=step_label(worst))
    ax.set_title(finding, loc="left", fontsize=12)
    parts = _("; ").join(_("{step}: {entered:,.0f} entered, {passed:,.0f} passed, {lost:,.0f} lost, {open:,.0f} open, rate {rate:.0%}, {days:.0f} days").format(
        step=step_label(step), **row) for step, row in funnel.iterrows())
    return describe(ax, _("Funnel of seven steps. {finding}. {parts}.").format(finding=finding, parts=parts))


def outcome_rates(rates, label=str, ax=None):
    """Draw the share of each group as a point with its interval, highest first, beside the share of all.

    Parameters
    ----------
    rates : pandas.DataFrame
        What :func:`crmlib.outcome_rates` returned.
    label : callable, optional
        Gives the name of a group in the language in use.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes
    """
    rates = rates[rates["decided"] > 0].sort_values("rate", ascending=False)
    overall = rates["happened"].sum() / rates["decided"].sum()
    apart = (rates["low"] > overall) | (rates["high"] < overall)
    ax = new_axes(ax, width=8.6, height=1.6 + 0.27 * len(rates))
    for place, (row, far) in enumerate(zip(rates.itertuples(), apart, strict=True)):
        colour = COLOURS["accent"] if far else COLOURS["A"]
        ax.plot([row.low, row.high], [place, place], color=colour, linewidth=2)
        ax.plot(row.rate, place, marker="D" if far else "o", color=colour, markersize=7)
        ax.annotate(f"{row.rate:.0%} ({row.happened}/{row.decided})", (row.high, place), (6, 0), textcoords="offset points", va="center", fontsize=9, bbox=_PLATE)
    ax.axvline(overall, color=COLOURS["line"], linestyle="--", linewidth=1)
    ax.set_yticks(range(len(rates)), [label(group) for group in rates.index])
    ax.invert_yaxis()
    ax.set_xlim(0, min(rates["high"].max() * 1.25, 1.25))
    ax.xaxis.set_major_formatter(lambda value, position: f"{value:.0%}")
    ax.set_xlabel(_("share, with 95% interval; dashed: all together"))
    finding = _("All together {overall:.0%}. The interval misses that in {count} of {groups} groups").format(
        overall=overall, count=int(apart.sum()), groups=len(rates))
    ax.set_title(finding, loc="left", fontsize=12)
    parts = _("; ").join(_("{group}: {rate:.0%} ({low:.0%} to {high:.0%})").format(group=label(group), **row[["rate", "low", "high"]])
                         for group, row in rates.iterrows())
    return describe(ax, _("Shares of groups with intervals. {finding}. {parts}.").format(finding=finding, parts=parts))


def method_yields(yields, value=None, ax=None):
    """Draw for each method the customers of 1,000 yuan on average and of 1,000 yuan more.

    Parameters
    ----------
    yields : pandas.DataFrame
        What :func:`crmlib.method_yield` returned.
    value : float, optional
        Gross profit of a new customer in yuan: a line marks the yield at which 1,000 yuan come back.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes
    """
    yields = yields.sort_values("average", ascending=False)
    ax = new_axes(ax, width=8.6, height=5.2)
    places = np.arange(len(yields))
    for column, offset, colour, label in (("average", -0.2, "C", _("on average")), ("extra", 0.2, "A", _("with 1,000 yuan more"))):
        ax.barh(places + offset, yields[column], height=0.38, color=COLOURS[colour], hatch=HATCHES[colour], edgecolor="white", label=label)
        for place, number in zip(places, yields[column]):
            ax.annotate(f"{number:.1f}", (max(number, 0), place + offset), (4, 0), textcoords="offset points", va="center", fontsize=9, bbox=_PLATE)
    if value is not None:
        ax.axvline(1000 / value, color=COLOURS["accent"], linestyle="--", linewidth=1.5)
        ax.annotate(_("pays from {count:.1f}").format(count=1000 / value), (1000 / value, len(yields) - 0.3), (4, 0), textcoords="offset points",
                    fontsize=9, va="center")
    ax.set_yticks(places, [development_method_label(method) for method in yields.index])
    ax.set_ylim(len(yields), -0.6)
    ax.set_xlabel(_("new customers for 1,000 yuan"))
    ax.legend(frameon=False, loc="lower right")
    best, growing = yields["average"].idxmax(), yields["extra"].idxmax()
    finding = _("Best on average: {best}. Best for the next yuan: {growing}").format(best=development_method_label(best), growing=development_method_label(growing))
    ax.set_title(finding, loc="left", fontsize=12)
    parts = _("; ").join(_("{method}: {average:.1f} on average, {extra:.1f} with 1,000 yuan more").format(
        method=development_method_label(method), **row[["average", "extra"]]) for method, row in yields.iterrows())
    return describe(ax, _("New customers for 1,000 yuan, by method. {finding}. {parts}.").format(finding=finding, parts=parts))
