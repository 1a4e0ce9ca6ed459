"""Whose work a submission is: the student ids that its notebooks hold, against the folder they came in."""

import csv
from pathlib import Path

from crmlib.data import normalise_student
from crmlib.language import CourseError

HELD = ("held", "several_ids")  # what keeps marks back until an instructor has looked
FOLDER_NAME = r"[\w@+-][\w.@+-]*"  # of a student: no sign that a path or a page could take for something else
ACCEPTED_COLUMNS = ("assignment", "student", "id_in_notebook")


def compare_ids(found, folder, classmates, elsewhere=(), accepted=()):
    """Say whether the ids in a notebook are the folder's own.

    Parameters
    ----------
    found : iterable of str
        The ids that the checks of the notebook met, normalised.
    folder : str
        Name of the submission's folder.
    classmates : iterable of str
        Names of all students' folders.
    elsewhere : iterable of str
        The ids met in the other notebooks of the submission.
    accepted : iterable of str
        Ids that an instructor has accepted in this student's notebooks.

    Returns
    -------
    str or None
        None if they agree; ``"held"`` if one is another student's; ``"several_ids"`` if one is nobody's
        and there are others beside it; ``"other_id"`` if it is nobody's, the same everywhere, or accepted.

    Examples
    --------
    >>> compare_ids(["S1"], "s1", ["s1", "s2"])
    >>> compare_ids(["S1", "S2"], "s1", ["s1", "s2"])
    'held'
    >>> compare_ids(["ME"], "s1", ["s1", "s2"])
    'other_id'
    >>> compare_ids(["ME"], "s1", ["s1", "s2"], elsewhere=["S1"])
    'several_ids'
    """
    foreign = foreign_ids(found, folder)
    doubtful = foreign - set(accepted)
    if doubtful & set(map(normalised, classmates)):
        return "held"
    if doubtful and len({*found, *elsewhere}) > 1:
        return "several_ids"
    return "other_id" if foreign else None


def foreign_ids(found, folder):
    """Return those of the ids that are not the folder's own."""
    return set(found) - {normalised(folder)}


def twins(folder, classmates):
    """Return the names of other folders that stand for the same id, so that their data are the same.

    Examples
    --------
    >>> twins("s1", ["s1", "S-1", "s2"])
    ['S-1']
    """
    return sorted(name for name in classmates if name != folder and normalised(name) == normalised(folder))


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


def normalised(name):
    """Return the id that the name of a folder stands for."""
    try:
        return normalise_student(name)
    except CourseError:
        return name
