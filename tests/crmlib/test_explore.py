import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

import crmlib as crm
from crmlib.language import use_language


@pytest.fixture
def sales():
    values = np.random.default_rng(4).lognormal(6, 1.1, 400).round(2)
    return pd.Series(values, index=[f"C{i:04}" for i in range(400)])


@pytest.fixture
def widget(sales):
    return crm.explore.abc(sales, {"A": 60, "B": 15, "C": 2})


def test_it_opens_with_the_usual_cuts_and_states_its_numbers(widget, sales):
    summary = crm.abc_summary(crm.abc_analysis(sales))
    assert widget.controls["first_cut"].value == 0.65 and widget.controls["second_cut"].value == 0.85
    assert f"<td>{summary.loc['A', 'count']}</td>" in widget.numbers.value
    cost = 60 * summary.loc["A", "count"] + 15 * summary.loc["B", "count"] + 2 * summary.loc["C", "count"]
    assert f"{cost:,} yuan" in widget.numbers.value and 'alt="Pareto curve' in widget.picture.value


def test_moving_a_cut_changes_picture_and_numbers_and_reset_brings_them_back(widget, sales):
    before = widget.picture.value, widget.numbers.value
    widget.controls["first_cut"].value = 0.5
    count = (crm.abc_analysis(sales, (0.5, 0.85))["grade"] == "A").sum()
    assert f"<td>{count}</td>" in widget.numbers.value and widget.picture.value != before[0]
    widget.reset()
    assert widget.numbers.value == before[1]


def test_a_named_customer_is_marked(widget, sales):
    before = widget.picture.value
    widget.controls["customer"].value = sales.idxmax()
    assert widget.picture.value != before and f"{sales.idxmax()}: rank 1, class A" in widget.picture.value


def test_an_error_shows_in_the_widget_and_goes_away(widget):
    numbers = widget.numbers.value
    widget.controls["first_cut"].value = 0.9
    assert "rise" in widget.numbers.value and 'role="alert"' in widget.numbers.value
    widget.reset()
    assert widget.numbers.value == numbers


def test_no_figure_is_left_open(widget):
    before = plt.get_fignums()
    widget.controls["first_cut"].value = 0.4
    assert plt.get_fignums() == before


def test_it_has_at_most_four_controls_and_a_static_first_state(widget):
    assert len(widget.controls) <= 4
    text = widget._repr_mimebundle_()["text/plain"]
    assert "Pareto curve" in text and "Interactive" in text


def test_without_costs_it_is_about_the_classes_alone(sales):
    widget = crm.explore.abc(sales)
    assert "Share of sales" in widget.numbers.value and "ervice cost" not in widget.numbers.value


def test_it_speaks_chinese(sales):
    use_language("zh")
    widget = crm.explore.abc(sales, {"A": 60, "B": 15, "C": 2})
    assert "服务成本" in widget.numbers.value and "帕累托曲线" in widget.picture.value
    assert widget.controls["first_cut"].description == "A 与 B 的分割点"
