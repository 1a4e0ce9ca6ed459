import base64
import html
import re

import pandas as pd
import pytest

import crmlib as crm
from crmlib.language import CourseError, use_language

RATE = 0.02
FOUR = [1, 2, 3, 4]


@pytest.fixture
def account():
    parts = [("purchase", FOUR, 0.95, 2600.0, 1900.0, 2), ("bad debt", [3, 4, 5, 6], 0.06, 0.0, 2600.0, 0),
             ("service", FOUR, 1.0, 0.0, 240.0, 0), ("campaign", [2, 4], 1.0, 0.0, 150.0, 0)]
    return pd.concat([pd.DataFrame(dict(zip(["event", "period", "probability", "revenue", "cost", "pays_after"], part))) for part in parts],
                     ignore_index=True)


@pytest.fixture
def widget(account):
    return crm.explore.events(account, discount_rate=RATE)


def words(widget):
    """Return what the numbers say, without HTML."""
    return html.unescape(re.sub(r"<[^>]+>", " ", widget.numbers.value))


def drawing(widget):
    return base64.b64decode(re.search(r'base64,([^"]+)"', widget.picture.value)[1]).decode()


def finding(events, rate=RATE):
    result = crm.customer_event_clv(events, discount_rate=rate)
    return f"Expected value {result.clv:,.0f} yuan, with a standard deviation of {result.standard_deviation:,.0f} yuan"


def test_it_opens_with_the_account_as_given(widget, account):
    assert finding(account) in words(widget) and finding(account) in widget.picture.value
    kinds = crm.customer_event_clv(account, discount_rate=RATE).events.groupby("event")["present_value"].sum()
    assert all(f"<td>{value:,.0f}</td>" in widget.numbers.value for value in kinds)


@pytest.mark.parametrize("control, value, rows, column", [
    ("bad_debt", 0.2, "bad debt", "probability"),
    ("service", 100.0, "service", "cost"),
])
def test_a_control_sets_all_events_of_its_name(widget, account, control, value, rows, column):
    widget.controls[control].value = value
    account.loc[account["event"] == rows, column] = value
    assert finding(account) in words(widget)


def test_who_pays_at_once_can_turn_bad_at_once_only(widget, account):
    widget.controls["pays_after"].value = 0
    account.loc[account["event"] == "purchase", "pays_after"] = 0
    account.loc[account["event"] == "bad debt", "period"] = FOUR
    assert finding(account) in words(widget)


def test_the_discount_rate_changes_the_value(widget, account):
    widget.controls["discount_rate"].value = 0.05
    assert finding(account, 0.05) in words(widget) and finding(account) not in words(widget)


def test_at_the_break_even_nothing_is_left(widget, account):
    share = float(re.search(r"probability below ([\d.]+)%", words(widget))[1]) / 100
    account.loc[account["event"] == "bad debt", "probability"] = share
    assert abs(crm.customer_event_clv(account, discount_rate=RATE).clv) < 0.001 * 4 * 2600
    widget.controls["bad_debt"].value = round(share + 0.02, 2)
    assert "loses value" in words(widget) and f"below {share:.1%}" in words(widget)
    widget.controls["bad_debt"].value = round(share - 0.02, 2)
    assert "adds value" in words(widget)


def test_where_unpaid_bills_decide_nothing_it_says_so(account):
    dear = crm.explore.events(account.assign(cost=account["cost"].mask(account["event"] == "service", 2000.0)), discount_rate=RATE)
    assert "Even if every bill were paid" in words(dear)
    small = crm.explore.events(account.assign(cost=account["cost"].mask(account["event"] == "bad debt", 1.0)), discount_rate=RATE)
    assert "cannot make this account lose value" in words(small)


def test_the_picture_has_a_bar_with_its_numbers_for_each_kind_of_event(widget, account):
    result = crm.customer_event_clv(account, discount_rate=RATE).events.groupby("event")
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", drawing(widget))
    for name, value in result["present_value"].sum().items():
        assert texts[texts.index(name) + 1].startswith(f"{value:,.0f} ± ")
    assert drawing(widget).count("<rect") == 1 + result.ngroups


def test_reset_brings_picture_and_numbers_back(widget):
    first = widget.picture.value, widget.numbers.value
    for name, value in {"bad_debt": 0.15, "pays_after": 0, "service": 400.0, "discount_rate": 0.04}.items():
        widget.controls[name].value = value
    assert widget.picture.value != first[0] and widget.numbers.value != first[1]
    widget.reset()
    assert (widget.picture.value, widget.numbers.value) == first


def test_an_account_without_one_of_the_three_events_is_refused(account):
    with pytest.raises(CourseError, match="bad debt"):
        crm.explore.events(account[account["event"] != "bad debt"], discount_rate=RATE)
    with pytest.raises(CourseError, match="'probability' is missing"):
        crm.explore.events(account.drop(columns="probability"), discount_rate=RATE)


def test_it_has_at_most_four_controls_and_a_static_first_state(widget):
    assert len(widget.controls) <= 4
    text = widget._repr_mimebundle_()["text/plain"]
    assert "Bars of the expected present value" in text and "Interactive" in text


def test_it_speaks_chinese(account):
    use_language("zh")
    widget = crm.explore.events(account, discount_rate=RATE)
    assert "坏账" in drawing(widget) and "盈亏平衡" in words(widget)
    assert re.search(r"[\u4e00-\u9fff]", widget.controls["bad_debt"].description)
