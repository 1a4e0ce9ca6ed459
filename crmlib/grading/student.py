"""Grading one student's submission: mend, mark with nbgrader, write feedback, say what came of it."""

import re
import traceback
from dataclasses import asdict

from nbgrader.api import MissingEntry

from crmlib.grading import records
from crmlib.grading.identity import FOLDER_NAME
from crmlib.grading.mend import mend_submission, originals_of
from crmlib.grading.outcome import Outcome, files_of, keep
from crmlib.grading.pages.notice import write_notice
from crmlib.language import gettext as _


def grade_student(course, nbgrader, assignment, student, release):
    """Grade one submission and keep what came of it.

    Parameters
    ----------
    course : Course
    nbgrader : NbGraderAPI
        From `Course.nbgrader`.
    assignment, student : str
    release : str
        Fingerprint of the checks.

    Returns
    -------
    Outcome
        Also when something went wrong: an error concerns this student alone.
    """
    try:
        outcome = _graded(course, nbgrader, assignment, student)
    except Exception as error:
        outcome = Outcome(student, "failed", reason="".join(traceback.format_exception_only(error)).strip())
    if outcome.state != "graded" or any(kind == "no_page" for _n, _c, kind, _d in outcome.flags):
        write_notice(course.feedback(student, assignment), student, assignment, outcome)
    keep(course, assignment, outcome, release)
    return outcome


def _graded(course, nbgrader, assignment, student):
    if not re.fullmatch(FOLDER_NAME, student):
        return Outcome(student, "failed", reason=_("The folder's name has signs that cannot be used. Use letters, digits, '-', '_', '.', '@' and '+'."))
    findings = _findings(course, assignment, student)
    if not list(course.submitted(student, assignment).glob("*.ipynb")):
        return Outcome(student, "unreadable", findings=findings)
    result = nbgrader.autograde(assignment, student)
    if not result["success"]:
        return Outcome(student, "failed", findings=findings, reason=_error(result))
    outcome = _outcome(course, assignment, student, findings)
    result = nbgrader.generate_feedback(assignment, student)
    if not result["success"]:
        outcome.flags.append(["", "", "no_page", _error(result)[:500]])
    return outcome


def _error(result):
    """Return the error in nbgrader's log, or the end of the log."""
    log = f"{result.get('error') or ''}\n{result.get('log') or ''}"
    errors = re.findall(r"^\s*([\w.]+(?:Error|Exception): .*)$", log, re.MULTILINE)
    return errors[-1] if errors else log.strip()[-500:]


def _findings(course, assignment, student):
    """Mend the submission and return what was found; of one that was mended before, what was found then."""
    folder = course.submitted(student, assignment)
    found = [asdict(finding) for finding in mend_submission(folder, course.source(assignment), originals_of(folder))]
    kept_at = course.record(assignment, student, "findings")
    files = files_of(course, assignment, student)
    before = records.read(kept_at)
    if before and before["files"] == files and not any(finding["kind"] == "mended" for finding in found):
        return before["findings"]
    records.write(kept_at, {"files": files, "findings": found})
    return found


def _outcome(course, assignment, student, findings):
    """Return what the gradebook and the records of the marks hold."""
    outcome = Outcome(student, "graded", findings=findings)
    with course.gradebook() as gradebook:
        for notebook in gradebook.find_assignment(assignment).notebooks:
            try:
                grades = gradebook.find_submission_notebook(notebook.name, assignment, student).grades
            except MissingEntry:
                grades = []
            outcome.by_hand += sum(grade.auto_score is None and grade.manual_score is None for grade in grades)
            record = records.read(course.record(assignment, student, notebook.name))
            reasons = {mark["cell"]: mark for mark in record["marks"]} if record else {}
            for grade in grades:
                if grade.cell.cell_type == "code" and grade.auto_score is not None:
                    why = reasons.get(grade.cell.name, {"messages": [], "keys": [], "check": "", "version": ""})
                    outcome.marks[f"{notebook.name}/{grade.cell.name}"] = {
                        "score": grade.auto_score, "points": float(grade.cell.max_score),
                        **{name: why[name] for name in ("messages", "keys", "check", "version")}}
            if record:
                outcome.flags += [[notebook.name, *flag] for flag in record["flags"]]
                outcome.seconds += record["seconds"]
    outcome.score = sum(mark["score"] for mark in outcome.marks.values())
    outcome.points = sum(mark["points"] for mark in outcome.marks.values())
    return outcome
