"""The lifetime value widget in JupyterLab: it runs in its chapter, and follows the learner."""

import pytest

import crmlib as crm
from courseware.browser.notebook import slider_value
from tests.browser.widgets import RESET, run_chapter, shown

MARGIN, RETENTION, DISCOUNT, HORIZON = range(4)
TERMS = {"discount_rate": 0.10, "periods": 5, "timing": "mid", "promotion_cost": 100, "acquisition_cost": 1500}


@pytest.fixture
def widget(notebook, language):
    return run_chapter(notebook, language, "06_1_retention_and_migration").code_cell("crm.explore.clv")


def highest(margin, retention_rate, **change):
    return f"{crm.retention_clv(margin, retention_rate, **{**TERMS, **change}).highest_acquisition_cost:,.0f}"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_slider_changes_picture_and_numbers_and_reset_brings_them_back(widget, language):
    first = shown(widget)
    assert highest(1000, 0.80) in widget.text()

    widget.press(widget.slider(MARGIN), "ArrowRight")
    assert slider_value(widget.slider(MARGIN)) == 1050
    dearer = shown(widget)
    assert not set(dearer) & set(first) and highest(1050, 0.80) in widget.text()

    widget.press(widget.slider(RETENTION), "ArrowRight")
    assert highest(1050, 0.81) in widget.text()
    widget.press(widget.slider(DISCOUNT), "ArrowLeft")
    assert highest(1050, 0.81, discount_rate=0.09) in widget.text()
    widget.press(widget.slider(HORIZON), "ArrowRight")
    assert highest(1050, 0.81, discount_rate=0.09, periods=6) in widget.text()
    assert not set(shown(widget)) & {*first, *dearer}

    widget.click(RESET[language])
    assert shown(widget) == first
    assert widget.notebook.problems() == []
    assert widget.notebook.outside_requests == []
