"""Submissions that are marked already: a gradebook and autograded notebooks, without running anything."""

import nbformat
from nbgrader.api import Gradebook

ANSWER = {"nbgrader": {"grade": False, "grade_id": "answer", "locked": False, "schema_version": 3, "solution": True, "task": False}}
CHECK = {"nbgrader": {**ANSWER["nbgrader"], "grade": True, "grade_id": "check", "locked": True, "points": 2, "solution": False}}


def gradebook(course):
    """Open the gradebook of a course as Formgrader does."""
    return Gradebook(f"sqlite:///{course.grading / 'gradebook.db'}", "crm")


def put_marked(course, student, notebook, **names):
    """Write a marked notebook into a course: assignment a, notebook n, a check of 2 points and an answer.

    Parameters
    ----------
    course : Course
    student : str
    notebook : NotebookNode
    **names : str
        First and last name.

    Returns
    -------
    path : Path
        Where the notebook stands; another may be written there.
    submission : str
        By which Formgrader knows it.
    """
    path = course.grading / "autograded" / student / "a" / "n.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)
    with course.nbgrader(), gradebook(course) as book:
        book.add_assignment("a")
        book.add_notebook("n", "a")
        book.add_grade_cell("check", "n", "a", max_score=2, cell_type="code")
        book.add_solution_cell("answer", "n", "a")
        book.add_student(student, **names)
        book.add_submission("a", student)
        return path, book.find_submission_notebook("n", "a", student).id
