"""The RFM chapter in JupyterLab: it runs, and its widget follows the learner."""

import pytest

import crmlib as crm
from courseware.browser.notebook import slider_value
from crmlib.language import speaking
from tests.browser.widgets import RESET, run_chapter, shown

METHOD, WEIGHTS, SEGMENT = range(3)


@pytest.fixture
def widget(notebook, language):
    return run_chapter(notebook, language, "05_2_rfm_segments").code_cell("crm.explore.rfm")


def persons():
    table = crm.rfm_table(crm.load("orders"), as_of="2025-12-31")
    kind = crm.load("customers").set_index("customer_id")["kind"]
    return table[kind[table.index] == "person"]


def label(segment, language):
    with speaking(language):
        return crm.segment_label(segment)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_bins_method_weights_and_segment_change_what_is_shown(widget, language):
    first = shown(widget)

    widget.press(widget.slider(), "ArrowLeft")
    assert slider_value(widget.slider()) == 4
    in_four = shown(widget)
    assert not set(in_four) & set(first)
    counts = crm.rfm_segment(crm.rfm_score(persons(), bins=4))["segment"].value_counts()
    assert f"{counts['champions']:,}" in widget.text() and f"{counts['at_risk']:,}" in widget.alternative_text()

    widget.choose({"en": "groups within groups (nested)", "zh": "嵌套（组内再分组）"}[language], METHOD)
    nested = shown(widget)
    assert not set(nested) & {*first, *in_four}

    widget.choose(label("at_risk", language), SEGMENT)
    unsorted = shown(widget)
    assert unsorted[0] != nested[0] and unsorted[2] != nested[2]

    widget.choose({"en": "money first (1 : 2 : 3)", "zh": "金额为重（1 : 2 : 3）"}[language], WEIGHTS)
    assert shown(widget)[0] == unsorted[0] and shown(widget)[2] != unsorted[2]

    widget.click(RESET[language])
    assert shown(widget) == first
    assert widget.notebook.problems() == []
    assert widget.notebook.outside_requests == []
