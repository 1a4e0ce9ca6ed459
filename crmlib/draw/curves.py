"""The figure of the curve-fitting method."""

import numpy as np

from crmlib.curves.shapes import shape_label
from crmlib.draw.figure import COLOURS, describe, new_axes
from crmlib.language import gettext as _
from crmlib.language import pick


def profit_curve(forecast, ax=None, later=()):
    """Draw a profit history, the curve fitted to it, and its way on into the future with a 95 % band.

    Parameters
    ----------
    forecast : ProfitForecast
        What :func:`crmlib.fit_profit_curve` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure when not given.
    later : sequence of float, optional
        The profit, in yuan, of the periods right after the history, if it is known by now: drawn as
        open diamonds, to judge the forecast by.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> from crmlib.curves import fit_profit_curve
    >>> profit_curve(fit_profit_curve([300, 245, 190, 160, 125, 100], "decay", discount_rate=0.10, periods=9)).get_title(loc="left")
    'Still to come in 3 periods: 199 yuan (95 % interval 177 to 221)'
    """
    ax = new_axes(ax)
    past = forecast.periods[forecast.periods["profit"].notna()]
    today = past.index[-1]
    ahead = forecast.periods.loc[today:]
    ax.vlines(past.index, past["fitted"], past["profit"], color=COLOURS["line"], linewidth=0.8)
    ax.plot(past.index, past["fitted"], color=COLOURS["A"], linewidth=2)
    ax.plot(ahead.index, ahead["fitted"], color=COLOURS["A"], linewidth=2, linestyle="--")
    ax.fill_between(ahead.index, ahead["low"], ahead["high"], color=COLOURS["A"], alpha=0.18, linewidth=0)
    ax.plot(past.index, past["profit"], linestyle="", marker="o", markersize=7, color=COLOURS["B"],
            markeredgecolor=COLOURS["line"], zorder=4)
    came = np.arange(today + 1, today + 1 + len(later))
    ax.plot(came, later, linestyle="", marker="D", markersize=7, color="white", markeredgecolor=COLOURS["accent"], markeredgewidth=2, zorder=4)
    ax.axhline(forecast.threshold, color=COLOURS["line"], linewidth=0.8)
    ax.axvline(today, color=COLOURS["line"], linewidth=0.8, linestyle=(0, (4, 3)))
    ax.annotate(_("today"), (today, 1), xycoords=("data", "axes fraction"), textcoords="offset points", xytext=(4, -10), fontsize=9)
    if forecast.threshold:
        ax.annotate(_("threshold {value:,.0f} yuan").format(value=forecast.threshold), (past.index[0], forecast.threshold),
                    textcoords="offset points", xytext=(0, 4), fontsize=9)
    ax.set(xlabel=_("Period t. Curve: {shape}, {formula}").format(shape=shape_label(forecast.shape), formula=forecast.formula),
           ylabel=_("Profit of the period (yuan)"))
    ax.xaxis.get_major_locator().set_params(integer=True)
    ax.set_title(curve_finding(forecast), loc="left", fontsize=12)
    return describe(ax, curve_text(forecast, later))


def curve_text(forecast, later=()):
    """Return the alt text of a profit curve."""
    past = forecast.periods[forecast.periods["profit"].notna()]
    text = _("Points of the profit of {past} periods, in yuan, and the curve fitted to them ({shape}, {formula}), "
             "drawn on to period {last} with a 95 % band. {finding}. The points are {residual:,.0f} yuan from the curve on average.")
    parts = [text.format(past=len(past), shape=shape_label(forecast.shape), formula=forecast.formula, last=forecast.life_length,
                         finding=curve_finding(forecast), residual=np.abs(past["profit"] - past["fitted"]).mean())]
    if len(later):
        parts.append(_("Diamonds: what came in the {count} periods after the history, {profits} yuan.").format(
            count=len(later), profits=_("; ").join(f"{profit:,.0f}" for profit in later)))
    return pick({"en": " ", "zh": ""}).join(parts)


def curve_finding(forecast):
    """Return what a profit curve shows, as one sentence without a full stop."""
    ahead = forecast.life_length - forecast.periods["profit"].count()
    if not ahead:
        return _("Nothing is still to come: the life ends with the history")
    profit = forecast.totals.loc["future_profit"]
    return _("Still to come in {count} periods: {value:,.0f} yuan (95 % interval {low:,.0f} to {high:,.0f})").format(count=ahead, **profit)
