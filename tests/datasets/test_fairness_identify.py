"""The exercise identify is fair: nobody gets a degenerate sample, and typical mistakes are told from right answers."""

import pandas as pd
import pytest

import crmlib as crm
from crmlib.identify.register import name_key

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
    for mistaken in (bought / kept, cost / bought, cost / groups.size()):
        assert ((cost / kept - mistaken).abs().groupby("student").max() > 0.12).all()


def test_the_dearest_customer_who_stays_is_never_a_tie_and_seldom_the_cheapest_contact_everywhere(prospects):
    groups = prospects.groupby(["student", "method"])
    each = (groups["cost"].sum() / groups["kept"].sum()).unstack()
    ranked = each.apply(lambda row: row.sort_values().iloc[-2:].pct_change().iloc[-1], axis=1)
    assert (ranked > 1e-4).all()
    assert 0.5 < each.idxmax(axis=1).eq("advertising").mean() < 0.95
    assert (groups["cost"].mean().unstack().idxmin(axis=1) == "advertising").mean() > 0.95
    dearest = list(each.idxmax(axis=1).items())
    assert (groups["kept"].sum()[dearest] < groups["bought"].sum()[dearest]).all(), "where nobody is lost, both intervals are the same"
    counted = groups[["cost", "responded", "bought", "kept"]].sum().rename(columns={"responded": "responses", "bought": "customers"})
    counted["contacts"] = groups.size()
    for student in STUDENTS[::10]:
        row = crm.identification_costs(counted.loc[student].reset_index()).loc[each.loc[student].idxmax()]
        assert abs(row["kept_low"] - row["customer_low"]) > 1.2 and each.loc[student].idxmin() != each.loc[student].idxmax()


def test_everybodys_targeting_pays_and_misses_somebody(prospects):
    rate, promising = prospects.groupby("student")["bought"].mean(), prospects["need"] >= 4
    good = prospects[promising].groupby("student")["bought"].agg(["mean", "sum"])
    assert (good["mean"] > 1.3 * rate).all()
    missed = prospects[~promising].groupby("student")["bought"].sum()
    assert missed.min() >= 10 and good["sum"].min() >= 10 and (missed < (~promising).groupby(prospects["student"]).sum()).all()

    def rate_of(rows, column="bought"):
        return prospects[rows].groupby("student")[column].mean()

    of_buyers = promising[prospects["bought"]].groupby(prospects["student"]).mean()
    for mistaken in (rate_of(promising, "responded"), of_buyers, rate_of(prospects["need"] == 5), rate_of(prospects["need"] >= 3)):
        assert ((good["mean"] - mistaken).abs() > 0.0006).all()
    saved = 20 / rate - 20 / good["mean"]
    for mistaken in (20 / good["mean"], -saved, 20 * (~promising).groupby(prospects["student"]).sum()):
        assert ((saved - mistaken).abs() > 0.006).all()


def test_everybodys_best_screen_is_one_alone_and_no_mistake_gives_it(prospects):
    scores = prospects["need"] + prospects["means"]
    for student, mine in list(prospects.assign(score=scores).groupby("student"))[::10]:
        table = crm.screen_prospects(mine["score"], mine["bought"], 20, 276)
        best, surest = table["profit"].idxmax(), table["accuracy"].idxmax()
        assert best < surest and table["profit"].max() > 3000 + table.loc[surest, "profit"], student
        for column in ("profit", "accuracy"):
            assert table[column].nlargest(2).diff().iloc[-1] < 0, student
        three = crm.screen_prospects(mine["score"] + mine["access"], mine["bought"], 20, 276)["profit"]
        assert three.idxmax() != best and abs(three.max() - table["profit"].max()) > 1.2, student
        money, all_bought = table["profit"].max(), table["customers"].max()
        assert min(abs(money - 256 * all_bought), abs(money - 276 * table.loc[best, "customers"]), abs(table.loc[surest, "profit"] - table["profit"].iloc[0])) > 1.2


def test_everybodys_register_has_namesakes_refusals_and_every_reason():
    for student in STUDENTS[::20]:
        notes = crm.load("contacts", student=student)
        register = crm.prospect_register(notes)
        people = register.merged.nunique()
        reasons = register.excluded["reason"].value_counts()
        assert len(reasons) == 5 and reasons.min() >= 1 and 100 <= len(register.prospects) <= 150
        assert notes["name"].map(name_key).nunique() < people < notes["name"].nunique() < len(notes)
        assert not register.excluded.groupby("reason")["notes"].sum().equals(reasons)
        numbers = crm.phone_digits(notes["phone"]).replace("", None).nunique()
        assert numbers < people and len(register.prospects) not in (people, (notes["consent"] == "yes").sum(), len(register.excluded))


def test_everybodys_customers_show_each_mistake_about_long_and_short():
    bought = crm.load("orders").query("kind == 'purchase'")
    right = crm.customer_traits(crm.load("customers"), bought, "2025-12-31")["relation"]
    dates = bought.groupby("customer_id")["date"].agg(["size", "min", "max"]).reindex(right.index)
    one, since = dates["size"] == 1, (pd.Timestamp("2025-12-31") - dates["min"]).dt.days
    shows = pd.DataFrame({
        "one_purchase_is_one_off": one & (right == "open"),
        "two_purchases_are_long_term": (dates["size"] > 1) & (right != "long_term"),
        "counted_to_today": ~one & (right != since.ge(365).map({True: "long_term", False: "open"}))})
    for student in STUDENTS:
        held = shows.index.intersection(crm.load("customers", student=student)["customer_id"])
        assert shows.loc[held].any().all(), student


def test_everybodys_weekend_differs_from_other_days():
    bought = crm.load("orders").query("kind == 'purchase'")
    days = pd.crosstab(bought["customer_id"], bought["date"].dt.day_of_week)
    for student in STUDENTS:
        mine = days.loc[days.index.intersection(crm.load("customers", student=student)["customer_id"])].sum()
        share = mine[[5, 6]].sum() / mine.sum()
        others = (1 - share, mine[5] / mine.sum(), mine[[4, 5, 6]].sum() / mine.sum())
        assert min(abs(share - other) for other in others) > 0.0012 and abs(2.5 * share / (1 - share) - 1) > 0.02, student
