"""The chapter on the value quadrant in JupyterLab: it runs, and its widget follows the learner."""

import pytest

from courseware.browser.notebook import slider_value
from tests.browser.widgets import RESET, run_chapter, shown

SAME = {"en": "Every customer is of the same kind", "zh": "每位客户的类型都没有变"}
MOVED = {"en": "customers are of another kind", "zh": "位客户的类型变了"}
CURRENT, POTENTIAL, COST = range(3)


@pytest.fixture
def widget(notebook, language):
    return run_chapter(notebook, language, "06_3_value_quadrant").code_cell("crm.explore.quadrant")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_thresholds_and_cost_change_what_is_shown(widget, language):
    first = shown(widget)
    assert SAME[language] in widget.text() and "300" in widget.alternative_text()

    widget.press(widget.slider(POTENTIAL), "ArrowRight")
    assert slider_value(widget.slider(POTENTIAL)) == 210
    moved = shown(widget)
    assert not set(moved) & set(first) and MOVED[language] in widget.text() and "210" in widget.alternative_text()

    widget.press(widget.slider(COST), "ArrowRight")
    dearer = shown(widget)
    assert dearer[:2] == moved[:2] and dearer[2] != moved[2]

    widget.click(RESET[language])
    assert shown(widget) == first
    assert widget.notebook.problems() == []
    assert widget.notebook.outside_requests == []
