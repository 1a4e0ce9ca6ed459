"""Prospects, contacts and recommendations: what was planted, and how they hang together with the core tables."""

import pandas as pd
import pytest

from crmlib.data import load
from crmlib.identify.register import name_key


@pytest.fixture(scope="module")
def prospects():
    return load("prospects")


@pytest.fixture(scope="module")
def methods():
    return load("identification_methods").set_index("method")


@pytest.fixture(scope="module")
def contacts():
    return load("contacts").merge(load("contact_truth"), on="contact_id", validate="one_to_one")


@pytest.fixture(scope="module")
def referrals():
    return load("referrals")


def test_the_methods_are_the_sums_of_the_register(prospects, methods):
    groups = prospects.groupby("method")
    assert groups["cost"].sum().round(2).reindex(methods.index).equals(methods["cost"])
    assert groups.size().reindex(methods.index).equals(methods["contacts"])
    for column, total in (("responded", "responses"), ("bought", "customers"), ("kept", "kept")):
        assert (groups[column].sum().reindex(methods.index) == methods[total]).all()
    assert 2000 <= len(prospects) <= 4000 and len(methods) == 7


def test_the_cheapest_contact_is_the_dearest_customer(methods):
    assert (methods["cost"] / methods["contacts"]).idxmin() == "advertising"
    for outcome in ("customers", "kept"):
        each = methods["cost"] / methods[outcome]
        assert each.idxmax() == "advertising" and each["advertising"] > 1.3 * each.drop("advertising").max()
    assert (methods["cost"] / methods["responses"]).idxmax() == "trade_fair"


def test_assistants_bring_answers_that_do_not_stay(methods):
    answered, kept = methods["responses"] / methods["contacts"], methods["kept"] / methods["customers"]
    assert answered["paid_assistants"] > answered[["canvassing", "desk_research"]].max()
    assert kept.idxmin() == "paid_assistants"


def test_few_customers_stand_behind_some_methods(methods):
    assert methods["customers"].min() == 18 and methods["kept"].min() == 6


def test_nobody_buys_without_responding_or_stays_without_buying(prospects):
    assert (prospects["responded"] | ~prospects["bought"]).all() and (prospects["bought"] | ~prospects["kept"]).all()
    assert prospects["customer_id"].notna().equals(prospects["bought"])


def test_those_who_bought_are_customers_who_joined_soon_after_and_stayed_as_stated(prospects):
    bought = prospects.dropna(subset="customer_id").merge(load("customers"), on="customer_id", suffixes=("", "_customer"), validate="one_to_one")
    assert len(bought) == prospects["bought"].sum()
    assert bought["kind"].equals(bought["kind_customer"])
    assert (bought["joined_on"] - bought["contacted_on"]).dt.days.between(2, 22).all()
    orders = load("orders")
    later = orders[orders["kind"].eq("purchase")].merge(bought[["customer_id", "joined_on"]], on="customer_id")
    later = later[(later["date"] - later["joined_on"]).dt.days.between(366, 548)]
    assert bought["customer_id"].isin(later["customer_id"]).equals(bought["kept"])


def test_the_till_calls_canvassed_people_walk_ins(prospects):
    found = prospects.merge(load("customers")[["customer_id", "found_by"]], on="customer_id").groupby("method")["found_by"]
    assert found.unique()["advertising"].tolist() == ["advertising"] and found.unique()["referral"].tolist() == ["referral"]
    assert set(found.unique()["canvassing"]) == {"walk_in", "salesperson"}


def test_need_tells_most_means_less_and_access_nothing(prospects):
    truth = load("prospect_truth").merge(prospects, on="prospect_id", validate="one_to_one")
    strength = {name: truth[name].corr(truth["bought"].astype(int)) for name in ("need", "means", "access")}
    assert strength["need"] > 1.5 * strength["means"] > 3 * abs(strength["access"])
    assert abs(strength["access"]) < 0.02
    assert truth["buying_chance"].sum() == pytest.approx(truth["bought"].sum(), abs=5)
    for name in strength:
        assert 0.6 < truth[name].corr(truth[f"true_{name}"]) < 0.9


def test_whoever_screens_by_accuracy_alone_rejects_everybody(prospects):
    score = prospects[["need", "means", "access"]].sum(axis=1)
    right = {cut: ((score >= cut) == prospects["bought"]).mean() for cut in range(3, 17)}
    assert max(right, key=right.get) == 16 and right[16] > 0.9
    assert prospects.groupby(score)["bought"].mean().max() < 0.4


def test_referrals_hold_every_customer_found_by_referral_since_2024(referrals):
    customers = load("customers")
    found = customers[customers["found_by"].eq("referral") & customers["joined_on"].ge("2024-01-01")]
    assert found["customer_id"].tolist() == referrals["friend_id"].tolist()
    assert (found["joined_on"].to_numpy() == referrals["joined_on"].to_numpy()).all()
    joined = customers.set_index("customer_id")["joined_on"]
    assert (joined[referrals["customer_id"]].to_numpy() < referrals["joined_on"].to_numpy()).all()


