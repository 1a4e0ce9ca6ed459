"""Figures of customer lifetime value: value over time, where the customers are, what events bring."""

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.ticker import PercentFormatter

from crmlib.draw.figure import COLOURS, HATCHES, describe, new_axes
from crmlib.events import event_label
from crmlib.language import gettext as _

_LABEL = {"boxstyle": "round,pad=0.2", "facecolor": "white", "edgecolor": "none", "alpha": 0.85}
_ROOM_FOR_A_LABEL = 0.06


def value_over_time(result, ax=None):
    """Draw how a customer pays back the acquisition cost: the value collected after each period.

    Parameters
    ----------
    result : LifetimeValue
        What :func:`crmlib.retention_clv` or :func:`crmlib.migration_clv` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure when not given.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> from crmlib.dwyer import retention_clv
    >>> value_over_time(retention_clv(100, 0.8, discount_rate=0.10, acquisition_cost=150)).get_title(loc="left")
    'Paid back in period 2; worth 183 yuan in the end'
    """
    ax = new_axes(ax)
    collected = value_collected(result)
    period = np.arange(len(collected))
    ax.plot(period, collected, color=COLOURS["A"], linewidth=2, marker="o" if len(period) <= 30 else "")
    ax.fill_between(period, collected, where=collected <= 0, interpolate=True, color=COLOURS["B"], alpha=0.35,
                    hatch=HATCHES["B"], edgecolor="white", linewidth=0)
    ax.axhline(0, color=COLOURS["line"], linewidth=0.8)
    ax.axhline(result.clv, color=COLOURS["line"], linewidth=0.8, linestyle=(0, (4, 3)))
    ax.annotate(_("lifetime value {value:,.0f} yuan").format(value=result.clv), (period[-1], result.clv),
                textcoords="offset points", xytext=(0, 5), ha="right", fontsize=9)
    if is_paid_back(result):
        paid = result.break_even_period
        ax.plot(paid, collected[paid], marker="D", markersize=9, color=COLOURS["accent"], markeredgecolor="white", zorder=5)
        ax.annotate(_("paid back in period {period}").format(period=paid), (paid, collected[paid]),
                    textcoords="offset points", xytext=(10, -16), fontsize=9, bbox=_LABEL)
    ax.set(xlabel=_("Period"), ylabel=_("Value collected so far (yuan)"), xlim=(0, period[-1]))
    ax.xaxis.get_major_locator().set_params(integer=True)
    ax.margins(y=0.12)
    ax.set_title(value_finding(result), loc="left", fontsize=12)
    return describe(ax, value_text(result, collected))


def customers_over_time(result, ax=None):
    """Draw where the customers are in each period: still there, pausing, or lost.

    Parameters
    ----------
    result : LifetimeValue
        What :func:`crmlib.retention_clv` or :func:`crmlib.migration_clv` returned.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> from crmlib.dwyer import migration_clv
    >>> customers_over_time(migration_clv(50, [0.3, 0.2], discount_rate=0.10, periods=4)).get_title(loc="left")
    'In period 4, 11% of the customers buy and 73% are lost'
    """
    ax = new_axes(ax)
    places = result.customers
    _stack(ax, places)
    ax.set(xlabel=_("Period (pause 2: two periods without a purchase)") if "recency_3" in places else _("Period"),
           ylabel=_("Share of the customers won"), xlim=(0.5, len(places) + 0.5), ylim=(0, 1))
    ax.xaxis.get_major_locator().set_params(integer=True)
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.set_title(_customers_finding(places), loc="left", fontsize=12)
    share = _("period {period}: {buying:.0%} buy, {lost:.0%} are lost")
    shares = _("; ").join(share.format(period=period, buying=row.iloc[0], lost=row["lost"]) for period, row in places.head(12).iterrows())
    return describe(ax, _("Stacked areas, one step for each of {count} periods: where the customers are. {shares}.")
                    .format(count=len(places), shares=shares))


def event_account(account, ax=None, name=None):
    """Draw what each kind of event adds to a customer's value, and how uncertain it is.

    Parameters
    ----------
    account : EventAccount
        What :func:`crmlib.customer_event_clv` returned. Events of the same name are drawn as one bar;
        the whiskers are one standard deviation to each side.
    ax : matplotlib.axes.Axes, optional
    name : dict, optional
        What to call each event, for example ``{"bad debt": "坏账"}``; :func:`crmlib.events.event_label` when
        not given.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> from crmlib.events import customer_event_clv
    >>> events = pd.DataFrame({"event": ["purchase", "bad debt"], "period": [1, 2], "probability": [0.8, 0.1],
    ...                        "revenue": [500.0, 0.0], "cost": [300.0, 400.0]})
    >>> event_account(customer_event_clv(events, discount_rate=0.10)).get_title(loc="left")
    'Expected value 112 yuan, with a standard deviation of 123 yuan'
    """
    kinds = kinds_of_events(account, name)
    ax = new_axes(ax, height=1.6 + 0.5 * len(kinds))
    gains = kinds["value"] >= 0
    for part, colour, hatch in [(kinds[gains], COLOURS["A"], HATCHES["A"]), (kinds[~gains], COLOURS["B"], HATCHES["B"])]:
        ax.barh(part["place"], part["value"], xerr=part["deviation"], height=0.6, color=colour, hatch=hatch,
                edgecolor="white", ecolor=COLOURS["line"], capsize=3)
    for kind in kinds.to_dict("records"):
        ax.annotate(f"{kind['value']:,.0f} ± {kind['deviation']:,.0f}", (1, kind["place"]), xycoords=("axes fraction", "data"),
                    textcoords="offset points", xytext=(6, 0), va="center", fontsize=9)
    ax.axvline(0, color=COLOURS["line"], linewidth=0.8)
    ax.set_yticks(kinds["place"], kinds.index)
    ax.invert_yaxis()
    ax.set_xlabel(_("Present value (yuan), with one standard deviation to each side"))
    ax.set_title(account_finding(account), loc="left", fontsize=12)
    return describe(ax, account_text(account, kinds))


