"""Chapter 09 in JupyterLab: both widgets follow the learner and come back."""

import pytest

from courseware.browser.notebook import slider_value
from tests.browser.widgets import RESET, run_chapter, shown


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_pairs_widget_answers_baskets_and_sequence(notebook, language):
    opened = run_chapter(notebook, language, "09_1_pairs_and_matching")
    widget = opened.code_cell("crm.explore.pairs")
    first = shown(widget)
    widget.choose({"en": "highest lift", "zh": "提升度最高的"}[language], 0)
    assert shown(widget)[2] != first[2]
    widget.press(widget.slider(), "ArrowRight", 20)
    assert slider_value(widget.slider()) == 21 and shown(widget)[1] != first[1]
    widget.click(RESET[language])
    assert shown(widget) == first
    assert opened.problems() == [] and opened.outside_requests == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_mailing_widget_answers_depth_and_ranking(notebook, language):
    opened = run_chapter(notebook, language, "09_2_response_and_uplift")
    widget = opened.code_cell("crm.explore.mailing")
    first = shown(widget)
    assert "30%" in first[2]
    widget.press(widget.slider(), "ArrowRight")
    assert "35%" in widget.text() and shown(widget)[0] != first[0]
    widget.choose({"en": "Ranked by uplift", "zh": "按增量排序"}[language], 0)
    assert shown(widget)[1] != first[1]
    widget.click(RESET[language])
    assert shown(widget) == first
    assert opened.problems() == [] and opened.outside_requests == []
