"""What methods cost, how sure that is, and where to cut a score."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import crmlib as crm
from crmlib.language import CourseError, speaking

METHODS = pd.DataFrame({"method": ["advertising", "referral"], "cost": [8000.0, 2500.0], "contacts": [1000, 100],
                        "responses": [50, 40], "customers": [20, 25], "kept": [5, 16]})


def test_each_step_divides_the_whole_cost():
    costs = crm.identification_costs(METHODS)
    assert costs.loc["advertising"].iloc[:4].tolist() == [8.0, 160.0, 400.0, 1600.0]
    assert costs.loc["referral"].iloc[:4].tolist() == [25.0, 62.5, 100.0, 156.25]


def test_the_interval_is_that_of_wilson():
    """10 of 100 at 95%: R's prop.test(10, 100, correct = FALSE) gives 0.0552 to 0.1744."""
    ten = METHODS.iloc[:1].assign(cost=100.0, contacts=100, responses=50, customers=10, kept=10)
    costs = crm.identification_costs(ten).iloc[0]
    assert 1 / costs["customer_high"] == pytest.approx(0.0552, abs=5e-5)
    assert 1 / costs["customer_low"] == pytest.approx(0.1744, abs=5e-5)


def test_nobody_who_stayed_costs_infinitely_much_and_the_lower_limit_is_finite():
    costs = crm.identification_costs(METHODS.assign(kept=[0, 16])).loc["advertising"]
    assert costs["cost_per_kept"] == np.inf == costs["kept_high"] and 1000 < costs["kept_low"] < np.inf


@given(kept=st.integers(1, 20), factor=st.integers(2, 10))
def test_more_people_at_the_same_rate_make_the_interval_narrower(kept, factor):
    small = pd.DataFrame({"method": ["few"], "cost": [1000.0], "contacts": [200], "responses": [80], "customers": [40], "kept": [kept]})
    large = small.assign(**{column: small[column] * factor for column in ["cost", "contacts", "responses", "customers", "kept"]})
    few, many = crm.identification_costs(small).iloc[0], crm.identification_costs(large).iloc[0]
    assert few["kept_low"] < many["kept_low"] < many["cost_per_kept"] < many["kept_high"] < few["kept_high"]
    assert many["cost_per_kept"] == pytest.approx(few["cost_per_kept"])


@pytest.mark.parametrize("change, message", [
    ({"kept": [21, 16]}, "'kept' is larger than 'customers'.*advertising"),
    ({"cost": [-1.0, 2500.0]}, "'cost'.*advertising"),
    ({"method": ["referral", "referral"]}, "'method'.*twice: referral"),
    ({"contacts": [0, 100], "responses": [0, 40], "customers": [0, 25], "kept": [0, 16]}, "'contacts' is 0 for: advertising"),
])
def test_counts_that_cannot_be_are_refused(change, message):
    with pytest.raises(CourseError, match=message):
        crm.identification_costs(METHODS.assign(**change))


def test_a_missing_column_and_a_level_of_one_are_refused():
    with pytest.raises(CourseError, match="'kept' is missing"):
        crm.identification_costs(METHODS.drop(columns="kept"))
    with pytest.raises(CourseError, match="confidence=1"):
        crm.identification_costs(METHODS, confidence=1)


SCORES = st.lists(st.tuples(st.integers(2, 10), st.booleans()), min_size=1, max_size=60)


@given(SCORES)
def test_a_lower_cut_reaches_more_and_misses_fewer_and_nobody_earns_nothing(people):
    score, bought = (pd.Series(values) for values in zip(*people))
    table = crm.screen_prospects(score, bought, 20, 276)
    assert table["selected"].iloc[0] == len(people) and table["missed"].iloc[0] == 0
    assert table["selected"].is_monotonic_decreasing and table["missed"].is_monotonic_increasing
    assert table["profit"].iloc[-1] == 0 and table["selected"].iloc[-1] == 0
    assert table["accuracy"].iloc[-1] == pytest.approx(1 - bought.mean())
    assert (table["customers"] + table["missed"] == bought.sum()).all()


@given(SCORES, st.integers(0, 60), st.integers(0, 400))
def test_profit_weighs_the_two_errors_by_what_they_cost(people, cost, value):
    """Nobody is followed up in the last row; each row differs from it by its customers and its follow-ups."""
    score, bought = (pd.Series(values) for values in zip(*people))
    table = crm.screen_prospects(score, bought, cost, value)
    wasted = table["selected"] - table["customers"]
    perfect = bought.sum() * (value - cost)
    assert np.allclose(perfect - table["profit"], wasted * cost + table["missed"] * (value - cost))


def test_a_screen_needs_a_score_for_each():
    with pytest.raises(CourseError, match="same prospects"):
        crm.screen_prospects(pd.Series([1.0, None]), pd.Series([True, False]), 20, 276)
    with pytest.raises(CourseError, match="same prospects"):
        crm.screen_prospects(pd.Series([1], index=["R1"]), pd.Series([True], index=["R2"]), 20, 276)


def test_labels_and_messages_speak_both_languages():
    with speaking("zh"):
        assert crm.method_label("referral") == "介绍识别法" and crm.relation_label("transactional") == "交易型"
        with pytest.raises(CourseError, match="放反了"):
            crm.identification_costs(METHODS.assign(kept=[21, 16]))
