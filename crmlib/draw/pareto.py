"""Figures of the ABC analysis."""

import numpy as np
from matplotlib.ticker import PercentFormatter

from crmlib.draw.figure import COLOURS, HATCHES, describe, new_axes
from crmlib.language import CourseError
from crmlib.language import gettext as _
from crmlib.pareto import abc_summary


def pareto(result, ax=None, what="customers", highlight=None):
    """Draw the Pareto curve: from the largest to the smallest, the share of the total they hold.

    Parameters
    ----------
    result : pandas.DataFrame
        What :func:`crmlib.abc_analysis` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure when not given.
    what : {"customers", "products", "suppliers"}
        What was graded.
    highlight : label, optional
        One customer (product, supplier) to mark and name.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> from crmlib.pareto import abc_analysis
    >>> pareto(abc_analysis({"Chen": 700, "Li": 200, "Wang": 100})).get_title(loc="left")
    'Class A: 33% of the customers bring 70% of the total'
    """
    ax = new_axes(ax)
    summary = abc_summary(result)
    position = np.arange(len(result) + 1) / len(result)
    share = np.concatenate([[0.0], result["cumulative_share"].to_numpy()])
    _fill_classes(ax, summary["count"], position, share)
    ax.plot(position, share, color=COLOURS["line"], linewidth=2)
    for cut in result.attrs["cuts"]:
        ax.axhline(cut, color=COLOURS["line"], linewidth=0.8, linestyle=(0, (4, 3)))
        ax.annotate(f"{cut:.0%}", (1.0, cut), textcoords="offset points", xytext=(3, 0), va="center", fontsize=9)
    if highlight is not None:
        _mark(ax, result, highlight)
    ax.set(xlim=(0, 1), ylim=(0, 1.02), xlabel=_("Share of {what}, largest first").format(what=_names(what)), ylabel=_("Cumulative share of the total"))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.set_title(class_finding(summary, what), loc="left", fontsize=12)
    return describe(ax, pareto_text(result, summary, what, highlight))


def class_bars(summary, ax=None, what="customers"):
    """Draw each class's share of the customers above its share of the total.

    Parameters
    ----------
    summary : pandas.DataFrame
        What :func:`crmlib.abc_summary` returned.
    ax : matplotlib.axes.Axes, optional
    what : {"customers", "products", "suppliers"}

    Returns
    -------
    matplotlib.axes.Axes
    """
    ax = new_axes(ax, height=2.8)
    for row, column in enumerate(["share_of_count", "share_of_value"]):
        left = 0.0
        for grade, share in summary[column].items():
            ax.barh(row, share, left=left, height=0.62, color=COLOURS.get(grade, COLOURS["C"]), hatch=HATCHES.get(grade, ""), edgecolor="white")
            if share >= 0.06:
                ax.annotate(f"{grade}  {share:.0%}", (left + share / 2, row), ha="center", va="center", fontsize=11,
                            bbox={"boxstyle": "round,pad=0.2", "facecolor": "white", "edgecolor": "none", "alpha": 0.85})
            left += share
    ax.set_yticks([0, 1], [_names(what), _("total")])
    ax.invert_yaxis()
    ax.set_xlim(0, 1)
    ax.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.set_title(class_finding(summary, what), loc="left", fontsize=12)
    return describe(ax, _("Two bars, the {what} above and the total below, each split by class. {parts}.").format(what=_names(what), parts=_parts(summary)))


