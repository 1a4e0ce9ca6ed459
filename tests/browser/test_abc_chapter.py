"""The ABC chapter in JupyterLab: it runs, and its widget follows the learner."""

from hashlib import sha256

import pytest

import crmlib as crm
from courseware.browser.notebook import slider_value
from tests.browser.widgets import RESET, run_chapter


@pytest.fixture
def widget(notebook, language):
    return run_chapter(notebook, language, "04_1_abc_analysis").code_cell("crm.explore.abc")


def shown(widget):
    picture = sha256(widget.picture()).hexdigest()
    return picture, widget.alternative_text(), widget.text("table")


def sales_per_customer():
    orders = crm.load("orders")
    year = orders[orders["date"].dt.year == 2025]
    return year.groupby("customer_id")["amount"].sum().round(2)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_moving_a_cut_changes_the_picture_and_the_numbers(widget, language):
    first = shown(widget)
    slider = widget.slider()

    widget.press(slider, "ArrowRight", times=5)
    moved = shown(widget)
    assert slider_value(slider) == pytest.approx(0.70)
    assert not set(moved) & set(first)
    summary = crm.abc_summary(crm.abc_analysis(sales_per_customer(), (0.70, 0.85)))
    for grade, count in summary["count"].items():
        assert f"{grade}\t{count:,}\t" in widget.text("table")

    widget.drag(slider, -60)
    assert slider_value(slider) < 0.65
    assert not set(shown(widget)) & {*first, *moved}

    unmarked = widget.picture()
    widget.write(sales_per_customer().idxmax())
    assert widget.picture() != unmarked

    widget.click(RESET[language])
    assert shown(widget) == first
    assert widget.notebook.problems() == []
    assert widget.notebook.outside_requests == []
