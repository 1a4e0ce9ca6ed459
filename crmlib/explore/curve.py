"""The curve widget: a shape, its forecast with a band, the length of the life, and how the forecast turned out."""

import html

import ipywidgets as widgets
import numpy as np
import pandas as pd

from crmlib.curves import SHAPES, fit_profit_curve, shape_label
from crmlib.curves.fit import history_of
from crmlib.draw.curves import curve_finding, curve_text
from crmlib.draw.figure import COLOURS
from crmlib.explore.explorer import Explorer, numbers_table
from crmlib.explore.svg import ACROSS, LEFT, UP, Plane, area, circle, diamond, label, line, period_ticks, yuan_ticks
from crmlib.language import CourseError
from crmlib.language import gettext as _

FEWEST_PERIODS = 5
_MARGIN = 0.15  # of the axis above and below the points, where the band is cut off


def curve(profits, later=(), *, discount_rate, timing="end", shape="linear"):
    """Explore profit curves: choose a shape, see the forecast and its band, and compare it with what came.

    Parameters
    ----------
    profits : pandas.Series or sequence of float
        Profit per period in yuan, oldest first, at least five periods, without gaps.
    later : sequence of float, optional
        The profit of the periods after that, if it is known by now: no curve sees it.
    discount_rate : float
        Per period, as a share.
    timing : {"start", "mid", "end"}
        When in its period the money moves.
    shape : {"linear", "decay", "saturation", "parabola", "logistic"}
        The curve to open with.

    Returns
    -------
    Explorer

    Raises
    ------
    CourseError
        If the history has a gap or fewer than five periods.

    Examples
    --------
    >>> widget = curve([300, 245, 190, 160, 125, 100], later=[90], discount_rate=0.02, shape="decay")
    >>> widget.controls["known"].value
    6
    """
    history, came = history_of(profits), np.asarray(later, dtype=float)
    if len(history) < FEWEST_PERIODS:
        raise CourseError(_("The history has {count} periods, and at least {needed} are needed.").format(count=len(history), needed=FEWEST_PERIODS))
    every = np.concatenate([history, came])

    def view(shape, known, threshold, last):
        forecast = _forecast(history[:known], shape, threshold, last, {"discount_rate": discount_rate, "timing": timing})
        lines = [*_life_sentences(forecast, last), *forecast.notes]
        picture = curve_picture(forecast, every[known:])
        return picture, _closeness(forecast, every[known:]) + "<p>" + "<br>".join(map(html.escape, lines)) + "</p>"

    return Explorer(_("Which curve would you trust with the future?"), _controls(history, shape), view)


def curve_picture(forecast, later):
    """Return the history, the curve with its band, and what came later, as a Picture."""
    periods = forecast.periods
    past = periods["profit"].dropna()
    last = max(forecast.life_length, len(past) + len(later))
    plane = Plane((0.5, last + 0.5), _limits(np.concatenate([past, periods["fitted"], later, [forecast.threshold, 0.0]])))
    ahead = periods.loc[len(past):]
    edge = [*zip(ahead.index, ahead["high"]), *zip(ahead.index[::-1], ahead["low"][::-1])]
    blue = {"stroke": COLOURS["A"], "stroke_width": 2.5}
    today, top = plane.place(len(past), plane.y_limits[1])
    return plane.picture([
        f'<clipPath id="axes"><rect x="{LEFT}" y="{top}" width="{ACROSS}" height="{UP}"/></clipPath><g clip-path="url(#axes)">',
        area([plane.place(*corner) for corner in edge], fill=COLOURS["A"], fill_opacity=0.18),
        line([plane.place(t, fitted) for t, fitted in periods["fitted"].loc[:len(past)].items()], **blue),
        line([plane.place(t, fitted) for t, fitted in ahead["fitted"].items()], stroke_dasharray="8 5", **blue),
        line([plane.place(edge, forecast.threshold) for edge in plane.x_limits], stroke=COLOURS["line"]),
        line([(today, top), (today, top + UP)], stroke=COLOURS["line"], stroke_dasharray="4 3"),
        *(circle(*plane.place(t, profit), 5, fill=COLOURS["B"], stroke=COLOURS["line"]) for t, profit in past.items()),
        *(diamond(*plane.place(len(past) + number, profit), fill="white", stroke=COLOURS["accent"], stroke_width=2.5)
          for number, profit in enumerate(later, start=1)),
        "</g>",
        label(today + 4, top + 12, _("today"), text_anchor="start"),
        *plane.axes(curve_finding(forecast), _("Period t. Curve: {shape}, {formula}").format(shape=shape_label(forecast.shape), formula=forecast.formula),
                    _("Profit of the period (yuan)"), period_ticks(1, last), yuan_ticks(plane)),
    ], curve_text(forecast, later))


