"""The figures of needs: titles with the finding, alt text with numbers, both languages, no missing glyph."""

import re

import pandas as pd
import pytest

import crmlib as crm
from crmlib.draw import alt_text, demand_series, listening_bars, need_bars, orientation_bars
from crmlib.language import use_language
from tests.crmlib.needs.test_demand import series
from tests.crmlib.needs.test_needs import chosen, heard, rated


@pytest.fixture(params=["en", "zh"])
def language(request):
    use_language(request.param)
    return request.param


def drawn():
    structure = crm.need_structure(rated((8, 4, 4, 4, "firm"), (2, 4, 2, 2, "18-24")), by="group")
    oriented = crm.customer_orientation(pd.concat([chosen("C1", "hair", 8), chosen("C1", "skin", 0), chosen("C2", "hair", 4), chosen("C2", "skin", 4)]))
    return {"structure": need_bars(structure), "orientation": orientation_bars(oriented), "demand": demand_series(series(130), "D02"),
            "listening": listening_bars(crm.listening_summary(heard()), truth=0.18)}


def test_every_figure_has_a_title_and_alt_text_with_numbers(language):
    for name, ax in drawn().items():
        text = alt_text(ax)
        assert ax.get_title(loc="left") and re.search(r"\d", text) and len(text) > 60, name
        assert bool(re.search(r"[\u4e00-\u9fff]", text)) == (language == "zh"), name


def test_no_glyph_is_missing(language, caplog):
    for ax in drawn().values():
        ax.figure.canvas.draw()
    assert [record.getMessage() for record in caplog.records if record.name.startswith("matplotlib")] == []


def test_titles_say_the_finding():
    titles = {name: ax.get_title(loc="left") for name, ax in drawn().items()}
    assert titles == {
        "structure": "Functional need: from 20% (18-24) to 40% (firms)",
        "orientation": "All together, 100% look compound; in one category at most 50%",
        "demand": "D02: Overfull demand",
        "listening": "The same question, 2 ways: from 18% to 80% say yes"}


def test_each_bar_of_the_structure_is_whole():
    widths = pd.Series([(round(bar.get_y(), 2), bar.get_width()) for bar in drawn()["structure"].patches])
    assert widths.str[1].groupby(widths.str[0]).sum().tolist() == pytest.approx([1, 1])


def test_the_lines_are_demand_sales_and_capacity():
    lines = [line.get_ydata()[-1] for line in drawn()["demand"].get_lines()]
    assert sorted(lines) == [100, 100, 130]
