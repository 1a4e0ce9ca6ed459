"""Segments: the usual maps cover every score once; a gap or a dead rule is found."""

from itertools import product

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlib.language import CourseError, use_language
from crmlib.rfm import RFM_SEGMENTS, check_segments, rfm_score, rfm_segment, rfm_summary, segment_action, segment_label


def every_score(bins):
    scores = pd.DataFrame(list(product(range(1, bins + 1), repeat=3)), columns=["r", "f", "m"])
    scores.attrs["bins"] = {"r": bins, "f": bins, "m": bins}
    return scores


@pytest.mark.parametrize("bins", [3, 4, 5])
def test_the_usual_segments_cover_every_score_exactly_once(bins):
    scores = every_score(bins)
    for _, row in scores.iterrows():
        fitting = [name for name, rule in RFM_SEGMENTS[bins].items() if all(low <= row[part] <= high for part, (low, high) in rule.items())]
        assert len(fitting) == 1, dict(row)
    checked = check_segments(RFM_SEGMENTS[bins], bins)
    assert checked["cells"].sum() == bins**2 and (checked["cells"] > 0).all() and (checked["hidden"] == 0).all()
    assert set(rfm_segment(scores)["segment"]) == set(RFM_SEGMENTS[bins])


@pytest.mark.parametrize("bins", [3, 4, 5])
def test_the_corners_bear_the_names_of_the_trade(bins):
    named = rfm_segment(every_score(bins)).set_index(["r", "f", "m"])["segment"]
    assert named[bins, bins, 1] == "champions" and named[1, 1, bins] == "hibernating"
    assert named[1, bins, 1] == "cannot_lose" and named[bins, 1, 1] == "new_customers"


def test_the_first_fitting_rule_wins():
    scores = every_score(3)
    big, recent = ("big", {"m": (3, 3)}), ("recent", {"r": (3, 3)})
    for first, second in ((big, recent), (recent, big)):
        segments = dict([first, second, ("rest", {})])
        segmented = rfm_segment(scores, segments)
        assert segmented.loc[(scores["r"] == 3) & (scores["m"] == 3), "segment"].eq(first[0]).all()
        assert segmented.attrs["segments"] == segments


rules = st.dictionaries(st.sampled_from("rfm"), st.tuples(st.integers(1, 3), st.integers(1, 3)).map(lambda pair: tuple(sorted(pair))))


@given(st.dictionaries(st.text("abc", min_size=1, max_size=2), rules, max_size=6))
def test_any_map_names_every_score_by_its_first_rule_or_is_refused(segments):
    scores = every_score(3)
    first = [next((name for name, rule in segments.items() if all(low <= row[part] <= high for part, (low, high) in rule.items())), None)
             for row in scores[["r", "f", "m"]].to_dict("records")]
    if None in first:
        with pytest.raises(CourseError, match="leaves a gap"):
            rfm_segment(scores, segments)
        return
    assert rfm_segment(scores, segments)["segment"].tolist() == first
    assert set(check_segments(segments, 3).query("cells > 0").index) == set(first)


def test_a_gap_is_an_error_that_names_the_scores():
    with pytest.raises(CourseError, match=r"no rule fits r=1 f=1, r=2 f=1 \(2 in all\)"):
        check_segments({"regular": {"f": (2, 3)}, "new": {"r": (3, 3)}}, 3)
    with pytest.raises(CourseError, match=r"no rule fits m=1"):
        rfm_segment(every_score(3), {"big": {"m": (2, 3)}})
    with pytest.raises(CourseError, match="leaves a gap"):
        check_segments({}, 3)


def test_a_long_gap_is_cut_short():
    with pytest.raises(CourseError, match=r"r=1 f=8 \(99 in all\)"):
        check_segments({"one": {"r": (10, 10), "f": (10, 10)}}, 10)


def test_a_rule_that_never_matches_is_reported():
    checked = check_segments({"recent": {"r": (4, 5)}, "new": {"r": (5, 5), "f": (1, 1)}, "rest": {}})
    assert checked.loc["new"].tolist() == [0, 1] and checked.loc["rest"].tolist() == [15, 10]


