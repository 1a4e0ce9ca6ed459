"""Chapter 08 in JupyterLab: the goal widget follows the learner and comes back."""

import pytest

from courseware.browser.notebook import slider_value
from tests.browser.widgets import RESET, run_chapter, shown


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_goal_widget_answers_goal_and_lever(notebook, language):
    opened = run_chapter(notebook, language, "08_2_goals_and_methods")
    widget = opened.code_cell("crm.explore.goal")
    first = shown(widget)
    assert "1,106" in first[2] and "69" in first[2]
    widget.press(widget.slider(), "ArrowRight")
    assert slider_value(widget.slider()) == 650_000 and "1,198" in widget.text()
    widget.choose({"en": "Skill: more pass negotiation, objections and close", "zh": "技能：更多人通过洽谈、异议和成交"}[language], 0)
    assert "22.8%" in widget.text() and shown(widget)[1] != first[1]
    widget.click(RESET[language])
    assert shown(widget) == first
    assert opened.problems() == [] and opened.outside_requests == []
