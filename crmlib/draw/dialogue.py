"""Figures of conversations: how two readings agree, which answers and openings win, how trust moves."""

import numpy as np
from matplotlib.ticker import PercentFormatter

from crmlib.data import labels
from crmlib.draw.figure import COLOURS, describe, new_axes
from crmlib.language import gettext as _

MARKERS = {"concede": "s", "clarify": "o"}
TACTIC_COLOURS = {"concede": COLOURS["accent"], "clarify": COLOURS["A"]}


def agreement_table(agreement, ax=None):
    """Draw which label the first reading gave (rows) and which the second (columns).

    Parameters
    ----------
    agreement : crmlib.dialogue.agreement.Agreement
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure when not given.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> from crmlib.dialogue.agreement import agreement
    >>> found = agreement({"U1": "sincere", "U2": "sincere", "U3": "staged"}, {"U1": "sincere", "U2": "staged", "U3": "staged"})
    >>> agreement_table(found).get_title(loc="left")
    'The readings agree on 67%; chance alone would give 44% (kappa 0.40)'
    """
    table = agreement.table
    names = [labels("utterance_labels", "label").get(label, label) for label in table.index]
    ax = new_axes(ax, width=7.2, height=1.6 + 0.42 * len(table))
    places = range(len(table))
    ax.pcolormesh(places, places, table.to_numpy() / max(table.to_numpy().max(), 1) * 0.75, cmap="Blues", vmin=0, vmax=1, edgecolor="white")
    for (row, column), count in np.ndenumerate(table.to_numpy()):
        if count:
            dark = count > 0.7 * table.to_numpy().max()
            ax.text(column, row, count, ha="center", va="center", fontsize=10, color="white" if dark else COLOURS["line"])
    ax.set_xticks(places, names, rotation=35, ha="right")
    ax.set_yticks(places, names)
    ax.set(xlabel=_("Second reading"), ylabel=_("First reading"))
    ax.invert_yaxis()
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.set_title(_("The readings agree on {observed:.0%}; chance alone would give {expected:.0%} (kappa {kappa:.2f})").format(
        observed=agreement.observed, expected=agreement.expected, kappa=agreement.kappa), loc="left", fontsize=12)
    return describe(ax, _agreement_text(agreement, names))


def tactic_rates(overall, within, ax=None):
    """Draw how often each answer to an objection wins: all objections together, and each kind by itself.

    Parameters
    ----------
    overall : pandas.DataFrame
        :func:`crmlib.success_rates` of the objection log by ``"tactic"``.
    within : pandas.DataFrame
        The same by ``["objection", "tactic"]``.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes
    """
    kinds, tactics = labels("objection_log", "objection"), labels("objection_log", "tactic")
    rows = [(_("All together"), overall)] + [(kinds[kind], within.loc[kind]) for kind in kinds]
    ax = new_axes(ax, height=3.6)
    for place, (label, rates) in enumerate(rows):
        ax.plot(rates["rate"], [place] * len(rates), color=COLOURS["C"], linewidth=3, zorder=1)
        for tactic, row in rates.iterrows():
            ax.scatter(row["rate"], place, marker=MARKERS[tactic], s=90, color=TACTIC_COLOURS[tactic], zorder=2)
            other = rates["rate"].drop(tactic).iloc[0]
            side = 1 if row["rate"] > other else -1
            ax.annotate(f"{row['rate']:.0%}", (row["rate"], place), (side * 10, 0), textcoords="offset points", va="center", ha="left" if side > 0 else "right")
    for tactic in tactics:
        ax.annotate(tactics[tactic], (overall.loc[tactic, "rate"], 0), (0, 14), textcoords="offset points", fontsize=9,
                    ha="left" if overall.loc[tactic, "rate"] == overall["rate"].max() else "right", color=TACTIC_COLOURS[tactic])
    ax.axhline(0.5, color=COLOURS["C"], linewidth=0.8)
    ax.set_yticks(range(len(rows)), [label for label, _rates in rows])
    ax.set(ylim=(len(rows) - 0.5, -0.9), xlim=(0, 1), xlabel=_("Share of the objections after which the customer bought"))
    ax.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.set_title(_tactic_finding(overall, within, tactics), loc="left", fontsize=12)
    parts = _("; ").join(_("{case}: {rates}").format(case=label, rates=_(", ").join(f"{tactics[tactic]} {rate:.0%}" for tactic, rate in rates["rate"].items()))
                         for label, rates in rows)
    return describe(ax, _("Success rate of two answers to objections. {parts}.").format(parts=parts))


