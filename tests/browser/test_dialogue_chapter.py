"""The chapter on communication in JupyterLab: a conversation is played, and a sentence read, by keyboard alone."""

import pytest

from tests.browser.widgets import run_chapter

SAY = {"en": "Say it", "zh": "就这么说"}
AGAIN = {"en": "Start again", "zh": "重新开始"}
CHECK = {"en": "Check my reading", "zh": "检查我的判断"}


def choose_by_key(widget, place, button):
    """Choose an option with the space bar and press a button with Enter."""
    widget.press(widget.area.locator("input[type=radio]").nth(place), " ")
    widget.press(widget.area.locator("button", has_text=button), "Enter")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_conversation_is_played_to_its_debrief_and_begun_again(notebook, language):
    opened = run_chapter(notebook, language, "10_1_first_contact")
    talk = opened.code_cell("crm.explore.role_play")
    first = talk.text()

    choose_by_key(talk, 1, SAY[language])
    assert {"en": "That's what they all say", "zh": "都这么说"}[language] in talk.text()
    assert {"en": "Trust: -2", "zh": "信任：-2"}[language] in talk.text()

    choose_by_key(talk, 0, SAY[language])
    choose_by_key(talk, 0, SAY[language])
    said = talk.text()
    assert {"en": "Admit a mistake or a gap (+1)", "zh": "承认不足（+1）"}[language] in said
    assert "path = ['b', 'a', 'a']" in said

    talk.click(AGAIN[language])
    assert talk.text() == first
    assert opened.problems() == [] and opened.outside_requests == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_sentence_is_read_and_explained(notebook, language):
    opened = run_chapter(notebook, language, "10_2_reading_customers")
    practice = opened.code_cell("crm.explore.read_utterances")

    choose_by_key(practice, 0, CHECK[language])
    assert {"en": "What decides", "zh": "起决定作用的是"}[language] in practice.text()
    assert {"en": "How to answer", "zh": "怎样应对"}[language] in practice.text()
    assert opened.problems() == [] and opened.outside_requests == []
