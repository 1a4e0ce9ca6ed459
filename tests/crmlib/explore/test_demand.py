import re

import pytest

import crmlib as crm
from crmlib.explore.demand import shaped_series
from crmlib.language import use_language


@pytest.fixture
def widget():
    return crm.explore.demand()


def named(widget):
    return re.search(r"<b>([^<]*)</b>", widget.numbers.value)[1]


@pytest.mark.parametrize("settings, name", [
    ({}, "Full demand"),
    ({"level": 130}, "Overfull demand"),
    ({"level": 10}, "No demand"),
    ({"level": 10, "people": "dislike"}, "Negative demand"),
    ({"level": 70, "season": 50}, "Irregular demand"),
    ({"level": 70, "change": -25}, "Declining demand"),
    ({"people": "not_offered"}, "Latent demand"),
    ({"people": "harmful"}, "Unwholesome demand"),
    ({"level": 70, "change": 20}, "None of the eight states"),
])
def test_every_state_can_be_shaped(widget, settings, name):
    for control, value in settings.items():
        widget.controls[control].value = value
    assert named(widget) == name and name in widget.picture.value


def test_the_exercise_of_the_chapter_has_the_answer_it_gives(widget):
    widget.controls["change"].value, widget.controls["season"].value = -25, 40
    assert named(widget) == "Irregular demand"
    rows = re.findall(r"<td>(\w+) demand</td>\s*<td>[^<]*</td>\s*<td>[^<]*</td>\s*<td>(\w+)</td>", widget.numbers.value)
    assert {name for name, holds in rows if holds == "yes"} == {"Irregular", "Declining"}


def test_no_slider_changes_the_state_of_what_is_harmful(widget):
    widget.controls["people"].value = "harmful"
    for control, value in {"level": 5, "change": -40, "season": 60}.items():
        widget.controls[control].value = value
        assert named(widget) == "Unwholesome demand"


def test_reset_brings_picture_and_numbers_back(widget):
    first = widget.picture.value, widget.numbers.value
    for control, value in {"level": 140, "change": 20, "season": 30, "people": "dislike"}.items():
        widget.controls[control].value = value
    assert widget.picture.value != first[0] and widget.numbers.value != first[1]
    widget.reset()
    assert (widget.picture.value, widget.numbers.value) == first


def test_it_speaks_chinese():
    use_language("zh")
    assert named(crm.explore.demand()) == "充分需求"


def test_a_series_has_the_level_and_the_change_that_were_set():
    table = shaped_series(80, -25, 0, 0.4, 100)
    years = table.groupby(table["month"].dt.year)["sales"].sum()
    assert table["sales"].mean() == pytest.approx(80, abs=0.5)
    assert years[2025] - years[2024] == pytest.approx(-0.25 * 12 * 80, abs=6)
