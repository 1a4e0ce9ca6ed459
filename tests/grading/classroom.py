"""A small course of one assignment in a scratch folder: release, hand in, mark with nbgrader itself, read the marks."""

import shutil
from pathlib import Path

import nbformat
from nbgrader.api import MissingEntry

from courseware.exercises import release
from courseware.files import LANGUAGES, ROOT, SOLUTIONS
from courseware.simulated_class.submissions import ASSIGNMENT, filled_in
from crmlib.grading.course import Course

STUDENT_ID = "20260001"


def solution(assignment, notebook):
    """Return the bilingual source notebook of an assignment."""
    return nbformat.read(SOLUTIONS / assignment / f"{notebook}.ipynb", as_version=4)


class Classroom:
    """One scratch course with the assignment `abc`, released in both languages."""

    def __init__(self, folder):
        self.folder = Path(folder)
        shutil.copytree(SOLUTIONS / ASSIGNMENT, self.folder / "solutions" / ASSIGNMENT)
        self._course = Course(self.folder, settings=ROOT)
        self.exercises = {language: release(language, self.folder) for language in LANGUAGES}

    def notebook(self, language, assignment, notebook, code=(), student_id=STUDENT_ID):
        """Return a released notebook filled in: right code everywhere but where `code` says otherwise."""
        return filled_in(language, assignment, notebook, student_id, code, self.folder / "exercises")

    def hand_in(self, student, assignment, notebook, content):
        """Put a notebook where nbgrader collects it."""
        path = self.folder / "grading" / "submitted" / student / assignment / f"{notebook}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(content, path)

    def mark(self, assignment, student):
        """Mark one student's assignment with nbgrader."""
        with self._course.nbgrader() as api:
            result = api.autograde(assignment, student)
        assert result["success"], result["log"]

    def feedback(self, assignment, student, notebook):
        """Return the feedback page of one student."""
        with self._course.nbgrader() as api:
            result = api.generate_feedback(assignment, student)
        assert result["success"], result["log"]
        return (self.folder / "grading" / "feedback" / student / assignment / f"{notebook}.html").read_text(encoding="utf-8")

    def scores(self, assignment, student, notebook):
        """Return the automatic score of every graded cell, by cell id; None where a person marks."""
        with self._course.gradebook() as gradebook:
            try:
                submission = gradebook.find_submission_notebook(notebook, assignment, student)
            except MissingEntry:
                return {}
            return {grade.name: grade.auto_score for grade in submission.grades}

    def printed(self, assignment, student, notebook, cell_id):
        """Return what a test cell printed when it was marked."""
        path = self.folder / "grading" / "autograded" / student / assignment / f"{notebook}.ipynb"
        cell = next(cell for cell in nbformat.read(path, as_version=4).cells if cell.id == cell_id)
        return "".join(output.get("text", "") for output in cell.outputs)
