"""Figures of the buy-till-you-die models: forecasts against what happened, and who is still there."""

import numpy as np
import pandas as pd

from crmlib.draw.figure import COLOURS, describe, new_axes
from crmlib.language import gettext as _

_LEVELS = {0.1: COLOURS["line"], 0.25: COLOURS["line"], 0.5: COLOURS["line"], 0.75: "white", 0.9: "white"}
_LINES = {"actual": ("-", COLOURS["line"], 3), "model": ("--", COLOURS["A"], 2), "same_rate": (":", COLOURS["accent"], 2),
          "recent_only": ("-.", COLOURS["B"], 2)}


def forecast_comparison(table, ax=None):
    """Draw the purchases that happened, as they added up, with the forecasts of the model and of two rules of thumb.

    Parameters
    ----------
    table : pandas.DataFrame
        What :func:`crmlib.compare_forecasts` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure when not given.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> table = pd.DataFrame({"actual": [50, 90], "model": [47.0, 81.0], "same_rate": [80.0, 160.0], "recent_only": [40.0, 99.0]},
    ...                      index=[13, 26])
    >>> forecast_comparison(table).get_title(loc="left")
    'The model expected 81 purchases, 90 were made'
    """
    ax = new_axes(ax)
    time, last = np.append(0, table.index), table.iloc[-1]
    for name, (line, colour, width) in _LINES.items():
        ax.plot(time, np.append(0, table[name]), linestyle=line, color=colour, linewidth=width, label=_count(name, last))
    ax.set(xlim=(0, time[-1]), ylim=(0, None),
           xlabel=_("Time since the forecast ({unit})").format(unit=_unit(table)), ylabel=_("Purchases since then"))
    ax.legend(frameon=False, loc="upper left", fontsize=9)
    ax.set_title(_("The model expected {model:,.0f} purchases, {actual:,.0f} were made").format(**last), loc="left", fontsize=12)
    parts = _("; ").join([_count("actual", last), *(_("{name}: {count:,.0f} ({error:+.0%})").format(
        name=_label(name), count=last[name], error=last[name] / last["actual"] - 1) for name in ("model", "same_rate", "recent_only"))])
    return describe(ax, _("Four lines of purchases adding up over {time:,.0f} {unit}. At the end: {parts}.").format(
        time=time[-1], unit=_unit(table), parts=parts))


def p_alive_map(model, summary, ax=None):
    """Draw the probability of being there still, by the number of repeat purchases and the time of the last one.

    Parameters
    ----------
    model : BGNBD
        A fitted model.
    summary : pandas.DataFrame
        What :func:`crmlib.btyd_summary` returned. The map is for a customer as old as its oldest, and
        goes up to the frequency that 99 % of the customers do not exceed.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> from crmlib.btyd.bg_nbd import BGNBD
    >>> from crmlib.btyd.simulate import simulate_bg_nbd
    >>> customers = simulate_bg_nbd({"r": 0.8, "alpha": 10, "a": 0.8, "b": 2.4}, np.full(2000, 52.0), seed=1)
    >>> p_alive_map(BGNBD().fit(customers), customers).get_title(loc="left")
    'Silent for 26 weeks: 53% still there after 1 repeat purchase, 1% after 14'
    """
    ax = new_axes(ax, height=4.8)
    oldest, most = summary["T"].max(), max(int(summary["frequency"].quantile(0.99)), 2)
    frequency, recency = np.arange(1, most + 1), np.linspace(0, oldest, 101)[1:]
    cells = pd.MultiIndex.from_product([recency, frequency], names=["recency", "frequency"]).to_frame(index=False).assign(T=oldest)
    p_alive = model.p_alive(cells).to_numpy().reshape(len(recency), most)
    mesh = ax.pcolormesh(frequency, recency, p_alive, cmap="Blues", vmin=0, vmax=1, shading="nearest", rasterized=True)
    lines = ax.contour(frequency, recency, p_alive, levels=list(_LEVELS), colors=list(_LEVELS.values()), linewidths=1)
    ax.clabel(lines, fmt=lambda level: f"{level:.0%}", fontsize=9)
    ax.figure.colorbar(mesh, ax=ax, format=lambda share, place: f"{share:.0%}", label=_("Probability of being there still"))
    unit = _unit(summary)
    ax.set(xlabel=_("Repeat purchases"), ylabel=_("Time from the first to the last purchase ({unit})").format(unit=unit))
    ax.xaxis.get_major_locator().set_params(integer=True)
    half = len(recency) // 2 - 1
    facts = {"half": oldest / 2, "oldest": oldest, "unit": unit, "most": most, "one": p_alive[half, 0], "many": p_alive[half, -1]}
    title = _("Silent for {half:,.0f} {unit}: {one:.0%} still there after 1 repeat purchase, {many:.0%} after {most}")
    ax.set_title(title.format(**facts), loc="left", fontsize=12)
    text = _("Map of the probability of being there still, {oldest:,.0f} {unit} after the first purchase: repeat purchases (1 to {most}) "
             "to the right, time of the last purchase upwards. Who bought up to today is there with {latest_one:.0%} after 1 repeat "
             "purchase and {latest_many:.0%} after {most}; who has been silent for the last {half:,.0f} {unit}, "
             "with {one:.0%} and {many:.0%}.")
    return describe(ax, text.format(latest_one=p_alive[-1, 0], latest_many=p_alive[-1, -1], **facts))


def _label(name):
    return {"actual": _("what happened"), "model": _("model"),
            "same_rate": _("everybody goes on as before"), "recent_only": _("only recent buyers go on")}[name]


def _count(name, purchases):
    return _("{name}: {count:,.0f}").format(name=_label(name), count=purchases[name])


def _unit(table):
    return {"weeks": _("weeks"), "days": _("days")}[table.attrs.get("unit", "weeks")]