def test_recommendations_form_chains_and_come_from_frequent_buyers(referrals):
    referrer = dict(zip(referrals["friend_id"], referrals["customer_id"], strict=True))
    generation = {}
    for friend in referrals["friend_id"]:
        generation[friend] = generation.get(referrer[friend], 0) + 1
    assert max(generation.values()) >= 4
    truth = load("customer_truth").set_index("customer_id")
    refers = truth.index.isin(referrals["customer_id"])
    assert truth.loc[refers, "purchase_rate"].mean() > 1.3 * truth.loc[~refers & truth["purchase_rate"].lt(50), "purchase_rate"].mean()
    assert truth.loc[refers, "behaviour"].eq("discount_only").mean() < 0.02
    assert referrals["customer_id"].value_counts().max() < 0.06 * len(referrals)


def test_prospects_found_by_referral_have_a_referrer_who_is_a_customer_by_then(prospects, referrals):
    assert prospects["referred_by"].notna().equals(prospects["method"].eq("referral"))
    named = prospects.dropna(subset="referred_by")
    joined = load("customers").set_index("customer_id")["joined_on"]
    assert (joined[named["referred_by"]].to_numpy() < named["contacted_on"].to_numpy()).all()
    known = named.merge(referrals, left_on="customer_id", right_on="friend_id")
    assert len(known) == 96 and (known["referred_by"] == known["customer_id_y"]).all()


def digits(phones):
    return phones.fillna("").str.normalize("NFKC").str.replace(r"\D", "", regex=True)


def test_no_name_or_number_belongs_to_anybody(contacts):
    assert contacts["name"].map(name_key).str.fullmatch("(jia|zhen|wu|xu|mo|qiao|bai)[a-z]+").all()
    given = digits(contacts["phone"])
    assert given[given.ne("")].str.removeprefix("86").str.startswith("100").all()


def test_the_contacts_are_as_dirty_as_described(contacts):
    person = contacts["person_id"]
    notes = person.value_counts()
    assert len(notes) == 420 and notes.eq(2).sum() == 105 and notes.eq(3).sum() == 15
    assert contacts["noted_on"].is_monotonic_increasing
    keys = contacts.assign(key=contacts["name"].map(name_key), digits=digits(contacts["phone"]).str.removeprefix("86"))
    assert keys.groupby("person_id")["key"].nunique().eq(1).all()
    assert keys.drop_duplicates(["person_id", "key"])["key"].duplicated().sum() == 14
    assert not keys.drop_duplicates(["person_id", "key"]).duplicated(["key", "city"]).any()
    whole = keys[keys["digits"].str.len().eq(11)]
    assert whole.groupby("person_id")["digits"].nunique().eq(1).all() and whole.groupby("digits")["person_id"].nunique().eq(1).all()
    assert keys["digits"].str.len().eq(10).sum() == 12
    assert keys.groupby("person_id")["digits"].max().eq("").sum() == 26
    assert contacts["name"].nunique() > 1.1 * contacts["name"].map(name_key).nunique()


def test_some_refused_some_were_not_asked_and_some_withdrew(contacts):
    answers = contacts["consent"].fillna("").groupby(contacts["person_id"]).agg(list)
    assert answers.map(lambda given: given[0] == "yes" and given[-1] == "no").sum() == 16
    assert answers.map(lambda given: set(given) == {"no"}).sum() == 40
    assert answers.map(lambda given: set(given) == {""}).sum() == 38


def test_judgements_are_missing_here_and_there(contacts):
    missing = contacts[["need", "means", "access"]].isna().any(axis=1)
    assert 0.05 < missing.mean() < 0.15


STUDENTS = [f"S{number}" for number in range(1000)]


def test_a_learners_prospects_are_the_same_in_both_tables_and_every_method_is_represented():
    truth = load("prospect_truth", student=STUDENTS[0])
    assert truth["prospect_id"].equals(load("prospects", student=STUDENTS[0])["prospect_id"])
    whole = load("prospects")
    drawn = pd.concat([load("prospects", student=student).assign(student=student) for student in STUDENTS])
    assert drawn.groupby("student").size().eq(750).all()
    counts = drawn.groupby(["student", "method"])[["bought", "kept"]].sum().unstack()
    assert counts["bought"].min(axis=None) == 3 and counts["kept"].min(axis=None) == 1
    assert drawn["bought"].mean() == pytest.approx(whole["bought"].mean(), abs=0.004)


def test_a_learners_contacts_keep_all_notes_of_a_person_and_the_namesakes_together(contacts):
    persons = contacts.set_index("contact_id")["person_id"]
    keys = contacts.drop_duplicates("person_id").set_index("person_id")["name"].map(name_key)
    for student in STUDENTS[:200]:
        mine = load("contacts", student=student)
        drawn = persons[mine["contact_id"]]
        assert len(mine) == persons.isin(drawn).sum()
        assert 2 <= keys[drawn.unique()].duplicated().sum() <= 14 and 200 <= drawn.nunique() <= 214
        assert mine["contact_id"].tolist() == load("contact_truth", student=student)["contact_id"].tolist()
