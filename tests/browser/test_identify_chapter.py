"""Chapter 02 in JupyterLab: both widgets follow the learner and come back."""

import pytest

import crmlib as crm
from courseware.browser.notebook import slider_value
from tests.browser.widgets import RESET, run_chapter, shown


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_targeting_widget_answers_score_and_cut(notebook, language):
    opened = run_chapter(notebook, language, "02_2_prospect_register")
    widget = opened.code_cell("crm.explore.targeting")
    first = shown(widget)
    widget.press(widget.slider(), "ArrowRight")
    assert slider_value(widget.slider()) == 10
    prospects = crm.load("prospects")
    reached = (prospects[["need", "means", "access"]].sum(axis=1) >= 10).sum()
    assert f"{reached:,}" in widget.text() and shown(widget)[0] != first[0]
    widget.choose({"en": "need alone", "zh": "只看需要"}[language], 0)
    assert shown(widget)[1] != first[1]
    widget.click(RESET[language])
    assert shown(widget) == first
    assert opened.problems() == [] and opened.outside_requests == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_widget_of_relations_answers_the_share_on_offer(notebook, language):
    opened = run_chapter(notebook, language, "02_3_worth_keeping")
    widget = opened.code_cell("crm.explore.relational")
    first = shown(widget)
    widget.press(widget.slider(), "ArrowLeft")
    assert shown(widget)[0] != first[0] and shown(widget)[2] != first[2]
    widget.click(RESET[language])
    assert shown(widget) == first
    assert opened.problems() == [] and opened.outside_requests == []
