"""The lifetime value widget: what a customer is worth over time, and what winning one may cost at most."""

import html

import ipywidgets as widgets
import pandas as pd

from crmlib.draw import value_over_time
from crmlib.dwyer import retention_clv
from crmlib.explore.explorer import Explorer, numbers_table
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
        return value_over_time(result), "<p>" + "<br>".join(map(html.escape, lines)) + "</p>" + steps_table(result)

    return Explorer(_("What may winning such a customer cost at most?"), _controls(**first), view)


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
