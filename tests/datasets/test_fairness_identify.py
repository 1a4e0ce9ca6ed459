"""The exercise identify is fair: nobody gets a degenerate sample, and typical mistakes are told from right answers."""

import pandas as pd
import pytest

import crmlib as crm
from crmlib.samples.contacts import name_key

STUDENTS = [f"F{number}" for number in range(1000)]


def of_everybody(name, key):
    """One table with the rows of all students, drawn from the whole table."""
    whole = crm.load(name).set_index(key, drop=False).rename_axis(None)
    return pd.concat([whole.loc[crm.load(name, student=student)[key]].assign(student=student) for student in STUDENTS], ignore_index=True)


@pytest.fixture(scope="module")
def prospects():
    return of_everybody("prospects", "prospect_id")


def test_costs_differ_from_what_every_mistake_gives(prospects):
    groups = prospects.groupby(["student", "method"])
    cost, bought, kept, responded = (groups[name].sum() for name in ("cost", "bought", "kept", "responded"))
    right = cost / bought
    for mistaken in (cost / groups.size(), cost / responded, bought / cost, prospects[prospects["bought"]].groupby(["student", "method"])["cost"].mean()):
        assert ((right - mistaken).abs().groupby("student").max() > 1).all()
    assert ((cost / kept - right).abs().groupby("student").max() > 10).all()


def test_the_dearest_customer_who_stays_is_never_a_tie_and_seldom_the_cheapest_contact_everywhere(prospects):
    groups = prospects.groupby(["student", "method"])
    each = (groups["cost"].sum() / groups["kept"].sum()).unstack()
    ranked = each.apply(lambda row: row.sort_values().iloc[-2:].pct_change().iloc[-1], axis=1)
    assert (ranked > 1e-4).all()
    assert 0.5 < each.idxmax(axis=1).eq("advertising").mean() < 0.95
    assert (groups["cost"].mean().unstack().idxmin(axis=1) == "advertising").mean() > 0.95


def test_everybodys_targeting_pays_and_misses_somebody(prospects):
    rate, promising = prospects.groupby("student")["bought"].mean(), prospects["need"] >= 4
    good = prospects[promising].groupby("student")["bought"].agg(["mean", "sum"])
    assert (good["mean"] > 1.3 * rate).all()
    missed = prospects[~promising].groupby("student")["bought"].sum()
    assert missed.min() >= 10 and (missed != good["sum"]).mean() > 0.9


def test_for_nearly_everybody_the_most_accurate_screen_is_far_from_the_best(prospects):
    scores = prospects["need"] + prospects["means"]
    for student, mine in list(prospects.assign(score=scores).groupby("student"))[::10]:
        table = crm.screen_prospects(mine["score"], mine["bought"], 20, 276)
        best, surest = table["profit"].idxmax(), table["accuracy"].idxmax()
        assert best < surest and table["profit"].max() > 3000 + table.loc[surest, "profit"], student
        assert table["profit"].nlargest(2).diff().iloc[-1] < 0, student


def test_everybodys_register_has_namesakes_refusals_and_every_reason():
    for student in STUDENTS[::20]:
        notes = crm.load("contacts", student=student)
        register = crm.prospect_register(notes)
        people = register.merged.nunique()
        reasons = register.excluded["reason"].value_counts()
        assert len(reasons) == 5 and reasons.min() >= 1 and 100 <= len(register.prospects) <= 150
        assert notes["name"].map(name_key).nunique() < people < notes["name"].nunique() < len(notes)
        assert not register.excluded.groupby("reason")["notes"].sum().equals(reasons)
