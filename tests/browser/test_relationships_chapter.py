"""Chapter 1 in JupyterLab: cards are found by their label and sorted, and the widgets follow the learner."""

import re

import pytest

import crmlib as crm
from crmlib.language import speaking
from crmlib.texts import entry
from tests.browser.widgets import RESET, run_chapter

CHECK = {"en": "Check my boxes", "zh": "检查我的分类"}
TERMS = {"win_cost": 72, "win_margin": 185, "keep_cost": 15, "keep_margin": 305, "retention_rate": 0.71, "discount_rate": 0.08, "years": 3}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_card_is_found_by_its_label_sorted_by_keyboard_and_explained(notebook, language):
    opened = run_chapter(notebook, language, "01_1_who_is_a_customer")
    form = opened.code_cell("01.whose_customer")
    card = entry("sortings", "01.whose_customer")["cards"][1]
    choices = opened.page.get_by_label(re.compile(re.escape(card["text"][language])))
    form.press(choices, "ArrowDown")
    form.press(opened.page.get_by_role("button", name=CHECK[language]).first, "Enter")
    assert card["wrong"]["internal"][language] in form.text()
    form.press(choices, "ArrowDown")
    assert card["wrong"]["internal"][language] not in form.text()
    form.press(opened.page.get_by_role("button", name=CHECK[language]).first, "Enter")
    assert card["right"][language] in form.text()
    assert opened.problems() == [] and opened.outside_requests == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_both_widgets_follow_their_sliders(notebook, language):
    opened = run_chapter(notebook, language, "01_3_winning_and_keeping")
    lost = opened.code_cell("crm.explore.lost_shopper")
    first = lost.text(), lost.alternative_text()
    lost.press(lost.slider(1), "ArrowLeft")
    assert lost.text() != first[0] and lost.alternative_text() != first[1]
    lost.click(RESET[language])
    assert (lost.text(), lost.alternative_text()) == first

    keep = opened.code_cell("crm.explore.keep_or_win")
    keep.press(keep.slider(2), "ArrowRight")
    with speaking(language):
        more = crm.keep_or_win(10_000, **TERMS, effect=0.075)["profit"]
    assert f"{more['win'] - more['keep']:,.0f}" in keep.alternative_text()
    assert opened.problems() == [] and opened.outside_requests == []