def opening_rates(rates, ax=None):
    """Draw how often each opening ended in a purchase, with the 95% interval.

    Parameters
    ----------
    rates : pandas.DataFrame
        :func:`crmlib.success_rates` of the trial of openings, by ``"opening"`` or by a column of your
        own, with the names to show in the index.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes
    """
    known = {**labels("openings_trial", "opening"), "guess_right": _("Guess: right"), "guess_wrong": _("Guess: wrong")}
    rates = rates.sort_values("rate", ascending=False)
    names = [known.get(name, name) for name in rates.index]
    ax = new_axes(ax, height=1.4 + 0.5 * len(rates))
    for place, (name, row) in enumerate(zip(names, rates.itertuples())):
        ax.plot([row.low, row.high], [place, place], color=COLOURS["A"], linewidth=3, solid_capstyle="butt")
        ax.scatter(row.rate, place, s=70, color=COLOURS["A"], zorder=2)
        ax.annotate(_("{rate:.1%} of {tries:,}").format(rate=row.rate, tries=row.tries), (row.high, place), (8, 0), textcoords="offset points", va="center", fontsize=9)
    ax.set_yticks(range(len(rates)), names)
    ax.set(ylim=(len(rates) - 0.5, -0.6), xlim=(0, min(1, rates["high"].max() + 0.18)), xlabel=_("Share of the visitors who bought (bars: 95% interval)"))
    ax.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.set_title(_("\"{best}\" sells most often, \"{worst}\" least").format(best=names[0], worst=names[-1]), loc="left", fontsize=12)
    parts = _("; ").join(_("{name}: {rate:.1%} ({low:.1%} to {high:.1%})").format(name=name, rate=row.rate, low=row.low, high=row.high)
                         for name, row in zip(names, rates.itertuples()))
    return describe(ax, _("Share of the visitors who bought, with 95% intervals. {parts}.").format(parts=parts))


def conversation(played, ax=None):
    """Draw how trust moved in a conversation, step by step, with the technique of each step.

    Parameters
    ----------
    played : crmlib.dialogue.scenario.Conversation
        What :func:`crmlib.play` returned.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes
    """
    steps = played.steps
    ax = new_axes(ax, height=3.6)
    trust = [0, *steps["trust"]]
    ax.axhline(0, color=COLOURS["C"], linewidth=1)
    ax.step(range(len(trust)), trust, where="mid", color=COLOURS["A"], linewidth=2)
    for step, row in steps.iterrows():
        good = row["effect"] > 0
        ax.scatter(step, row["trust"], s=80, marker="^" if good else "v" if row["effect"] < 0 else "o", color=COLOURS["A"] if good else COLOURS["accent"], zorder=2)
        ax.annotate(f"{row['technique']} ({row['effect']:+d})", (step, row["trust"]), (0, 12 if good else -18), textcoords="offset points", ha="center", fontsize=9,
                    bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1})
    low, high = min(trust), max(trust)
    ax.set(xlim=(-0.3, len(steps) + 0.6), ylim=(low - 1.4, high + 1.4), xticks=range(len(trust)), xlabel=_("Step"), ylabel=_("Trust (sum of the effects)"))
    ending = labels("scenario_nodes", "ending").get(played.ending, _("still open"))
    ax.set_title(_("{ending}, with trust at {trust:+d} after {count} steps").format(ending=ending, trust=played.trust, count=len(steps)), loc="left", fontsize=12)
    parts = _("; ").join(_("step {step}: {technique} ({effect:+d}), trust {trust:+d}").format(step=step, **row) for step, row in
                         zip(steps.index, steps[["technique", "effect", "trust"]].to_dict("records")))
    return describe(ax, _("Trust in a conversation, from 0. {parts}. Ending: {ending}.").format(parts=parts, ending=ending))


def _agreement_text(agreement, names):
    """Say the share in common, and where the readings differ most."""
    counts = agreement.table.to_numpy()
    apart = sorted(((int(count), row, column) for (row, column), count in np.ndenumerate(counts) if row != column and count), reverse=True)
    where = _("; ").join(_("{first} then {second}: {count}").format(first=names[row], second=names[column], count=count) for count, row, column in apart[:6])
    return _("Table of two readings of {count} sentences: {same} have the same label in both. Different: {where}.").format(
        count=counts.sum(), same=int(np.trace(counts)), where=where or _("none"))


def _tactic_finding(overall, within, tactics):
    best = overall["rate"].idxmax()
    winners = within["rate"].unstack().idxmax(axis=1)
    if (winners != best).all():
        return _("All together \"{best}\" wins; within each kind it loses").format(best=tactics[best])
    return _("\"{best}\" wins all together, and within {count} of {kinds} kinds").format(best=tactics[best], count=int((winners == best).sum()), kinds=len(winners))
