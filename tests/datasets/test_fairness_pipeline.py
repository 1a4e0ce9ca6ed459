"""The exercise pipeline is fair: nobody gets a degenerate sample, and typical mistakes are told from right answers."""

import numpy as np
import pytest

import crmlib as crm
from crmlib.pipeline import CRITERIA, STEPS

STUDENTS = [f"F{number}" for number in range(1000)]


def of_everybody(name, key):
    """One table with the rows of all students, drawn from the whole table."""
    whole = crm.load(name)
    places = whole.groupby(key).indices
    parts = [np.concatenate([places[one] for one in crm.load(name, student=student)[key].unique()]) for student in STUDENTS]
    return whole.iloc[np.concatenate(parts)].assign(student=np.repeat(STUDENTS, [len(part) for part in parts])).reset_index(drop=True)


@pytest.fixture(scope="module")
def counts():
    steps = of_everybody("development_steps", "lead_id")
    return steps.groupby(["student", "step", "outcome"]).size().unstack(fill_value=0)


@pytest.fixture(scope="module")
def decided():
    steps = crm.load("development_steps")
    end = steps.groupby("lead_id").tail(1).set_index("lead_id")
    leads = of_everybody("wholesale_prospects", "lead_id")
    last = end.loc[leads["lead_id"]].reset_index(drop=True)
    leads["won"], leads["total"] = last["step"] == "follow_up", leads[CRITERIA].sum(axis=1)
    return leads[leads["won"] | (last["outcome"] == "lost")]


def test_everybodys_funnel_has_all_steps_and_tells_open_from_lost_and_passed(counts):
    rates = counts["passed"] / (counts["passed"] + counts["lost"])
    entered = counts.sum(axis=1)
    assert counts.groupby("student").size().eq(len(STEPS)).all() and rates.between(0.2, 1).all()
    assert (counts["passed"].unstack()["close"] >= 40).all()
    for mistaken in (counts["passed"] / entered, (counts["passed"] + counts["open"]) / entered, counts["passed"] / 700, 1 - rates):
        assert ((rates - mistaken).abs().groupby("student").max() > 0.01).all()
    reached = rates.unstack()[STEPS[:6]].prod(axis=1)
    assert (reached - rates.unstack()[STEPS].prod(axis=1) > 0.0013).all() and (reached - counts["passed"].unstack()["close"] / 700 > 0.005).all()
    assert (rates.unstack()["close"].between(0.6, 0.97)).all()


def test_closing_is_the_cheapest_step_for_everybody_and_no_mistake_gives_its_cost(counts):
    rates = (counts["passed"] / (counts["passed"] + counts["lost"])).unstack()[STEPS[:6]]
    customers = 700 * rates.prod(axis=1)
    better = np.minimum(rates["close"] * 1.1, 1) / rates["close"]
    cost = 2000 / (customers * (better - 1))
    objections = (4000 + 40 * 0.1 * 700 * rates[STEPS[:5]].prod(axis=1)) / (0.1 * customers)
    assert (cost < 0.8 * objections).all() and (rates.idxmin(axis=1) != "close").all()
    assert ((2000 - cost).abs() > 5).all() and ((cost - cost * 700 / 1500).abs() > 5).all()


def test_the_best_sum_lacks_authority_for_everybody_and_mistakes_differ(decided):
    rank = decided["total"].groupby(decided["student"]).rank(method="min", ascending=False)
    strong = decided[decided["authority"] >= 3]
    gated_rank = strong["total"].groupby(strong["student"]).rank(method="min", ascending=False)
    top, gated = decided[rank <= 100], strong[gated_rank <= 100]
    best, firm = top.groupby("student")["won"].mean(), gated.groupby("student")["won"].mean()
    lacking = (top["authority"] <= 2).groupby(top["student"]).mean()
    assert top.groupby("student").size().between(60, 240).all() and lacking.between(0.5, 0.99).all()
    assert ((firm - best) > 0.02).mean() > 0.99 and (strong.groupby("student").size() > 1.2 * gated.groupby("student").size()).all()
    assert ((gated["authority"] == 3).groupby(gated["student"]).sum() > 0).all()
    assert ((lacking - (top["authority"] < 2).groupby(top["student"]).mean()) > 0.01).all()


def test_choosing_by_marks_differs_from_every_shortcut():
    leads = of_everybody("wholesale_prospects", "lead_id")
    fit, match, rich, loyal = leads["fit"] >= 3, leads["monthly_cases"].between(8, 80), leads["potential"] >= 3000, leads["size"] != "small"
    of = leads["student"]
    counted = {name: marks.groupby(of).sum() for name, marks in {
        "right": fit & match & rich & loyal, "any": fit | match | rich | loyal, "match": fit & rich & loyal, "fit": match & rich & loyal, "rich": rich}.items()}
    assert all((counted["right"] != counted[name]).all() for name in counted if name != "right") and (counted["right"] > 100).all()


def test_the_next_yuan_goes_to_another_method_than_the_best_average_for_everybody():
    weeks = of_everybody("method_spending", "week_id")
    groups = weeks.groupby(["student", "method"])
    more = weeks["spent"] >= groups["spent"].transform("median")
    halves = weeks.groupby(["student", "method", more])[["spent", "new_customers"]].mean().unstack()
    extra = 1000 * (halves["new_customers"][True] - halves["new_customers"][False]) / (halves["spent"][True] - halves["spent"][False])
    sums = groups[["spent", "new_customers"]].sum()
    average = 1000 * sums["new_customers"] / sums["spent"]
    assert (average.unstack().idxmax(axis=1) == "referral_chain").all()
    growing = extra.unstack()
    assert growing.idxmax(axis=1).eq("web").all() and (growing["referral_chain"] < 0.8 * growing["web"]).all()
    assert ((1000 / growing["web"] - 1000 / average.unstack()["web"]).abs() > 1).all()


def test_plans_and_calls_help_everybody_and_choice_exaggerates():
    diary = of_everybody("visit_diary", "entry_id")
    sums = diary.groupby(["student", "wrote_plan"])[["made", "intended"]].sum()
    done = (sums["made"] / sums["intended"]).unstack()
    means = (diary["made"] / diary["intended"]).groupby([diary["student"], diary["wrote_plan"]]).mean().unstack()
    assert (done[True] - done[False]).between(0.15, 0.32).all() and ((done - means).abs().max(axis=1) > 0.0001).mean() > 0.99
    calls = of_everybody("after_sales", "delivery_id")
    again = calls.groupby(["student", "chosen_by", "called"])["ordered_again"].mean().unstack()
    gap = (again[True] - again[False]).unstack()
    pooled = calls.groupby(["student", "called"])["ordered_again"].mean().unstack()
    assert (gap["salesperson"] - gap["lot"]).min() > 0.0007 and (gap["lot"] > 0).mean() > 0.99
    assert (pooled[True] - pooled[False] - gap["lot"]).abs().min() > 0.0007
