"""The interval of Wilson (1927): as scipy has it, at the ends, and what it refuses."""

import doctest
from itertools import product

import pytest
from scipy.stats import binomtest

import crmlib as crm
from crmlib import wilson


def test_the_examples_hold():
    assert doctest.testmod(wilson).failed == 0


@pytest.mark.parametrize("trials, confidence", list(product([1, 2, 10, 139, 5000], [0.5, 0.9, 0.95, 0.999])))
def test_it_is_the_interval_of_scipy(trials, confidence):
    for successes in {0, 1, trials // 3, trials - 1, trials}:
        expected = binomtest(successes, trials).proportion_ci(confidence, method="wilson")
        assert crm.wilson_interval(successes, trials, confidence) == pytest.approx((expected.low, expected.high), rel=1e-12, abs=1e-15)


def test_without_a_case_the_share_may_be_anything():
    assert crm.wilson_interval(0, 0) == (0.0, 1.0)


def test_a_share_that_was_never_or_always_seen_keeps_its_own_end():
    assert crm.wilson_interval(0, 7)[0] == 0.0 and crm.wilson_interval(7, 7)[1] == 1.0


@pytest.mark.parametrize("counts", [(3, 2), (-1, 2)])
def test_counts_that_cannot_be(counts):
    with pytest.raises(crm.CourseError, match="successes in 2 trials"):
        crm.wilson_interval(*counts)


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_a_level_that_is_none(confidence):
    with pytest.raises(crm.CourseError, match="confidence="):
        crm.wilson_interval(1, 2, confidence)
