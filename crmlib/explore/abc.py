"""The ABC widget: where to cut, who falls in which class, what serving the classes costs."""

import ipywidgets as widgets
import numpy as np
import pandas as pd

from crmlib.draw.figure import COLOURS
from crmlib.draw.pareto import class_finding, pareto_text, place_text
from crmlib.explore.explorer import Explorer, numbers_table
from crmlib.explore.svg import DOTS, HALO, STRIPES, Plane, area, diamond, label, line
from crmlib.language import gettext as _
from crmlib.pareto import CUTS, abc_analysis, abc_summary, service_cost

FILLS = {"A": COLOURS["A"], "B": "url(#stripes)", "C": "url(#dots)"}
POINTS = 200  # of the curve: more than can be told apart


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
        summary = abc_summary(result)
        return pareto_picture(result, summary, names.get(customer)), class_table(summary, cost_per_head)

    question = _("Where would you cut?") if cost_per_head is None else _("Where would you cut, and what would serving the classes cost?")
    return Explorer(question, controls, view)


def pareto_picture(result, summary, customer=None):
    """Return the Pareto curve as a Picture; what :func:`crmlib.draw.pareto` draws."""
    plane = Plane((0, 1), (0, 1.02))
    share = np.concatenate([[0.0], result["cumulative_share"].to_numpy()])
    ends = [0, *summary["count"].cumsum()]
    parts = list(zip(summary.index, ends, ends[1:]))

    def curve(first, last):
        chosen = np.unique(np.linspace(first, last, POINTS).astype(int))
        return [plane.place(number / len(result), share[number]) for number in chosen]

    def under(grade, first, last):
        return area([plane.place(first / len(result), 0), *curve(first, last), plane.place(last / len(result), 0)],
                    fill=FILLS.get(grade, COLOURS["C"]), fill_opacity=0.7)

    letters = [label(*plane.place((first + last) / 2 / len(result), 0.04), grade, font_size=18) for grade, first, last in parts]
    percent = [(share, f"{share:.0%}") for share in np.linspace(0, 1, 6)]
    return plane.picture([
        f"<defs>{STRIPES}{DOTS}</defs>", *(under(*part) for part in parts), *letters,
        line([point for _grade, first, last in parts for point in curve(first, last)], stroke=COLOURS["line"], stroke_width=2),
        *(shape for cut in result.attrs["cuts"] for shape in _cut(plane, cut)),
        *(_mark(plane, result, customer) if customer is not None else ()),
        *plane.axes(class_finding(summary), _("Share of {what}, largest first").format(what=_("customers")), _("Cumulative share of the total"), percent, percent),
    ], pareto_text(result, summary, highlight=customer))


def _cut(plane, cut):
    start, end = plane.place(0, cut), plane.place(1, cut)
    yield line([start, end], stroke=COLOURS["line"], stroke_dasharray="4 3")
    yield label(end[0] + 4, end[1] + 4, f"{cut:.0%}", text_anchor="start")


def _mark(plane, result, customer):
    position = (result.index.get_loc(customer) + 1) / len(result)
    x, y = plane.place(position, result.loc[customer, "cumulative_share"])
    from_, side = (x - 12, "end") if position > 0.6 else (x + 12, "start")
    yield diamond(x, y, fill=COLOURS["accent"], stroke="white")
    yield label(from_, y + 22, place_text(result, customer), font_weight="bold", text_anchor=side, **HALO)


def class_table(summary, cost_per_head):
    """Return the classes, their sales and their service cost as HTML in the language in use."""
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
