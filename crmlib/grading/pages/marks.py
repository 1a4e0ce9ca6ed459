"""A submission's marks and comments, as the gradebook holds them."""

import re
from dataclasses import dataclass

from nbgrader.api import Gradebook

NO_RESPONSE = "No response."  # what nbgrader writes where an answer was left as it was handed out


_GRADE_ID = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True)
class Mark:
    """Points of one graded cell.

    Attributes
    ----------
    score, points : float
        Points got, of points to be had.
    waiting : bool
        A person has yet to mark the cell.
    by_hand : bool
        A person changed what the machine had found.
    """

    score: float
    points: float
    waiting: bool
    by_hand: bool


@dataclass(frozen=True)
class Marks:
    """All marks of one notebook.

    Attributes
    ----------
    score, points : float
        In all; what a late submission loses is taken off.
    late_penalty : float
    cells : dict
        Cell id to `Mark`.
    comments : dict
        Id of every cell that can be commented on: what was said about it, or None.
    prompts : frozenset
        Ids of those of them that the course wrote: nbgrader's manually graded tasks.
    """

    score: float
    points: float
    late_penalty: float
    cells: dict
    comments: dict
    prompts: frozenset = frozenset()


def grade_id_of(cell):
    """Return the id by which nbgrader knows a cell, or None.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell
    >>> grade_id_of(new_code_cell(metadata={"nbgrader": {"grade_id": "abc_totals"}}))
    'abc_totals'
    >>> grade_id_of(new_code_cell(metadata={"nbgrader": "no settings"}))
    """
    settings = cell.metadata.get("nbgrader")
    name = settings.get("grade_id") if isinstance(settings, dict) else None
    return name if isinstance(name, str) and _GRADE_ID.fullmatch(name) else None


def marks_of(student, assignment, notebook, db_url):
    """Return the `Marks` of a student's notebook.

    Parameters
    ----------
    student, assignment, notebook : str
        nbgrader's ids.
    db_url : str
        Address of the gradebook.

    Returns
    -------
    Marks

    Raises
    ------
    nbgrader.api.MissingEntry
        If the gradebook has no such submission.
    """
    with Gradebook(db_url) as gradebook:
        submission = gradebook.find_submission_notebook(notebook, assignment, student)
        penalty = submission.late_submission_penalty or 0.0
        return Marks(
            score=submission.score - penalty,
            points=submission.max_score,
            late_penalty=penalty,
            cells={grade.name: _mark(grade) for grade in submission.grades},
            comments={comment.name: comment.comment for comment in submission.comments},
            prompts=frozenset(task.name for task in submission.notebook.task_cells),
        )


def _mark(grade):
    by_hand = grade.auto_score is not None and grade.manual_score is not None
    return Mark(grade.score, grade.max_score, grade.auto_score is None and grade.manual_score is None, by_hand)
