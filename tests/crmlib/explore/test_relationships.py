import base64
import html
import re

import pytest

import crmlib as crm
from crmlib.language import use_language

SUM = {"win_cost": 72, "win_margin": 185, "keep_cost": 15, "effect": 0.07, "keep_margin": 305, "retention_rate": 0.71, "discount_rate": 0.08, "years": 3}
TERMS = {"margin_rate": 0.48, "retention_rate": 0.79, "discount_rate": 0.08}


@pytest.fixture
def lost():
    return crm.explore.lost_shopper(117.4, **TERMS)


@pytest.fixture
def keep():
    return crm.explore.keep_or_win(10_000, **SUM)


def words(widget):
    return html.unescape(re.sub(r"<[^>]+>", " ", widget.numbers.value))


def bars(widget):
    drawing = base64.b64decode(re.search(r'base64,([^"]+)"', widget.picture.value)[1]).decode()
    return [float(width) for width in re.findall(r'<rect x="250" [^>]*width="([\d.]+)"', drawing)]


def test_the_lost_shopper_opens_with_the_numbers_of_the_method(lost):
    steps = crm.lost_shopper(117, 20, **TERMS)
    for amount in steps:
        assert f"{amount:,.0f} yuan" in words(lost) and f"{amount:,.0f} yuan" in lost.picture.value
    assert bars(lost) == pytest.approx((330 * steps / steps["turnover"]).tolist(), abs=0.06)


@pytest.mark.parametrize(("control", "value", "terms"), [("week", 50, (50, 20, 0.79)), ("years", 5, (117, 5, 0.79)), ("stay", 0.9, (117, 20, 0.9))])
def test_each_slider_of_the_lost_shopper_counts_and_reset_undoes_it(lost, control, value, terms):
    before = lost.numbers.value
    lost.controls[control].value = value
    week, years, stay = terms
    assert f"{crm.lost_shopper(week, years, **{**TERMS, 'retention_rate': stay})['today']:,.0f} yuan" in words(lost)
    lost.reset()
    assert lost.numbers.value == before


def test_keep_or_win_opens_with_winning_ahead(keep):
    table = crm.keep_or_win(10_000, **SUM)
    assert f"Winning brings {table.loc['win', 'profit'] - table.loc['keep', 'profit']:,.0f} yuan more" in keep.picture.value
    assert "139 customers more, each at 72 yuan" in words(keep) and "47 customers more, each at 214 yuan" in words(keep)


def test_the_break_even_can_be_found_with_the_slider(keep):
    keep.controls["margin"].value = 550
    assert "Both bring about the same" in keep.picture.value
    assert bars(keep)[0] == pytest.approx(bars(keep)[1], rel=0.01)
    keep.controls["margin"].value = 700
    assert "Keeping brings" in keep.picture.value


def test_a_measure_that_keeps_nobody_is_said_and_has_no_bar(keep):
    keep.controls["effect"].value = 0.0
    assert "nobody stays because of it" in words(keep) and bars(keep)[1] == 0 and "-10,000 yuan" in keep.picture.value


@pytest.mark.parametrize(("control", "value"), [("win", 100), ("reach", 5), ("effect", 0.2)])
def test_every_other_slider_counts(keep, control, value):
    before = keep.picture.value
    keep.controls[control].value = value
    assert keep.picture.value != before
    keep.reset()
    assert keep.picture.value == before


def test_static_states_hold_question_finding_and_note(lost, keep):
    for widget in (lost, keep):
        text = widget._repr_mimebundle_()["text/plain"]
        assert "?" in text and "yuan" in text and "Interactive" in text and len(widget.controls) <= 4


def test_they_speak_chinese():
    use_language("zh")
    assert "毛利（扣除进货成本）" in words(crm.explore.lost_shopper(117, **TERMS))
    assert "开发" in words(crm.explore.keep_or_win(10_000, **SUM)) and "开发多带来" in crm.explore.keep_or_win(10_000, **SUM).picture.value
