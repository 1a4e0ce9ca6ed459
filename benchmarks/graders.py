"""Three ways to grade the same submissions: nbgrader as it is, Otter, and the course's own."""

import json
import multiprocessing
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import version
from multiprocessing import resource_tracker
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbgrader.api import Gradebook

from benchmarks.environment import PYTHON, variables
from benchmarks.processes import measure_children
from courseware.files import ROOT, SOLUTIONS
from courseware.simulated_class.submissions import ASSIGNMENT, NOTEBOOKS, filled_in, points_of
from crmlib.grading.batch import grade
from crmlib.grading.course import Course

_OTTER_TEST = """OK_FORMAT = False

from otter.test_files import test_case

name = {name!r}
points = {points}


@test_case()
def test(env):
    exec({source!r}, env)
    assert env["mark"].kept == {points}
"""


def hand_in(course, size):
    """Make a course folder in which that many students have handed in right work."""
    shutil.copytree(SOLUTIONS / ASSIGNMENT, course / "solutions" / ASSIGNMENT)
    for student in (f"{20260000 + number}" for number in range(size)):
        folder = course / "grading" / "submitted" / student / ASSIGNMENT
        folder.mkdir(parents=True)
        for notebook in NOTEBOOKS:
            nbformat.write(filled_in("en", ASSIGNMENT, notebook, student), folder / f"{notebook}.ipynb")


def nbgrader(course, sample):
    """Grade a sample with nbgrader's command, in a folder without any settings.

    Returns
    -------
    package : str
        With its version.
    measured : Measured
        For the whole sample.
    """
    with TemporaryDirectory() as folder:
        folder = Path(folder)
        shutil.copytree(SOLUTIONS / ASSIGNMENT, folder / "source" / ASSIGNMENT)
        for submission in _submissions(course)[:sample]:
            shutil.copytree(submission, folder / "submitted" / submission.parent.name / ASSIGNMENT)
        command = [sys.executable, "-m", "nbgrader"]
        _run([*command, "generate_assignment", ASSIGNMENT], folder)
        measured, _done = measure_children(lambda: _run([*command, "autograde", ASSIGNMENT], folder))
        _require_full(_marks(folder / "gradebook.db"), sample)
    return f"nbgrader {version('nbgrader')}", measured


def otter(course, sample):
    """Grade a sample with ``otter run``; returns as :func:`nbgrader`."""
    with TemporaryDirectory() as folder:
        folder = Path(folder)
        handed_in = [_otter_notebook(path, folder / submission.parent.name)
                     for submission in _submissions(course)[:sample] for path in sorted(submission.glob("*.ipynb"))]
        autograders = {name: _otter_tests(name, folder / f"{name}.zip") for name in NOTEBOOKS}
        command = [PYTHON, "-m", "otter", "run", "--no-logo"]

        def work():
            for path in handed_in:
                _run([*command, "-a", autograders[path.stem], "-o", path.parent, path], folder)
                yield json.loads((path.parent / "results.json").read_text(encoding="utf-8"))

        measured, results = measure_children(lambda: list(work()))
    _require_full([(test["score"], test["max_score"]) for result in results for test in result["tests"] if "max_score" in test], sample)
    package = subprocess.check_output([PYTHON, "-c", "from importlib.metadata import version; print(version('otter-grader'))"], text=True)
    return f"otter-grader {package.strip()}", measured


def ours(course, workers):
    """Grade all with the course's own batch; returns as :func:`nbgrader`."""
    with TemporaryDirectory() as folder:
        shutil.copytree(course, folder, dirs_exist_ok=True)
        resource_tracker.ensure_running()  # else the first worker starts it, and it stays

        def work():
            grade(Course(folder, settings=ROOT), ASSIGNMENT, workers)
            for worker in multiprocessing.active_children():
                worker.join()

        measured, _done = measure_children(work)
        _require_full(_marks(Path(folder) / "grading" / "gradebook.db"), len(_submissions(course)))
    return f"crm-courseware {version('crm-courseware')}, workers: {workers}", measured


def _submissions(course):
    return sorted((course / "grading" / "submitted").glob(f"*/{ASSIGNMENT}"))


def _run(words, folder):
    done = subprocess.run([str(word) for word in words], cwd=folder, env=variables(words[0]), capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{words}\n{done.stdout}\n{done.stderr}")


def _marks(path):
    """Return score and points of all checks in nbgrader's gradebook."""
    with Gradebook(f"sqlite:///{path}") as gradebook:
        return [(grade.auto_score, grade.cell.max_score) for submission in gradebook.assignment_submissions(ASSIGNMENT)
                for notebook in submission.notebooks for grade in notebook.grades if grade.cell.cell_type == "code"]


def _require_full(marks, submissions):
    """Stop unless every check of every submission got its points: a run that fails is quick."""
    checks = submissions * sum(len(points_of(ASSIGNMENT, notebook)) for notebook in NOTEBOOKS)
    if len(marks) != checks or any(score != points for score, points in marks):
        raise RuntimeError(f"{checks} checks passed were expected. Found: {marks}")


def _otter_notebook(path, folder):
    """Write a submission as Otter hands it in: each check is called by its name."""
    notebook = nbformat.read(path, as_version=4)
    checks = points_of(ASSIGNMENT, path.stem)
    for cell in notebook.cells:
        if cell.id in checks:
            cell.source = f"grader.check({cell.id!r})"
    notebook.cells.insert(0, nbformat.v4.new_code_cell("import otter\n\ngrader = otter.Notebook()"))
    folder.mkdir(exist_ok=True)
    nbformat.write(notebook, folder / path.name)
    return folder / path.name


def _otter_tests(notebook, path):
    """Write the checks of a notebook as Otter takes them."""
    sources = {cell.id: cell.source for cell in nbformat.read(SOLUTIONS / ASSIGNMENT / f"{notebook}.ipynb", as_version=4).cells}
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("otter_config.json", "{}")
        for check, points in points_of(ASSIGNMENT, notebook).items():
            archive.writestr(f"tests/{check}.py", _OTTER_TEST.format(name=check, points=points, source=sources[check]))
    return path
