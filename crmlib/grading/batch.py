"""Grading a whole class: in parallel, resumable, one student's trouble never another's."""

import contextlib
import fcntl
from functools import partial

from crmlib.grading import records
from crmlib.grading.identity import normalised
from crmlib.grading.lint import require_sound
from crmlib.grading.outcome import Outcome, given, keep, kept
from crmlib.grading.pool import run
from crmlib.grading.student import grade_student
from crmlib.language import CourseError, listed
from crmlib.language import gettext as _


def grade(course, assignment, workers=1, progress=lambda outcome, done, total: None, again=False, **settings):
    """Grade all submissions of an assignment.

    A submission that was graded before, by the same checks, is not graded again; so a run that was
    killed goes on where it stopped.

    Parameters
    ----------
    course : Course
    assignment : str
    workers : int, default 1
        Processes side by side. The marks do not depend on their number.
    progress : function, optional
        Called after each submission with its `Outcome`, how many are done, and of how many.
    again : bool, default False
        Grade all again.
    **settings
        Of :class:`crmlib.grading.execute.SandboxedExecute`, such as ``sandbox=False``.

    Returns
    -------
    outcomes : dict
        Student to `Outcome`, of all who handed in something.
    changed : list of dict
        Marks that differ from those before: ``student``, ``cell``, ``before``, ``after``, and
        ``because``: the "check", the accepted "id" or the "submission" changed.

    Raises
    ------
    CourseError
        If there is no such assignment, or another grading is running.
    """
    if assignment not in course.assignments():
        raise CourseError(_("There is no assignment '{name}'. The assignments are: {known}.").format(name=assignment, known=listed(course.assignments())))
    with _alone(course):
        release = _release(course, assignment)
        students = course.students(assignment)
        before = {student: kept(course, assignment, student) for student in students}
        outcomes = {
            student: outcome for student, (outcome, digest) in before.items()
            if not again and outcome is not None and digest == given(course, assignment, student, release) and not _is_a_classmates(outcome, students)
        }
        _grade_rest(course, assignment, release, students, outcomes, workers, progress, settings)
        outcomes = {student: outcomes[student] for student in students}
        return outcomes, _changed({student: outcome for student, (outcome, _digest) in before.items()}, outcomes)


def _is_a_classmates(outcome, students):
    """Tell whether an id that was nobody's is by now that of a student."""
    found = {detail for _notebook, _cell, kind, detail in outcome.flags if kind == "other_id"}
    return not found.isdisjoint(map(normalised, students))


def _grade_rest(course, assignment, release, students, outcomes, workers, progress, settings):
    """Grade those who are not in `outcomes` yet; those who ran out of time once more, alone."""
    task = partial(_grade_in_worker, assignment=assignment, release=release)
    setup = partial(_tools, course, settings)
    lost = partial(_lost, course, assignment, release)
    rest = [student for student in students if student not in outcomes]
    for outcome in run(task, rest, workers, setup, lost):
        outcomes[outcome.student] = outcome
        progress(outcome, len(outcomes), len(students))
    late = [student for student in rest if outcomes[student].timed_out] if workers > 1 else []
    for outcome in run(task, late, 1, setup, lost):
        outcomes[outcome.student] = outcome


@contextlib.contextmanager
def _tools(course, settings):
    with course.nbgrader(**settings) as nbgrader:
        nbgrader.coursedir.ignore = ["*"]  # of a submission only the notebooks are graded and kept
        yield course, nbgrader


def _grade_in_worker(tools, student, assignment, release):
    return grade_student(*tools, assignment, student, release)


def _lost(course, assignment, release, student):
    outcome = Outcome(student, "failed", reason=_("Grading this submission ended the grader twice."))
    keep(course, assignment, outcome, release)
    return outcome


@contextlib.contextmanager
def _alone(course):
    """Keep a second grading of the same course out."""
    course.grading.mkdir(parents=True, exist_ok=True)
    with (course.grading / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CourseError(_("This course is being graded already. Wait until that is done.")) from None
        yield


def _release(course, assignment):
    """Bring the gradebook up to the source notebooks; return a fingerprint of their checks."""
    source = sorted(course.source(assignment).glob("*.ipynb"))
    release = records.digest(*(part for path in source for part in (path.name, path.read_bytes())))
    kept_at = course.released(assignment)
    if records.read(kept_at) != release:
        require_sound(source)
        with course.nbgrader() as nbgrader:
            result = nbgrader.generate_assignment(assignment)
        if not result["success"]:
            raise CourseError(_("nbgrader could not release '{name}': {log}").format(name=assignment, log=(result.get("log") or result.get("error"))))
        records.write(kept_at, release)
    return release


def _changed(before, after):
    """List the marks that are not what they were."""
    changed = []
    for student, outcome in after.items():
        earlier = before[student].marks if before[student] else {}
        for cell in sorted(set(earlier) & set(outcome.marks)):
            was, now = earlier[cell], outcome.marks[cell]
            if was["score"] != now["score"]:
                because = "check" if was["version"] != now["version"] else "id" if before[student].held != outcome.held else "submission"
                changed.append({"student": student, "cell": cell, "before": was["score"], "after": now["score"], "because": because})
    return changed
