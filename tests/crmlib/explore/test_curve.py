import base64
import html
import re

import numpy as np
import pytest

import crmlib as crm
from crmlib.curves import SHAPES
from crmlib.language import CourseError, use_language

FALLING = [300.0, 262.0, 245.0, 212.0, 194.0, 170.0, 157.0, 140.0]
LATER = [128.0, 112.0]
TERMS = {"discount_rate": 0.02, "timing": "mid"}


@pytest.fixture
def widget():
    return crm.explore.curve(FALLING, LATER, **TERMS, shape="decay")


def words(widget):
    """Return what the numbers say, without HTML."""
    return html.unescape(re.sub(r"<[^>]+>", " ", widget.numbers.value))


def drawing(widget):
    return base64.b64decode(re.search(r'base64,([^"]+)"', widget.picture.value)[1]).decode()


def test_it_opens_with_the_whole_history_and_the_forecast_of_the_function(widget):
    forecast = crm.fit_profit_curve(FALLING, "decay", **TERMS, periods=16)
    future = forecast.totals.loc["future_profit"]
    said = words(widget)
    assert f"{forecast.r_squared:.3f}" in said and f"{forecast.aicc:.1f}" in said
    assert f"still to come {future['value']:,.0f} yuan (95 % interval {future['low']:,.0f} to {future['high']:,.0f})" in said
    assert f"worth {forecast.totals.loc['future_value', 'value']:,.0f} yuan today; the whole life {forecast.clv:,.0f} yuan" in said


@pytest.mark.parametrize("shape", ["linear", "decay", "parabola"])
def test_the_forecast_is_compared_with_what_came(widget, shape):
    widget.controls["shape"].value = shape
    widget.controls["last"].value = 10
    forecast = crm.fit_profit_curve(FALLING, shape, **TERMS, periods=10).periods["fitted"].loc[9:10].sum()
    row = re.findall(r"<td>([^<]*)</td>", widget.numbers.value)
    assert row[3:] == [f"{forecast:,.0f}", "240", f"{forecast - 240:+,.0f}"]


def test_a_curve_that_sees_less_is_judged_by_more_periods(widget):
    widget.controls["known"].value = 6
    assert "Forecast for periods 7 to 10" in words(widget) and f"{157 + 140 + 128 + 112:,.0f}" in words(widget)
    assert drawing(widget).count("<circle") == 6 and drawing(widget).count('fill="white" stroke="#D55E00"') == 4


def test_a_threshold_ends_the_life_and_what_comes_after_counts_as_nothing(widget):
    widget.controls["threshold"].value = 150
    forecast = crm.fit_profit_curve(FALLING, "decay", **TERMS, threshold=150)
    assert forecast.life_length == 8 and "Life length: 8 periods. In the next one" in words(widget)
    assert "Forecast for periods 9 to 10 (yuan)" in words(widget) and ">0</td>" in widget.numbers.value
    widget.reset()
    assert "Life length: 16 periods, because you count no further" in words(widget)


def test_the_picture_holds_every_point_and_stays_inside_its_axes(widget):
    assert drawing(widget).count("<circle") == len(FALLING)
    assert 'clip-path="url(#axes)"' in drawing(widget) and "a·exp(−b·t)" in drawing(widget)
    points = re.findall(r'<polyline points="([^"]*)"', drawing(widget))[0].split()
    assert len(points) == len(FALLING)
    assert [float(point.split(",")[0]) for point in points] == sorted(float(point.split(",")[0]) for point in points)


def test_what_the_history_cannot_carry_is_refused_in_the_widget(widget):
    numbers = widget.numbers.value
    widget.controls["shape"].value = "saturation"
    assert 'role="alert"' in widget.numbers.value and "does not show the bend" in words(widget)
    widget.reset()
    assert widget.numbers.value == numbers


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_drawn_or_refused(shape):
    growing = SHAPES["logistic"].value(np.arange(1.0, 11), 250.0, 0.9, 5.0)
    said = words(crm.explore.curve(growing, discount_rate=0.02, shape=shape))
    assert ("Life length" in said) != ("history" in said and "Life length" not in said)


def test_reset_brings_picture_and_numbers_back(widget):
    first = widget.picture.value, widget.numbers.value
    for name, value in {"shape": "linear", "known": 6, "threshold": 50, "last": 9}.items():
        widget.controls[name].value = value
    assert widget.picture.value != first[0] and widget.numbers.value != first[1]
    widget.reset()
    assert (widget.picture.value, widget.numbers.value) == first


def test_without_later_periods_nothing_is_compared():
    assert "What came" not in words(crm.explore.curve(FALLING, discount_rate=0.02, shape="decay"))


def test_a_short_history_is_refused():
    with pytest.raises(CourseError, match="4 periods, and at least 5"):
        crm.explore.curve(FALLING[:4], discount_rate=0.02)


def test_it_has_at_most_four_controls_and_a_static_first_state(widget):
    assert len(widget.controls) <= 4
    text = widget._repr_mimebundle_()["text/plain"]
    assert "Diamonds: what came" in text and "Interactive" in text


def test_it_speaks_chinese():
    use_language("zh")
    widget = crm.explore.curve(FALLING, LATER, **TERMS, shape="decay")
    assert "实际" in words(widget) and "今天" in drawing(widget) and "周期长度" in words(widget)
    assert re.search(r"[\u4e00-\u9fff]", widget.controls["known"].description)
