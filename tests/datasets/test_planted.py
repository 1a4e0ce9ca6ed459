"""What the chapters promise to find in the data."""

import pandas as pd
import pytest

from .conftest import grade, in_year, sales_by


@pytest.fixture(scope="module")
def sales(firm):
    return sales_by(in_year(firm.orders, 2025), "customer_id").sort_values(ascending=False)


@pytest.fixture(scope="module")
def grades(sales):
    return grade(sales)


@pytest.fixture(scope="module")
def behaviour(firm):
    return firm.customer_truth.set_index("customer_id")["behaviour"]


@pytest.fixture(scope="module")
def sold(firm):
    return in_year(firm.sold, 2025)


def members(behaviour, name):
    return behaviour.index[behaviour.eq(name)]


def test_sales_are_concentrated_but_not_eighty_to_twenty(firm, sales):
    total, count = sales.sum(), len(sales)
    kind = firm.customers.set_index("customer_id")["kind"]
    assert 0.65 < sales.iloc[: count // 5].sum() / total < 0.72
    assert sales.iloc[: count // 100].sum() / total > 0.2
    assert kind[sales.index[: count // 100]].eq("firm").mean() > 0.9
    assert sales.iloc[0] / total < 0.03


def test_the_three_classes_have_realistic_sizes(grades):
    share = grades.value_counts(normalize=True)
    assert 0.12 < share["A"] < 0.20 and 0.15 < share["B"] < 0.22 and share["C"] > 0.58


def test_some_customers_send_back_as_much_as_they_buy(sales):
    assert 15 < (sales < 0).sum() < 40 and (sales <= 0).sum() > 50


def test_refunds_are_two_to_three_in_a_hundred_orders(firm):
    assert 0.02 < firm.orders["kind"].eq("refund").mean() < 0.03


def test_june_and_november_are_peaks_and_the_festival_week_is_quiet(firm):
    by_day = firm.orders.groupby("date").size()
    for year, festival in ((2024, "2024-02-10"), (2025, "2025-01-29")):
        usual = by_day[str(year)].median()
        assert by_day[f"{year}-06-06":f"{year}-06-18"].mean() > 2 * usual
        assert by_day[f"{year}-11-01":f"{year}-11-11"].mean() > 2 * usual
        festival = pd.Timestamp(festival)
        assert by_day[festival : festival + pd.Timedelta(days=7)].mean() < 0.5 * usual
        before = by_day[festival - pd.Timedelta(days=20) : festival - pd.Timedelta(days=6)]
        assert before.mean() > 1.3 * usual


def test_one_person_in_eight_buys_only_on_offer(firm, behaviour):
    only = members(behaviour, "discount_only")
    persons = firm.customers["kind"].eq("person").sum()
    assert 0.11 < len(only) / persons < 0.14
    bought = firm.orders.groupby("customer_id")["on_offer"]
    assert bought.all().reindex(only).dropna().all()
    often = bought.size() >= 4
    assert bought.all()[often].mean() < 0.2


def test_lapsed_customers_stay_away_and_returning_customers_come_back(firm, behaviour):
    late = pd.concat([firm.orders, firm.holdout_orders])
    late = late[late["kind"].eq("purchase") & (late["date"] >= "2026-01-01")]
    assert not late["customer_id"].isin(members(behaviour, "lapsed")).any()
    assert len(members(behaviour, "lapsed")) > 800 and len(members(behaviour, "returning")) > 300


def test_valuable_customers_return_more_often(firm):
    truth = firm.customer_truth[firm.customer_truth["behaviour"].isin(["lapsed", "returning"])]
    back = truth["returned_on"].notna().groupby(pd.qcut(truth["purchase_rate"], 2, labels=["low", "high"]), observed=True)
    assert back.mean()["high"] > 1.5 * back.mean()["low"]


def test_referred_customers_stay_longer_than_those_from_advertising(firm):
    truth = firm.customer_truth.merge(firm.customers[firm.customers["kind"].eq("person")], on="customer_id")
    left = truth["left_on"].notna().groupby(truth["found_by"]).mean()
    assert left["referral"] + 0.05 < left["advertising"]


def test_large_wholesale_customers_can_earn_nothing(sold, grades, behaviour):
    thin = members(behaviour, "wholesale_thin_margin")
    margin = sales_by(sold, "customer_id", "gross_profit")[thin] / sales_by(sold, "customer_id")[thin]
    assert grades[thin].eq("A").all()
    assert (margin < 0.15).all() and (margin < 0).sum() >= 3


def test_large_customers_of_2024_are_silent_but_still_a_on_two_years(firm, behaviour):
    silent = members(behaviour, "wholesale_silent")
    two_years = grade(sales_by(firm.orders, "customer_id"))
    assert two_years[silent].eq("A").all()
    late = firm.orders[firm.orders["date"] >= "2025-07-01"]
    assert not late[late["kind"].eq("purchase")]["customer_id"].isin(silent).any()


def test_strong_new_customers_of_late_2025_are_mostly_graded_c(firm, grades, behaviour):
    new = members(behaviour, "late_starter")
    assert grades[new].eq("C").mean() > 0.7
    later = grade(sales_by(firm.holdout_orders, "customer_id"))
    assert later.reindex(new).eq("A").mean() > 0.6


def test_suppliers_rank_differently_by_sales_and_by_gross_profit(sold):
    by_sales = grade(sales_by(sold, "supplier_id"))
    by_profit = grade(sales_by(sold, "supplier_id", "gross_profit"))
    assert (by_sales["S05"], by_profit["S05"]) == ("A", "C")
    assert (by_sales["S10"], by_profit["S10"]) == ("B", "A")


def test_dear_slow_products_earn_less_on_their_stock_than_cheap_fast_ones(firm, sold):
    products = firm.products.set_index("product_id")
    profit, sales = sales_by(sold, "product_id", "gross_profit"), sales_by(sold, "product_id")
    per_yuan_of_stock = profit / (products["average_stock"] * products["unit_cost"])
    dear = products.index[products["name_en"].str.contains("perfume 30|perfume 50")]
    cheap = products.index[products["name_en"].str.contains("toothpaste")]
    assert (profit / sales)[dear].min() > (profit / sales)[cheap].max() + 0.15
    assert per_yuan_of_stock[dear].max() * 2 < per_yuan_of_stock[cheap].min()


def test_some_products_are_bought_together(firm):
    baskets = firm.sold[firm.sold["kind"].eq("purchase")].groupby("order_id")["name_en"].agg(set)
    first, second = "Ginger shampoo 400 ml", "Silk-touch conditioner 400 ml"
    has_first, has_second = (baskets.map(lambda basket, name=name: name in basket) for name in (first, second))
    assert (has_first & has_second).mean() > 2 * has_first.mean() * has_second.mean()