def _limits(values):
    """Return the lowest and the highest yuan that are shown."""
    room = _MARGIN * max(np.ptp(values), 1.0)
    return values.min() - room, values.max() + room


def _controls(history, shape):
    count, top = len(history), max(float(history.max()), 1.0)
    step = 10.0 ** (np.floor(np.log10(top)) - 1)
    return {
        "shape": widgets.Dropdown(options=[(shape_label(name), name) for name in SHAPES], value=shape, description=_("Shape of the curve")),
        "known": widgets.IntSlider(count, min=FEWEST_PERIODS, max=count, description=_("Periods that the curve sees")),
        "threshold": widgets.FloatSlider(0.0, min=0.0, max=np.ceil(top / step) * step, step=step, readout_format=",.0f",
                                         description=_("A period must bring (yuan)")),
        "last": widgets.IntSlider(2 * count, min=count, max=4 * count, description=_("Count at most to period")),
    }


def _forecast(history, shape, threshold, last, terms):
    """End the life where the curve falls to the threshold, but not after the period `last`."""
    try:
        by_curve = fit_profit_curve(history, shape, threshold=threshold, **terms)
    except CourseError:
        by_curve = None
    if by_curve is not None and by_curve.life_length <= last:
        return by_curve
    return fit_profit_curve(history, shape, threshold=threshold, periods=last, **terms)


def _closeness(forecast, later):
    """Return how close the curve was to the past, and to what came after, as HTML."""
    first = int(forecast.periods["profit"].notna().sum()) + 1
    row = {
        _("Curve"): shape_label(forecast.shape),
        _("Fit to the past, R²"): f"{forecast.r_squared:.3f}",
        _("AICc (lower is better)"): f"{forecast.aicc:.1f}",
    }
    if len(later):
        said = forecast.periods["fitted"].reindex(range(first, first + len(later))).fillna(0.0).sum()
        row[_("Forecast for periods {first} to {last} (yuan)").format(first=first, last=first + len(later) - 1)] = f"{said:,.0f}"
        row[_("What came (yuan)")] = f"{later.sum():,.0f}"
        row[_("Forecast minus what came (yuan)")] = f"{said - later.sum():+,.0f}"
    return numbers_table(pd.DataFrame([row]))


def _life_sentences(forecast, last):
    if forecast.life_length < last:
        yield _("Life length: {count} periods. In the next one the curve falls to {threshold:,.0f} yuan or below.").format(
            count=forecast.life_length, threshold=forecast.threshold)
    else:
        yield _("Life length: {count} periods, because you count no further. The curve has not fallen to {threshold:,.0f} yuan by then.").format(
            count=forecast.life_length, threshold=forecast.threshold)
    yield _("Profit so far {past:,.0f} yuan, still to come {future:,.0f} yuan (95 % interval {low:,.0f} to {high:,.0f}).").format(
        past=forecast.totals.loc["past_profit", "value"], future=forecast.totals.loc["future_profit", "value"],
        low=forecast.totals.loc["future_profit", "low"], high=forecast.totals.loc["future_profit", "high"])
    yield _("What is to come is worth {value:,.0f} yuan today; the whole life {total:,.0f} yuan.").format(
        value=forecast.totals.loc["future_value", "value"], total=forecast.clv)
