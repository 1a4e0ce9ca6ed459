"""The widget of the next 10,000 yuan: should it win new customers or keep those there are?"""

import html

import ipywidgets as widgets

from crmlib.explore.bars import Bar, bars_picture
from crmlib.explore.explorer import Explorer
from crmlib.language import gettext as _
from crmlib.relationships import keep_or_win as compare


def keep_or_win(budget, *, win_cost, win_margin, keep_cost, effect, keep_margin, retention_rate, discount_rate, years):
    """Explore where a sum does more: move the costs, the effect and the worth of those called.

    Parameters
    ----------
    budget, win_cost, win_margin, keep_cost, effect, keep_margin, retention_rate, discount_rate, years
        As for :func:`crmlib.keep_or_win`. Costs, effect and ``keep_margin`` are where the sliders stand at first.

    Returns
    -------
    Explorer

    Examples
    --------
    >>> widget = keep_or_win(10_000, win_cost=72, win_margin=185, keep_cost=15, effect=0.07, keep_margin=305,
    ...                      retention_rate=0.7, discount_rate=0.08, years=3)
    >>> widget.controls["effect"].value
    0.07
    """
    controls = {
        "win": widgets.IntSlider(round(win_cost), min=20, max=300, step=1, description=_("Winning: yuan for each new customer")),
        "reach": widgets.IntSlider(round(keep_cost), min=1, max=60, step=1, description=_("Keeping: yuan for each one reached")),
        "effect": widgets.FloatSlider(effect, min=0.0, max=0.3, step=0.005, readout_format=".1%", description=_("Keeping: how many more stay")),
        "margin": widgets.IntSlider(round(keep_margin), min=50, max=1500, step=5, description=_("Those reached: gross profit in a year")),
    }

    def view(win, reach, effect, margin):
        table = compare(budget, win_cost=win, win_margin=win_margin, keep_cost=reach, effect=round(effect, 3), keep_margin=margin,
                        retention_rate=retention_rate, discount_rate=discount_rate, years=years)
        names = {"win": _("Winning"), "keep": _("Keeping")}
        bars = [Bar(names[aim], row["profit"], _("{profit:,.0f} yuan").format(profit=row["profit"]), striped=aim == "keep") for aim, row in table.iterrows()]
        text = _("Two bars: the profit of {budget:,.0f} yuan. {finding}. {parts}.").format(
            budget=budget, finding=_finding(table["profit"]), parts=_("; ").join(_("{name}: {amount}").format(name=bar.name, amount=bar.shown) for bar in bars))
        return bars_picture(bars, text, _finding(table["profit"])), "".join(f"<p>{html.escape(line)}</p>" for line in _lines(table, names))

    return Explorer(_("Where should the next {budget:,.0f} yuan go?").format(budget=budget), controls, view)


def _finding(profit):
    ahead = profit["keep"] - profit["win"]
    if abs(ahead) < 0.01 * profit.abs().max():
        return _("Both bring about the same")
    if ahead > 0:
        return _("Keeping brings {more:,.0f} yuan more").format(more=ahead)
    return _("Winning brings {more:,.0f} yuan more").format(more=-ahead)


def _lines(table, names):
    sentence = _("{name}: {customers:,.0f} customers more, each at {cost:,.0f} yuan and worth {value:,.0f} yuan.")
    nobody = _("{name}: nobody stays because of it.")
    return [sentence.format(name=names[aim], customers=row["customers"], cost=row["cost_per_customer"], value=row["value_each"])
            if row["customers"] > 0 else nobody.format(name=names[aim]) for aim, row in table.iterrows()]
