"""The demonstration: 30 students hand in, are graded and get feedback, and the page of results stands."""

import re

import pytest

from courseware import demo
from courseware.simulated_class.submissions import ASSIGNMENT, NOTEBOOKS, points_of
from crmlib.grading.course import Course
from crmlib.grading.outcome import kept

FULL = sum(points for notebook in NOTEBOOKS for points in points_of(ASSIGNMENT, notebook).values())


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """The course folder of the demonstration and its outcomes."""
    folder = tmp_path_factory.mktemp("demo") / "course"
    assert demo.main(["--no-browser"], folder) == 0
    course = Course(folder)
    return folder, {student: kept(course, ASSIGNMENT, student)[0] for student in course.students(ASSIGNMENT)}


def test_thirty_students_get_what_is_due(shown):
    scores = {student: outcome.score for student, outcome in shown[1].items()}
    assert len(scores) == 30
    assert {scores[student] for student in demo.RIGHT} == {FULL}
    assert all(0 < scores[student] < FULL for student in demo.WRONG + demo.PARTLY)
    assert {scores[student] for student in demo.EMPTY} == {0}
    assert scores["yang-bo"] == scores["ye-zi"] == FULL
    assert scores["zhao-gang"] == FULL - 3


def test_what_happened_is_said(shown):
    outcomes = shown[1]
    assert [kind for _, _, kind, _ in outcomes["xu-kai"].flags] == ["cell_time"]
    assert {finding["kind"] for finding in outcomes["yang-bo"].findings} == {"mended"}
    assert "breaks off" in outcomes["yu-ting"].findings[0]["en"]


def test_the_page_of_results_leads_to_a_feedback_for_everybody(shown):
    folder, outcomes = shown
    page = folder / "grading" / "reports" / f"{ASSIGNMENT}.html"
    links = re.findall(r'href="([^"]+)"', page.read_text(encoding="utf-8"))
    assert all((page.parent / link).resolve().is_file() for link in links)
    assert {link.split("/")[2] for link in links} == set(outcomes)
