import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlib.dwyer import clv_elasticity, clv_sensitivity, retention_clv
from crmlib.language import CourseError


def test_the_table_holds_what_the_model_gives():
    table = clv_sensitivity(100, [0.6, 0.9], [0.05, 0.1], acquisition_cost=40, timing="mid")
    assert table.loc[0.9, 0.05] == retention_clv(100, 0.9, discount_rate=0.05, acquisition_cost=40, timing="mid").clv
    assert table.loc[0.6].is_monotonic_decreasing and table[0.1].is_monotonic_increasing


@given(st.floats(0.05, 0.95), st.floats(0.01, 0.5))
def test_elasticities_of_the_closed_form(retention_rate, discount_rate):
    """m ÷ (1 + d − r) has the elasticities 1, r ÷ (1 + d − r) and −d ÷ (1 + d − r)."""
    elasticity = clv_elasticity(100, retention_rate, discount_rate=discount_rate)["elasticity"]
    left = 1 + discount_rate - retention_rate
    expected = {"margin": 1, "retention_rate": retention_rate / left, "discount_rate": -discount_rate / left}
    assert elasticity.to_dict() == pytest.approx(expected, rel=1e-5)


def test_costs_have_elasticities_too_and_the_top_rate_has_room_below():
    terms = {"discount_rate": 0.1, "periods": 5, "timing": "start", "promotion_cost": 10, "acquisition_cost": 50}
    elasticity, clv = clv_elasticity(100, 1.0, **terms)["elasticity"], retention_clv(100, 1.0, **terms).clv
    assert elasticity["acquisition_cost"] == pytest.approx(-50 / clv)
    assert elasticity["margin"] == pytest.approx((clv + 50) / 90 * 100 / clv)
    assert elasticity["promotion_cost"] == pytest.approx(-(clv + 50) / 90 * 10 / clv)
    assert elasticity["retention_rate"] == pytest.approx(sum(90 * t / 1.1**t for t in range(5)) / clv, rel=1e-5)


def test_percent_of_nothing_is_refused():
    with pytest.raises(CourseError, match="is 0 here"):
        clv_elasticity(0, 0.8, discount_rate=0.1)
