"""The exercise of chapter 1 is fair: for 1,000 learners no task is degenerate and no typical mistake is right by chance."""

import numpy as np
import pandas as pd
import pytest

import crmlib as crm
from crmlib.data import load

from .test_fairness import IDS, members  # noqa: F401  (a fixture)

COST_PER_EXTRA = 6000 / 35


@pytest.fixture(scope="module")
def mine(members):  # noqa: F811
    """One row for each customer of each learner, with the id of the learner."""
    return pd.DataFrame({"student": np.repeat(IDS, [len(customers) for customers in members]), "customer_id": np.concatenate(members)})


@pytest.fixture(scope="module")
def customers():
    return load("customers").set_index("customer_id")


@pytest.fixture(scope="module")
def persons(customers):
    orders = load("orders")
    return orders[orders["customer_id"].map(customers["kind"]) == "person"]


@pytest.fixture(scope="module")
def profits(mine, persons):
    """Gross profit of 2025 of each learner's persons."""
    profit = persons[persons["date"].dt.year == 2025].groupby("customer_id")["amount"].sum() * 0.48
    return mine.assign(profit=mine["customer_id"].map(profit)).dropna()


def differs_for_everyone(found, right, students):
    return (found != right).groupby(students).any().all()


def test_every_learner_has_each_status_and_no_mistake_gives_it(mine, customers):
    orders = load("orders")
    last = orders[(orders["amount"] > 0) & (orders["date"] <= "2025-06-30")].groupby("customer_id")["date"].max()
    last, student = mine["customer_id"].map(last), mine["student"]
    joined = mine["customer_id"].map(customers["joined_on"])

    def status(start, quiet="earlier"):
        return pd.Series(np.select([last >= start, last.notna()], ["now", quiet], "potential"))

    right = status("2025-04-02")
    assert pd.crosstab(student, right).min().min() >= 20
    assert differs_for_everyone(status("2025-01-01"), right, student)
    assert differs_for_everyone(status("2025-04-02", "potential"), right, student)
    assert differs_for_everyone(right.mask(last.isna() & (joined <= "2025-06-30"), "earlier"), right, student)


def test_the_share_of_the_top_fifth_is_never_80_percent_nor_what_a_mistake_gives(mine, customers):
    orders = load("orders")
    year = orders[orders["date"].dt.year == 2025]
    sums = {name: log.groupby("customer_id")["amount"].sum() for name, log in
            {"net": year, "bought": year[year["amount"] > 0], "two_years": orders}.items()}
    kind = mine["customer_id"].map(customers["kind"])

    def shares(name, whom=None, sort=True, count=None):
        part = mine.assign(value=mine["customer_id"].map(sums[name])).dropna()
        part = part if whom is None else part[kind[part.index] == whom]
        part = part.sort_values("value", ascending=False) if sort else part
        groups = part.groupby("student")["value"]
        place, size = groups.cumcount(), groups.transform("size")
        return part["value"].where(place < (count or size // 5)).groupby(part["student"]).sum() / groups.sum()

    right, of_persons = shares("net"), shares("net", "person")
    assert right.between(0.6, 0.78).all() and of_persons.between(0.5, 0.7).all()
    for mistake in (shares("net", sort=False), shares("net", count=20), shares("bought"), shares("two_years"), of_persons):
        assert ((right - mistake).abs() > 0.00004).all()
    for mistake in (right, shares("net", "firm"), shares("bought", "person")):
        assert ((of_persons - mistake).abs() > 0.00004).all()


def test_every_learner_has_each_stage_and_no_mistake_gives_it(mine, persons, customers):
    months = mine.merge(persons[persons["amount"] > 0][["customer_id", "date"]], on="customer_id").groupby("student")["date"].agg(["min", "max"])
    assert (months["min"] < "2024-02-01").all() and (months["max"] >= "2025-12-01").all()
    table = crm.relationship_stages(persons, 6, customers["joined_on"])
    unaware = crm.relationship_stages(persons, 6)["2025-01"]
    mine = mine[mine["customer_id"].isin(table.index)]
    right, then, student = mine["customer_id"].map(table["2025-01"]), mine["customer_id"].map(table["2025-07"]), mine["student"]
    assert pd.crosstab(student, right)[["building", "development", "rupture", "end", "recovery"]].min().min() >= 2
    for mistake in (mine["customer_id"].map(unaware), then, right.replace("recovery", "development"), right.replace("rupture", "end")):
        assert differs_for_everyone(mistake, right, student)
    developing, broken = right == "development", then == "rupture"
    both = (developing & broken).groupby(student)
    share = both.sum() / developing.groupby(student).sum()
    assert share.between(0.1, 0.6).all()
    stayed = (developing & (then == "development")).groupby(student).sum() / developing.groupby(student).sum()
    for mistake in (both.mean(), both.sum() / broken.groupby(student).sum(), stayed):
        assert ((share - mistake).abs() > 0.0006).all()


def test_the_best_regular_spends_enough_for_every_mistake_to_show(profits):
    best = profits.groupby("student")["profit"].max()
    assert best.between(1000, 12_000).all()
    assert (profits.groupby("student")["profit"].nlargest(2).groupby("student").agg(lambda two: two.iloc[0] - two.iloc[1]) > 0).all()


def test_some_old_persons_are_worth_keeping_and_no_mistake_counts_them(profits, customers):
    new = profits["customer_id"].map(customers["joined_on"]).dt.year == 2025
    student = profits["student"]
    worth = profits["profit"][new].groupby(student).mean()
    limit = worth * COST_PER_EXTRA / 72
    assert limit.between(200, 800).all()
    above = profits["profit"] >= student.map(limit)
    counted, old = (above & ~new).groupby(student).sum(), (~new).groupby(student).sum()
    assert counted.between(10, 120).all()
    assert ((profits["profit"] - student.map(limit)).abs() > 0.02).groupby(student).all().mean() > 0.99
    assert (counted != old - counted).all()
    assert (above & new).groupby(student).any().all()
    for other in (profits["profit"].groupby(student).mean(), profits["profit"][~new].groupby(student).mean()):
        assert ((other - worth).abs() > 1).all()


def test_the_bound_lead_the_first_year_and_the_cared_for_both_years(mine, persons):
    purchases = persons[(persons["amount"] > 0) & (persons["date"].dt.year == 2025)]
    each = mine.merge(purchases[["customer_id", "amount"]], on="customer_id").groupby("student")["amount"].mean() * 0.48
    trial = load("binding_trial")
    for income in (each.min(), each.max()):
        net = trial["buyers"] * income - trial["cost"]
        assert net[trial["quarter"] <= 4].groupby(trial["group"]).sum().idxmax() == "bound"
        assert net.groupby(trial["group"]).sum().idxmax() == "cared_for"
    assert each.between(45, 90).all()