def margin_and_turnover(table, ax=None, what="products", name=None):
    """Draw margin rate against stock turnover: what stock earns is both together.

    Parameters
    ----------
    table : pandas.DataFrame
        What :func:`crmlib.gross_profit` returned.
    ax : matplotlib.axes.Axes, optional
    what : {"products", "suppliers"}
    name : dict or pandas.Series, optional
        A name for each label; the labels themselves when not given.

    Returns
    -------
    matplotlib.axes.Axes
    """
    ax = new_axes(ax, height=4.6)
    sold = table.dropna(subset=["margin_rate"])
    high = sold["return_on_stock"] >= sold["return_on_stock"].median()
    for part, marker, colour, label in [(sold[high], "o", COLOURS["A"], _("upper half by gross profit per yuan of stock")),
                                        (sold[~high], "^", COLOURS["accent"], _("lower half"))]:
        ax.scatter(part["turnover"], part["margin_rate"], marker=marker, color=colour, s=48, edgecolor="white", label=label)
    best, worst = sold["return_on_stock"].idxmax(), sold["return_on_stock"].idxmin()
    names = {label: label if name is None else name[label] for label in (best, worst)}
    for label in (best, worst):
        row = sold.loc[label]
        right = row["turnover"] > sold["turnover"].max() / 2
        ax.annotate(_("{name}: {value:.2f} yuan per yuan of stock").format(name=names[label], value=row["return_on_stock"]),
                    (row["turnover"], row["margin_rate"]), textcoords="offset points", xytext=(-8 if right else 8, 8), ha="right" if right else "left", fontsize=9,
                    bbox={"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": COLOURS["line"], "linewidth": 0.5}, zorder=6)
    ax.set(xlabel=_("Turnover (how often the stock was sold in the period)"), ylabel=_("Margin rate"))
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.margins(y=0.15)
    ax.legend(frameon=False, loc="best", fontsize=9)
    ax.set_title(_("What stock earns is margin rate times turnover, not price"), loc="left", fontsize=12)
    text = _("Scatter of {count:,} {what}, turnover against margin rate. Most gross profit per yuan of stock: {best}, margin rate {best_margin:.0%}, "
             "turnover {best_turnover:.1f}. Least: {worst}, margin rate {worst_margin:.0%}, turnover {worst_turnover:.1f}.")
    return describe(ax, text.format(
        count=len(sold), what=_names(what), best=names[best], best_margin=sold["margin_rate"][best], best_turnover=sold["turnover"][best],
        worst=names[worst], worst_margin=sold["margin_rate"][worst], worst_turnover=sold["turnover"][worst]))


def _names(what):
    return {"customers": _("customers"), "products": _("products"), "suppliers": _("suppliers")}[what]


def class_finding(summary, what="customers"):
    """Return in one sentence what the first class holds, for the title of a figure."""
    first = summary.iloc[0]
    return _("Class {grade}: {count:.0%} of the {what} bring {value:.0%} of the total").format(
        grade=summary.index[0], count=first["share_of_count"], what=_names(what), value=first["share_of_value"])


def pareto_text(result, summary, what="customers", highlight=None):
    """Return what a Pareto curve shows, in words."""
    text = _("Pareto curve: {count:,} {what} from the largest to the smallest against their cumulative share of the total. {parts}.").format(
        count=len(result), what=_names(what), parts=_parts(summary))
    return text if highlight is None else f"{text} {place_text(result, highlight)}"


def _parts(summary):
    return _("; ").join(_("class {grade}: {count:,} ({share_of_count:.0%}) with {share_of_value:.0%} of the total").format(
        grade=grade, count=int(row["count"]), share_of_count=row["share_of_count"], share_of_value=row["share_of_value"])
        for grade, row in summary.iterrows())


def _fill_classes(ax, counts, position, share):
    start = 0
    for grade, count in counts.items():
        part = slice(start, start + count + 1)
        ax.fill_between(position[part], share[part], color=COLOURS.get(grade, COLOURS["C"]), alpha=0.55, hatch=HATCHES.get(grade, ""), edgecolor="white", linewidth=0)
        ax.annotate(grade, (position[part].mean(), 0.04), ha="center", fontsize=15, color=COLOURS["line"])
        start += count


def _mark(ax, result, label):
    if label not in result.index:
        raise CourseError(_("'{name}' is not among the labels, which look like '{example}'.").format(name=label, example=result.index[0]))
    row = result.loc[label]
    position = (result.index.get_loc(label) + 1) / len(result)
    right = position > 0.6
    ax.plot(position, row["cumulative_share"], marker="D", markersize=9, color=COLOURS["accent"], markeredgecolor="white", zorder=5)
    ax.annotate(place_text(result, label), (position, row["cumulative_share"]),
                textcoords="offset points", xytext=(-12, -20) if right else (12, -18), ha="right" if right else "left",
                fontsize=10, bbox={"boxstyle": "round,pad=0.2", "facecolor": "white", "edgecolor": COLOURS["accent"]})


def place_text(result, label):
    """Return the rank and the class of one customer (product, supplier), in words."""
    row = result.loc[label]
    return _("{name}: rank {rank}, class {grade}").format(name=label, rank=row["rank"], grade=row["grade"])
