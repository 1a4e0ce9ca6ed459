import base64
import html
import re

import numpy as np
import pandas as pd
import pytest

import crmlib as crm
from crmlib.language import CourseError, use_language
from crmlib.quadrant import QUADRANTS

COST = {"vip": 60, "improve": 25, "maintain": 2, "abandon": 5}
SHARE = {"vip": 0.15, "improve": 0.15, "maintain": 0.02, "abandon": 0.5}
LIMITS = {"current_threshold": 300, "potential_threshold": 200}


@pytest.fixture
def values():
    random = np.random.default_rng(6)
    index = pd.Index([f"C{number:04}" for number in range(400)], name="customer_id")
    return pd.DataFrame({"current": random.normal(250, 300, 400).round(2), "potential": random.gamma(2, 100, 400).round(2)}, index=index)


@pytest.fixture
def widget(values):
    return crm.explore.quadrant(values["current"], values["potential"], COST, SHARE, **LIMITS)


def words(widget):
    """Return what the numbers say, without HTML."""
    return html.unescape(re.sub(r"<[^>]+>", " ", widget.numbers.value))


def drawing(widget):
    return base64.b64decode(re.search(r'base64,([^"]+)"', widget.picture.value)[1]).decode()


def plan(values, **limits):
    table = crm.value_quadrant(values["current"], values["potential"], **{**LIMITS, **limits})
    return table, crm.quadrant_policy(crm.quadrant_summary(table), COST, SHARE)


def test_it_opens_with_the_thresholds_and_policies_given(widget, values):
    table, summary = plan(values)
    for kind in QUADRANTS:
        assert f"{summary.loc[kind, 'potential']:,.0f}" in words(widget) and f"customers: {summary.loc[kind, 'count']:,}" in drawing(widget)
    assert f"Left: {summary['net_gain'].sum():+,.0f} yuan" in words(widget) and "same kind as with the first thresholds" in words(widget)
    assert "Map of 400 customers" in widget.picture.value and "300 and 200" in widget.picture.value


def test_moving_a_threshold_says_who_moved_and_what_is_left(widget, values):
    before, _summary = plan(values)
    widget.controls["potential_threshold"].value = 300
    after, summary = plan(values, potential_threshold=300)
    moved = (before["quadrant"] != after["quadrant"]).sum()
    first = before.index[(before["quadrant"] == "vip") & (after["quadrant"] == "maintain")]
    assert f"{moved:,} customers are of another kind" in words(widget)
    assert f"from VIP: most valuable to Maintain: keep as they are: {len(first)} (for example {first[0]}" in words(widget)
    assert f"Left: {summary['net_gain'].sum():+,.0f} yuan" in words(widget)
    widget.reset()
    assert "same kind as with the first thresholds" in words(widget)


def test_dearer_policies_leave_less_and_move_nobody(widget, values):
    _table, summary = plan(values)
    widget.controls["cost"].value = 2.0
    assert f"Left: {summary['expected_gain'].sum() - 2 * summary['policy_cost'].sum():+,.0f} yuan" in words(widget)
    assert "same kind as with the first thresholds" in words(widget)


def test_every_customer_is_on_the_map_and_only_the_thresholds_move(widget):
    def cells():
        return re.findall(r'<rect x="\d+" y="\d+" width="10" height="10" fill="#[0-9a-f]{6}"/>', drawing(widget))

    first, lines = cells(), re.search(r'<path d="([^"]+)"', drawing(widget))[1]
    assert len(first) > 100
    widget.controls["current_threshold"].value = 600
    assert cells() == first and re.search(r'<path d="([^"]+)"', drawing(widget))[1] != lines


def test_it_has_at_most_four_controls_and_a_static_first_state(widget):
    assert len(widget.controls) <= 4
    text = widget._repr_mimebundle_()["text/plain"]
    assert "Map of 400 customers" in text and "Interactive" in text


@pytest.mark.parametrize("cost, limits, words", [
    ({"vip": 1}, LIMITS, "nothing for: improve"),
    (COST, {**LIMITS, "current_threshold": 0}, "current_threshold=0"),
    (COST, {**LIMITS, "potential_threshold": -5}, "potential_threshold=-5"),
])
def test_policies_and_thresholds_that_do_not_work_are_refused(values, cost, limits, words):
    with pytest.raises(CourseError, match=words):
        crm.explore.quadrant(values["current"], values["potential"], cost, SHARE, **limits)


def test_names_of_customers_cannot_break_the_page(values):
    values = values.rename(index=lambda name: f"<b>{name}</b>")
    widget = crm.explore.quadrant(values["current"], values["potential"], COST, SHARE, **LIMITS)
    widget.controls["potential_threshold"].value = 400
    assert "&lt;b&gt;C" in widget.numbers.value and "<b>C" not in widget.numbers.value


def test_it_speaks_chinese(values):
    use_language("zh")
    widget = crm.explore.quadrant(values["current"], values["potential"], COST, SHARE, **LIMITS)
    assert "贵宾型" in drawing(widget) and "位客户" in widget.picture.value and "剩余" in words(widget)
    assert "界限" in widget.controls["current_threshold"].description
