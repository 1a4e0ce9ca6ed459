"""Figures of chapter 1: offers by segment, the 80/20 rule group by group, buyers of a trial over time."""

import numpy as np
from matplotlib.ticker import PercentFormatter

from crmlib.draw.figure import COLOURS, HATCHES, describe, new_axes
from crmlib.language import gettext as _

_LOOKS = [(COLOURS["A"], HATCHES["A"], "o"), (COLOURS["B"], HATCHES["B"], "^"), (COLOURS["C"], HATCHES["C"], "s"), (COLOURS["accent"], "xx", "D")]
RULE = 0.8


def offers_by_segment(profit, ax=None, segments=None, offers=None):
    """Draw what each offer earns in each segment: is the best offer for all the best for each?

    Parameters
    ----------
    profit : pandas.DataFrame
        One row per segment, one column per offer (at most four), in yuan.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure when not given.
    segments, offers : dict, optional
        What to call the rows and columns; as in the table when not given.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> import pandas as pd
    >>> offers_by_segment(pd.DataFrame({"box": [30, 10], "bag": [10, 20]}, index=["north", "south"])).get_title(loc="left")
    'One offer for all earns 40 yuan; the best for each segment earns 50'
    """
    shown = profit.rename(index=segments or {}, columns=offers or {})
    ax = new_axes(ax, width=9.0)
    width = 0.8 / len(shown.columns)
    for number, (offer, amounts) in enumerate(shown.items()):
        colour, hatch, _marker = _LOOKS[number]
        places = np.arange(len(shown)) + (number + 0.5) * width - 0.4
        ax.bar(places, amounts, width * 0.94, color=colour, hatch=hatch, edgecolor="white")
        for place, amount, best in zip(places, amounts, shown.max(axis=1)):
            ax.annotate(f"{offer}\n{amount:,.0f}", (place, amount), textcoords="offset points", xytext=(0, 4), ha="center", fontsize=8.5,
                        bbox={"boxstyle": "round,pad=0.2", "facecolor": "white", "edgecolor": COLOURS["accent"] if amount == best else "none"})
    ax.set_xticks(range(len(shown)), shown.index)
    ax.tick_params(axis="x", length=0)
    ax.set_ylabel(_("Gross profit (yuan)"))
    ax.margins(y=0.2)
    title = _("One offer for all earns {one:,.0f} yuan; the best for each segment earns {each:,.0f}").format(
        one=profit.sum().max(), each=profit.max(axis=1).sum())
    ax.set_title(title, loc="left", fontsize=12)
    part = _("{segment}: {amounts}")
    parts = _("; ").join(part.format(segment=segment, amounts=_(", ").join(f"{offer} {amount:,.0f}" for offer, amount in row.items()))
                         for segment, row in shown.iterrows())
    return describe(ax, _("Bars of the gross profit of each offer in each segment, in yuan. {finding}. {parts}.").format(finding=title, parts=parts))


