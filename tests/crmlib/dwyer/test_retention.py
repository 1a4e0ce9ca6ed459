import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlib.dwyer import retention_clv
from crmlib.language import CourseError, use_language

shares = st.floats(0, 0.95)
rates = st.floats(0, 0.5)
timings = st.sampled_from(["start", "mid", "end"])
customers = st.sampled_from(["new", "existing"])


@pytest.mark.parametrize("timing, value", [("start", 367), ("mid", 350), ("end", 333)])
def test_a_margin_of_100_kept_with_80_percent_and_discounted_with_10(timing, value):
    assert round(retention_clv(100, 0.8, discount_rate=0.10, timing=timing).clv) == value


def test_case_1_of_berger_and_nasr():
    """Berger and Nasr (1998), case 1: 11 yearly margins of 260 from today on, 10 promotions of 50 in the middle of the years between."""
    margins = retention_clv(260, 0.75, discount_rate=0.2, periods=11, timing="start")
    promotions = retention_clv(50, 0.75, discount_rate=0.2, periods=10, timing="mid")
    assert margins.clv - promotions.clv == pytest.approx(568.78, abs=0.005)


@pytest.mark.parametrize("retention_rate, multiple", [(0.6, 1.15), (0.7, 1.67), (0.8, 2.50), (0.9, 4.09)])
def test_margin_multiples_of_gupta_and_lehmann(retention_rate, multiple):
    """Gupta and Lehmann (2003): r ÷ (1 + i − r) at i = 12 %, for a customer who has just paid."""
    assert retention_clv(1, retention_rate, discount_rate=0.12, customer="existing").clv == pytest.approx(multiple, abs=0.005)


def test_the_five_steps_by_hand():
    value = retention_clv(100, 0.5, discount_rate=0.25, periods=3, promotion_cost=20, acquisition_cost=60)
    assert value.steps.to_dict() == pytest.approx({
        "life_length": 1.75, "lifetime_margin": 175, "lifetime_cost": 35 + 60, "lifetime_profit": 80,
        "lifetime_value": 80 * 0.8 + 40 * 0.64 + 20 * 0.512 - 60})
    assert value.periods["cumulative_value"].tolist() == pytest.approx([4, 29.6, 39.84])
    assert value.break_even_period == 1 and value.highest_acquisition_cost == pytest.approx(99.84)


@given(shares, rates, timings, customers)
def test_without_an_end_is_what_many_periods_come_to(retention_rate, discount_rate, timing, customer):
    terms = {"discount_rate": discount_rate, "timing": timing, "customer": customer, "promotion_cost": 7, "acquisition_cost": 30}
    endless, long = (retention_clv(100, retention_rate, periods=periods, **terms) for periods in (None, 1000))
    assert endless.steps.to_dict() == pytest.approx(long.steps.to_dict())


@given(shares, rates, timings)
def test_the_table_without_an_end_shows_99_percent_of_the_value(retention_rate, discount_rate, timing):
    value = retention_clv(100, retention_rate, discount_rate=discount_rate, timing=timing)
    assert 0.99 * (1 - 1e-12) <= value.periods["cumulative_value"].iloc[-1] / value.clv <= 1 + 1e-12


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8), rates, timings, customers)
def test_the_table_adds_up(retention_rates, discount_rate, timing, customer):
    value = retention_clv(80, retention_rates, discount_rate=discount_rate, timing=timing, customer=customer,
                          promotion_cost=5, acquisition_cost=12)
    assert len(value.periods) == len(retention_rates) + (customer == "new")
    assert value.customers.sum(axis=1).tolist() == pytest.approx([1.0] * len(value.periods))
    assert value.clv == pytest.approx((value.periods["profit"] * value.periods["discount_factor"]).sum() - 12)
    assert value.steps["lifetime_profit"] == pytest.approx(value.periods["profit"].sum() - 12)
    assert value.periods["survival"].tolist() == pytest.approx(np.cumprod([1.0] * (customer == "new") + retention_rates).tolist())


@given(shares, rates, timings)
def test_an_existing_customer_is_worth_a_new_one_times_the_retention_rate(retention_rate, discount_rate, timing):
    new, existing = (retention_clv(100, retention_rate, discount_rate=discount_rate, timing=timing, periods=6, customer=customer).clv
                     for customer in ("new", "existing"))
    assert existing == pytest.approx(retention_rate * new)


def test_at_the_highest_acquisition_cost_the_value_is_zero():
    highest = retention_clv(100, 0.8, discount_rate=0.1, acquisition_cost=50).highest_acquisition_cost
    dear = retention_clv(100, 0.8, discount_rate=0.1, acquisition_cost=highest)
    assert dear.clv == pytest.approx(0, abs=1e-9)


def test_a_customer_who_never_pays_back_has_no_break_even():
    assert retention_clv(10, 0.5, discount_rate=0.1, acquisition_cost=100).break_even_period is None


def test_nobody_stays():
    assert retention_clv(100, 0.0, discount_rate=0.25).clv == pytest.approx(80)
    assert retention_clv(100, 0.0, discount_rate=0.25, customer="existing").clv == 0


@pytest.mark.parametrize("change, words", [
    ({"retention_rate": 80}, "80 % is 0.8"),
    ({"retention_rate": [0.8, 1.2]}, r"retention_rate\[1\]=1.2"),
    ({"retention_rate": [0.8, 0.7], "periods": 5}, "2 rates, which are enough for 3 periods, not for 5"),
    ({"retention_rate": 1}, "for ever"),
    ({"margin": "100"}, "margin='100'"),
    ({"margin": float("inf")}, "margin=inf"),
    ({"promotion_cost": -5}, "without a minus sign"),
    ({"acquisition_cost": None}, "acquisition_cost=None"),
    ({"periods": 2.5}, "whole number"),
    ({"periods": 0}, "1 or more"),
    ({"customer": "old"}, "customer='old'"),
    ({"discount_rate": 10}, "8 % is 0.08"),
])
def test_what_does_not_fit_is_refused_by_name(change, words):
    with pytest.raises(CourseError, match=words):
        retention_clv(**{"margin": 100, "retention_rate": 0.8, "discount_rate": 0.1, **change})


def test_errors_follow_the_language():
    use_language("zh")
    with pytest.raises(CourseError, match="比例"):
        retention_clv(100, 80, discount_rate=0.1)
