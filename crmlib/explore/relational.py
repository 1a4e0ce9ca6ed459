"""The widget of transactional and relational customers: who counts as what, who pays for whom, and what dropping would do."""

import html

import ipywidgets as widgets
import pandas as pd

from crmlib.draw.identify import subsidy_bars
from crmlib.explore.explorer import Explorer, numbers_table
from crmlib.identify.labels import relation_label
from crmlib.identify.relational import cross_subsidy, transactional_split
from crmlib.language import gettext as _


def relational(orders, fixed_cost, cost_per_order):
    """Explore the split: move the share on offer, the least number of orders, and the costs.

    Parameters
    ----------
    orders : pandas.DataFrame
        As for :func:`crmlib.transactional_split`.
    fixed_cost, cost_per_order : float
        Where the sliders for the two costs stand at first, in yuan.

    Returns
    -------
    Explorer

    Examples
    --------
    >>> orders = pd.DataFrame({"customer_id": ["Li"] * 3 + ["Wu"] * 3, "amount": 50.0, "gross_profit": 20.0, "on_offer": [True] * 3 + [False] * 3})
    >>> relational(orders, fixed_cost=100_000, cost_per_order=5).controls["min_orders"].value
    3
    """
    controls = {
        "offer_share": widgets.FloatSlider(0.8, min=0.3, max=1.0, step=0.05, readout_format=".0%", description=_("Transactional from (on offer)")),
        "min_orders": widgets.IntSlider(3, min=1, max=8, description=_("Least number of orders")),
        "fixed_cost": widgets.IntSlider(fixed_cost, min=0, max=2 * fixed_cost, step=20_000, readout_format=",d", description=_("Fixed cost (yuan)")),
        "cost_per_order": widgets.IntSlider(cost_per_order, min=0, max=60, description=_("Cost of an order (yuan)")),
    }

    def view(offer_share, min_orders, fixed_cost, cost_per_order):
        subsidy = cross_subsidy(transactional_split(orders, round(offer_share, 2), min_orders), fixed_cost, cost_per_order)
        return subsidy_bars(subsidy), _numbers(subsidy)

    return Explorer(_("Who pays for whom, and what would be left without one group?"), controls, view)


def _numbers(subsidy):
    shown = pd.DataFrame({
        _("Kind"): [relation_label(relation) for relation in subsidy.index],
        _("Customers"): subsidy["customers"].map("{:,}".format),
        _("Contribution (yuan)"): subsidy["contribution"].map("{:,.0f}".format),
        _("Profit after fixed cost (yuan)"): subsidy["profit"].map("{:,.0f}".format),
        _("Profit of the firm without them (yuan)"): subsidy["profit_without"].map("{:,.0f}".format),
    })
    total = _("Profit of the firm with all of them: {profit:,.0f} yuan.").format(profit=subsidy["profit"].sum())
    return numbers_table(shown) + f"<p>{html.escape(total)}</p>"
