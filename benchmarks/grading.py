"""Grading a class: seconds for each submission of `abc`, with nbgrader alone, with Otter, and here."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import graders
from benchmarks.measure import Measured
from benchmarks.table import Row

SIZES = (40, 200)
NOTES = [
    "Grading: seconds for each of that many right submissions of `abc`, starting included. A submission has two notebooks with four "
    "checked tasks each and an id, so a sample of the data, of its own. Where a sample is named, only so many were graded, one after "
    "another. nbgrader: the command `nbgrader autograde` with its own settings, in one process, without sandbox or feedback. Otter: `otter "
    "run` without Docker for each notebook, with the same code and the same checks. crm-courseware: release, mending, sandbox, checks "
    "outside it, gradebook and feedback. Memory is that of one worker with its kernel or sandbox; what processes share counts once.",
]
_SAMPLES = {graders.nbgrader: 40, graders.otter: 5}  # more would take over five minutes


def measure(sizes=SIZES):
    """Yield the rows of the table."""
    for size in sizes:
        yield from rows(size, _SAMPLES)


def rows(size, samples, workers=(1, 2)):
    """Yield the rows for a class of `size`: peers with the most submissions that each grades, and ours.

    Parameters
    ----------
    size : int
        Submissions.
    samples : dict
        Grader to the most submissions that it grades.
    workers : iterable of int
        Numbers of processes side by side.
    """
    with TemporaryDirectory() as folder:
        course = Path(folder)
        graders.hand_in(course, size)
        for grader, most in samples.items():
            sample = min(size, most)
            print(f"{grader.__name__}, {sample} of {size} submissions", file=sys.stderr)
            package, measured = grader(course, sample)
            yield _row(size, package + (f", sample of {sample}" if sample < size else ""), measured, sample)
        for number in workers:
            print(f"ours, {size} submissions, workers: {number}", file=sys.stderr)
            yield _row(size, *graders.ours(course, number), size)


def _row(size, package, measured, sample):
    one = Measured(measured.seconds / sample, measured.cpu_seconds / sample, measured.memory)
    return Row(f"grade one of {size} submissions", package, one)
