"""Transactional and relational customers, the three classes, loyalty marks, referral trees, profile and traits."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import crmlib as crm
from crmlib.language import CourseError


def orders_of(customer, on_offer, amount=50.0, profit=20.0):
    return pd.DataFrame({"customer_id": customer, "amount": amount, "gross_profit": profit, "on_offer": on_offer})


def test_the_share_counts_purchases_and_a_refund_is_none():
    orders = pd.concat([orders_of("Li", [True] * 4 + [False]), orders_of("Wu", [True, False, False]), orders_of("Bo", [True] * 2), orders_of("Bo", [True], -50.0, -20.0)])
    split = crm.transactional_split(orders)
    assert split["relation"].to_dict() == {"Bo": "undecided", "Li": "transactional", "Wu": "relational"}
    assert split.loc["Bo", ["orders", "sales", "gross_profit"]].tolist() == [2, 50.0, 20.0]


def test_exactly_the_share_is_transactional_and_more_orders_are_asked_for_on_request():
    orders = orders_of("Li", [True] * 4 + [False])
    assert crm.transactional_split(orders, offer_share=0.8)["relation"].item() == "transactional"
    assert crm.transactional_split(orders, offer_share=0.81)["relation"].item() == "relational"
    assert crm.transactional_split(orders, min_orders=6)["relation"].item() == "undecided"
    with pytest.raises(CourseError, match="offer_share=80"):
        crm.transactional_split(orders, offer_share=80)


@pytest.fixture(scope="module")
def firm_orders():
    people = crm.load("customers").query("kind == 'person'")
    orders = crm.load("orders")
    orders = orders[orders["customer_id"].isin(people["customer_id"]) & (orders["date"] >= "2025-01-01")]
    return orders.assign(gross_profit=orders["order_id"].map(crm.order_profit(crm.load("order_lines"), crm.load("products"))))


def test_in_the_firm_dropping_the_subsidised_lowers_profit(firm_orders):
    split = crm.transactional_split(firm_orders)
    subsidy = crm.cross_subsidy(split, 780_000, 5)
    transactional = subsidy.loc["transactional"]
    assert transactional["profit"] < 0 < transactional["contribution"]
    assert transactional["profit_without"] < subsidy["profit"].sum() - 50_000
    truth = crm.load("customer_truth").set_index("customer_id")["behaviour"][split.index]
    found = split["relation"] == "transactional"
    assert truth[found].eq("discount_only").mean() > 0.9 and not truth[split["relation"] == "relational"].eq("discount_only").any()


@given(fixed=st.integers(0, 10**6), each=st.integers(0, 100))
def test_the_shares_of_the_fixed_cost_add_up_and_dropping_loses_the_contribution(fixed, each):
    split = pd.DataFrame({"orders": [8, 2, 3], "gross_profit": [400.0, 60.0, 90.0], "relation": ["relational", "transactional", "undecided"]})
    subsidy = crm.cross_subsidy(split, fixed, each)
    assert subsidy["fixed_share"].sum() == pytest.approx(fixed)
    assert subsidy["profit"].sum() == pytest.approx(550 - 13 * each - fixed)
    assert (subsidy["profit"].sum() - subsidy["profit_without"]).tolist() == pytest.approx(subsidy["contribution"].tolist())


def test_an_order_earns_what_its_lines_earn_and_an_unknown_product_is_named(firm_orders):
    lines, products = crm.load("order_lines"), crm.load("products")
    total = (lines["amount"] - lines["quantity"] * lines["product_id"].map(products.set_index("product_id")["unit_cost"])).sum()
    assert crm.order_profit(lines, products).sum() == pytest.approx(total, abs=1)
    with pytest.raises(CourseError, match="product table: P001"):
        crm.order_profit(lines.head(500), products.iloc[1:])


def test_a_large_customer_who_falls_is_declining_and_one_who_comes_from_nothing_grows():
    earlier = pd.Series({"a": 900.0, "b": 0.0, "c": 0.0, "d": 100.0, "e": 100.0, "f": -5.0})
    latest = pd.Series({"a": 600.0, "b": 50.0, "c": 0.0, "d": 125.0, "e": 124.0, "f": 0.0})
    found = crm.relational_classes(earlier, latest, top_share=0.0)["relational_class"]
    assert found.to_dict() == {"a": "declining", "b": "growing", "c": "steady", "d": "growing", "e": "steady", "f": "steady"}
    assert crm.relational_classes(earlier, latest, top_share=0.2)["relational_class"]["a"] == "declining"


def test_periods_of_other_customers_are_refused():
    with pytest.raises(CourseError, match="reindex"):
        crm.relational_classes(pd.Series({"a": 1.0}), pd.Series({"b": 1.0}))


def marks(orders, friends=(), found_by="web", sale=("2025-09-01", "2025-09-30")):
    table = pd.DataFrame(orders, columns=["date", "on_offer", "category"]).assign(customer_id="Li", amount=40.0)
    table["order_id"], table["date"] = range(len(table)), pd.to_datetime(table["date"])
    customers = pd.DataFrame({"customer_id": ["Li"], "found_by": [found_by]})
    referrals = pd.DataFrame({"customer_id": ["Li"] * len(friends), "joined_on": pd.to_datetime(list(friends))})
    return crm.loyalty_marks(customers, table, table[["order_id", "category"]], referrals, "2025-01-01", "2025-12-31", sale).iloc[0]


YEAR = [("2025-02-01", False, "hair"), ("2025-05-01", False, "skin"), ("2025-09-10", False, "oral"), ("2025-11-01", False, "hair")]


def test_each_mark_follows_from_one_thing():
    assert marks(YEAR, ["2025-03-01"], "referral")["marks"] == 5
    assert not marks(YEAR)["was_referred"] and not marks(YEAR)["recommends"]
    assert not marks(YEAR, ["2024-03-01"])["recommends"]
    assert not marks([(day, True, kind) for day, _, kind in YEAR])[["usual_price", "immune"]].any()
    assert marks([(day, day < "2025-03-01", kind) for day, _, kind in YEAR])["usual_price"]
    assert not marks(YEAR[:3])["comes_again"] and not marks([(day, offer, "hair") for day, offer, _ in YEAR])["comes_again"]
    assert not marks(YEAR, sale=("2025-06-01", "2025-06-30"))["immune"]
    with pytest.raises(CourseError, match="inside the period"):
        marks(YEAR, sale=("2024-09-01", "2024-09-30"))


def test_descendants_are_counted_through_others_and_a_circle_is_refused():
    tree = crm.referral_tree(pd.DataFrame({"customer_id": ["a", "a", "b", "c", "x"], "friend_id": ["b", "c", "d", "e", "y"]}))
    assert tree["descendants"].to_dict() == {"a": 4, "b": 1, "c": 1, "x": 1, "d": 0, "e": 0, "y": 0}
    assert tree["generation"].to_dict() == {"a": 0, "b": 1, "c": 1, "x": 0, "d": 2, "e": 2, "y": 1}
    assert tree.loc["e", "root"] == "a" and pd.isna(tree.loc["a", "referred_by"])
    with pytest.raises(CourseError, match="circle"):
        crm.referral_tree(pd.DataFrame({"customer_id": ["a", "b"], "friend_id": ["b", "a"]}))
    with pytest.raises(CourseError, match="several: b"):
        crm.referral_tree(pd.DataFrame({"customer_id": ["a", "c"], "friend_id": ["b", "b"]}))


def test_everybody_below_a_root_is_one_of_its_descendants():
    tree = crm.referral_tree(crm.load("referrals"))
    roots = tree[tree["generation"] == 0]
    assert roots["descendants"].sum() == (tree["generation"] > 0).sum() == len(crm.load("referrals"))
    assert tree["friends"].sum() == len(crm.load("referrals"))


def test_one_purchase_is_one_off_only_after_half_a_year():
    customers = pd.DataFrame({"customer_id": ["a", "b", "c", "d"], "kind": ["person", "person", "firm", "person"]})
    dates = [("a", "2025-07-04"), ("b", "2025-07-05"), ("c", "2024-01-01"), ("c", "2024-12-31")] + [("d", "2025-01-01")] * 6
    purchases = pd.DataFrame(dates, columns=["customer_id", "date"]).astype({"date": "datetime64[ns]"})
    traits = crm.customer_traits(customers, purchases, "2025-12-31")
    assert traits["relation"].to_dict() == {"a": "one_off", "b": "open", "c": "long_term", "d": "open"}
    assert traits["setting"].to_dict() == {"a": "no_contract", "b": "no_contract", "c": "contract", "d": "no_contract"}
    assert traits["experience"].to_dict() == {"a": "immature", "b": "immature", "c": "immature", "d": "mature"}


def test_the_profile_of_the_firm_shows_that_there_is_no_average_customer(firm_orders):
    people = crm.load("customers").query("kind == 'person'")
    lines = crm.load("order_lines").merge(crm.load("products")[["product_id", "category"]])
    profile = crm.customer_profile(people, firm_orders[firm_orders["amount"] > 0], lines)
    assert profile.index.tolist() == ["who", "what", "why", "when", "where", "how"]
    assert profile["share"].between(0, 1).all() and profile.loc["who", "share"] < 0.35
    assert profile.loc["when", "answer"] == "weekday" and profile.loc["when", "share"] < 5 / 7
