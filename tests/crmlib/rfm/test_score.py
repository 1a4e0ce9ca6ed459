"""Scores: equal values are never split, whatever the method, the bins and the customers."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlib.language import CourseError
from crmlib.rfm import rfm_ranges, rfm_score

CUTS = {"r": [30, 90, 180], "f": [2, 4], "m": [200, 500, 2000]}

customers = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 6), st.integers(-5_000, 50_000)), min_size=1, max_size=60)
bins_for_each = st.fixed_dictionaries({part: st.integers(2, 12) for part in "rfm"})
methods = st.sampled_from(["independent", "nested"])


def make_table(rows):
    table = pd.DataFrame(rows, columns=["days_since_last", "frequency", "monetary"], index=[f"C{i}" for i in range(len(rows))])
    return table.assign(monetary=table["monetary"] / 100)


@pytest.fixture
def ten():
    return make_table([(10 * i, 10 - i, 1000 * (10 - i)) for i in range(10)])


def test_ten_customers_in_five_equal_groups(ten):
    scores = rfm_score(ten)
    for part in "rfm":
        assert scores[part].tolist() == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]
    assert scores["score"].iloc[0] == "555" and scores["score"].iloc[-1] == "111"
    assert scores.attrs["bins"] == {"r": 5, "f": 5, "m": 5}


def test_the_later_the_last_purchase_the_higher_the_score(ten):
    assert rfm_score(ten, bins=2)["r"].is_monotonic_decreasing and ten["days_since_last"].is_monotonic_increasing


@given(customers, bins_for_each)
def test_the_score_follows_the_number_of_strictly_lower_customers(rows, bins):
    table = make_table(rows)
    scores = rfm_score(table, bins=bins)
    for part, column, sign in (("r", "days_since_last", -1), ("f", "frequency", 1), ("m", "monetary", 1)):
        values = sign * table[column]
        assert scores[part].tolist() == [sum(values < value) * bins[part] // len(table) + 1 for value in values]


@given(customers, bins_for_each, methods)
def test_equal_values_equal_scores_and_never_the_wrong_way_round(rows, bins, method):
    table = make_table(rows)
    scores = rfm_score(table, bins=bins, method=method)
    assert (scores.groupby(list(table.columns))["score"].nunique() == 1).all()
    for part, column, sign in (("r", "days_since_last", -1), ("f", "frequency", 1), ("m", "monetary", 1)):
        assert scores[part].between(1, bins[part]).all()
        within = [other for other in "rfm"["rfm".index("r"):"rfm".index(part)]] if method == "nested" else []
        for _, group in (scores.groupby(within) if within else [((), scores)]):
            ranked = group.assign(value=sign * group[column]).sort_values("value")
            assert ranked[part].is_monotonic_increasing
            assert (ranked.groupby("value")[part].nunique() == 1).all()


@given(customers, methods, st.randoms())
def test_the_order_of_the_customers_does_not_matter(rows, method, random):
    table = make_table(rows)
    shuffled = list(table.index)
    random.shuffle(shuffled)
    assert rfm_score(table.loc[shuffled], method=method)["score"].to_dict() == rfm_score(table, method=method)["score"].to_dict()


@given(customers)
def test_the_score_text_is_r_f_m(rows):
    scores = rfm_score(make_table(rows))
    assert scores["score"].tolist() == [f"{r}{f}{m}" for r, f, m in scores[["r", "f", "m"]].to_numpy()]


def test_ten_bins_are_written_with_hyphens(ten):
    scores = rfm_score(ten, bins={"r": 10, "f": 3, "m": 5})
    assert scores["score"].iloc[0] == "10-3-5" and scores["score"].iloc[-1] == "1-1-1"


def test_most_customers_share_one_value():
    table = make_table([(i, 1, 1000) for i in range(95)] + [(i, 2 + i, 2000 + i) for i in range(5)])
    scores = rfm_score(table)
    assert (scores["f"].iloc[:95] == 1).all() and (scores["f"].iloc[95:] == 5).all()
    assert (scores["m"].iloc[:95] == 1).all()


def test_all_customers_are_equal():
    for method in ("independent", "nested"):
        assert set(rfm_score(make_table([(5, 1, 100)] * 7), method=method)["score"]) == {"111"}


def test_one_customer():
    assert rfm_score(make_table([(5, 3, 100)]))["score"].tolist() == ["111"]


def test_small_amounts_are_spread_over_all_scores():
    """Revenue in thousands: adding 1 to each quantile would give nearly everybody M = 1."""
    table = make_table([(i, 1, 10 * i) for i in range(100)])
    assert rfm_score(table)["m"].value_counts().tolist() == [20] * 5


def test_noise_in_the_last_bits_splits_no_tie():
    table = make_table([(1, 1, 30), (1, 1, 30), (1, 1, 10)]).assign(monetary=[0.1 + 0.2, 0.3, 0.1])
    assert rfm_score(table)["m"].tolist() == [2, 2, 1]


def test_nested_scores_start_anew_in_each_group():
    table = make_table([(10, 9, 0), (10, 8, 0), (300, 2, 0), (300, 1, 0)])
    assert rfm_score(table, bins=2)["f"].tolist() == [2, 2, 1, 1]
    assert rfm_score(table, bins=2, method="nested")[["r", "f"]].to_numpy().tolist() == [[2, 2], [2, 1], [1, 2], [1, 1]]


@given(st.lists(st.integers(0, 10**6), min_size=125, max_size=125, unique=True))
def test_nested_groups_of_different_values_are_all_of_one_size(values):
    table = make_table([(value, value, value) for value in values])
    assert rfm_score(table, method="nested")["score"].value_counts().tolist() == [1] * 125


def test_business_rules_whoever_reaches_a_cut_has_the_better_score():
    table = make_table([(30, 1, 19_999), (31, 2, 20_000), (90, 3, 49_999), (180, 4, 50_000), (181, 9, 200_000)])
    scores = rfm_score(table, method="thresholds", thresholds=CUTS)
    assert scores["r"].tolist() == [4, 3, 3, 2, 1]
    assert scores["f"].tolist() == [1, 2, 2, 3, 3]
    assert scores["m"].tolist() == [1, 2, 2, 3, 4]
    assert scores.attrs["bins"] == {"r": 4, "f": 3, "m": 4}


def test_the_customers_in_the_documentation_of_the_r_package_rfm():
    """Its cuts and its ten customers (README and help page of rfm_table_order, data as of 2006-12-31).

    There, 115 days are already worse than the cut of 115: for whole days the same as a cut at 114.
    """
    days = [205, 140, 194, 132, 90, 84, 281, 246, 349, 619]
    orders = [6, 3, 4, 5, 9, 9, 8, 4, 3, 4]
    revenue = [472, 340, 405, 448, 843, 763, 699, 157, 363, 196]
    table = pd.DataFrame({"days_since_last": days, "frequency": orders, "monetary": revenue})
    cuts = {"r": [114, 180, 296, 481], "f": [4, 5, 6, 8], "m": [256, 382, 506, 666]}
    scores = rfm_score(table, method="thresholds", thresholds=cuts)["score"]
    assert scores.tolist() == ["343", "412", "323", "433", "555", "555", "355", "321", "212", "121"]


def test_rfa_scores_quantities():
    table = make_table([(1, 1, 100), (2, 1, 300)])
    assert rfm_score(table.rename(columns={"monetary": "quantity"}), bins=2)["m"].tolist() == [1, 2]


def test_weights_give_a_weighted_mean(ten):
    scores = rfm_score(ten.assign(frequency=1), weights={"r": 3, "f": 2, "m": 1})
    assert scores["weighted_score"].tolist() == [pytest.approx((3 * r + 2 * 1 + m) / 6) for r, m in zip(scores["r"], scores["m"])]
    assert "weighted_score" not in rfm_score(ten)


def test_ranges_show_what_a_score_stands_for(ten):
    ranges = rfm_ranges(rfm_score(ten))
    assert ranges.loc[("r", 5)].tolist() == [2, 0, 10] and ranges.loc[("m", 1)].tolist() == [2, 10, 20]
    assert ranges.index.names == ["dimension", "value"]
    assert ranges.groupby("dimension")["customers"].sum().tolist() == [10, 10, 10]


def test_what_was_known_of_the_customers_stays(ten):
    ten.attrs["audit"] = {"as_of": "2025-12-31"}
    scores = rfm_score(ten.assign(city="Hangzhou"))
    assert scores["city"].eq("Hangzhou").all() and scores.attrs["audit"] == {"as_of": "2025-12-31"}
    assert "r" not in ten and "bins" not in ten.attrs


@pytest.mark.parametrize("options, words", [
    ({"bins": 1}, "bins=1 "), ({"bins": 2.5}, "bins=2.5"), ({"bins": {"r": 5, "f": 5}}, "one for each"), ({"bins": "five"}, "bins='five'"),
    ({"method": "quantile"}, "method='quantile'"),
    ({"method": "thresholds"}, "belong together"), ({"thresholds": CUTS}, "belong together"),
    ({"method": "thresholds", "thresholds": {**CUTS, "f": [4, 2]}}, r"for f are \[4, 2\]"),
    ({"method": "thresholds", "thresholds": {"r": [30], "f": [2]}}, "for m are None"),
    ({"method": "thresholds", "thresholds": {**CUTS, "m": ["much"]}}, "for m are"),
    ({"method": "thresholds", "thresholds": [30, 90]}, "for r are None"),
    ({"weights": {"r": 1, "f": 1}}, "The weights"), ({"weights": {"r": 1, "f": -1, "m": 1}}, "The weights"),
    ({"weights": (3, 2, 1)}, "The weights"),
    ({"weights": {"r": 0, "f": 0, "m": 0}}, "The weights"),
    ({"weights": {"r": 1, "f": 1, "m": 1}, "bins": {"r": 5, "f": 3, "m": 5}}, "same number of scores"),
])
def test_options_that_do_not_work_are_named(ten, options, words):
    with pytest.raises(CourseError, match=words):
        rfm_score(ten, **options)


def test_tables_that_cannot_be_scored_are_refused(ten):
    with pytest.raises(CourseError, match="'frequency' is missing"):
        rfm_score(ten.drop(columns="frequency"))
    with pytest.raises(CourseError, match=r"'monetary' has no number for these customers: C3 \(1 in all\)"):
        rfm_score(ten.assign(monetary=ten["monetary"].where(ten.index != "C3", np.nan)))
    with pytest.raises(CourseError, match="no customers to score"):
        rfm_score(ten[:0])


def test_errors_follow_the_language(ten, chinese):
    with pytest.raises(CourseError, match="请给出不小于 2 的整数"):
        rfm_score(ten, bins=0)
