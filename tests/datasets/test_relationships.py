"""What chapter 1 promises to find: what winning and keeping cost, packs by city, bound and cared-for customers, rewards."""

import pytest

from crmlib.data import load


def test_the_new_customers_are_those_of_the_table_of_customers(firm):
    persons = firm.customers[firm.customers["kind"].eq("person") & firm.customers["joined_on"].dt.year.eq(2025)]
    counts = persons["found_by"].value_counts()
    winning = load("winning_costs")
    assert winning["new_customers"].tolist() == counts[winning["measure"]].tolist()


def test_keeping_looks_five_times_cheaper_and_is_four_times_dearer():
    winning, keeping = load("winning_costs").set_index("measure"), load("keeping_tests")
    advertising = winning.loc["advertising", "cost"] / winning.loc["advertising", "new_customers"]
    extra = keeping["stayed"] - keeping["stayed_anyway"] * keeping["reached"] / keeping["left_out"]
    assert advertising / (keeping["cost"].sum() / keeping["stayed"].sum()) == pytest.approx(5.3, abs=0.1)
    assert keeping["cost"].sum() / extra.sum() / advertising == pytest.approx(4.1, abs=0.1)


def test_no_pack_is_best_in_two_cities():
    packs = load("pack_test")
    profit = packs.assign(profit=packs["bought"] * (packs["price"] - packs["unit_cost"])).pivot(index="city", columns="pack", values="profit")
    assert profit.idxmax(axis=1).nunique() == 3
    assert profit.sum().max() / profit.max(axis=1).sum() == pytest.approx(0.68, abs=0.01)


def test_the_bound_lead_after_one_year_and_come_last_after_two():
    trial = load("binding_trial")
    trial["net"] = trial["gross_profit"] - trial["cost"]
    first_year = trial[trial["quarter"] <= 4].groupby("group")["net"].sum()
    assert first_year.sort_values().index.tolist() == ["nothing", "cared_for", "bound"]
    assert trial.groupby("group")["net"].sum().sort_values().index.tolist() == ["bound", "nothing", "cared_for"]
    assert (trial["buyers"] <= trial["customers"]).all()


def test_money_brings_more_new_customers_and_thanks_more_who_stay():
    rewards = load("referral_test").set_index("reward")
    stay = rewards["still_customers"] / rewards["new_customers"]
    assert rewards["new_customers"].idxmax() == "voucher"
    assert stay["thanks"] > stay["voucher"]
