import html
import re

import matplotlib.pyplot as plt
import pytest

import crmlib as crm
from crmlib.language import CourseError, use_language

HOTEL = {"margin": 1000, "retention_rate": 0.8, "discount_rate": 0.10, "periods": 5}
TERMS = {"timing": "mid", "promotion_cost": 100, "acquisition_cost": 1500}


@pytest.fixture
def widget():
    return crm.explore.clv(**HOTEL, **TERMS)


def words(widget):
    """Return what the numbers say, without HTML."""
    return html.unescape(re.sub(r"<[^>]+>", " ", widget.numbers.value))


def test_it_opens_where_it_is_told_and_states_the_highest_acquisition_cost(widget):
    value = crm.retention_clv(**HOTEL, **TERMS)
    said = words(widget)
    assert f"may cost at most {value.highest_acquisition_cost:,.0f} yuan" in said
    assert f"It costs 1,500 yuan. Left over: {value.clv:+,.0f} yuan." in said
    assert "Of 100 customers won, 41 are still there in period 5." in said
    assert f"worth {value.clv:,.0f} yuan in the end" in widget.picture.value


def test_the_five_steps_stand_in_their_order(widget):
    steps = crm.retention_clv(**HOTEL, **TERMS).steps
    shown = re.findall(r"<td>(\d [^<]+)</td>\s*<td>([^<]+)</td>", widget.numbers.value)
    assert [name[0] for name, _ in shown] == ["1", "2", "3", "4", "5"]
    assert [number for _, number in shown] == [f"{steps.iloc[0]:.2f} periods", *(f"{amount:,.0f} yuan" for amount in steps.iloc[1:])]


@pytest.mark.parametrize("name, number", [("margin", 1200), ("retention_rate", 0.9), ("discount_rate", 0.2), ("periods", 12)])
def test_each_control_moves_the_picture_and_the_numbers_as_the_function_does(widget, name, number):
    before = widget.picture.value, widget.numbers.value
    widget.controls[name].value = number
    value = crm.retention_clv(**{**HOTEL, name: number}, **TERMS)
    assert f"at most {value.highest_acquisition_cost:,.0f} yuan" in words(widget) and f"{value.steps['life_length']:.2f} periods" in words(widget)
    assert widget.picture.value != before[0]
    widget.reset()
    assert (widget.picture.value, widget.numbers.value) == before


def test_a_loss_is_called_a_loss(widget):
    widget.controls["retention_rate"].value = 0.2
    assert "Left over: -" in words(widget) and "Not paid back" in widget.picture.value


def test_without_a_cost_of_winning_nothing_is_said_about_what_is_left():
    said = words(crm.explore.clv(**HOTEL))
    assert "may cost at most" in said and "Left over" not in said


def test_customers_who_never_leave_have_a_value_up_to_the_horizon(widget):
    widget.controls["retention_rate"].value = 1.0
    assert "Of 100 customers won, 100 are still there" in words(widget) and "alert" not in widget.numbers.value


def test_first_values_beyond_the_usual_range_of_a_control_are_kept():
    widget = crm.explore.clv(**{**HOTEL, "periods": 30, "discount_rate": 0.6})
    assert widget.controls["periods"].value == 30 and widget.controls["discount_rate"].value == 0.6


@pytest.mark.parametrize("change, said", [
    ({"retention_rate": 80}, "retention_rate=80"),
    ({"discount_rate": 10}, "discount_rate=10"),
    ({"margin": 0}, "above 0"),
    ({"margin": -5}, "above 0"),
    ({"timing": "middle"}, "middle"),
])
def test_what_no_control_can_hold_is_refused(change, said):
    with pytest.raises(CourseError, match=said):
        crm.explore.clv(**{**HOTEL, **change})


def test_no_figure_is_left_open(widget):
    before = plt.get_fignums()
    widget.controls["periods"].value = 8
    assert plt.get_fignums() == before


def test_it_has_at_most_four_controls_and_a_static_first_state(widget):
    assert len(widget.controls) <= 4
    text = widget._repr_mimebundle_()["text/plain"]
    assert "discounted value collected from one customer" in text and "Interactive" in text


def test_it_speaks_chinese():
    use_language("zh")
    widget = crm.explore.clv(**HOTEL, **TERMS)
    assert "最多可以花" in words(widget) and "生命周期价值" in words(widget) and "第 5 期" in words(widget)
    assert widget.controls["retention_rate"].description == "保持率"
