"""Every check is fair to each learner of a class: the model answer keeps all points, no named mistake passes as right.

`courseware.fairness`, run as a program, asks the same for any number of ids.
"""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from courseware.fairness import unfair_to_class
from courseware.files import SOLUTIONS

CLASS = [f"F{number}" for number in range(5)]


@pytest.mark.parametrize("path", sorted(SOLUTIONS.glob("*/*.ipynb")), ids=lambda path: path.stem)
def test_the_checks_of_an_exercise_are_fair_to_a_class(path):
    assert unfair_to_class(CLASS, path) == {}


def test_a_mistake_that_passes_as_right_and_a_lost_point_are_found(tmp_path):
    check = ('from crmlib.check import check\nwith check("04.abc_shares", points=2) as mark:\n'
             '    mark.student\n'
             '    mark.compare("x", mark.number("x"), 2, points=1, wrong="not_a_share")\n'
             '    mark.compare("y", mark.number("y"), 3, wrong="not_a_share", mistakes={"not_a_share": (3.0, 1)})\nmark.score')
    notebook = new_notebook(cells=[new_code_cell('STUDENT_ID = ""'), new_code_cell("x, y = 1, 3"),
                                   new_code_cell(check, metadata={"nbgrader": {"grade": True}})])
    nbformat.write(notebook, tmp_path / "n.ipynb")
    found = unfair_to_class(["F1", "F2"], tmp_path / "n.ipynb")
    assert [(unfair.kind, learners) for unfair, learners in found.items()] == [("passes as right", ["F1", "F2"]), ("right loses", ["F1", "F2"])]
