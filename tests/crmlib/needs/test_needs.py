"""Structure of needs, orientation and listening: by hand, properties, and bad input in both languages."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import crmlib as crm
from crmlib import mistakes
from crmlib.language import CourseError, speaking

NEEDS = list(crm.NEEDS)


def rated(*rows):
    return pd.DataFrame(rows, columns=[*NEEDS, "group"])


def test_shares_are_made_for_each_customer_before_the_mean():
    found = crm.need_structure(rated((8, 0, 0, 0, "old"), (1, 1, 1, 1, "old"), (2, 4, 2, 2, "young")), by="group")
    assert found.loc["old", NEEDS].tolist() == [0.625, 0.125, 0.125, 0.125]
    assert found.loc["young", NEEDS].tolist() == [0.2, 0.4, 0.2, 0.2]
    assert found["customers"].to_dict() == {"old": 2, "young": 1}


def test_blanks_are_set_aside_and_kept():
    table = rated((8, 4, 4, 4, "a"), (9, None, 1, 1, "a"), (1, 1, 1, 1, None))
    found = crm.need_structure(table, by="group")
    assert found["customers"].tolist() == [1] and found.attrs["set_aside"].index.tolist() == [1, 2]


points = st.tuples(*[st.integers(1, 10)] * 4)


@given(st.lists(points, min_size=1, max_size=20), st.integers(2, 5))
def test_shares_add_up_to_one_and_do_not_depend_on_the_level_of_a_rater(rows, factor):
    table = pd.DataFrame(rows, columns=NEEDS)
    found = crm.need_structure(table)
    assert found[NEEDS].sum(axis=1).to_numpy() == pytest.approx([1])
    louder = table.mul(np.where(table.index == 0, factor, 1), axis=0)
    pd.testing.assert_frame_equal(found, crm.need_structure(louder))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("table, said", [
    (rated((0, 0, 0, 0, "a")), "0"), (rated((5, 5, -1, 5, "a")), "0"), (rated((None, 5, 5, 5, "a")), "four|四"), (rated((5, 5, 5, 5, "a")).drop(columns="price"), "price")])
def test_ratings_without_shares_are_refused(table, said, language):
    with speaking(language), pytest.raises(CourseError, match=said):
        crm.need_structure(table)


def chosen(customer, category, cheaper, count=8):
    taken = ["cheaper"] * cheaper + ["dearer"] * (count - cheaper)
    return pd.DataFrame({"customer_id": customer, "category": category, "taken": taken})


@pytest.mark.parametrize("cheaper, orientation", [(8, "price"), (6, "price"), (5, "compound"), (3, "compound"), (2, "value"), (0, "value")])
def test_three_quarters_and_one_quarter_belong_to_the_outer_kinds(cheaper, orientation):
    found = crm.customer_orientation(chosen("C1", "hair", cheaper))
    assert found.loc[("C1", "hair"), "orientation"] == orientation
    assert found.loc[("C1", "hair"), "share_cheaper"] == cheaper / 8


def test_a_person_of_two_extremes_only_looks_compound():
    choices = pd.concat([chosen("C1", "hair", 8), chosen("C1", "skin", 0)])
    assert crm.customer_orientation(choices)["orientation"].tolist() == ["price", "value"]
    assert crm.customer_orientation(choices, by="customer_id")["orientation"].tolist() == ["compound"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_unknown_choice_is_refused(language):
    with speaking(language), pytest.raises(CourseError, match="neither"):
        crm.customer_orientation(chosen("C1", "hair", 3).replace("cheaper", "neither"))


def heard(**numbers):
    table = pd.DataFrame({"way": ["cards"] * 2 + ["panel"] * 2, "group": ["few", "many"] * 2, "customers": [20, 80] * 2, "heard": [10, 0, 10, 40],
                          "said_yes": [8, 0, 5, 4], "cost": [30, 0, 100, 400]})
    return table.assign(**numbers)


def test_voices_are_counted_alike_and_weighted_by_group():
    found = crm.listening_summary(heard())
    assert found.loc["panel"].to_dict() == pytest.approx({"heard": 50, "cost": 500, "cost_per_voice": 10, "reach": 1, "said_yes": 0.18, "weighted": 0.18})
    assert found.loc["cards"].to_dict() == pytest.approx({"heard": 10, "cost": 30, "cost_per_voice": 3, "reach": 0.2, "said_yes": 0.8, "weighted": 0.8})


def test_weighting_restores_the_mix_of_the_groups():
    found = crm.listening_summary(heard(heard=[10, 10, 10, 10], said_yes=[10, 0, 10, 0]))
    assert found["said_yes"].tolist() == [0.5, 0.5] and found["weighted"].tolist() == [0.2, 0.2]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("wrong", [{"heard": [10, 81, 10, 40]}, {"said_yes": [11, 0, 5, 4]}])
def test_more_voices_than_people_are_refused(wrong, language):
    with speaking(language), pytest.raises(CourseError, match="cards"):
        crm.listening_summary(heard(**wrong))


def test_the_profit_of_showing_an_offer_counts_only_what_is_taken():
    rounds = pd.DataFrame({"customer_id": "C1", "category": "hair", "round": range(1, 9), "taken": ["cheaper"] * 7 + ["dearer"]})
    by = ["customer_id", "category"]
    assert mistakes.offers_profit(rounds, by).to_dict() == {"C1": 27}
    assert mistakes.offers_profit(rounds, by, sold_anyway=True).to_dict() == {"C1": 36}
    assert mistakes.offers_profit(rounds, by, turned_round=True).to_dict() == {"C1": 16}
    assert mistakes.offers_profit(rounds, by, test_from=1).to_dict() == {"C1": 63}
