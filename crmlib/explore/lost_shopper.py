"""The widget of the lost shopper: how much of the story's sum is left when each thing it forgets is counted."""

import html

import ipywidgets as widgets

from crmlib.explore.bars import Bar, bars_picture
from crmlib.explore.explorer import Explorer
from crmlib.language import gettext as _
from crmlib.relationships import lost_shopper as steps_of


def lost_shopper(week, *, margin_rate, retention_rate, discount_rate):
    """Explore what a lost weekly shopper costs: how much a week, for how many years, how many would have stayed.

    Parameters
    ----------
    week : float
        What the customer spends in a week, in yuan: where the slider stands at first.
    margin_rate, retention_rate, discount_rate : float
        As for :func:`crmlib.lost_shopper`; the retention rate is where its slider stands at first.

    Returns
    -------
    Explorer

    Examples
    --------
    >>> widget = lost_shopper(100, margin_rate=0.48, retention_rate=0.8, discount_rate=0.08)
    >>> widget.controls["years"].value
    20
    """
    controls = {
        "week": widgets.IntSlider(round(week), min=10, max=300, step=1, description=_("Yuan in a week")),
        "years": widgets.IntSlider(20, min=1, max=40, description=_("Years counted")),
        "stay": widgets.FloatSlider(retention_rate, min=0.0, max=1.0, step=0.01, readout_format=".0%", description=_("Still there a year later")),
    }

    def view(week, years, stay):
        steps = steps_of(week, years, margin_rate=margin_rate, retention_rate=round(stay, 2), discount_rate=discount_rate)
        names = {"turnover": _("Turnover, as in the story"), "gross_profit": _("Gross profit (goods paid)"),
                 "with_leaving": _("Some leave anyway"), "today": _("A later yuan counts less")}
        bars = [Bar(names[step], amount, _("{amount:,.0f} yuan").format(amount=amount), striped=step == "today") for step, amount in steps.items()]
        title = _("The loss is {loss:,.0f} yuan, {share:.0%} of the turnover in the story").format(loss=steps["today"], share=steps["today"] / steps["turnover"])
        parts = _("; ").join(_("{name}: {amount}").format(name=bar.name, amount=bar.shown) for bar in bars)
        text = _("Four bars, from the turnover to the loss in today's money. {finding}. {parts}.").format(finding=title, parts=parts)
        return bars_picture(bars, text, title), "<p>" + html.escape(parts) + "</p>"

    return Explorer(_("How much does the lost shopper really cost, and what decides it?"), controls, view)
