"""Tables of chapter 08: what was planted, and how they hang together."""

import pandas as pd
import pytest

import crmlib as crm
from crmlib.pipeline import CRITERIA, STEPS


@pytest.fixture(scope="module")
def leads():
    return crm.load("wholesale_prospects")


@pytest.fixture(scope="module")
def steps():
    return crm.load("development_steps")


@pytest.fixture(scope="module")
def won(leads, steps):
    """True, False, or missing where the end is still open, for each prospect."""
    closed = steps[steps["step"] == "close"].set_index("lead_id")["outcome"].eq("passed")
    last = steps[steps["step"] != "follow_up"].groupby("lead_id")["outcome"].last()
    return leads["lead_id"].map(closed.reindex(last.index, fill_value=False).astype(object).mask(last.eq("open"), None))


def test_every_prospect_walks_the_steps_in_order(leads, steps):
    assert set(steps["lead_id"]) == set(leads["lead_id"])
    for _lead, rows in steps.groupby("lead_id"):
        assert rows["step"].tolist() == STEPS[:len(rows)] and rows["salesperson"].nunique() == 1
        assert (rows["outcome"].iloc[:-1] == "passed").all() and rows["left_on"].iloc[:-1].tolist() == rows["entered_on"].iloc[1:].tolist()
        assert rows["outcome"].iloc[-1] != "passed" or len(rows) == len(STEPS)
    assert steps["left_on"].isna().equals(steps["outcome"].eq("open"))
    assert steps.groupby("lead_id")["entered_on"].first().equals(leads.set_index("lead_id")["found_on"].rename("entered_on"))


def test_the_best_sum_lacks_authority(leads, won):
    ranked = leads.assign(won=won, total=leads[CRITERIA].sum(axis=1)).sort_values(["total", "lead_id"], ascending=[False, True])
    assert ranked.iloc[0]["authority"] <= 2 and (ranked.head(200)["authority"] <= 2).mean() > 0.7
    gated = ranked[ranked["authority"] >= 3]
    assert gated.head(200)["won"].dropna().mean() > 2 * ranked.head(200)["won"].dropna().mean()


def test_credit_shows_after_the_sale(leads, steps):
    after = steps[(steps["step"] == "follow_up") & (steps["outcome"] != "open")].merge(leads, on="lead_id")
    kept = after["outcome"].eq("passed").groupby(after["credit"] <= 2).mean()
    assert kept[True] < 0.7 < 0.95 < kept[False]


def test_one_opens_doors_one_is_slow_and_a_no_takes_long(steps):
    decided = steps[steps["outcome"] != "open"]
    rate = decided["outcome"].eq("passed").groupby([decided["step"], decided["salesperson"]]).mean().unstack()
    assert rate.loc["approach"].idxmax() == "luo" == rate.loc["objections"].idxmin() and rate.loc["objections", "luo"] < 0.6 * rate.loc["objections"].drop("luo").min()
    days = (decided["left_on"] - decided["entered_on"]).dt.days
    assert (days.groupby([decided["step"], decided["salesperson"]]).median().unstack().idxmax(axis=1) == "tang").all()
    talks = days[decided["step"] == "negotiate"].groupby(decided["outcome"]).median()
    assert talks["lost"] > 1.5 * talks["passed"]


def test_only_advertising_and_mailing_may_fall_below_the_other_channels(leads, won):
    rates = crm.outcome_rates(won, leads["channel"])
    overall = rates["happened"].sum() / rates["decided"].sum()
    assert rates.loc["advertising", "high"] < overall and len(rates) == 14
    assert ((rates["high"] < overall) | (rates["low"] > overall)).sum() <= 2


def test_the_best_average_wastes_the_next_yuan():
    yields = crm.method_yield(crm.load("method_spending"))
    assert len(yields) == 10 and yields["average"].idxmax() == "referral_chain" and yields["extra"].idxmax() == "web"
    assert yields.loc["referral_chain", "cost_of_next"] > 276 > 2 * yields.loc["web", "cost_of_next"]


def test_salespeople_call_those_who_order_anyway_and_a_lot_does_not():
    calls = crm.load("after_sales")
    effect = calls.groupby(["chosen_by", "called"])["ordered_again"].mean().unstack().pipe(lambda rates: rates[True] - rates[False])
    assert effect["salesperson"] > 2 * effect["lot"] and 0.08 < effect["lot"] < 0.16
    assert not (calls["problem_found"] & ~calls["called"]).any()
    size = calls[calls["chosen_by"] == "lot"].groupby("called")["first_order"].mean()
    assert size[True] == pytest.approx(size[False], rel=0.1)


def test_a_plan_moves_more_than_attitude():
    diary = crm.load("visit_diary")
    done = diary.groupby("wrote_plan")[["made", "intended"]].sum().pipe(lambda sums: sums["made"] / sums["intended"])
    share = diary["made"] / diary["intended"]
    assert done[True] - done[False] > 0.18 and 0.1 < diary["attitude"].corr(share) < 0.3 and (diary["made"] <= diary["intended"]).all()


@pytest.mark.parametrize(("table", "key", "size"), [
    ("wholesale_prospects", "lead_id", 700), ("after_sales", "delivery_id", 660), ("method_spending", "week_id", 70), ("visit_diary", "entry_id", 260)])
def test_each_learner_has_a_part_of_their_own(table, key, size):
    mine, again, other = (set(crm.load(table, student=student)[key]) for student in ("A1", "a 1", "B2"))
    assert mine == again != other and len(mine) == size


def test_steps_belong_to_the_learners_prospects():
    assert set(crm.load("development_steps", student="A1")["lead_id"]) == set(crm.load("wholesale_prospects", student="A1")["lead_id"])
    assert pd.api.types.is_datetime64_any_dtype(crm.load("development_steps")["left_on"])
