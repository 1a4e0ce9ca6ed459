"""The tables of chapter 03: what is planted is there, and every learner's sample is fair."""

import numpy as np
import pandas as pd
import pytest

import crmlib as crm
from crmlib import mistakes
from tests.datasets.test_fairness import IDS, members  # noqa: F401  the fixture of all learners' customers

NEEDS = list(crm.NEEDS)
PAIR = ["customer_id", "category"]


@pytest.fixture(scope="module")
def survey():
    return crm.load("needs_survey").merge(crm.load("customers")[["customer_id", "age_band", "kind"]], on="customer_id")


@pytest.fixture(scope="module")
def choices():
    return crm.load("choices")


@pytest.fixture(scope="module")
def states():
    return crm.demand_states(crm.load("demand_series"), crm.load("demand_items").set_index("item_id")["harmful"])


@pytest.fixture(scope="module")
def planted():
    return crm.load("demand_truth").set_index("item_id")["state"]


def test_older_customers_rate_everything_higher_and_want_service(survey):
    level = survey.groupby("age_band")[NEEDS].mean().mean(axis=1)
    structure = crm.need_structure(survey, by="age_band")
    assert level.is_monotonic_increasing and structure["augmented"].is_monotonic_increasing
    points = survey.groupby("age_band")["price"].mean()
    assert points["55+"] > points["25-34"] and structure.loc["55+", "price"] < structure.loc["25-34", "price"]
    assert 0.03 < survey[NEEDS].isna().any(axis=1).mean() < 0.07


def test_the_panel_answered_the_survey_and_chose_eight_times_in_each_category(survey, choices):
    assert choices["customer_id"].isin(survey["customer_id"]).all() and choices["customer_id"].nunique() == 600
    assert (choices.groupby(PAIR)["dearer_by"].nunique() == 8).all() and (choices.groupby(PAIR).size() == 8).all()
    kind = survey.set_index("customer_id")["kind"]
    assert (kind[choices["customer_id"].unique()] == "person").all()


def test_orientation_belongs_to_a_customer_in_a_category(choices):
    kinds = crm.customer_orientation(choices)["orientation"].unstack()
    assert (kinds.nunique(axis=1) == 1).mean() < 0.12
    overall = crm.customer_orientation(choices, by="customer_id")["orientation"]
    assert (overall == "compound").mean() > 0.65 and (kinds == "compound").mean().max() < 0.35


def test_what_is_said_about_price_says_almost_nothing_about_choices(survey, choices):
    rated = survey.dropna(subset=NEEDS).set_index("customer_id")[NEEDS]
    said = rated["price"] / rated.sum(axis=1)
    share = crm.customer_orientation(choices)["share_cheaper"].unstack()
    assert (share.corrwith(said).abs() < 0.1).all()


def test_orientation_has_nothing_to_do_with_spending(choices):
    orders = crm.load("orders")
    spent = orders[orders["date"].dt.year == 2025].groupby("customer_id")["amount"].sum()
    mean = spent.groupby(crm.customer_orientation(choices)["orientation"].unstack()["hair"]).mean()
    assert mean.max() / mean.min() < 1.1


def test_each_item_is_recognised_and_growth_is_none_of_the_eight(states, planted):
    assert states["state"].to_dict() == planted.replace("growing", "unclear").to_dict()
    assert planted.value_counts().min() >= 8 and planted.nunique() == 9


def test_no_item_stands_near_a_limit(states):
    use, change, swing, liking = (states[column].dropna() for column in ("use", "change", "swing", "liking"))
    assert not use.between(0.15, 0.5).any() and not use.between(0.75, 0.85).any()
    assert not change.between(-0.25, -0.05).any() and not swing.between(0.5, 0.8).any() and not liking.between(-0.3, -0.1).any()


def test_where_supply_is_short_sales_are_flat_or_fall_and_demand_does_not(states, planted):
    series = crm.load("demand_series")
    sales = series.groupby(["item_id", series["month"].dt.year])["sales"].sum().unstack()
    overfull = planted.index[planted == "overfull"]
    change_of_sales = (sales[2025] / sales[2024] - 1)[overfull]
    assert (states.loc[overfull, "change"].abs() < 0.05).all()
    assert ((change_of_sales.abs() < 0.05) | (change_of_sales < -0.2)).all() and (change_of_sales < -0.2).sum() == 4


