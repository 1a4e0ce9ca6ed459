"""The lifetime value widget: what a customer is worth over time, and what winning one may cost at most."""

import html

import ipywidgets as widgets
import numpy as np
import pandas as pd

from crmlib.draw.clv import is_paid_back, value_collected, value_finding, value_text
from crmlib.draw.figure import COLOURS
from crmlib.dwyer import retention_clv
from crmlib.explore.explorer import Explorer, numbers_table
from crmlib.explore.svg import STRIPES, Plane, area, circle, diamond, label, line, period_ticks, yuan_ticks
from crmlib.language import CourseError
from crmlib.language import gettext as _

LONGEST_HORIZON = 20


def clv(margin, retention_rate, *, discount_rate, periods=10, **terms):
    """Explore the retention model: move what a customer brings, how many stay, the discount rate and the horizon.

    Parameters
    ----------
    margin, retention_rate, discount_rate, periods : number
        Where the four controls stand at first; what they mean is said in
        :func:`crmlib.retention_clv`. The margin goes up to three times its first value, the horizon
        up to 20 periods.
    **terms
        Whatever else :func:`crmlib.retention_clv` takes: timing, customer, promotion_cost,
        acquisition_cost.

    Returns
    -------
    Explorer

    Raises
    ------
    CourseError
        If the margin is not above 0, or :func:`crmlib.retention_clv` refuses a number.

    Examples
    --------
    >>> widget = clv(1000, 0.8, discount_rate=0.10, acquisition_cost=1500)
    >>> widget.controls["retention_rate"].value
    0.8
    """
    first = {"margin": margin, "retention_rate": retention_rate, "discount_rate": discount_rate, "periods": periods}
    retention_clv(**first, **terms)  # a slider would move a number outside its range without a word
    if margin <= 0:
        raise CourseError(_("margin={value!r} leaves nothing to explore. Give the gross profit of one period in yuan, above 0.").format(value=margin))

    def view(**values):
        result = retention_clv(**values, **terms)
        lines = [_customers_left(result), *_cost_sentences(result)]
        return value_picture(result), "<p>" + "<br>".join(map(html.escape, lines)) + "</p>" + steps_table(result)

    return Explorer(_("What may winning such a customer cost at most?"), _controls(**first), view)


def value_picture(result):
    """Return the value collected after each period as a Picture; what :func:`crmlib.draw.value_over_time` draws."""
    collected = value_collected(result)
    last = len(collected) - 1
    room = 0.12 * max(np.ptp(collected), 1.0)
    plane = Plane((0, last), (min(collected.min(), 0.0) - room, max(collected.max(), 0.0) + room))
    points = [plane.place(period, value) for period, value in enumerate(collected)]
    left, zero = plane.place(0, 0)
    right, end = plane.place(last, result.clv)
    return plane.picture([
        f'<defs>{STRIPES}<clipPath id="below"><rect x="{left}" y="{zero:.1f}" width="{right - left}" height="10000"/></clipPath></defs>',
        area([(left, zero), *points, (right, zero)], fill="url(#stripes)", clip_path="url(#below)"),
        line([(left, zero), (right, zero)], stroke=COLOURS["line"]),
        line([(left, end), (right, end)], stroke=COLOURS["line"], stroke_dasharray="4 3"),
        line(points, stroke=COLOURS["A"], stroke_width=2.5),
        *(circle(*point, 4, fill=COLOURS["A"]) for point in points),
        label(right, end - 6, _("lifetime value {value:,.0f} yuan").format(value=result.clv), text_anchor="end"),
        *_payback(result, points),
        *plane.axes(value_finding(result), _("Period"), _("Value collected so far (yuan)"),
                    period_ticks(0, last), yuan_ticks(plane)),
    ], value_text(result, collected))


def _payback(result, points):
    if is_paid_back(result):
        paid = result.break_even_period
        x, y = points[paid]
        last = paid > 0.7 * len(points)
        yield diamond(x, y, fill=COLOURS["accent"], stroke="white")
        yield label(x - 12 if last else x + 12, y + 20, _("paid back in period {period}").format(period=paid), text_anchor="end" if last else "start")


def steps_table(result):
    """Return the textbook's five steps to a lifetime value as HTML."""
    steps = result.steps
    return numbers_table(pd.DataFrame([
        (_("1 Life length"), _("{periods:.2f} periods").format(periods=steps["life_length"])),
        (_("2 Gross profit"), _yuan(steps["lifetime_margin"])),
        (_("3 Cost"), _yuan(steps["lifetime_cost"])),
        (_("4 Lifetime profit"), _yuan(steps["lifetime_profit"])),
        (_("5 Lifetime value (discounted)"), _yuan(steps["lifetime_value"])),
    ], columns=[_("Step"), _("Result")]))


def _controls(margin, retention_rate, discount_rate, periods):
    share = {"min": 0.0, "step": 0.01, "readout_format": ".0%"}
    return {
        "margin": widgets.FloatSlider(margin, min=0.0, max=3 * margin, step=margin / 20, readout_format=",.0f",
                                      description=_("Gross profit (yuan)")),
        "retention_rate": widgets.FloatSlider(retention_rate, max=1.0, description=_("Retention rate"), **share),
        "discount_rate": widgets.FloatSlider(discount_rate, max=max(0.5, discount_rate), description=_("Discount rate"), **share),
        "periods": widgets.IntSlider(periods, min=1, max=max(LONGEST_HORIZON, periods), description=_("Horizon (periods)")),
    }


def _customers_left(result):
    last = result.customers.iloc[-1]
    return _("Of 100 customers won, {active:.0f} are still there in period {period}.").format(active=100 * last["active"], period=result.customers.index[-1])


def _cost_sentences(result):
    yield _("Winning such a customer may cost at most {highest:,.0f} yuan: more than that never comes back.").format(highest=result.highest_acquisition_cost)
    if result.acquisition_cost > 0:
        yield _("It costs {cost:,.0f} yuan. Left over: {left:+,.0f} yuan.").format(cost=result.acquisition_cost, left=result.clv)


def _yuan(amount):
    return _("{amount:,.0f} yuan").format(amount=amount)
