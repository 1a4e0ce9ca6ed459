import re

import pandas as pd
import pytest

import crmlib as crm
from crmlib.draw import alt_text, customers_over_time, event_account, profit_curve, quadrant, value_over_time
from crmlib.language import use_language

KEPT = {"margin": 100, "retention_rate": 0.8, "discount_rate": 0.10, "acquisition_cost": 150}
EVENTS = pd.DataFrame({"event": ["purchase", "bad debt", "purchase"], "period": [1, 2, 2], "probability": [0.8, 0.1, 0.5],
                       "revenue": [500.0, 0.0, 500.0], "cost": [300.0, 400.0, 300.0]})
HISTORY = [300, 260, 170, 165, 120, 100]


@pytest.fixture(params=["en", "zh"])
def language(request):
    use_language(request.param)
    return request.param


def quadrants():
    return crm.value_quadrant({"Li": 900, "Chen": 40, "Wang": 700, "Sun": -80}, {"Li": 800, "Chen": 950, "Wang": 60, "Sun": 10},
                              current_threshold=500, potential_threshold=400)


def drawn():
    values = [crm.retention_clv(**KEPT), crm.retention_clv(**{**KEPT, "acquisition_cost": 900}),
              crm.migration_clv(50, [0.3, 0.2, 0.15, 0.05], discount_rate=0.1, periods=8)]
    forecasts = [crm.fit_profit_curve(HISTORY, "decay", discount_rate=0.1, periods=9),
                 crm.fit_profit_curve(HISTORY, "decay", discount_rate=0.1, threshold=20),
                 crm.fit_profit_curve(HISTORY, "linear", discount_rate=0.1, periods=6)]
    return [*map(value_over_time, values), *map(customers_over_time, values), *map(profit_curve, forecasts),
            event_account(crm.customer_event_clv(EVENTS, discount_rate=0.1)), quadrant(quadrants())]


def test_every_figure_has_a_title_alt_text_with_numbers_and_all_its_glyphs(language, caplog):
    for ax in drawn():
        assert ax.get_title(loc="left") and ax.get_xlabel()
        assert re.search(r"\d", alt_text(ax)) and len(alt_text(ax)) > 40
        assert bool(re.search(r"[\u4e00-\u9fff]", alt_text(ax))) == (language == "zh")
        ax.figure.canvas.draw()
    assert [record.getMessage() for record in caplog.records if record.name.startswith("matplotlib")] == []


def test_the_line_of_value_starts_at_the_acquisition_cost_and_marks_the_break_even():
    result = crm.retention_clv(**KEPT, periods=5)
    line, *_, mark = value_over_time(result).get_lines()
    assert line.get_ydata().tolist() == pytest.approx([-150, *result.periods["cumulative_value"]])
    assert mark.get_xdata()[0] == result.break_even_period == 2


def test_the_title_tells_whether_the_cost_comes_back():
    titles = [value_over_time(crm.retention_clv(**{**KEPT, "acquisition_cost": cost})).get_title(loc="left") for cost in (150, 332, 400, 0)]
    assert titles == ["Paid back in period 2; worth 183 yuan in the end", "Paid back only after period 15; worth 1 yuan in the end",
                      "Not paid back in the end: 67 yuan are missing",
                      "Worth 333 yuan, so winning such a customer may cost that much"]


def test_the_areas_of_the_customers_reach_from_nobody_to_all():
    result = crm.migration_clv(50, [0.3, 0.2], discount_rate=0.1, periods=4)
    areas = customers_over_time(result).patches
    assert len(areas) == 3
    assert areas[0].get_data().values.tolist() == pytest.approx(result.periods["buyers"].tolist())
    assert areas[-1].get_data().values.tolist() == pytest.approx([1.0] * 4)


def test_a_life_with_hundreds_of_periods_is_drawn():
    long = crm.retention_clv(**{**KEPT, "retention_rate": 0.999, "discount_rate": 0.001})
    assert "1000 periods" in alt_text(customers_over_time(long)) and "1000 periods" in alt_text(value_over_time(long))


def test_the_profit_curve_shows_history_curve_and_band():
    forecast = crm.fit_profit_curve(HISTORY, "decay", discount_rate=0.1, periods=9)
    ax = profit_curve(forecast)
    past, ahead, points = ax.get_lines()[:3]
    assert points.get_ydata().tolist() == HISTORY
    assert [*past.get_ydata(), *ahead.get_ydata()[1:]] == pytest.approx(forecast.periods["fitted"].tolist())
    band = ax.collections[1].get_paths()[0].vertices[:, 1]
    shown = forecast.periods.loc[6:]
    assert [band.min(), band.max()] == pytest.approx([shown["low"].min(), shown["high"].max()])
    assert "95 %" in ax.get_title(loc="left")


def test_what_came_later_stands_beside_the_forecast():
    forecast = crm.fit_profit_curve(HISTORY, "decay", discount_rate=0.1, periods=9)
    ax = profit_curve(forecast, later=[85, 70])
    came = ax.get_lines()[3]
    assert came.get_xdata().tolist() == [7, 8] and came.get_ydata().tolist() == [85, 70]
    assert "2 periods after the history, 85; 70 yuan" in alt_text(ax) and "Diamonds" not in alt_text(profit_curve(forecast))


def test_events_of_the_same_name_are_one_bar():
    account = crm.customer_event_clv(EVENTS, discount_rate=0.1)
    ax = event_account(account)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["purchase", "bad debt"]
    assert "unpaid: " in alt_text(event_account(account, name={"bad debt": "unpaid"}))
    assert sorted(bar.get_width() for bar in ax.patches) == pytest.approx(sorted(account.events.groupby("event")["present_value"].sum()))


def test_the_quadrant_says_how_many_and_how_much():
    ax = quadrant(quadrants())
    boxes = [text.get_text() for text in ax.texts]
    assert boxes[0] == "VIP: most valuable\ncustomers: 1 (25%)\ncurrent 900, potential 800 yuan" and len(boxes) == 4
    assert sum(len(line.get_xdata()) for line in ax.get_lines()[:4]) == 4
    assert ax.get_title(loc="left") == "Most potential: 950 yuan with 25% of the customers (Improve: most growable)"


def test_thresholds_at_zero_can_be_drawn():
    ax = quadrant(crm.value_quadrant({"Li": 900, "Sun": -80}, {"Li": 800, "Sun": 10}, current_threshold=0, potential_threshold=-5))
    ax.figure.canvas.draw()
    assert "thresholds, 0 and -5" in alt_text(ax)