@pytest.mark.parametrize("rule, words", [
    ({"monetary": (1, 3)}, "'monetary' is not known"), ({"r": 3}, "3 does not fit r"), ({"r": (2, 1)}, "does not fit r"),
    ({"f": (0, 3)}, "between 1 and 3"),
    ({"m": (1, 4)}, r"\(1, 4\) does not fit m"), ({"m": ("low", "high")}, "does not fit m"), ({"m": (1, 2, 3)}, "does not fit m"),
])
def test_a_rule_that_cannot_be_read_is_named(rule, words):
    with pytest.raises(CourseError, match=f"Segment 'mine': .*{words}"):
        check_segments({"mine": rule, "rest": {}}, 3)


def test_there_are_usual_segments_for_three_four_and_five_scores_only():
    with pytest.raises(CourseError, match="usual segments for 3, 4 and 5"):
        rfm_segment(every_score(6))
    uneven = every_score(3)
    uneven.attrs["bins"] = {"r": 3, "f": 3, "m": 4}
    with pytest.raises(CourseError, match="Give a map"):
        rfm_segment(uneven)
    assert rfm_segment(uneven, {"all": {}})["segment"].eq("all").all()


def test_scores_without_their_bins_are_refused():
    with pytest.raises(CourseError, match="how many scores.*rfm_score"):
        rfm_segment(pd.DataFrame({"r": [1], "f": [1], "m": [1]}))
    with pytest.raises(CourseError, match="'m' is missing"):
        rfm_segment(pd.DataFrame({"r": [1], "f": [1]}))


@pytest.fixture
def segmented():
    table = pd.DataFrame({"days_since_last": [5, 10, 200, 300, 250, 400], "frequency": [9, 9, 4, 1, 1, 1],
                          "monetary": [600.0, 200.0, 150.0, 50.0, -20.0, 0.0]})
    return rfm_segment(rfm_score(table, bins=3))


def test_the_summary_counts_customers_and_money(segmented):
    summary = rfm_summary(segmented)
    assert summary["customers"].sum() == len(segmented)
    assert summary["monetary"].sum() == segmented["monetary"].sum() == 980
    assert summary["share_of_customers"].sum() == pytest.approx(1) and summary["share_of_monetary"].sum() == pytest.approx(1)
    assert summary.loc["champions", ["customers", "monetary", "share_of_monetary", "mean_days_since_last"]].tolist() == [2, 800, 0.8, 7.5]
    assert summary["monetary"].is_monotonic_decreasing


def test_the_summary_of_quantities_and_of_segments_of_one_s_own(segmented):
    summary = rfm_summary(segmented.rename(columns={"monetary": "quantity"}).assign(segment="students"))
    assert summary.loc["students", ["label", "quantity", "share_of_quantity", "action"]].tolist() == ["students", 980, 1, ""]


def test_nobody_who_brings_money(segmented):
    assert rfm_summary(segmented.assign(monetary=-1.0))["share_of_monetary"].eq(0).all()


def test_the_summary_needs_segments():
    with pytest.raises(CourseError, match="'segment' is missing"):
        rfm_summary(pd.DataFrame({"days_since_last": [1], "monetary": [1.0]}))


def test_every_usual_segment_has_a_label_and_an_action_in_both_languages():
    names = {name for segments in RFM_SEGMENTS.values() for name in segments}
    english = {name: (segment_label(name), segment_action(name)) for name in names}
    use_language("zh")
    chinese = {name: (segment_label(name), segment_action(name)) for name in names}
    assert all(label.isascii() and action.endswith(".") for label, action in english.values())
    assert all(not label.isascii() and action.endswith("。") for label, action in chinese.values())
    assert len({label for label, _ in chinese.values()}) == len({label for label, _ in english.values()}) == len(names) == 10


def test_errors_follow_the_language(chinese):
    with pytest.raises(CourseError, match="细分规则有缺口"):
        check_segments({}, 3)
