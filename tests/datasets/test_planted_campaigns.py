"""What chapter 9 promises to find: pairs, letters drawn by lot, and the four types."""

import pandas as pd
import pytest

import crmlib as crm
from crmlib.data import load

RIGHT = {("treated", "sure_thing"), ("treated", "persuadable"), ("control", "sure_thing"), ("control", "sleeping_dog")}


@pytest.fixture(scope="module")
def contacts():
    table = crm.rfm_table(pd.concat([load("orders"), load("holdout_orders")]), as_of="2026-06-30")
    people = load("campaign_contacts").merge(load("campaign_truth"), on=["campaign_id", "customer_id"])
    return people.join(crm.rfm_score(table.loc[people["customer_id"]])[["r", "f", "days_since_last"]], on="customer_id")


def test_every_person_who_has_bought_is_in_one_campaign_and_firms_in_none(contacts):
    kind = load("customers").set_index("customer_id")["kind"]
    assert contacts["customer_id"].is_unique and kind[contacts["customer_id"]].eq("person").all()
    assert contacts.groupby(["campaign_id", "group"]).size().between(1100, 1250).all()


def test_what_was_bought_follows_from_the_type_and_the_lot(contacts):
    expected = [(group, kind) in RIGHT for group, kind in contacts[["group", "type"]].itertuples(index=False)]
    assert (contacts["responded"] == expected).all()
    assert (contacts["amount"].gt(0) == contacts["responded"]).all() and contacts.loc[~contacts["responded"], "gross_profit"].eq(0).all()


def test_gross_profit_is_the_margin_less_the_coupon(contacts):
    buyers = contacts[contacts["responded"]]
    coupon = buyers["group"].eq("treated") * load("campaigns")["coupon"].iloc[0]
    assert (buyers["gross_profit"] - (0.478 * (buyers["amount"] + coupon) - coupon)).abs().max() < 0.006


@pytest.mark.parametrize("campaign", ["K1", "K2"])
def test_letters_pay_only_in_the_middle_and_do_harm_at_the_top(contacts, campaign):
    table = crm.uplift_table(contacts[contacts["campaign_id"] == campaign], by="r", cost=6)
    assert table.index[table["left"] > 0].tolist() == [3]
    assert table["response"].idxmax() in (4, 5) and table.loc[5, "uplift"] < -2 * table.loc[5, "uplift_error"]


def test_the_lot_is_fair(contacts):
    by_group = contacts.groupby("group")["type"].value_counts(normalize=True).unstack()
    assert (by_group.loc["treated"] - by_group.loc["control"]).abs().max() < 0.03


def test_planted_pairs_stand_above_chance_and_popular_ones_do_not():
    orders, kind = load("orders"), load("customers").set_index("customer_id")["kind"]
    bought = orders[(orders["kind"] == "purchase") & orders["customer_id"].map(kind).eq("person")]
    pairs = crm.basket_pairs(load("order_lines").merge(bought[["order_id"]], on="order_id")).set_index(["first", "second"])
    planted = [("P001", "P002"), ("P023", "P025"), ("P021", "P064"), ("P029", "P068"), ("P021", "P045"), ("P014", "P015")]
    assert pairs.loc[planted, "above_chance"].all() and pairs.loc[planted, "lift"].min() > 4
    assert pairs.loc[("P025", "P040"), "lift"] < 1  # the first and the third bestseller
