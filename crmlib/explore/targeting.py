"""The targeting widget: which prospects to follow up, and what that makes of cost, accuracy and profit."""

import html

import ipywidgets as widgets

from crmlib.draw.identify import screens
from crmlib.explore.explorer import Explorer
from crmlib.identify.targeting import screen_prospects
from crmlib.language import gettext as _
from crmlib.transactions.columns import require_columns

SCORES = {"all_three": ["need", "means", "access"], "need_means": ["need", "means"], "need": ["need"]}


def targeting(prospects, follow_up_cost, value):
    """Explore a screen: choose the judgements, move the cut, and see customers, accuracy and yuan.

    Parameters
    ----------
    prospects : pandas.DataFrame
        ``need``, ``means``, ``access`` (1–5) and ``bought`` of each prospect.
    follow_up_cost : float
        Where the slider for the cost of one follow-up stands at first, in yuan.
    value : float
        Gross profit of one new customer, in yuan.

    Returns
    -------
    Explorer

    Examples
    --------
    >>> import pandas as pd
    >>> prospects = pd.DataFrame({"need": [5, 4, 2, 1], "means": 3, "access": [1, 5, 2, 4], "bought": [True, False, False, False]})
    >>> targeting(prospects, follow_up_cost=20, value=276).controls["cut"].value
    9
    """
    require_columns(prospects, ["need", "means", "access", "bought"])
    wide = {"layout": {"width": "34em"}, "style": {"description_width": "14em"}}
    options = [(_("need + means + access"), "all_three"), (_("need + means"), "need_means"), (_("need alone"), "need")]
    controls = {
        "judgements": widgets.Dropdown(options=options, description=_("Score"), **wide),
        "cut": widgets.IntSlider(9, min=1, max=16, description=_("Follow up from score"), **wide),
        "cost": widgets.IntSlider(follow_up_cost, min=1, max=60, description=_("Cost of a follow-up (yuan)"), **wide),
    }

    def view(judgements, cut, cost):
        table = screen_prospects(prospects[SCORES[judgements]].sum(axis=1), prospects["bought"], cost, value)
        cut = min(max(cut, table.index[0]), table.index[-1])
        return screens(table, cut), "<p>" + "<br>".join(map(html.escape, _sentences(table.loc[cut], cut, value))) + "</p>"

    return Explorer(_("Whom would you follow up, and what does a new customer then cost?"), controls, view)


def _sentences(row, cut, value):
    yield _("From score {cut}: {selected:,.0f} prospects are followed up, {customers:,.0f} of them buy, {missed:,.0f} buyers are missed.").format(cut=cut, **row)
    if row["customers"] > 0:
        yield _("Response: {customer_rate:.1%} buy. A new customer costs {cost_per_customer:,.0f} yuan and brings {value:,.0f}.").format(value=value, **row)
    yield _("Judged rightly: {accuracy:.1%}. Left: {profit:+,.0f} yuan.").format(**row)