def test_the_ways_of_listening_have_the_bias_that_the_chapter_names():
    listening = crm.load("listening")
    card_holders = listening[listening["group"] != "rival"]
    found = crm.listening_summary(card_holders)
    groups = card_holders.drop_duplicates("group")
    truth = np.average(groups["would_use"], weights=groups["customers"])
    assert groups["customers"].sum() == 5000
    assert (found.loc[["cards", "focus_groups"], "weighted"] > truth + 0.2).all()
    assert (found.loc[["top_customers", "database"], "weighted"] < truth - 0.15).all()
    assert abs(found.loc["panel", "weighted"] - truth) < 0.06
    assert set(listening.query("group == 'rival' and heard > 0")["way"]) == {"competitors", "panel"}


@pytest.fixture(scope="module")
def samples(members):  # noqa: F811
    return pd.DataFrame({"student": np.repeat(IDS, [len(customers) for customers in members]), "customer_id": np.concatenate(members)})


def test_every_learner_has_answers_of_each_age_and_a_panel(samples, survey, choices):
    answered = samples.merge(survey.dropna(subset="age_band"), on="customer_id")
    assert answered.groupby(["student", "age_band"]).size().unstack(fill_value=0).min(axis=None) >= 4
    assert answered[NEEDS].isna().any(axis=1).groupby(answered["student"]).sum().min() >= 1
    panel = samples[samples["customer_id"].isin(choices["customer_id"])].groupby("student").size()
    assert len(panel) == 1000 and panel.between(18, 60).all()


def means(answers, shares):
    """The mean of the needs for each learner and age band."""
    return shares.groupby([answers["student"], answers["age_band"]]).mean()


def test_typical_mistakes_in_the_structure_show_in_every_sample(samples, survey):
    answers = samples.merge(survey.dropna(subset="age_band"), on="customer_id")
    points = answers[NEEDS]
    complete = points.notna().all(axis=1)
    shares, zeros = (table.div(table.sum(axis=1), axis=0) for table in (points, points.fillna(0)))
    right = means(answers[complete], shares[complete])
    one = answers[answers["student"] == IDS[0]]
    assert right.loc[IDS[0]].equals(crm.need_structure(one, by="age_band")[NEEDS])
    assert means(one, shares.loc[one.index]).loc[IDS[0]].equals(mistakes.needs_blank_skipped(one, "age_band"))
    pooled = points[complete].groupby([answers["student"], answers["age_band"]]).sum()
    with_blanks = points.groupby([answers["student"], answers["age_band"]]).sum()
    wrong = [means(answers, points), means(answers, zeros), means(answers, shares),
             *(table.div(table.sum(axis=1), axis=0) for table in (pooled, with_blanks))]
    for answer in wrong:
        assert ((answer - right).abs().max(axis=1).groupby("student").max() > 0.0012).all()
    spread = right.groupby("student").max() - right.groupby("student").min()
    assert (spread.idxmax(axis=1) != right.groupby("student").mean().idxmax(axis=1)).all()
    assert (spread.idxmax(axis=1) == "augmented").all()


def outer(share):
    """Orientation by the cuts of the exercise, as a number: 1 price, -1 value, 0 compound."""
    return (share >= 0.625).astype(int) - (share <= 0.375)


def test_typical_mistakes_in_orientation_show_in_every_sample(samples, choices):
    paper = crm.customer_orientation(choices[choices["category"] == "paper"], by="customer_id")
    paper["over_all"] = crm.customer_orientation(choices, by="customer_id")["share_cheaper"]
    mine = samples.merge(paper, on="customer_id")
    share, over_all = mine["share_cheaper"], mine["over_all"]
    chapter = (share >= 0.75).astype(int) - (share <= 0.25)
    shows = pd.DataFrame({"person": outer(over_all) != outer(share), "turned_round": outer(share) != 0, "all_categories": over_all != share,
                          "dearer": share != 0.5, "cut_not_reached": chapter != outer(share)})
    hidden = (~shows.groupby(mine["student"]).any()).sum()
    assert hidden.to_dict() == dict.fromkeys(shows.columns, 0)


