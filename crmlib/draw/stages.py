"""Figures of the life cycle of relationships: how many are in each stage, and what comes after which."""

import numpy as np
from matplotlib import colormaps

from crmlib.draw.figure import COLOURS, describe, new_axes
from crmlib.language import gettext as _
from crmlib.relationships import STAGES, stage_label

_LOOKS = {"building": ("#009E73", ""), "development": (COLOURS["A"], ""), "recovery": ("#CC79A7", "xx"), "rupture": (COLOURS["B"], "//"), "end": (COLOURS["C"], "..")}
_LABEL = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none", "alpha": 0.85}
_DARK_FROM = 0.55


def stage_bars(stages, ax=None):
    """Draw how many relationships are in each stage, period by period.

    Parameters
    ----------
    stages : pandas.DataFrame
        What :func:`crmlib.relationship_stages` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure when not given.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> import pandas as pd
    >>> stage_bars(pd.DataFrame({"2024-01": ["building", "building"], "2024-07": ["development", "rupture"]})).get_title(loc="left")
    'In the period from 2024-07, 1 of 2 relationships are alive'
    """
    counts = stages.apply(lambda column: column.value_counts()).reindex(list(_LOOKS)).fillna(0).astype(int)
    ax = new_axes(ax, height=4.6)
    below = np.zeros(len(counts.columns))
    for stage, (colour, hatch) in _LOOKS.items():
        ax.bar(range(len(below)), counts.loc[stage], 0.75, bottom=below, color=colour, hatch=hatch, edgecolor="white")
        for place, (count, start) in enumerate(zip(counts.loc[stage], below)):
            if count > 0.04 * counts.sum().max():
                ax.annotate(f"{stage_label(stage)} {count:,}", (place, start + count / 2), ha="center", va="center", fontsize=9, bbox=_LABEL)
        below = below + counts.loc[stage].to_numpy()
    ax.set_xticks(range(len(below)), counts.columns)
    ax.set(xlabel=_("Period, by its first month"), ylabel=_("Customers"))
    last = counts[counts.columns[-1]]
    title = _("In the period from {period}, {living:,} of {count:,} relationships are alive").format(
        period=counts.columns[-1], living=last[["building", "development", "recovery"]].sum(), count=last.sum())
    ax.set_title(title, loc="left", fontsize=12)
    parts = _("; ").join(_("{period}: {counts}").format(period=period, counts=_(", ").join(f"{stage_label(stage)} {count:,}" for stage, count in column.items()))
                         for period, column in counts.items())
    return describe(ax, _("Stacked bars: the number of customers in each stage, by period. {finding}. {parts}.").format(finding=title, parts=parts))


def stage_transitions(transitions, ax=None):
    """Draw what stage comes after which, as a table of shares.

    Parameters
    ----------
    transitions : pandas.DataFrame
        What :func:`crmlib.stage_transitions` returned: counts.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> import pandas as pd
    >>> from crmlib.relationships import stage_transitions as counted
    >>> stages = pd.DataFrame({"2024-01": ["end", "end"], "2024-07": ["recovery", "end"]})
    >>> stage_transitions(counted(stages)).get_title(loc="left")
    'The end is not always the end: after it, 50% buy again'
    """
    shares = transitions.div(transitions.sum(axis=1), axis=0)
    ax = new_axes(ax, height=3.9)
    ax.imshow(shares.fillna(0), cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for row, before in enumerate(STAGES):
        for column, after in enumerate(STAGES):
            if transitions.loc[before, after]:
                dark = colormaps["Blues"](shares.loc[before, after])[0] < _DARK_FROM
                ax.annotate(f"{shares.loc[before, after]:.0%}\n({transitions.loc[before, after]:,})", (column, row), ha="center", va="center",
                            fontsize=10, color="white" if dark else COLOURS["line"])
    names = [stage_label(stage) for stage in STAGES]
    ax.set_xticks(range(len(STAGES)), names)
    ax.set_yticks(range(len(STAGES)), names)
    ax.tick_params(length=0)
    ax.set(xlabel=_("Stage in the next period"), ylabel=_("Stage in a period"))
    title = _transition_finding(shares)
    ax.set_title(title, loc="left", fontsize=12)
    part = _("after {stage}: {nexts}")
    parts = _("; ").join(part.format(stage=stage_label(stage), nexts=_(", ").join(f"{stage_label(after)} {share:.0%}" for after, share in row[row > 0].items()))
                         for stage, row in shares.iterrows() if row.notna().any())
    return describe(ax, _("Table of shares: what stage follows which, from one period to the next. {finding}. {parts}.").format(finding=title, parts=parts))


def _transition_finding(shares):
    back = shares.loc["end", "recovery"]
    if back > 0:
        return _("The end is not always the end: after it, {share:.0%} buy again").format(share=back)
    return _("Nobody came back after the end")
