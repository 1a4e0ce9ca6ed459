"""The segment map and the bars: what they show, in words and in both languages."""

import re

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import crmlib as crm
from crmlib.draw import alt_text, segment_bars, segment_map
from crmlib.language import use_language


@pytest.fixture
def segmented():
    table = pd.DataFrame({"days_since_last": [5, 10, 200, 300, 250, 400], "frequency": [9, 9, 4, 1, 1, 1],
                          "monetary": [600.0, 200.0, 150.0, 50.0, -20.0, 0.0]})
    return crm.rfm_segment(crm.rfm_score(table, bins=3))


@pytest.fixture(params=["en", "zh"])
def language(request):
    use_language(request.param)
    return request.param


def drawn(segmented):
    quantities = segmented.rename(columns={"monetary": "quantity"})
    quantities.attrs = segmented.attrs
    return [ax for table in (segmented, quantities) for ax in (segment_map(table), segment_bars(crm.rfm_summary(table)))]


def test_every_figure_has_a_title_and_alt_text_with_numbers(segmented, language):
    for ax in drawn(segmented):
        assert ax.get_title(loc="left") and re.search(r"82\s?%|80\s?%", alt_text(ax))
        assert bool(re.search(r"[\u4e00-\u9fff]", alt_text(ax))) == (language == "zh")


def test_no_glyph_is_missing(segmented, language, caplog):
    for ax in drawn(segmented):
        ax.figure.canvas.draw()
    assert [record.getMessage() for record in caplog.records if record.name.startswith("matplotlib")] == []


def test_the_map_writes_segment_customers_and_money_into_each_cell(segmented):
    ax = segment_map(segmented)
    cells = {text.get_position(): text.get_text() for text in ax.texts}
    assert cells[3, 3] == "Champions\n2\n800" and cells[1, 1] == "Hibernating\n2\n50"
    assert len(cells) == segmented.groupby(["r", "f"]).ngroups
    assert ax.get_title(loc="left") == "Champions: 33% of the customers, 80% of the money"


def borders(segmented):
    """Count the lines between cells: each is two points and a gap."""
    line, = segment_map(segmented).get_lines()
    plt.close("all")
    return len(line.get_xdata()) / 3


def test_a_line_separates_segments_and_none_runs_within_one():
    scores = crm.rfm_score(pd.DataFrame({"days_since_last": range(9), "frequency": [1, 2, 3] * 3, "monetary": 1.0}), bins=3)
    assert borders(crm.rfm_segment(scores)) == 12
    assert borders(crm.rfm_segment(scores, {"recent": {"r": (3, 3)}, "rest": {}})) == 3
    assert borders(crm.rfm_segment(scores, {"all": {}})) == 0


def test_a_cell_bears_the_name_of_its_largest_segment(segmented):
    scores = segmented.assign(r=1, f=1, m=[3, 3, 2, 2, 1, 1]).drop(columns="segment")
    ax = segment_map(crm.rfm_segment(scores, {"big": {"m": (3, 3)}, "rest": {}}))
    assert [text.get_text() for text in ax.texts] == ["rest\n6\n980"]


def test_the_bars_show_both_shares(segmented):
    summary = crm.rfm_summary(segmented)
    ax = segment_bars(summary)
    widths = [bar.get_width() for bar in ax.patches]
    assert widths == pytest.approx([*summary["share_of_customers"], *summary["share_of_monetary"]])
    assert "800 (80%)" in [text.get_text() for text in ax.texts]


def test_a_figure_is_drawn_on_the_axes_it_is_given(segmented):
    ax = plt.figure().add_subplot()
    assert segment_map(segmented, ax=ax) is ax
