"""Figures of data mining: pairs against chance, answers found down a list, and what letters change."""

import numpy as np
from matplotlib.ticker import PercentFormatter, StrMethodFormatter

from crmlib.draw.figure import COLOURS, HATCHES, describe, new_axes
from crmlib.language import gettext as _

NAMED_PAIRS = 6


def pairs_against_chance(pairs, names=None, kept=None, ax=None):
    """Draw each pair of products: in how many baskets both lie, against how many chance would give.

    Parameters
    ----------
    pairs : pandas.DataFrame
        What :func:`crmlib.basket_pairs` returned.
    names : mapping, optional
        Names of the products, by the ids in `pairs`.
    kept : sequence of bool, optional
        Which pairs to mark; those above chance when not given.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes
    """
    ax = new_axes(ax, height=5.0)
    kept = (pairs["above_chance"] if kept is None else kept).to_numpy(dtype=bool)
    ax.scatter(pairs["expected"][~kept], pairs["count"][~kept], s=10, color=COLOURS["C"], marker="o", linewidths=0)
    ax.scatter(pairs["expected"][kept], pairs["count"][kept], s=26, color=COLOURS["A"], marker="^", linewidths=0)
    ends = [pairs["expected"].min(), pairs["expected"].max()]
    ax.plot(ends, ends, color=COLOURS["line"], linestyle="--", linewidth=1)
    ax.set(xscale="log", yscale="log", xlabel=_("Baskets with both expected by chance"), ylabel=_("Baskets with both"))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(StrMethodFormatter("{x:,g}"))
    ax.annotate(_("dashed: chance (lift 1)"), (ends[0], ends[0]), xytext=(14, 0), textcoords="offset points", va="center", fontsize=9)
    named = largest_surplus(pairs[kept])
    for number, pair in enumerate(named.itertuples(), start=1):
        ax.annotate(str(number), (pair.expected, pair.count), xytext=(-6, 0), textcoords="offset points", ha="right", va="center", fontsize=9)
    key = "\n".join(f"{number}  {pair_name(pair, names)}" for number, pair in enumerate(named.itertuples(), start=1))
    ax.text(0.99, 0.02, key, transform=ax.transAxes, ha="right", va="bottom", fontsize=8, linespacing=1.4)
    ax.set_title(_("{kept:,} of {pairs:,} pairs are marked").format(kept=kept.sum(), pairs=len(pairs)), loc="left", fontsize=12)
    listing = _("; ").join(_("{pair}: {count:,} baskets, by chance {expected:,.0f}").format(pair=pair_name(pair, names), count=pair.count, expected=pair.expected)
                           for pair in named.itertuples())
    return describe(ax, _("{pairs:,} pairs of products by the baskets expected by chance (to the right) and found (upwards); {kept:,} are marked. {listing}.").format(
        pairs=len(pairs), kept=kept.sum(), listing=listing or _("None is named")))


def largest_surplus(pairs):
    """Return the few pairs that lie together most often beyond chance."""
    return pairs.assign(surplus=pairs["count"] - pairs["expected"]).nlargest(NAMED_PAIRS, "surplus")


def pair_name(pair, names=None):
    """Return both products' names."""
    first, second = (str(product) if names is None else names[product] for product in (pair.first, pair.second))
    return f"{first} + {second}"


def gains_curve(gains, ax=None):
    """Draw which share of all answers a list finds, down to each depth.

    Parameters
    ----------
    gains : pandas.DataFrame
        What :func:`crmlib.gains_table` returned.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes
    """
    ax = new_axes(ax)
    depth, gain = [0.0, *gains["depth"]], [0.0, *gains["gain"]]
    ax.plot(depth, gain, color=COLOURS["A"], marker="o")
    ax.plot([0, 1], [0, 1], color=COLOURS["line"], linestyle="--")
    half = len(gains) // 2
    ax.annotate(_("ranked by score"), (depth[half], gain[half]), xytext=(-8, 6), textcoords="offset points", ha="right")
    ax.annotate(_("random order"), (0.6, 0.6), xytext=(6, -12), textcoords="offset points")
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.set(xlim=(0, 1), ylim=(0, 1.03), xlabel=_("Share of the customers written to"), ylabel=_("Share of all answers found"))
    row = gains.iloc[half - 1]
    finding = _("{depth:.0%} of the customers give {gain:.0%} of the answers").format(depth=row["depth"], gain=row["gain"])
    ax.set_title(finding, loc="left", fontsize=12)
    parts = _("; ").join(_("{depth:.0%}: {gain:.0%}").format(depth=row.depth, gain=row.gain) for row in gains.itertuples())
    return describe(ax, _("Curve of gains. {finding}. Share of the customers and of the answers: {parts}.").format(finding=finding, parts=parts))


