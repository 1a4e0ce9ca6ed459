import pandas as pd
import pytest

import crmlib as crm
from crmlib.language import use_language

PROFIT = pd.DataFrame({"box": [30.0, 10.0], "bag": [10.0, 20.0]}, index=["north", "south"])
STAGES = pd.DataFrame({"2024-01": ["building", "building", "not_yet"], "2024-07": ["rupture", "development", "building"],
                       "2025-01": ["recovery", "rupture", "development"]})


@pytest.fixture(params=["en", "zh"])
def reader(request):
    use_language(request.param)
    return request.param


def title(ax):
    return ax.get_title(loc="left")


def test_offers_say_what_one_for_all_and_what_one_for_each_earn(reader):
    ax = crm.draw.offers_by_segment(PROFIT, segments={"north": "N", "south": "S"}, offers={"box": "Box", "bag": "Bag"})
    assert "40" in title(ax) and "50" in title(ax)
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["N", "S"]
    assert sorted(bar.get_height() for bar in ax.patches) == [10, 10, 20, 30]
    assert all(text in crm.draw.alt_text(ax) for text in ("Box 30", "Bag 20", title(ax)))


def test_the_top_fifth_is_drawn_against_the_rule(reader):
    table = pd.DataFrame({"customers": [50, 40], "top_fifth_share": [0.7, 0.5], "share_for_80_percent": [0.3, 0.4]}, index=["b", "a"])
    ax = crm.draw.top_fifth(table, name={"a": "Alpha", "b": "Beta"})
    assert "50%" in title(ax) and "70%" in title(ax)
    assert ax.lines[0].get_xdata().tolist() == [0.7, 0.5] and ax.lines[1].get_xdata() == [0.8, 0.8]
    assert "Beta" in crm.draw.alt_text(ax) and "70%" in crm.draw.alt_text(ax)


def test_where_a_group_reaches_the_rule_the_title_does_not_deny_it():
    table = pd.DataFrame({"customers": [50, 40], "top_fifth_share": [0.85, 0.5], "share_for_80_percent": [0.2, 0.4]}, index=["b", "a"])
    assert title(crm.draw.top_fifth(table)) == "What the top fifth brings differs: 50% to 85%"


def test_buyers_of_each_group_are_labelled_at_their_line(reader):
    trial = crm.load("binding_trial")
    ax = crm.draw.buyers_by_group(trial, name=crm.labels("binding_trial", "group"))
    labels = [text.get_text() for text in ax.texts]
    assert [label.split()[-1] for label in labels] == ["67%", "52%", "40%"]
    assert labels[0].startswith(crm.labels("binding_trial", "group")["cared_for"])
    assert len({line.get_marker() for line in ax.lines}) == 3 and "88%" in crm.draw.alt_text(ax)


def test_bars_of_stages_add_up_to_the_customers(reader):
    ax = crm.draw.stage_bars(STAGES)
    tops = {}
    for bar in ax.patches:
        tops[round(bar.get_x(), 3)] = max(tops.get(round(bar.get_x(), 3), 0), bar.get_y() + bar.get_height())
    assert list(tops.values()) == [2, 3, 3]
    assert "2" in title(ax) and "2025-01" in crm.draw.alt_text(ax)


def test_transitions_show_shares_with_their_counts(reader):
    ax = crm.draw.stage_transitions(crm.stage_transitions(STAGES))
    texts = [text.get_text() for text in ax.texts]
    assert "67%\n(2)" in texts and "33%\n(1)" in texts and "100%\n(1)" in texts
    assert "67%" in crm.draw.alt_text(ax)


def test_a_figure_fits_into_given_axes():
    ax = crm.draw.stage_bars(STAGES)
    assert crm.draw.offers_by_segment(PROFIT, ax=ax) is ax
