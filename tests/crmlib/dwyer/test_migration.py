import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlib.dwyer import migration_clv, retention_clv
from crmlib.language import CourseError

shares = st.floats(0, 1)
cells = st.lists(shares, min_size=1, max_size=6)


def test_expected_buyers_of_dwyer():
    """Dwyer (1989): 100 customers, repurchase rates .3, .2, .15 and .05 by recency cell."""
    buyers = 100 * migration_clv(50, [0.3, 0.2, 0.15, 0.05], discount_rate=0.1, periods=5).periods["buyers"]
    assert buyers.round(2).tolist() == [100, 30, 23, 19.5, 13.97]


def test_the_value_by_hand():
    value = migration_clv(50, [0.3, 0.2], discount_rate=0.25, periods=3, timing="start", promotion_cost=2, acquisition_cost=40)
    assert value.periods["reached"].tolist() == pytest.approx([1, 1, 0.44])
    assert value.clv == pytest.approx((50 - 2) + (15 - 2) * 0.8 + (0.23 * 50 - 0.44 * 2) * 0.64 - 40)
    assert value.steps[["life_length", "lifetime_margin", "lifetime_cost"]].tolist() == pytest.approx([2.44, 76.5, 4.88 + 40])


@given(shares, st.floats(0, 0.5), st.sampled_from(["start", "mid", "end"]), st.integers(1, 12))
def test_with_one_cell_it_is_the_retention_model(rate, discount_rate, timing, periods):
    terms = {"discount_rate": discount_rate, "timing": timing, "periods": periods, "promotion_cost": 3, "acquisition_cost": 20}
    assert migration_clv(70, [rate], **terms).steps.to_dict() == pytest.approx(retention_clv(70, rate, **terms).steps.to_dict())


@given(cells, st.integers(1, 15))
def test_every_customer_is_somewhere_and_nobody_comes_back_from_lost(rates, periods):
    places = migration_clv(50, rates, discount_rate=0.1, periods=periods).customers
    assert places.sum(axis=1).tolist() == pytest.approx([1.0] * periods)
    assert (places.to_numpy() >= -1e-12).all() and (np.diff(places["lost"]) >= -1e-12).all()


@given(st.lists(st.floats(0.1, 0.9), min_size=1, max_size=4))
def test_expected_buyers_are_the_mean_over_all_that_can_happen(rates):
    """Follow every path of five periods by its probability, one customer at a time."""
    def buyers(recency, probability, period, sums):
        if recency <= len(rates) and period < 5:
            rate = rates[recency - 1]
            sums[period] += probability * rate
            buyers(1, probability * rate, period + 1, sums)
            buyers(recency + 1, probability * (1 - rate), period + 1, sums)
        return sums

    expected = buyers(1, 1.0, 1, [1.0, 0, 0, 0, 0])
    assert migration_clv(1, rates, discount_rate=0.0, periods=5).periods["buyers"].tolist() == pytest.approx(expected)


@pytest.mark.parametrize("change, words", [
    ({"repurchase_rates": []}, "repurchase_rates is empty"),
    ({"repurchase_rates": [0.3, 20]}, r"repurchase_rates\[1\]=20"),
    ({"repurchase_rates": [0.3, None]}, r"repurchase_rates\[1\]=None"),
    ({"periods": -1}, "periods=-1"),
    ({"promotion_cost": "2"}, "promotion_cost='2'"),
])
def test_what_does_not_fit_is_refused_by_name(change, words):
    with pytest.raises(CourseError, match=words):
        migration_clv(**{"margin": 50, "repurchase_rates": [0.3], "discount_rate": 0.1, "periods": 5, **change})
