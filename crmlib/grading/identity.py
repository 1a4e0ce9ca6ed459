"""Whose work a submission is: the student id that the notebook holds, against the folder it came in."""

import csv
from pathlib import Path

from crmlib.data import normalise_student
from crmlib.language import CourseError

FOLDER_NAME = r"[\w@+-][\w.@+-]*"  # of a student: no sign that a path or a page could take for something else
ACCEPTED_COLUMNS = ("assignment", "student", "id_in_notebook")


def compare_ids(found, folder, classmates):
    """Say whether the id in the notebook is the folder's own.

    Parameters
    ----------
    found : str or None
        The id in the notebook, normalised; None if no check used it.
    folder : str
        Name of the submission's folder.
    classmates : iterable of str
        Names of all students' folders.

    Returns
    -------
    str or None
        None if they agree, ``"held"`` if the id is another student's, else ``"other_id"``.

    Examples
    --------
    >>> compare_ids("S1", "s1", ["s1", "s2"])
    >>> compare_ids("S2", "s1", ["s1", "s2"])
    'held'
    >>> compare_ids("ME", "s1", ["s1", "s2"])
    'other_id'
    """
    if found is None or found == _normalised(folder):
        return None
    return "held" if found in map(_normalised, classmates) else "other_id"


def accepted(file, assignment, student):
    """Return the ids that an instructor has accepted in this student's notebooks."""
    return [row[2] for row in _accepted_rows(file) if row[:2] == (assignment, student)]


def accept(file, assignment, student, found):
    """Note that an instructor accepts this id in this student's notebook."""
    rows = _accepted_rows(file)
    if (assignment, student, found) not in rows:
        path = Path(file)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as target:
            csv.writer(target).writerows([ACCEPTED_COLUMNS, *rows, (assignment, student, found)])


def _accepted_rows(file):
    try:
        with Path(file).open(encoding="utf-8", newline="") as source:
            return [tuple(row) for row in csv.reader(source)][1:]
    except FileNotFoundError:
        return []


def _normalised(name):
    try:
        return normalise_student(name)
    except CourseError:
        return name