def top_fifth(table, ax=None, name=None):
    """Draw what the top fifth of the customers brings in each group, against the 80 % of the rule.

    Parameters
    ----------
    table : pandas.DataFrame
        What :func:`crmlib.top_fifth` returned.
    ax : matplotlib.axes.Axes, optional
    name : dict, optional
        What to call each group; as in the table when not given.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> import pandas as pd
    >>> from crmlib.relationships import top_fifth as tested
    >>> top_fifth(tested(pd.Series([60, 20, 10, 5, 5]))).get_title(loc="left")
    'The top fifth brings 80% nowhere: it is 60% to 60%'
    """
    shown = table.rename(index=name or {})
    ax = new_axes(ax, height=1.4 + 0.42 * len(shown))
    places = np.arange(len(shown))
    ax.hlines(places, 0, shown["top_fifth_share"], color=COLOURS["C"], linewidth=2)
    ax.plot(shown["top_fifth_share"], places, linestyle="", marker="o", markersize=9, color=COLOURS["A"])
    for place, row in zip(places, shown.to_dict("records")):
        ax.annotate(f"{row['top_fifth_share']:.0%}", (row["top_fifth_share"], place), textcoords="offset points", xytext=(9, 0), va="center", fontsize=10)
    ax.axvline(RULE, color=COLOURS["accent"], linewidth=1.2, linestyle=(0, (4, 3)))
    ax.annotate(_("the rule: {share:.0%}").format(share=RULE), (RULE, 1), xycoords=("data", "axes fraction"), textcoords="offset points",
                xytext=(4, -2), va="top", fontsize=9, color=COLOURS["accent"])
    ax.set_yticks(places, shown.index)
    ax.invert_yaxis()
    ax.set_xlim(0, 1)
    ax.set_ylim(len(shown) - 0.4, -0.9)
    ax.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.set_xlabel(_("Share of the total that the top fifth of the customers brings"))
    title = _fifth_finding(table["top_fifth_share"])
    ax.set_title(title, loc="left", fontsize=12)
    part = _("{group}: {share:.0%} ({customers:,} customers)")
    parts = _("; ").join(part.format(group=group, share=row["top_fifth_share"], customers=int(row["customers"])) for group, row in shown.iterrows())
    return describe(ax, _("Dots: the share of the total that the top fifth of the customers brings, by group. {finding}. {parts}.").format(finding=title, parts=parts))


def buyers_by_group(trial, ax=None, name=None):
    """Draw how many customers of each group of a trial still buy, period by period.

    Parameters
    ----------
    trial : pandas.DataFrame
        ``group``, ``quarter``, ``customers`` at the beginning and ``buyers`` in the quarter; at most four groups.
    ax : matplotlib.axes.Axes, optional
    name : dict, optional
        What to call each group.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> from crmlib.data import load
    >>> buyers_by_group(load("binding_trial")).get_title(loc="left")
    'Still buying in quarter 8: cared_for 67%, bound 40%'
    """
    shares = trial.assign(share=trial["buyers"] / trial["customers"]).pivot(index="quarter", columns="group", values="share")
    shares = shares[shares.iloc[-1].sort_values(ascending=False).index].rename(columns=name or {})
    ax = new_axes(ax)
    for (colour, _hatch, marker), (group, share) in zip([_LOOKS[0], (COLOURS["line"], "", "s"), _LOOKS[3], _LOOKS[1]], shares.items()):
        ax.plot(share.index, share, color=colour, marker=marker, linewidth=2)
        ax.annotate(f"{group} {share.iloc[-1]:.0%}", (share.index[-1], share.iloc[-1]), textcoords="offset points", xytext=(8, 0), va="center", fontsize=10, color=colour)
    ax.set(xlabel=_("Quarter"), ylabel=_("Customers who bought"), ylim=(0, 1), xlim=(shares.index[0] - 0.2, shares.index[-1] * 1.38))
    ax.set_xticks(shares.index)
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    last = shares.iloc[-1]
    title = _("Still buying in quarter {quarter}: {best} {most:.0%}, {worst} {least:.0%}").format(
        quarter=shares.index[-1], most=last.iloc[0], best=last.index[0], least=last.iloc[-1], worst=last.index[-1])
    ax.set_title(title, loc="left", fontsize=12)
    part = _("{group}: {shares}")
    parts = _("; ").join(part.format(group=group, shares=_(", ").join(f"{value:.0%}" for value in share)) for group, share in shares.items())
    return describe(ax, _("Lines: the share of each group's customers who bought, quarter by quarter. {finding}. {parts}.").format(finding=title, parts=parts))


def _fifth_finding(shares):
    if shares.max() < RULE:
        return _("The top fifth brings 80% nowhere: it is {least:.0%} to {most:.0%}").format(least=shares.min(), most=shares.max())
    return _("What the top fifth brings differs: {least:.0%} to {most:.0%}").format(least=shares.min(), most=shares.max())
