"""The widgets of data mining: which product pairs are worth a shelf, and how deep to mail."""

import html

import ipywidgets as widgets
import pandas as pd

from crmlib.draw.mining import mailing_curves, pair_name, pairs_against_chance, ranking_label
from crmlib.explore.explorer import Explorer, numbers_table
from crmlib.language import gettext as _
from crmlib.mining import mailing_curve
from crmlib.transactions.columns import require_columns

PAIRS_SHOWN = 8
GROUPS = 20

def pairs(pairs, names=None):
    """Explore product pairs: ask for enough baskets and enough lift, and see which pairs are left.

    Parameters
    ----------
    pairs : pandas.DataFrame
        What :func:`crmlib.basket_pairs` returned.
    names : mapping, optional
        Names of the products, by the ids in `pairs`.

    Returns
    -------
    Explorer

    Examples
    --------
    >>> from crmlib.mining import basket_pairs
    >>> lines = pd.DataFrame({"order_id": [1, 1, 2, 2, 3, 4], "product_id": ["soap", "towel", "soap", "towel", "soap", "comb"]})
    >>> widget = pairs(basket_pairs(lines), {"soap": "Soap", "towel": "Towel", "comb": "Comb"})
    >>> widget.controls["order"].value
    'count'
    """
    orders = [(_("most baskets"), "count"), (_("highest lift"), "lift")]
    controls = {
        "least": widgets.IntSlider(1, min=1, max=200, description=_("Least baskets with both")),
        "lift": widgets.FloatSlider(0.0, min=0.0, max=10.0, step=0.5, description=_("Least lift")),
        "order": widgets.Dropdown(options=orders, description=_("List first")),
        "sure": widgets.Checkbox(False, description=_("Only pairs above chance")),
    }

    def view(least, lift, order, sure):
        kept = (pairs["count"] >= least) & (pairs["lift"] >= lift) & (pairs["above_chance"] | (not sure))
        shown = pairs[kept].sort_values(order, ascending=False, kind="stable").head(PAIRS_SHOWN)
        text = _("{kept:,} of {pairs:,} pairs are left. The first {shown}:").format(kept=kept.sum(), pairs=len(pairs), shown=len(shown))
        return pairs_against_chance(pairs, names, kept), f"<p>{html.escape(text)}</p>" + _pair_table(shown, names)

    return Explorer(_("Which pairs hang together, and are frequent enough to matter?"), controls, view)


def mailing(contacts, scores, cost, coupon, margin):
    """Explore the depth of a mailing: by which ranking, how deep, and what is left in yuan.

    Parameters
    ----------
    contacts : pandas.DataFrame
        One row per customer with ``group``, ``responded`` and ``amount`` (yuan, after the coupon).
    scores : dict of str to sequence of float
        The scores of "response" and "uplift", one for each row.
    cost, coupon : float
        Of a letter, and what the coupon in it takes off, in yuan; `cost` is where the slider begins.
    margin : float
        Gross profit ÷ sales before the coupon (0–1), where the slider begins.

    Returns
    -------
    Explorer

    Raises
    ------
    CourseError
        If a column is missing.
    """
    require_columns(contacts, ["group", "responded", "amount"])
    controls = {
        "ranking": widgets.Dropdown(options=[(ranking_label(name), name) for name in scores], description=_("Ranking")),
        "depth": widgets.FloatSlider(0.3, min=0.05, max=1.0, step=0.05, readout_format=".0%", description=_("Share written to")),
        "cost": widgets.FloatSlider(cost, min=0.5, max=15.0, step=0.5, description=_("Cost of a letter (yuan)")),
        "margin": widgets.FloatSlider(margin, min=0.2, max=0.8, step=0.001, readout_format=".1%", description=_("Margin")),
    }

    def view(ranking, depth, cost, margin):
        treated = contacts["group"].eq("treated")
        profit = margin * contacts["amount"] - (1 - margin) * coupon * (treated & contacts["responded"])
        curves = {name: mailing_curve(contacts.assign(gross_profit=profit), score, cost, GROUPS) for name, score in scores.items()}
        row = curves[ranking].iloc[round(depth * GROUPS) - 1]
        return mailing_curves({ranking: curves[ranking]}, depth), "<p>" + "<br>".join(map(html.escape, _sentences(row, curves[ranking], cost))) + "</p>"

    return Explorer(_("To whom, how deep, and what is left?"), controls, view)


def _pair_table(shown, names):
    return numbers_table(pd.DataFrame({
        _("Pair"): [pair_name(pair, names) for pair in shown.itertuples()],
        _("Baskets with both"): shown["count"].map("{:,}".format),
        _("By chance"): shown["expected"].map("{:,.1f}".format),
        _("Support"): shown["support"].map("{:.2%}".format),
        _("Lift"): shown["lift"].map("{:.2f}".format),
        _("Above chance"): shown["above_chance"].map({True: _("yes"), False: _("no")}),
    }))


def _sentences(row, curve, cost):
    customers = curve["customers"].loc[:row.name].sum()
    yield _("{customers:,} letters ({depth:.0%}) cost {cost:,.0f} yuan.").format(customers=customers, depth=row["depth"], cost=customers * cost)
    yield _("Counting everybody who buys after a letter, {counted:+,.0f} yuan are left.").format(counted=row["counted"])
    yield _("Counting only what the letters change, {left:+,.0f} yuan are left.").format(left=row["left"])
    yield _("In the last group written to, {response:.0%} buy with a letter and {anyway:.0%} without.").format(response=row["response"], anyway=row["anyway"])
