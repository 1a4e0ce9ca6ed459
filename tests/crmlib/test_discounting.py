import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlib.discounting import discount_factors
from crmlib.language import CourseError

rates = st.floats(0, 0.99)


@given(rates, st.integers(1, 400))
def test_one_yuan_put_in_the_bank_today_is_one_yuan_in_its_period(rate, period):
    for timing, waits in [("start", period - 1), ("mid", period - 0.5), ("end", period)]:
        assert discount_factors([period], rate, timing)[0] * (1 + rate) ** waits == pytest.approx(1)


def test_at_the_start_of_period_1_nothing_is_discounted():
    assert discount_factors([1], 0.1, "start").tolist() == [1.0]


def test_the_end_is_the_default():
    assert discount_factors([1, 2], 0.25).tolist() == pytest.approx([0.8, 0.64])


@pytest.mark.parametrize("rate, timing, words", [
    (10, "end", "8 % is 0.08"),
    (-0.1, "end", "0 to below 1"),
    ("0.1", "end", "discount_rate='0.1'"),
    (float("nan"), "end", "nan"),
    (True, "end", "True"),
    (0.1, "middle", "timing='middle'"),
])
def test_a_rate_in_percent_and_an_unknown_timing_are_refused(rate, timing, words):
    with pytest.raises(CourseError, match=words):
        discount_factors([1], rate, timing)
