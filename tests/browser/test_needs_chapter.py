"""The chapter on demand in JupyterLab: it runs, and its widget follows the learner."""

import pytest

import crmlib as crm
from crmlib.language import speaking
from tests.browser.widgets import RESET, run_chapter, shown

HARMFUL = {"en": "like it, but it is harmful", "zh": "喜欢，但它有害"}


@pytest.fixture
def widget(notebook, language):
    return run_chapter(notebook, language, "03_2_demand_and_listening").code_cell("crm.explore.demand")


def label(state, language):
    with speaking(language):
        return crm.demand_label(state)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_state_follows_level_and_people_and_goes_back(widget, language):
    first = shown(widget)
    assert label("full", language) in widget.alternative_text()

    widget.press(widget.slider(), "ArrowRight", times=5)
    assert label("overfull", language) in widget.alternative_text()
    overfull = shown(widget)
    assert not set(overfull) & set(first)

    widget.choose(HARMFUL[language])
    assert label("unwholesome", language) in widget.alternative_text()

    widget.click(RESET[language])
    assert shown(widget) == first
    assert widget.notebook.problems() == []
    assert widget.notebook.outside_requests == []
