"""What came of grading one student's submission, and keeping it so that a killed run is resumed."""

import os
import stat
from dataclasses import asdict, dataclass, field
from pathlib import Path

from crmlib.grading import identity, records
from crmlib.grading.mend.read import MOST_BYTES

OUTCOME = "outcome"
TO_BE_REPEATED = ("cell_time", "total_time", "waiting", "check_time")


@dataclass
class Outcome:
    """What came of one student's submission.

    Attributes
    ----------
    student : str
    state : {"graded", "unreadable", "failed"}
    score, points : float
        Of the marks that the machine gives.
    by_hand : int
        Answers that wait for a person.
    findings : list of dict
        What was mended or noticed: ``kind``, ``notebook``, ``en``, ``zh``.
    flags : list of [notebook, cell, kind, detail]
    marks : dict
        "notebook/cell" to its ``score``, ``points``, ``messages``, their ``keys``, ``check`` and ``version``.
    reason : str
        Why there is no mark.
    seconds : float
        Computing time of the submission.
    """

    student: str
    state: str
    score: float = 0.0
    points: float = 0.0
    by_hand: int = 0
    findings: list = field(default_factory=list)
    flags: list = field(default_factory=list)
    marks: dict = field(default_factory=dict)
    reason: str = ""
    seconds: float = 0.0

    @property
    def timed_out(self):
        """Whether a limit of time was passed, so that the run is repeated alone."""
        return any(kind in TO_BE_REPEATED for _, _, kind, _ in self.flags)

    @property
    def held(self):
        """Whether marks wait because a notebook holds an id that is not the student's own."""
        return any(kind in identity.HELD for _, _, kind, _ in self.flags)


def keep(course, assignment, outcome, release):
    """Keep an outcome, with a fingerprint of all that led to it."""
    records.write(_path(course, assignment, outcome.student), {"given": given(course, assignment, outcome.student, release), **asdict(outcome)})


def kept(course, assignment, student):
    """Return the outcome that is kept and the fingerprint of what it was given, or (None, None)."""
    found = records.read(_path(course, assignment, student))
    if found is None:
        return None, None
    digest = found.pop("given")
    return Outcome(**found), digest


def files_of(course, assignment, student):
    """Return a fingerprint of the files of a submission; of one too large to be graded, its size and time count.

    No link is followed, and a file that cannot be read stops nothing.
    """
    folder = course.submitted(student, assignment)
    if folder.is_symlink() or folder.parent.is_symlink():
        return "a link"
    try:
        files = sorted(Path(place) / name for place, _folders, names in os.walk(folder) for name in names)
        return records.digest(*(part for path in files for part in (str(path.relative_to(folder)), _content(path))))
    except RecursionError:  # folders in folders without end
        return "too deep"


def _content(path):
    try:
        state = path.lstat()
        if not stat.S_ISREG(state.st_mode):
            return "no file"
        return path.read_bytes() if state.st_size <= MOST_BYTES else f"{state.st_size} {state.st_mtime_ns}"
    except OSError as error:
        return f"cannot be read: {error.errno}"


def given(course, assignment, student, release):
    """Return a fingerprint of a submission, of the checks it is marked by and of the ids accepted in it."""
    accepted = identity.accepted(course.accepted_ids, assignment, student)
    return records.digest(files_of(course, assignment, student), release, *accepted)


def _path(course, assignment, student):
    return course.record(assignment, student, OUTCOME)
