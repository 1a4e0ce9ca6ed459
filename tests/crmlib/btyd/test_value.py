import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import crmlib as crm
from crmlib.btyd.simulate import simulate_bg_nbd, simulate_gamma_gamma
from crmlib.language import CourseError

TERMS = {"margin_rate": 0.3, "discount_rate": 0.1, "periods": 3, "period_length": 52}


@pytest.fixture(scope="module")
def customers():
    summary = simulate_bg_nbd({"r": 0.8, "alpha": 10, "a": 0.8, "b": 2.4}, np.full(3000, 52.0), seed=1)
    return summary.assign(monetary_value=simulate_gamma_gamma({"p": 4, "q": 5, "v": 40}, summary["frequency"], seed=2))


@pytest.fixture(scope="module")
def models(customers):
    return crm.BGNBD().fit(customers), crm.GammaGamma().fit(customers)


@pytest.mark.parametrize("timing, moved", [("start", 0), ("mid", 0.5), ("end", 1)])
def test_the_value_is_that_of_the_purchases_of_each_year(models, customers, timing, moved):
    table = crm.btyd_clv(*models, customers, **TERMS, timing=timing)
    by_end = [models[0].expected_purchases(52 * year, customers) for year in range(4)]
    discounted = sum((by_end[year + 1] - by_end[year]) / 1.1 ** (year + moved) for year in range(3))
    np.testing.assert_allclose(table["discounted_purchases"], discounted, rtol=1e-12)
    np.testing.assert_allclose(table["clv"], 0.3 * models[1].expected_value(customers) * discounted, rtol=1e-12)
    assert table.index.equals(customers.index)


def test_money_moves_at_the_end_unless_said_otherwise(models, customers):
    pd.testing.assert_frame_equal(crm.btyd_clv(*models, customers, **TERMS), crm.btyd_clv(*models, customers, **TERMS, timing="end"))


@settings(max_examples=20)
@given(st.integers(1, 12), st.floats(0.5, 60))
def test_without_discounting_only_the_whole_time_counts(models, customers, periods, length):
    some = customers.head(50)
    table = crm.btyd_clv(*models, some, margin_rate=1, discount_rate=0, periods=periods, period_length=length)
    np.testing.assert_allclose(table["discounted_purchases"], table["expected_purchases"], rtol=1e-12)
    np.testing.assert_allclose(table["expected_purchases"], models[0].expected_purchases(periods * length, some), rtol=1e-12)


def test_the_value_of_all_is_what_they_bring(models, customers):
    random = np.random.default_rng(3)
    later = np.minimum(random.poisson(customers["rate"] * 52), random.geometric(customers["p_leave"])) * customers["alive"]
    value = crm.btyd_clv(*models, customers, margin_rate=1, discount_rate=0, periods=1, period_length=52)["clv"].sum()
    assert value == pytest.approx(40 * later.sum(), rel=0.05)


@pytest.mark.parametrize("change, words", [
    ({"margin_rate": 30}, "margin_rate=30"),
    ({"discount_rate": 10}, "discount_rate=10"),
    ({"periods": 2.5}, "periods=2.5"),
    ({"period_length": 0}, "period_length=0"),
    ({"period_length": -1}, "period_length=-1"),
    ({"timing": "middle"}, "timing='middle'"),
])
def test_bad_input_is_named(models, customers, change, words):
    with pytest.raises(CourseError, match=words):
        crm.btyd_clv(*models, customers, **{**TERMS, **change})
