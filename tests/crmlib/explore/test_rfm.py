import base64
import html
import re

import numpy as np
import pandas as pd
import pytest

import crmlib as crm
from crmlib.explore.rfm import WEIGHTS
from crmlib.language import CourseError, use_language

RULES = {"r": [30, 90, 180, 365], "f": [2, 4, 8, 16], "m": [200, 500, 1000, 2000]}
CAMPAIGN = {"cost": 5.0, "margin": 0.4, "response": dict.fromkeys(crm.RFM_SEGMENTS[5], 0.1)}


@pytest.fixture
def table():
    random = np.random.default_rng(5)
    orders = random.geometric(0.15, 300)
    return pd.DataFrame({"days_since_last": random.integers(0, 700, 300), "frequency": orders, "monetary": (orders * random.lognormal(4.7, 0.5, 300)).round(2)},
                        index=pd.Index([f"C{number:04}" for number in range(300)], name="customer_id"))


@pytest.fixture
def widget(table):
    return crm.explore.rfm(table, RULES, CAMPAIGN)


def segmented(table, bins=5, method="independent", thresholds=None):
    return crm.rfm_segment(crm.rfm_score(table, bins, method, thresholds))


def words(widget):
    """Return what the numbers say, without HTML."""
    return html.unescape(re.sub(r"<[^>]+>", " ", widget.numbers.value))


def drawing(widget):
    return base64.b64decode(re.search(r'base64,([^"]+)"', widget.picture.value)[1]).decode()


def test_it_opens_with_equal_groups_of_five_and_the_champions(widget, table):
    row = crm.rfm_summary(segmented(table)).loc["champions"]
    assert f"Champions: {row['customers']} customers ({row['share_of_customers']:.1%}), {row['monetary']:,.0f} yuan" in words(widget)
    assert f"Champions: {row['customers']} customers" in widget.picture.value and "Map of 300 customers" in widget.picture.value


def test_the_map_holds_every_cell_with_its_customers_and_money(widget, table):
    cells = segmented(table).groupby(["r", "f"])["monetary"].agg(["size", "sum"])
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", drawing(widget))
    for size, money in cells.itertuples(index=False):
        place = texts.index(f"{money:,.0f}")
        assert texts[place - 1] == str(size)
    assert drawing(widget).count("<rect") == len(cells) + 1


def test_exactly_the_cells_of_the_picked_segment_are_framed(widget, table):
    for segment, name in (("champions", "Champions"), ("at_risk", "At risk")):
        widget.controls["segment"].value = segment
        framed = re.findall(r'stroke-width="4"/><g[^>]*><text[^>]*>([^<]*)<', drawing(widget))
        chosen = segmented(table).query("segment == @segment")
        assert framed == [name] * chosen.groupby(["r", "f"]).ngroups


@pytest.mark.parametrize("bins", [3, 4, 5])
@pytest.mark.parametrize("method", ["independent", "nested", "thresholds"])
def test_bins_and_method_score_as_the_function_does(widget, table, bins, method):
    widget.controls["bins"].value, widget.controls["method"].value = bins, method
    cuts = {part: numbers[:bins - 1] for part, numbers in RULES.items()} if method == "thresholds" else None
    counts = segmented(table, bins, method, cuts)["segment"].value_counts()
    assert f"Champions: {counts['champions']} customers" in words(widget)
    assert all(f"{crm.segment_label(name)}: {count} customers" in widget.picture.value for name, count in counts.items())


@pytest.mark.parametrize("weights", WEIGHTS)
def test_the_customers_stand_by_weighted_score_and_then_by_money(widget, table, weights):
    widget.controls["weights"].value = weights
    scored = crm.rfm_score(table, weights=WEIGHTS[weights])
    champions = scored[segmented(table)["segment"] == "champions"].sort_values(["weighted_score", "monetary"], ascending=False)
    shown = re.findall(r"<td>(C\d+)</td>", widget.numbers.value)
    assert shown == champions.index[:8].tolist() and f"8 of {len(champions)} customers" in words(widget)
    assert f"<td>{champions['weighted_score'].iloc[0]:.2f}</td>" in widget.numbers.value


def test_a_campaign_is_counted_in_yuan(table):
    widget = crm.explore.rfm(table.assign(monetary=100.0 * table["frequency"]), RULES, CAMPAIGN)
    count = (segmented(table)["segment"] == "champions").sum()
    said = words(widget)
    assert f"costs 5.00 yuan each, {5 * count:,} yuan in all" in said and "100.00 yuan on average, 40.00 yuan of it gross profit" in said
    assert "Break-even: 12.5% must answer." in said
    assert f"If 10.0% answer, it brings {4 * count:,.0f} yuan of gross profit. Less the cost: {-count:+,} yuan." in said


def test_where_orders_left_nothing_there_is_no_break_even(table):
    widget = crm.explore.rfm(table.assign(monetary=0.0), RULES, CAMPAIGN)
    assert "Break-even" not in words(widget) and "it brings 0 yuan" in words(widget)


def test_without_a_campaign_it_is_about_the_segments_alone(table):
    said = words(crm.explore.rfm(table, RULES))
    assert "Champions" in said and "Writing" not in said and "Break-even" not in said


def test_a_segment_that_nobody_is_in_says_so(widget):
    widget.controls["segment"].value = "promising"
    widget.controls["bins"].value = 3
    assert "nobody" in words(widget)
    widget.reset()
    assert "Champions" in words(widget)


def test_reset_brings_picture_and_numbers_back(widget):
    first = widget.picture.value, widget.numbers.value
    for name, value in {"bins": 4, "method": "nested", "weights": "money", "segment": "loyal"}.items():
        widget.controls[name].value = value
    assert widget.picture.value != first[0] and widget.numbers.value != first[1]
    widget.reset()
    assert (widget.picture.value, widget.numbers.value) == first


def test_an_error_shows_in_the_widget_and_goes_away(table):
    widget = crm.explore.rfm(table, {**RULES, "m": [500, 200, 1000, 2000]})
    numbers = widget.numbers.value
    widget.controls["method"].value = "thresholds"
    assert "rise" in widget.numbers.value and 'role="alert"' in widget.numbers.value
    widget.reset()
    assert widget.numbers.value == numbers


def test_a_table_without_money_or_a_segment_without_response_is_refused(table):
    with pytest.raises(CourseError, match="monetary"):
        crm.explore.rfm(table.rename(columns={"monetary": "quantity"}), RULES)
    with pytest.raises(CourseError, match="at_risk, hibernating"):
        crm.explore.rfm(table, RULES, {**CAMPAIGN, "response": dict.fromkeys(list(crm.RFM_SEGMENTS[5])[:-2], 0.1)})


def test_it_has_at_most_four_controls_and_a_static_first_state(widget):
    assert len(widget.controls) <= 4
    text = widget._repr_mimebundle_()["text/plain"]
    assert "Map of 300 customers" in text and "Interactive" in text


def test_names_of_customers_cannot_break_the_page(table):
    widget = crm.explore.rfm(table.rename(index=lambda name: f"<b>{name}</b>"), RULES)
    assert "&lt;b&gt;C" in widget.numbers.value and "<td><b>" not in widget.numbers.value


def test_it_speaks_chinese(table):
    use_language("zh")
    widget = crm.explore.rfm(table, RULES, CAMPAIGN)
    assert "冠军客户" in drawing(widget) and "位客户" in widget.picture.value and "盈亏平衡点" in words(widget)
    assert widget.controls["bins"].description == "得分档数"
