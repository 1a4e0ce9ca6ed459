import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlib.language import CourseError
from crmlib.quadrant import QUADRANTS, quadrant_label, quadrant_moves, quadrant_policy, quadrant_summary, value_quadrant

yuan = st.integers(-500, 2000).map(float)
pairs = st.lists(st.tuples(yuan, yuan), min_size=1, max_size=40)
COST = {"vip": 100, "improve": 50, "maintain": 10, "abandon": 5}
SHARE = {"vip": 0.5, "improve": 0.25, "maintain": 0.1, "abandon": 1.0}


def sort(values, current_threshold=500, potential_threshold=400):
    table = pd.DataFrame(values, columns=["current", "potential"], index=[f"C{i:02}" for i in range(len(values))], dtype=float)
    return value_quadrant(table["current"], table["potential"],
                          current_threshold=current_threshold, potential_threshold=potential_threshold)


@pytest.mark.parametrize("current, potential, kind", [
    (900, 800, "vip"), (100, 800, "improve"), (900, 100, "maintain"), (100, 100, "maintain"), (-100, 50, "abandon"),
    (500, 400, "vip"), (499.99, 400, "improve"), (500, 399.99, "maintain"),
    (-50, 50, "maintain"), (-50, 49.99, "abandon"), (-100, 800, "improve"), (-900, 800, "abandon"),
    (600, -700, "abandon"), (600, -100, "maintain"),
])
def test_each_kind_and_its_borders(current, potential, kind):
    assert sort([(current, potential)])["quadrant"].tolist() == [kind]


def test_without_thresholds_the_means_decide_and_are_kept():
    quadrants = value_quadrant({"Li": 30, "Chen": 0, "Wang": 0}, {"Li": 0, "Chen": 30, "Wang": 0})
    assert quadrants.attrs["thresholds"] == {"current": 10, "potential": 10}
    assert quadrants["quadrant"].tolist() == ["maintain", "improve", "maintain"]


def test_customers_are_paired_by_label_not_by_place():
    assert value_quadrant({"Li": 900, "Chen": 0}, {"Chen": 0, "Li": 900})["quadrant"].to_dict() == {"Li": "vip", "Chen": "maintain"}


@given(pairs)
def test_the_summary_adds_up(values):
    quadrants = sort(values)
    summary = quadrant_summary(quadrants)
    assert summary.index.tolist() == list(QUADRANTS)
    assert summary["count"].sum() == len(values) and summary["share_of_count"].sum() == pytest.approx(1)
    assert summary[["current", "potential"]].sum().tolist() == quadrants[["current", "potential"]].sum().tolist()
    assert (summary.loc["abandon", ["current", "potential"]].sum() < 0) == (summary.loc["abandon", "count"] > 0)


@given(pairs, st.floats(0, 1000))
def test_a_higher_threshold_never_makes_a_customer_growable(values, step):
    before, after = sort(values), sort(values, potential_threshold=400 + step)
    growable = ["vip", "improve"]
    assert (after["quadrant"].isin(growable) <= before["quadrant"].isin(growable)).all()


def test_a_policy_costs_per_head_and_gains_on_the_potential_or_the_loss():
    table = quadrant_policy(quadrant_summary(sort([(900, 800), (600, 500), (100, 1000), (700, -100), (-100, 20)])), COST, SHARE)
    assert table["policy_cost"].tolist() == [200, 50, 10, 5]
    assert table["expected_gain"].tolist() == [650, 250, 0, 80]
    assert table["net_gain"].tolist() == [450, 200, -10, 75]


@settings(max_examples=30)
@given(pairs, pairs)
def test_moves_count_every_customer_once(first, second):
    before, after = sort(first), sort(second)
    moves = quadrant_moves(before, after)
    assert moves.to_numpy().sum() == max(len(first), len(second))
    assert moves.drop(index="absent").sum(axis=1).tolist() == quadrant_summary(before)["count"].tolist()
    assert moves.drop(columns="absent").sum().tolist() == quadrant_summary(after)["count"].tolist()


def test_moves_need_the_same_thresholds():
    with pytest.raises(CourseError, match="different thresholds"):
        quadrant_moves(sort([(1, 2)]), sort([(1, 2)], current_threshold=600))


@pytest.mark.parametrize("current, potential, thresholds, words", [
    ({"Li": None, "Chen": 1}, {"Li": 1, "Chen": 1}, {}, "'current' has no number for these customers: Li"),
    ({"Li": 1}, {"Li": "much"}, {}, "'potential' has no number"),
    ({"Li": 1, "Chen": 1}, {"Li": 1, "Wang": 1}, {}, "not both: Chen, Wang"),
    (pd.Series([1, 2], index=["Li", "Li"]), {"Li": 1}, {}, "'current' has these customers more than once: Li"),
    ({}, {}, {}, "no customers"),
    ({"Li": 1}, {"Li": 1}, {"current_threshold": "high"}, "current_threshold='high'"),
])
def test_bad_input_is_named(current, potential, thresholds, words):
    with pytest.raises(CourseError, match=words):
        value_quadrant(current, potential, **thresholds)


@pytest.mark.parametrize("cost, share, words", [
    ({"vip": 1}, SHARE, "cost_per_head has nothing for: improve, maintain, abandon"),
    (COST, {**SHARE, "vip": 50}, r"share_won\['vip'\]=50"),
    ({**COST, "improve": -1}, SHARE, r"cost_per_head\['improve'\]=-1"),
])
def test_a_policy_needs_a_number_for_each_kind(cost, share, words):
    with pytest.raises(CourseError, match=words):
        quadrant_policy(quadrant_summary(sort([(1, 2)])), cost, share)


def test_every_kind_has_a_name():
    assert len({quadrant_label(kind) for kind in QUADRANTS}) == 4
