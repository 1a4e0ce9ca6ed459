"""The mining exercise: no learner's sample is degenerate, and no typical mistake gives the right answer by chance."""

import pandas as pd
import pytest

import crmlib as crm
from crmlib.data import load

IDS = [f"2026{number:04d}" for number in range(1000)]
FOUNDATION, REMOVER = "P045", "P021"


@pytest.fixture(scope="module")
def members():
    """Id and customer, all samples one under the other."""
    parts = [load("customers", student=student)[["customer_id"]].assign(student=student) for student in IDS]
    return pd.concat(parts, ignore_index=True)


@pytest.fixture(scope="module")
def purchases():
    """The lines of all purchases with their customer."""
    orders = load("orders")
    return load("order_lines").merge(orders.loc[orders["kind"] == "purchase", ["order_id", "customer_id"]], on="order_id")


@pytest.fixture(scope="module")
def contacts():
    """The customers of the letters of every id, with the days since the last purchase."""
    table = crm.rfm_table(pd.concat([load("orders"), load("holdout_orders")]), as_of="2026-06-30")
    found = pd.concat([load("campaign_contacts", student=student).assign(student=student) for student in IDS], ignore_index=True)
    return found.join(table["days_since_last"], on="customer_id")


def test_everybodys_letters_went_to_110_of_their_own_customers_and_110_got_none(members, contacts):
    assert contacts.groupby(["student", "group"]).size().eq(110).all()
    assert len(contacts.merge(members, on=["student", "customer_id"])) == len(contacts)


def apart(first, second, tolerance):
    return bool(((first - second).abs() > 2 * tolerance).all())


def test_money_and_orders_of_every_sample_show_their_mistakes(members):
    orders = load("orders")
    bought = orders[orders["kind"] == "purchase"]
    lines = load("order_lines").groupby("order_id").size()
    each = pd.DataFrame({
        "net": orders.groupby("customer_id")["amount"].sum(),
        "gross": bought.groupby("customer_id")["amount"].sum(),
        "for_each_line": (orders["amount"] * orders["order_id"].map(lines)).groupby(orders["customer_id"]).sum(),
        "purchases": bought.groupby("customer_id").size(),
        "orders": orders.groupby("customer_id").size(),
        "lines": orders["order_id"].map(lines).groupby(orders["customer_id"]).sum(),
        "purchase_lines": bought["order_id"].map(lines).groupby(bought["customer_id"]).sum(),
    })
    sample = members.join(each, on="customer_id")
    assert sample["purchases"].notna().all()
    for right, wrong in [("net", "gross"), ("net", "for_each_line"), ("purchases", "orders"), ("purchases", "lines"), ("purchases", "purchase_lines")]:
        differs = (sample[right] - sample[wrong]).abs() > 0.02
        assert differs.groupby(sample["student"]).any().all(), wrong


def test_the_pair_of_every_sample_lies_together_and_its_mistakes_differ(members, purchases):
    baskets = purchases.groupby(["customer_id", "order_id"])["product_id"].agg(set)
    held = pd.DataFrame({
        "first": baskets.map(lambda products: FOUNDATION in products), "second": baskets.map(lambda products: REMOVER in products)})
    held["both"], held["either"], held["baskets"] = held["first"] & held["second"], held["first"] | held["second"], True
    each = held.groupby("customer_id").sum().assign(lines=purchases.groupby("customer_id").size())
    total = members.join(each, on="customer_id").groupby("student")[list(each)].sum()
    assert total["both"].min() >= 2 and (total["second"] - total["first"]).min() >= 5
    support, confidence, share = total["both"] / total["baskets"], total["both"] / total["first"], total["second"] / total["baskets"]
    assert apart(support, total["both"] / total["lines"], 0.0002) and apart(support, total["both"] / total["either"], 0.0002)
    assert apart(confidence, total["both"] / total["second"], 0.002) and apart(confidence, share, 0.002)
    lift = confidence / share
    assert lift.min() > 2 and apart(lift, confidence, 0.02) and apart(lift, confidence * total["baskets"] / total["first"], 0.02)


def test_some_pairs_stand_above_chance_and_fewer_than_single_tests_say(purchases):
    for student in IDS[::100]:  # counting all pairs of all ids would take minutes
        mine = load("customers", student=student)["customer_id"]
        pairs = crm.basket_pairs(purchases[purchases["customer_id"].isin(mine)])
        assert 5 <= pairs["above_chance"].sum() < (pairs["p_value"] < 0.05).sum() < (pairs["lift"] > 1).sum()


def test_the_mistakes_of_treated_and_control_differ_in_every_sample(contacts):
    means = contacts.groupby(["student", "group"])[["responded", "amount", "gross_profit"]].mean().unstack()
    treated, control = (means.xs(group, axis=1, level="group") for group in ("treated", "control"))
    response, extra = treated["responded"], treated["responded"] - control["responded"]
    everybody = contacts.groupby("student")["responded"].mean()
    among_buyers = contacts[contacts["responded"]].groupby("student")["group"].agg(lambda groups: (groups == "treated").mean())
    assert apart(response, everybody, 0.001) and apart(response, among_buyers, 0.001)
    relative = treated["responded"] / control["responded"] - 1
    assert apart(extra, relative, 0.001) and apart(extra, -extra, 0.001) and apart(extra, response, 0.001) and apart(relative, response, 0.001)
    left = treated["gross_profit"] - control["gross_profit"] - 6
    assert apart(left, treated["gross_profit"] - 6, 0.02) and apart(left, treated["amount"] - control["amount"] - 6, 0.02)


def test_gains_are_above_a_random_list_for_almost_everybody_and_their_mistakes_differ(contacts):
    treated = contacts[contacts["group"] == "treated"].sort_values(["student", "days_since_last", "customer_id"])
    size = treated.groupby("student")["responded"].transform("size")
    first = treated.groupby("student").cumcount() < size // 2
    by_student = treated.assign(first=first, hit=first & treated["responded"]).groupby("student")
    count, answers, letters, everyone = by_student.size(), by_student["hit"].sum(), by_student["first"].sum(), by_student["responded"].sum()
    gain, depth = answers / everyone, letters / count
    assert answers.min() >= 5 and (everyone - answers).min() >= 3
    assert (gain > depth).mean() > 0.99
    assert apart(gain, answers / letters, 0.001) and apart(gain, answers / count, 0.001)
    assert apart(gain / depth, depth / gain, 0.02)
    promise = answers * 50 - letters * 6
    assert apart(promise, answers * 44, 0.5) and apart(promise, everyone * 50 - count * 6, 0.5)


def test_all_three_segments_of_every_sample_hold_customers(contacts):
    segment = pd.cut(contacts["days_since_last"], [-1, 45, 240, 10_000], labels=["recent", "fading", "gone"])
    assert contacts.groupby(["student", segment], observed=False).size().min() >= 25
