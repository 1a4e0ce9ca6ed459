import numpy as np
import pytest

from crmlib.btyd.bg_nbd_likelihood import folded
from crmlib.btyd.maximum_likelihood import maximise
from crmlib.language import CourseError


def normal_logs(log):
    """Log-likelihood of a parameter whose logarithm is known with mean 1 and variance 0.04, by the parameter."""
    def log_likelihood(params):
        (value,) = params
        deviation = (np.log(value) - log) / 0.04
        return -0.02 * deviation**2, np.array([-deviation / value]), np.array([[(deviation - 25) / value**2]])

    return log_likelihood


@pytest.mark.parametrize("start", [0.05, 1.0, 100.0])
def test_the_maximum_is_found_from_far_away(start):
    found = maximise(normal_logs(1.0), [{"value": start}], [("value",)])
    assert found.params["value"] == pytest.approx(np.e, rel=1e-9)
    assert found.standard_errors["value"] == pytest.approx(0.2 * np.e, rel=1e-9)
    assert np.log(found.confidence_intervals.loc["value"]).tolist() == pytest.approx([1 - 1.96 * 0.2, 1 + 1.96 * 0.2], abs=1e-5)


def test_the_better_of_two_maxima_is_taken():
    low, high = normal_logs(-1.0), normal_logs(1.0)

    def two_hills(params):
        return max((low(params), (high(params)[0] + 1, *high(params)[1:])), key=lambda found: found[0])

    found = maximise(two_hills, [{"value": 0.3}, {"value": 3.0}], [("value",)])
    assert found.params["value"] == pytest.approx(np.e) and found.log_likelihood == pytest.approx(1)


def test_what_grows_without_end_is_unclear():
    found = maximise(lambda params: (-1 / params[0], 1 / params**2, np.diag(-2 / params**3)), [{"value": 1.0}], [("value",)])
    assert found.unclear == [("value",)] and found.params["value"] > 100
    assert np.isnan(found.standard_errors["value"]) and found.confidence_intervals.isna().all(axis=None)


def test_a_search_that_breaks_off_is_no_result():
    with pytest.raises(CourseError, match="broke off"):
        maximise(lambda params: (-params[0], np.ones(1), -np.eye(1)), [{"value": 1.0}], [("value",)])


def test_folded_rows_stand_for_all_rows():
    columns = [3, 0, 3, 0, 0], [1.5, 0.0, 1.5, 0.0, 0.0], [9.0, 9.0, 9.0, 9.0, 8.0]
    codes, distinct, weight = folded(*columns)
    rows = zip(*(values[code] for code, values in zip(codes, distinct)))
    assert dict(zip(rows, weight)) == {(3, 1.5, 9.0): 2, (0, 0.0, 9.0): 2, (0, 0.0, 8.0): 1}
