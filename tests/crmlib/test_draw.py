import html
import re

import matplotlib
import matplotlib.pyplot as plt
import pandas as pd
import pytest

import crmlib as crm
from crmlib.draw import alt_text, as_html, class_bars, margin_and_turnover, pareto, png
from crmlib.language import CourseError, use_language

SALES = {"Chen": 700, "Li": 150, "Wang": 100, "Zhao": 50}


@pytest.fixture(params=["en", "zh"])
def language(request):
    use_language(request.param)
    return request.param


def drawn():
    result = crm.abc_analysis(SALES)
    products = pd.DataFrame({"product_id": ["a", "b"], "list_price": [5.0, 90.0], "unit_cost": [2.0, 40.0], "average_stock": [10, 5]})
    lines = pd.DataFrame({"product_id": ["a", "b"], "quantity": [90, 2], "amount": [450.0, 180.0]})
    return [pareto(result, highlight="Li"), class_bars(crm.abc_summary(result)), margin_and_turnover(crm.gross_profit(lines, products))]


def test_every_figure_has_a_title_and_alt_text_with_numbers(language):
    for ax in drawn():
        assert ax.get_title(loc="left")
        assert re.search(r"\d", alt_text(ax)) and len(alt_text(ax)) > 40
        assert bool(re.search(r"[\u4e00-\u9fff]", alt_text(ax))) == (language == "zh")


def test_no_glyph_is_missing_wherever_it_is_reported(language, caplog):  # as a warning, or to the log
    for ax in drawn():
        ax.set_xlabel({"en": "Share $x^2$", "zh": "客户占比 $x^2$"}[language])
        ax.set_ylabel("客户 share")
        ax.figure.canvas.draw()
    assert [record.getMessage() for record in caplog.records if record.name.startswith("matplotlib")] == []


def test_a_missing_glyph_would_be_seen(caplog):
    with matplotlib.rc_context({"font.family": ["DejaVu Sans"]}), pytest.warns(UserWarning, match="missing from"):
        plt.figure().text(0.5, 0.5, "客户")
        plt.gcf().canvas.draw()


def test_the_pareto_curve_shows_the_result():
    result = crm.abc_analysis(SALES)
    ax = pareto(result)
    x, y = ax.get_lines()[0].get_data()
    assert y.tolist() == pytest.approx([0, 0.70, 0.85, 0.95, 1.0]) and x.tolist() == pytest.approx([0, 0.25, 0.5, 0.75, 1])
    assert ax.get_title(loc="left") == "Class A: 25% of the customers bring 70% of the total"
    assert "class B: 1 (25%) with 15% of the total" in alt_text(ax)


def test_a_figure_is_drawn_on_the_axes_it_is_given():
    ax = plt.figure().add_subplot()
    assert pareto(crm.abc_analysis(SALES), ax=ax) is ax


def test_an_unknown_label_is_named():
    with pytest.raises(CourseError, match="Sun.*Chen"):
        pareto(crm.abc_analysis(SALES), highlight="Sun")


def test_the_html_image_carries_escaped_alt_text():
    image = as_html(png(pareto(crm.abc_analysis(SALES)).figure), 'a "b" <c>')
    assert html.unescape(re.search('alt="([^"]*)"', image)[1]) == 'a "b" <c>'


@pytest.mark.parametrize("stored, kinds", [(None, {"text/plain", "text/html", "image/png"}), ("1", {"text/plain", "image/png"})])
def test_jupyter_shows_a_figure_with_its_alt_text(monkeypatch, stored, kinds):
    from IPython.core.interactiveshell import InteractiveShell

    monkeypatch.delenv("CRM_STORED_EDITION", raising=False)
    if stored:
        monkeypatch.setenv("CRM_STORED_EDITION", stored)
    shell = InteractiveShell.instance()
    try:
        ax = pareto(crm.abc_analysis(SALES))
        data, metadata = shell.display_formatter.format(ax.figure)
        assert set(data) == kinds and data["text/plain"] == metadata["image/png"]["alt"] == alt_text(ax)
        assert shell.display_formatter.format(ax) == ({}, {})
    finally:
        InteractiveShell.clear_instance()
