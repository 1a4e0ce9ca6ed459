"""Events and curves in JupyterLab: the chapter runs, and its two widgets follow the learner."""

import pytest
from tests.browser.widgets import RESET, run_chapter, shown


BAD_DEBT, WAITING = range(2)
KNOWN = 0


@pytest.fixture
def chapter(notebook, language):
    return run_chapter(notebook, language, "06_2_events_and_curves")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_account_follows_unpaid_bills_and_waiting(chapter, language):
    widget = chapter.code_cell("crm.explore.events")
    first = shown(widget)
    assert "445" in first[1] and "9.1%" in first[2]

    widget.press(widget.slider(BAD_DEBT), "ArrowRight")
    riskier = shown(widget)
    assert not set(riskier) & set(first) and "9.1%" in riskier[2]

    widget.press(widget.slider(WAITING), "ArrowRight")
    later = shown(widget)
    assert not set(later) & {*first, *riskier}

    widget.click(RESET[language])
    assert shown(widget) == first
    assert chapter.problems() == []
    assert chapter.outside_requests == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_curve_follows_its_shape_and_what_it_sees(chapter, language):
    widget = chapter.code_cell("crm.explore.curve")
    first = shown(widget)
    assert "66,665" in first[2] and "70,070" in first[2]

    widget.choose({"en": "rise and fall (parabola)", "zh": "先升后降（抛物线）"}[language])
    parabola = shown(widget)
    assert not set(parabola) & set(first) and "88,049" in parabola[2]

    widget.press(widget.slider(KNOWN), "ArrowLeft")
    assert not set(shown(widget)) & {*first, *parabola}

    widget.click(RESET[language])
    assert shown(widget) == first
    assert chapter.problems() == []
