"""The figures of chapter 08 say what they show, in both languages, and the goal widget follows its controls."""

import pandas as pd
import pytest
from matplotlib import pyplot as plt

import crmlib as crm
from crmlib.draw import alt_text
from crmlib.explore import goal
from crmlib.pipeline import STEPS


@pytest.fixture(params=["en", "zh"])
def language(request):
    crm.use_language(request.param)
    yield request.param
    crm.use_language("en")


@pytest.fixture(scope="module")
def steps():
    return crm.load("development_steps")


def test_the_funnel_names_its_narrowest_step(language, steps):
    ax = crm.draw.development_funnel(crm.development_funnel(steps))
    assert {"en": "fewest pass the step: Qualify", "zh": "识别客户"}[language] in ax.get_title(loc="left")
    assert "139" in alt_text(ax) and sum(bar.get_width() for bar in ax.patches) == len(steps)
    plt.close(ax.figure)


def test_groups_apart_from_all_have_a_shape_of_their_own(language, steps):
    objections = steps[steps["step"] == "objections"]
    ax = crm.draw.outcome_rates(crm.outcome_rates(objections["outcome"].map({"passed": True, "lost": False}), objections["salesperson"]))
    assert [line.get_marker() for line in ax.lines].count("D") == 1 and "luo" in alt_text(ax)
    plt.close(ax.figure)


def test_yields_show_average_and_next_yuan(language):
    yields = crm.method_yield(crm.load("method_spending"))
    ax = crm.draw.method_yields(yields, value=276)
    title = ax.get_title(loc="left")
    assert crm.development_method_label("referral_chain") in title and crm.development_method_label("web") in title
    assert "19.2" in alt_text(ax) and "9.2" in alt_text(ax)
    plt.close(ax.figure)


def test_the_goal_widget_follows_goal_lever_and_team(language):
    rates, visits = dict.fromkeys(STEPS[:6], 0.6), dict.fromkeys(STEPS[:6], 1)
    widget = goal(rates, visits, 4000, 0.7)
    first = widget.numbers.value, widget.picture.value
    plan = crm.plan_backwards(600_000, 4000, rates, visits, made=0.7)
    assert f"{plan.leads:,.0f}" in first[0] and f"{plan.visits_per_week:,.0f}" in first[0] and len(widget.controls) == 4
    widget.controls["lever"].value = "attitude"
    assert "9.1%" in widget.numbers.value and f"{plan.visits_per_week / 1.1:,.0f}" in widget.numbers.value
    widget.controls["team"].value = 10
    assert f"{plan.visits_per_week / 11:.1f}" in widget.numbers.value
    widget.reset()
    assert (widget.numbers.value, widget.picture.value) == first


def test_no_money_no_plan_is_said_in_the_widget():
    widget = goal(dict.fromkeys(STEPS[:6], 0.6), pd.Series(1, index=STEPS[:6]), 0, 0.7)
    assert "value_per_customer" in widget.numbers.value
