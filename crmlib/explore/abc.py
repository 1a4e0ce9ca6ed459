"""The ABC widget: where to cut, who falls in which class, what serving the classes costs."""

import ipywidgets as widgets
import pandas as pd

from crmlib.draw import pareto
from crmlib.explore.explorer import Explorer, numbers_table
from crmlib.language import gettext as _
from crmlib.pareto import CUTS, abc_analysis, abc_summary, service_cost


def abc(values, cost_per_head=None):
    """Explore ABC classes: move the cuts, see the curve, the classes and their service cost.

    Parameters
    ----------
    values : pandas.Series
        Net sales per customer, in yuan.
    cost_per_head : dict, optional
        What serving one customer of class A, B and C costs in the period, in yuan. Without it
        the widget is about the classes alone.

    Returns
    -------
    Explorer

    Examples
    --------
    >>> widget = abc(pd.Series({"Chen": 700, "Li": 200, "Wang": 100}), {"A": 50, "B": 10, "C": 1})
    >>> widget.controls["first_cut"].value
    0.65
    """
    ranked = pd.Series(values).sort_values(ascending=False)
    names = {str(label): label for label in ranked.index}
    share = {"min": 0.05, "max": 0.99, "step": 0.01, "readout_format": ".0%"}
    controls = {
        "first_cut": widgets.FloatSlider(CUTS[0], description=_("Cut between A and B"), **share),
        "second_cut": widgets.FloatSlider(CUTS[1], description=_("Cut between B and C"), **share),
        "customer": widgets.Combobox(options=list(names), placeholder=_("for example {name}").format(name=next(iter(names))), ensure_option=True,
                                     description=_("Name a customer")),
    }

    def view(first_cut, second_cut, customer):
        result = abc_analysis(ranked, (round(first_cut, 2), round(second_cut, 2)))
        return pareto(result, highlight=names.get(customer)), class_table(result, cost_per_head)

    question = _("Where would you cut?") if cost_per_head is None else _("Where would you cut, and what would serving the classes cost?")
    return Explorer(question, controls, view)


def class_table(result, cost_per_head):
    """Return the classes, their sales and their service cost as HTML in the language in use."""
    summary = abc_summary(result)
    shown = pd.DataFrame({
        _("Class"): summary.index,
        _("Customers"): summary["count"].map("{:,}".format),
        _("Share of customers"): summary["share_of_count"].map("{:.1%}".format),
        _("Sales (yuan)"): summary["value"].map("{:,.0f}".format),
        _("Share of sales"): summary["share_of_value"].map("{:.1%}".format),
    })
    if cost_per_head is None:
        return numbers_table(shown)
    cost = service_cost(summary, cost_per_head)["service_cost"]
    shown[_("Service cost (yuan)")] = cost.map("{:,.0f}".format)
    return numbers_table(shown) + "<p>" + _("Service cost in all: {total:,.0f} yuan, {share:.1%} of sales.").format(
        total=cost.sum(), share=cost.sum() / summary["value"].sum()) + "</p>"