def test_words_and_choices_disagree_in_every_sample_and_each_mistake_marks_other_rows(samples, survey, choices):
    rated = survey.dropna(subset=NEEDS).set_index("customer_id")[NEEDS]
    says_so = ((rated["price"] / rated.sum(axis=1)) >= 0.2).rename("says_so")
    chosen = crm.customer_orientation(choices)["orientation"].reset_index()
    mine = samples.merge(chosen.join(says_so, on="customer_id", how="inner"), on="customer_id")
    price, value, says_so = mine["orientation"] == "price", mine["orientation"] == "value", mine["says_so"].astype(bool)
    groups = {"only_said": says_so & value, "only_chosen": ~says_so & price, "agreeing": (says_so & price) | (~says_so & value), "compound": ~price & ~value}
    assert pd.DataFrame(groups).groupby(mine["student"]).sum().min().ge(1).all()


def test_typical_mistakes_in_the_profit_differ_from_the_right_answer(samples, choices):
    given = {"learnt": {"learn_up_to": 8}, "sold": {"sold_anyway": True}, "all": {"test_from": 1}, "round": {"turned_round": True}}
    yuan = {name: mistakes.offers_profit(choices, PAIR, **mistake) for name, mistake in given.items()}
    yuan["person"] = mistakes.offers_profit(choices, ["customer_id"])
    differs = pd.DataFrame(yuan).ne(mistakes.offers_profit(choices, PAIR), axis=0)
    shown = samples.join(differs, on="customer_id", how="inner").groupby("student")[list(yuan)].any()
    assert len(shown) == len(IDS) and shown.all(axis=None)


def test_every_learner_has_twelve_items_with_each_state_and_not_the_same_ones(planted):
    profit = crm.load("demand_items").set_index("item_id")["profit"]
    drawn = [crm.load("demand_items", student=student)["item_id"] for student in IDS]
    for items in drawn:
        assert len(items) == 12 and set(planted[items]) == set(planted)
        assert len(profit[[item for item in items if planted[item] == "overfull"]].unique()) >= 2
    assert len({tuple(items) for items in drawn}) == 1000
    assert set(crm.load("demand_series", student=IDS[0])["item_id"]) == set(drawn[0])


def test_typical_mistakes_in_the_demand_show_in_every_sample(states, planted):
    series = crm.load("demand_series")
    sums = series.groupby(["item_id", series["month"].dt.year])[["sales", "turned_away"]].sum().unstack()
    harmful = crm.load("demand_items").set_index("item_id")["harmful"]
    measured = states.join(harmful)
    assert set(planted[mistakes.demand_last_rule_wins(measured) != states["state"]]) >= {"overfull", "unwholesome", "latent"}
    assert set(planted[mistakes.demand_without(measured, "overfull") != states["state"]]) == {"overfull"}
    # in every sample there is latent demand, whose sales do not tell its change
    latent = planted.index[planted == "latent"]
    assert (sums["sales"][2024][latent] == 0).all() and (states.loc[latent, "change"].abs() > 0.0012).all()
    profit = crm.load("demand_items").set_index("item_id")["profit"]
    overfull = planted.index[planted == "overfull"]
    lost = (sums["turned_away"][2025] * profit)[overfull]
    sold = (sums["sales"][2025] * profit)[overfull]
    assert ((sold - lost).abs() > 100).all() and (lost > 1000).all() and profit[overfull].gt(1).all()
    in_2025, shares = sums["turned_away"][2025], []
    for student in IDS:
        mine = [item for item in crm.load("demand_items", student=student)["item_id"] if planted[item] == "overfull"]
        shares.append(in_2025[mine].sum() * profit[mine].mean() - lost[mine].sum())
    assert pd.Series(shares).abs().min() > 1.02
