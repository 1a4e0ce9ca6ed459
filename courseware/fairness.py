"""Whether the checks are fair to every learner of a class, each with a sample of their own; run as a program, for a class list.

A check is unfair to a learner when the model answer loses a point, when the answer of a mistake that the check
names passes as right, or when it equals an earlier mistake that costs more. A mistake with "own" in its key
(``stake_of_own_segments``) follows from the learner's own earlier answer: of a right one it is right.
"""

import argparse
import io
from collections import defaultdict
from contextlib import redirect_stdout
from dataclasses import dataclass
from unittest import mock

import matplotlib
import nbformat
from matplotlib import pyplot

from courseware.files import SOLUTIONS
from crmlib.check import Mark, NotebookAnswers, judge
from crmlib.check.compare import same
from crmlib.check.plain import decode, encode
from crmlib.grading.sort_files.roster import read_roster


@dataclass(frozen=True)
class Unfair:
    """What is unfair in a check; equal for all learners it is unfair to.

    Attributes
    ----------
    check_id : str
    kind : {"right loses", "passes as right", "costs more"}
    detail : str
        The message, or the compared name and the keys of the mistakes.
    """

    check_id: str
    kind: str
    detail: str


def unfair_mistakes(name, right, mistakes, tolerance):
    """Find the named mistakes of a comparison that pass as right or cost more than they should.

    Parameters
    ----------
    name : str
        What is compared.
    right : number, str, list, set, dict or pandas.Series
    mistakes : dict
        Message key to ``(answer that this mistake gives, points lost)``.
    tolerance : float
        Largest difference between equal numbers.

    Yields
    ------
    (kind, detail) : tuple of str

    Examples
    --------
    >>> list(unfair_mistakes("share", 0.5, {"rest": (0.5, 1), "percent": (50.0, 2), "hundredfold": (50.0, 1)}, 0.01))
    [('passes as right', 'share: rest'), ('costs more', 'share: hundredfold as percent')]
    """
    earlier = {}
    for key, (answer, lost) in mistakes.items():
        answer = decode(encode(answer))
        if same(answer, right, tolerance):
            if "own" not in key.split("_"):
                yield "passes as right", f"{name}: {key}"
            continue
        first = next((other for other, (value, _) in earlier.items() if same(answer, value, tolerance)), None)
        if first and earlier[first][1] > lost:
            yield "costs more", f"{name}: {key} as {first}"
        earlier[key] = answer, lost


def watched(found):
    """Let every comparison that is made from now on add what is unfair in it to the list `found`."""
    compare = Mark.compare

    def watching(mark, name, given, right, *, mistakes=None, tolerance=0.0, **others):
        unfair = unfair_mistakes(name, decode(encode(right)), mistakes or {}, tolerance)
        found.extend(Unfair(mark.check_id, kind, detail) for kind, detail in unfair)
        return compare(mark, name, given, right, mistakes=mistakes, tolerance=tolerance, **others)

    return mock.patch.object(Mark, "compare", watching)


def code_of(path):
    """Return the code cells of a model solution, in English: pairs of whether it is a test and its source."""
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code" and "zh" not in cell.metadata.get("tags", []):
            yield cell.metadata.get("nbgrader", {}).get("grade", False), cell.source


def unfair_to(student, cells):
    """Hand a model solution in under an id and return what is unfair in its checks to this learner.

    Parameters
    ----------
    student : str
        Student id.
    cells : list of (bool, str)
        Code of the model solution, as :func:`code_of` gives it.

    Returns
    -------
    list of Unfair
    """
    names, found = {"__name__": "__main__"}, []
    with watched(found), redirect_stdout(io.StringIO()):
        for is_test, source in cells:
            if is_test:
                verdict = judge(source, NotebookAnswers(names), "en")
                found += [Unfair(verdict.check_id, "right loses", text) for text in verdict.messages]
            else:
                exec(source.replace('STUDENT_ID = ""', f"STUDENT_ID = {student!r}"), names)
    pyplot.close("all")
    return found


def unfair_to_class(students, path):
    """Return what is unfair in the checks of a model solution, each with the list of the learners it is unfair to.

    Parameters
    ----------
    students : iterable of str
    path : Path
        Notebook under ``solutions``.

    Returns
    -------
    dict of Unfair to list of str
    """
    matplotlib.use("agg")
    cells, learners = list(code_of(path)), defaultdict(list)
    for student in students:
        for unfair in unfair_to(student, cells):
            learners[unfair].append(student)
    return dict(learners)


def students_of(class_or_number):
    """Return the student ids of a class list, or so many made-up ones.

    Examples
    --------
    >>> students_of("3")
    ['F0', 'F1', 'F2']
    """
    if class_or_number.isdecimal():
        return [f"F{number}" for number in range(int(class_or_number))]
    return sorted(set().union(*read_roster(class_or_number).identifiers["student_id"].values()))


def main():
    """Print what is unfair, notebook by notebook."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("students", help="class list (CSV with the columns student_id and name), or a number of made-up ids")
    parser.add_argument("assignments", nargs="*", help="folders under solutions; all when not given")
    arguments = parser.parse_args()
    students = students_of(arguments.students)
    for path in sorted(SOLUTIONS.glob("*/*.ipynb")):
        if not arguments.assignments or path.parent.name in arguments.assignments:
            print(f"{path.stem}: {len(students)} ids")
            for unfair, learners in unfair_to_class(students, path).items():
                print(f"  {unfair.check_id}: {unfair.kind}: {unfair.detail}: {len(learners)} ids, such as {', '.join(learners[:5])}", flush=True)


if __name__ == "__main__":
    main()
