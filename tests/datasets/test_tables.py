"""The relations between the tables: sums, dates, refunds, and the truth behind the orders."""

import numpy as np
import pandas as pd


def cents(amounts):
    return (amounts * 100).round().astype("int64")


def test_amounts_are_the_sums_of_their_lines_to_the_cent(firm):
    lines = firm.order_lines
    assert (cents(lines["amount"]) == lines["quantity"] * cents(lines["unit_price"])).all()
    sums = cents(lines["amount"]).groupby(lines["order_id"]).sum()
    assert (sums.reindex(firm.orders["order_id"]).to_numpy() == cents(firm.orders["amount"])).all()
    assert lines.groupby("order_id")["line"].min().eq(1).all()


def test_purchases_are_positive_and_refunds_negative(firm):
    for orders in (firm.orders, firm.holdout_orders):
        refund = orders["kind"].eq("refund")
        assert (orders.loc[~refund, "amount"] > 0).all() and (orders.loc[refund, "amount"] < 0).all()
    assert (firm.sold["quantity"].lt(0) == firm.sold["kind"].eq("refund")).all()
    assert firm.sold["quantity"].ne(0).all()


def test_ids_follow_the_dates_into_the_hold_out(firm):
    both = pd.concat([firm.orders, firm.holdout_orders])
    assert both["date"].is_monotonic_increasing
    assert both["order_id"].tolist() == [f"O{number:06d}" for number in range(1, len(both) + 1)]


def test_a_refund_follows_its_purchase_and_holds_no_more_than_it(firm):
    refunds = firm.orders[firm.orders["kind"].eq("refund")]
    assert firm.orders["refund_of"].notna().equals(firm.orders["kind"].eq("refund"))
    assert refunds["refund_of"].is_unique
    pairs = refunds.merge(firm.orders, left_on="refund_of", right_on="order_id", suffixes=("", "_bought"))
    assert len(pairs) == len(refunds) and pairs["kind_bought"].eq("purchase").all()
    assert (pairs["date"] > pairs["date_bought"]).all()
    assert (-pairs["amount"] <= pairs["amount_bought"]).all()
    for column in ("customer_id", "store", "on_offer"):
        assert pairs[column].equals(pairs[f"{column}_bought"])


def test_refunded_lines_are_lines_that_were_bought(firm):
    of = firm.orders.set_index("order_id")["refund_of"]
    lines = firm.order_lines
    sent_back = lines[lines["quantity"] < 0].assign(quantity=lambda table: -table["quantity"])
    sent_back["order_id"] = sent_back["order_id"].map(of)
    keys = ["order_id", "product_id", "quantity", "unit_price"]
    assert len(sent_back.merge(lines, on=keys)) == len(sent_back)


def test_nobody_buys_before_joining_and_nothing_sells_before_its_launch(firm):
    joined = firm.customers.set_index("customer_id")["joined_on"]
    for orders in (firm.orders, firm.holdout_orders):
        assert (orders["date"].to_numpy() >= joined[orders["customer_id"]].to_numpy()).all()
    assert (firm.sold["date"] >= firm.sold["launched_on"]).all()
    assert (firm.products["launched_on"] > "2024-01-01").any()


def test_firms_have_names_and_buy_wholesale_and_persons_do_not(firm):
    firms = firm.customers["kind"].eq("firm")
    assert firm.customers[["name_en", "name_zh"]].notna().all(axis=1).equals(firms)
    assert firm.customers["age_band"].notna().equals(~firms)
    assert firm.customers.loc[firms, "name_zh"].is_unique
    wholesale = firm.orders["store"].eq("wholesale").to_numpy()
    by_firm = firm.orders["customer_id"].isin(firm.customers.loc[firms, "customer_id"]).to_numpy()
    assert np.array_equal(wholesale, by_firm)


def test_the_truth_agrees_with_the_orders(firm):
    truth = firm.customer_truth
    both = pd.concat([firm.orders, firm.holdout_orders])
    bought = both[both["kind"].eq("purchase")].merge(truth, on="customer_id")
    away = (bought["date"] > bought["left_on"]) & ~(bought["date"] >= bought["returned_on"])
    assert not away.any()
    for day in ("left_on", "returned_on"):
        stated = truth[truth[day].notna()]
        assert len(stated.merge(bought, left_on=["customer_id", day], right_on=["customer_id", "date"])) >= len(stated)
    assert (truth["returned_on"] > truth["left_on"]).sum() == truth["returned_on"].notna().sum()
    assert truth["customer_id"].equals(firm.customers["customer_id"])


def test_customers_buy_at_the_planted_rate(firm):
    """Those who stayed bought a little less than their rate says: each purchase is a chance to leave."""
    joined = firm.customers["joined_on"] < "2024-01-01"
    stays = firm.customer_truth[joined & firm.customer_truth["left_on"].isna()]
    bought = firm.orders[firm.orders["kind"].eq("purchase")].groupby("customer_id").size()
    made = bought.reindex(stays["customer_id"]).fillna(0).sum()
    assert 0.92 < made / (2 * stays["purchase_rate"].sum()) < 1.0
