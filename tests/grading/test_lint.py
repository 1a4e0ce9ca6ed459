"""An exercise that falls into one of nbgrader's traps is refused, with the cell and the remedy."""

import copy

import nbformat
import pytest

from courseware.files import SOLUTIONS
from crmlib.grading.lint import problems

NOTEBOOKS = sorted(SOLUTIONS.glob("*/*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_courses_own_exercises_are_sound(path):
    assert problems(nbformat.read(path, as_version=4)) == []


@pytest.fixture
def notebook():
    return copy.deepcopy(nbformat.read(SOLUTIONS / "abc" / "abc_1_customers.ipynb", as_version=4))


def cell(notebook, name):
    return next(cell for cell in notebook.cells if cell.id == name)


@pytest.mark.parametrize("before, after, problem", [
    ("mark.score", "'well done'", "last line must be 'mark.score'"),
    ("mark.score", "mark.score > 1", "last line must be 'mark.score'"),
    ("mark.score", "import numpy as np\nnp.float64(mark.score)", "last line must be 'mark.score'"),
    ("points=3", "points=4", "must be equal"),
    ("### END HIDDEN TESTS", "", "needs one hidden part"),
    ("    mark.compare", "    print(log)\n    mark.compare", "print() would show"),
    ("    mark.compare", "    assert len(log)\n    mark.compare", "assert gives all points or none"),
    ("    mark.compare", "    mark._lost = 2\n    mark.compare", "mark._lost is not for checks"),
    ('"all_years"', '"no_such_message"', "'no_such_message' is missing"),
    ("04.abc_totals", "04.unknown", "there are no messages for '04.unknown'"),
    ("with check", "if check", "is not Python"),
    ("from crmlib.check import check", "import pandas as pd", None),
])
def test_a_trap_in_a_test_cell_is_named(notebook, before, after, problem):
    test = cell(notebook, "test_abc_totals")
    assert before in test.source
    test.source = test.source.replace(before, after)
    found = problems(notebook)
    if problem is None:
        assert found == []
    else:
        assert found[0].startswith("test_abc_totals: ") and problem in found[0]


def test_a_cell_without_a_check_is_refused(notebook):
    cell(notebook, "test_abc_totals").source = "assert len(totals) == 300"
    assert "must open one check" in problems(notebook)[0]


def test_a_test_cell_that_is_not_locked_is_refused(notebook):
    cell(notebook, "test_abc_totals").metadata.nbgrader.locked = False
    assert "must be locked" in problems(notebook)[0]


def test_a_language_tag_on_a_graded_cell_is_refused(notebook):
    cell(notebook, "abc_why").metadata.tags = ["en"]
    assert "no language tag" in problems(notebook)[0]


def test_equal_ids_are_refused(notebook):
    cell(notebook, "test_abc_grades").metadata.nbgrader.grade_id = "test_abc_totals"
    assert any("two cells have this grade_id" in problem for problem in problems(notebook))


def test_a_solution_that_would_be_released_is_refused(notebook):
    solution = cell(notebook, "abc_totals")
    solution.source = solution.source.replace("### END SOLUTION", "")
    assert "would be released" in problems(notebook)[0]
