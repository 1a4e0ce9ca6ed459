"""nbgrader's own commands, run in a folder that holds what the repository root holds."""

import os
import shutil
import subprocess
import sys

import nbformat
import pytest

from courseware.files import ROOT
from courseware.simulated_class.submissions import solution_code
from tests.grading.classroom import STUDENT_ID

RELEASED = ROOT / "exercises" / "en" / "abc" / "abc_1_customers.ipynb"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("root")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    shutil.copytree(ROOT / "solutions", folder / "solutions")
    shutil.copytree(ROOT / "exercises", folder / "exercises")
    return folder


def nbgrader(course, *words):
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    done = subprocess.run([sys.executable, "-m", "nbgrader", *words], cwd=course, env=environment, capture_output=True, text=True, timeout=300)
    return done.returncode, done.stdout + done.stderr


def filled(code=()):
    notebook = nbformat.read(RELEASED, as_version=4)
    answers = {**solution_code("abc", "abc_1_customers"), **dict(code)}
    for cell in notebook.cells:
        cell.source = answers.get(cell.id, cell.source).replace('STUDENT_ID = ""', f'STUDENT_ID = "{STUDENT_ID}"')
        if cell.id == "abc_why":
            cell.source = "Because time is limited."
    return notebook


def test_release_mark_feedback_and_export_keep_their_files_under_grading(course):
    before = {path: path.read_bytes() for path in (course / "exercises").rglob("*.ipynb")}
    assert nbgrader(course, "generate_assignment", "abc")[0] == 0
    assert {path: path.read_bytes() for path in (course / "exercises").rglob("*.ipynb")} == before
    handed_in = course / "grading" / "submitted" / "li" / "abc" / "abc_1_customers.ipynb"
    handed_in.parent.mkdir(parents=True)
    nbformat.write(filled(), handed_in)
    for command in (["autograde", "abc"], ["generate_feedback", "abc"], ["export"]):
        code, printed = nbgrader(course, *command)
        assert code == 0, printed
    assert (course / "grading" / "feedback" / "li" / "abc" / "abc_1_customers.html").exists()
    marks = (course / "grading" / "grades.csv").read_text(encoding="utf-8").splitlines()
    row = dict(zip(marks[0].split(","), marks[1].split(",")))
    assert (row["assignment"], row["student_id"], float(row["score"])) == ("abc", "li", 13.0)
    top = {path.name for path in course.iterdir()}
    assert top - {"__pycache__", ".ipynb_checkpoints"} == {"nbgrader_config.py", "solutions", "exercises", "grading"}


@pytest.fixture
def alone(tmp_path):
    """A self-learner's folder: the released notebook and nothing else."""
    def write(code=()):
        nbformat.write(filled(code), tmp_path / "abc_1_customers.ipynb")
        return tmp_path
    return write


def test_validate_needs_only_the_released_notebook(alone):
    code, printed = nbgrader(alone(), "validate", "abc_1_customers.ipynb")
    assert code == 0 and "Success" in printed


def test_validate_shows_the_message_and_not_a_traceback(alone):
    _, printed = nbgrader(alone({"abc_grades": "grades = {'C0001': 'Z'}"}), "validate", "abc_1_customers.ipynb")
    assert 'A class must be "A", "B" or "C".' in printed
    assert "Traceback" not in printed


def test_a_wrong_release_language_is_refused_in_words(course):
    environment_before = os.environ.get("CRM_LANGUAGE")
    os.environ["CRM_LANGUAGE"] = "fr"
    try:
        code, printed = nbgrader(course, "generate_assignment", "abc")
    finally:
        os.environ.pop("CRM_LANGUAGE") if environment_before is None else os.environ.update(CRM_LANGUAGE=environment_before)
    assert code != 0 and "CRM_LANGUAGE" in printed