def uplift_bars(table, ax=None):
    """Draw for each segment who buys with a letter and who buys anyway, and what a letter leaves.

    Parameters
    ----------
    table : pandas.DataFrame
        What :func:`crmlib.uplift_table` returned.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes
    """
    ax = new_axes(ax)
    parts = [("response", "A", _("with a letter")), ("anyway", "B", _("without a letter"))]
    for offset, (column, key, label) in zip((-0.2, 0.2), parts):
        places = np.arange(len(table)) + offset
        ax.bar(places, table[column], width=0.38, color=COLOURS[key], hatch=HATCHES[key], edgecolor="white", label=label)
    for place, row in enumerate(table.itertuples()):
        ax.text(place, max(row.response, row.anyway) + 0.015, _("{left:+.1f} yuan").format(left=row.left), ha="center", fontsize=9)
    ax.set_xticks(range(len(table)), [str(name) for name in table.index])
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.margins(y=0.12)
    ax.set(xlabel=_segments_label(table.index.name), ylabel=_("Share who bought"))
    ax.legend(frameon=False, loc="upper left", fontsize=9)
    pays = [str(name) for name in table.index[table["left"] > 0]]
    title = _("A letter pays in {count} of {all} segments").format(count=len(pays), all=len(table))
    ax.set_title(title, loc="left", fontsize=12)
    listing = _("; ").join(_("{segment}: {response:.0%} with, {anyway:.0%} without, {left:+.2f} yuan left for each letter").format(
        segment=name, response=row["response"], anyway=row["anyway"], left=row["left"]) for name, row in table.iterrows())
    return describe(ax, _("Two bars for each segment, with and without a letter. {title}. {listing}.").format(title=title, listing=listing))


def _segments_label(column):
    scores = {"r": _("Recency score r (5: bought most recently)"), "f": _("Frequency score f (5: bought most often)"),
              "m": _("Money score m (5: spent most)")}
    return scores.get(column, column)


def mailing_curves(curves, depth=None, ax=None):
    """Draw what letters leave in yuan, down to each depth of one or several rankings.

    Parameters
    ----------
    curves : dict of str to pandas.DataFrame
        What :func:`crmlib.mailing_curve` returned, by ranking: "response" or "uplift".
    depth : float, optional
        A depth (0–1) to mark.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes
    """
    ax = new_axes(ax)
    styles = {"response": ("accent", "s", "--"), "uplift": ("A", "o", "-")}
    for name, curve in curves.items():
        colour, marker, line = styles[name]
        ax.plot([0, *curve["depth"]], [0, *curve["left"]], color=COLOURS[colour], marker=marker, linestyle=line, markersize=4)
        third = curve.iloc[len(curve) // 3]
        ax.annotate(ranking_label(name), (third["depth"], third["left"]), xytext=(6, 8), textcoords="offset points", color=COLOURS[colour])
    ax.axhline(0, color=COLOURS["line"], linewidth=1)
    if depth is not None:
        ax.axvline(depth, color=COLOURS["line"], linestyle=":")
    ax.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    ax.set(xlim=(0, 1.02), xlabel=_("Share of the customers written to"), ylabel=_("Left after the letters (yuan)"))
    best = [_best_depth(name, curve) for name, curve in curves.items()]
    ax.set_title(best[-1], loc="left", fontsize=12)
    return describe(ax, _("What letters leave in yuan, by the share of the customers written to. {best}.").format(best=_("; ").join(best)))


def ranking_label(name):
    """Return the name of a ranking in the language in use."""
    return {"response": _("Ranked by response"), "uplift": _("Ranked by uplift")}[name]


def _best_depth(name, curve):
    best = curve.loc[curve["left"].idxmax()]
    if best["left"] <= 0:
        return _("{ranking}: letters pay at no depth").format(ranking=ranking_label(name))
    return _("{ranking}: most is left at {depth:.0%}, {left:,.0f} yuan").format(ranking=ranking_label(name), depth=best["depth"], left=best["left"])
