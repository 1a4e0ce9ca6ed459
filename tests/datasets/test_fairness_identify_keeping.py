"""The exercise identify, part 3, is fair: for 1,000 learners no mistake that a check names gives the right answer."""

import numpy as np
import pandas as pd
import pytest

import crmlib as crm

from .test_fairness import IDS, members  # noqa: F401  (a fixture)


@pytest.fixture(scope="module")
def persons():
    return crm.load("customers").query("kind == 'person'")


@pytest.fixture(scope="module")
def orders(persons):
    orders = crm.load("orders")
    orders = orders[orders["customer_id"].isin(persons["customer_id"])]
    profit = crm.order_profit(crm.load("order_lines"), crm.load("products"))
    return orders.assign(gross_profit=orders["order_id"].map(profit), year=orders["date"].dt.year)


@pytest.fixture(scope="module")
def mine(members, persons):  # noqa: F811
    """One row for each person of each learner."""
    table = pd.DataFrame({"student": np.repeat(IDS, [len(customers) for customers in members]), "customer_id": np.concatenate(members)})
    table = table[table["customer_id"].isin(persons["customer_id"])].reset_index(drop=True)
    later = crm.load("holdout_orders").query("kind == 'purchase'")
    return table.assign(came=table["customer_id"].isin(later["customer_id"]))


def differs_for_everybody(found, right, students):
    return (found != right).groupby(students).any().all()


def test_no_mistake_gives_the_cost_of_a_box(mine, orders):
    year, bought = orders[orders["year"] == 2025], orders[orders["amount"] > 0]
    counts = {name: mine["customer_id"].map(log.groupby("customer_id").size()).fillna(0) for name, log in
              {"times": bought[bought["year"] == 2025], "rows": year, "both_years": bought}.items()}

    def plan(name, least):
        return mine[counts[name] >= least].groupby("student")["came"].agg(["size", "mean"])

    everybody, right = plan("times", 1), plan("times", 2)
    stayed = everybody["mean"]
    assert stayed.between(0.4, 0.75).all() and everybody["size"].gt(2).all()
    for mistake in (15, 15 * stayed, 15 * everybody["size"], 15 / (1 - stayed)):
        assert ((15 / stayed - mistake).abs() > 0.012).all()
    for mistake in (plan("times", 3), plan("rows", 2), plan("both_years", 2)):
        assert (mistake["size"] != right["size"]).all()
    assert ((15 / right["mean"] - 15 * right["size"] / (stayed * everybody["size"])).abs() > 0.012).all()


def test_no_mistake_gives_the_split_or_its_money(mine, orders):
    year = orders[orders["year"] == 2025]
    split = crm.transactional_split(year)
    held = mine[mine["customer_id"].isin(split.index)]
    student, right = held["student"], held["customer_id"].map(split["relation"])
    assert pd.crosstab(student, right).min().min() >= 3
    for mistake in (crm.transactional_split(year, min_orders=1), crm.transactional_split(orders)):
        assert differs_for_everybody(held["customer_id"].map(mistake["relation"]), right, student)
    group = held[right == "transactional"]
    sums = split.loc[group["customer_id"], ["orders", "gross_profit"]].groupby(group["student"].to_numpy()).sum()
    contribution = sums["gross_profit"] - 5 * sums["orders"]
    others = split.loc[held["customer_id"]].groupby(student.to_numpy())[["orders", "gross_profit"]].sum()
    share = 60_000 * sums["orders"] / others["orders"]
    without = others["gross_profit"] - 5 * others["orders"] - contribution - 60_000
    assert (contribution > 1.2).all()
    for mistake in (contribution, share - contribution, without, -sums["gross_profit"]):
        assert ((-contribution - mistake).abs() > 1.2).all()


def test_no_mistake_gives_the_classes_or_the_profit_lost(mine, orders, persons):
    both = crm.transactional_split(orders)
    old = persons[persons["joined_on"] < "2024-01-01"]["customer_id"]
    chosen = both.index[(both["relation"] == "relational") & both.index.isin(old)]
    years = orders.pivot_table(index="customer_id", columns="year", values="gross_profit", aggfunc="sum").reindex(chosen).fillna(0)
    held = mine[mine["customer_id"].isin(chosen)]
    student, earlier, latest = held["student"], held["customer_id"].map(years[2024]), held["customer_id"].map(years[2025])

    def classes(earlier=earlier, latest=latest, top=1 / 3, change=0.15, best_first=False):
        groups = latest.groupby(student)
        best = groups.rank(method="min", ascending=False) <= top * groups.transform("size")
        declines = (latest <= (1 - change) * earlier) & (earlier > 0)
        grows = (latest >= (1 + change) * earlier).where(earlier > 0, latest > 0)
        rules = [(declines, "declining"), (best, "most_profitable")]
        rules = rules[::-1] if best_first else rules
        return pd.Series(np.select([rule for rule, _ in rules] + [grows], [name for _, name in rules] + ["growing"], "steady"), index=held.index)

    right = classes()
    one = held[student == IDS[0]]
    theirs = crm.relational_classes(years.loc[one["customer_id"], 2024], years.loc[one["customer_id"], 2025], top_share=1 / 3, change=0.15)
    assert theirs["relational_class"].tolist() == right[one.index].tolist()
    for mistake in (classes(latest, earlier), classes(best_first=True), classes(top=0.0), classes(change=0.0), classes(top=0.2, change=0.25)):
        assert differs_for_everybody(mistake, right, student)
    declining = right == "declining"
    fell, still = (earlier - latest).groupby(student).sum(), latest[declining].groupby(student).sum()
    lost = (earlier - latest)[declining].groupby(student).sum()
    for mistake in (-lost, fell, declining.groupby(student).sum(), still):
        assert ((lost - mistake).abs() > 1.2).mean() > 0.998


def test_no_mistake_lists_those_who_are_still_loyal(mine, orders, persons):
    lines = crm.load("order_lines").merge(crm.load("products"), on="product_id")
    ranges, friends = lines.loc[lines["quantity"] > 0, ["order_id", "category"]], crm.load("referrals")
    before, now = (mine["customer_id"].map(crm.loyalty_marks(persons, orders, ranges, friends, f"{year}-01-01", f"{year}-12-31",
                                                             (f"{year}-09-01", f"{year}-09-30"))["marks"]).fillna(0) >= 3 for year in (2024, 2025))
    groups = pd.DataFrame({"still": before & now, "lost": before & ~now, "new": ~before & now}).groupby(mine["student"]).sum()
    assert groups.min().ge(1).all()