def account_finding(account):
    """Return what an event account shows, as one sentence without a full stop."""
    return _("Expected value {value:,.0f} yuan, with a standard deviation of {deviation:,.0f} yuan").format(
        value=account.clv, deviation=account.standard_deviation)


def account_text(account, kinds):
    """Return the alt text of an event account; `kinds` is what :func:`kinds_of_events` returned."""
    part = _("{event}: {value:,.0f} ± {deviation:,.0f}")
    parts = _("; ").join(part.format(event=event, value=kind["value"], deviation=kind["deviation"]) for event, kind in kinds.iterrows())
    return _("Bars of the expected present value of a customer's events, in yuan. {finding}. {parts}.").format(
        finding=account_finding(account), parts=parts)


def kinds_of_events(account, name=None):
    """Return one row for each kind of event, by its label: present ``value``, its ``deviation`` and its ``place``."""
    groups = account.events.groupby("event", sort=False)
    deviation = groups["standard_deviation"].agg(lambda part: np.sqrt((part**2).sum()))
    kinds = pd.DataFrame({"value": groups["present_value"].sum(), "deviation": deviation})
    return kinds.assign(place=range(len(kinds))).rename(index=name or event_label)


def value_collected(result):
    """Return what one customer has brought by the end of each period, from minus the acquisition cost on, in yuan."""
    return np.concatenate([[-result.acquisition_cost], result.periods["cumulative_value"]])


def is_paid_back(result):
    """Return whether the acquisition cost comes back, and stays."""
    return result.acquisition_cost > 0 and result.clv >= 0 and result.break_even_period is not None


def value_text(result, collected):
    """Return what the line of the value collected shows, in words."""
    text = _("Line of the discounted value collected from one customer, in yuan, over {count} periods: "
             "{first:,.0f} at the beginning, {last:,.0f} after the last period. {finding}.")
    return text.format(count=len(result.periods), first=collected[0], last=collected[-1], finding=value_finding(result))


def value_finding(result):
    """Return in one sentence whether and when a customer pays back, for the title of a figure."""
    if result.clv < 0:
        return _("Not paid back in the end: {loss:,.0f} yuan are missing").format(loss=-result.clv)
    if result.acquisition_cost == 0:
        return _("Worth {value:,.0f} yuan, so winning such a customer may cost that much").format(value=result.clv)
    if is_paid_back(result):
        return _("Paid back in period {period}; worth {value:,.0f} yuan in the end").format(
            period=result.break_even_period, value=result.clv)
    return _("Paid back only after period {period}; worth {value:,.0f} yuan in the end").format(
        period=len(result.periods), value=result.clv)


def _customers_finding(places):
    last = places.iloc[-1]
    return _("In period {period}, {buying:.0%} of the customers buy and {lost:.0%} are lost").format(
        period=places.index[-1], buying=last.iloc[0], lost=last["lost"])


def _stack(ax, places):
    """Fill one area per place, each above the one before, and name it where it is thickest."""
    edges = np.arange(len(places) + 1) + 0.5
    below = np.zeros(len(places))
    for number, (name, share) in enumerate(places.items()):
        top = below + share.to_numpy()
        ax.stairs(top, edges, baseline=below, fill=True, facecolor=_place_colour(name, number, len(places.columns)),
                  hatch=HATCHES["C"] if name == "lost" else "", edgecolor="white")
        if share.max() > _ROOM_FOR_A_LABEL:
            thickest = int(share.to_numpy().argmax())
            ax.annotate(_place_label(name), (places.index[thickest], below[thickest] + share.iloc[thickest] / 2),
                        ha=_inwards(thickest, len(places)), va="center", fontsize=9, bbox=_LABEL)
        below = top


def _place_label(name):
    if name.startswith("recency_"):
        pause = int(name.removeprefix("recency_")) - 1
        return _("pause {count}").format(count=pause) if pause else _("buy")
    return {"active": _("still customers"), "lost": _("lost")}[name]


def _place_colour(name, number, count):
    if name == "lost":
        return COLOURS["C"]
    return COLOURS["A"] if number == 0 else mpl.colormaps["Blues"](0.55 - 0.4 * number / count)


def _inwards(position, count):
    return "left" if position == 0 else "right" if position == count - 1 else "center"
