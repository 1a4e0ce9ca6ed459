"""`python course.py grade ASSIGNMENT`: grade a whole class, and answer why a mark is what it is."""

import argparse
import os
import sys
import unicodedata
import webbrowser
from pathlib import Path

from courseware.files import ROOT
from crmlib.grading import identity, records
from crmlib.grading.batch import grade
from crmlib.grading.course import Course
from crmlib.grading.outcome import OUTCOME, kept
from crmlib.grading.reasons import phrase
from crmlib.grading.report import as_text, cause, class_table, counts, shown, write_page
from crmlib.grading.sandbox.launch import require_bubblewrap
from crmlib.grading.sort_files import sort_files
from crmlib.language import LANGUAGES, CourseError, current_language, use_language
from crmlib.language import gettext as _

_WIDTH = 30
_UNSEEN = {"Cc", "Cf", "Cs"}  # Unicode categories: control, format, half a character


def main(arguments=None, root=ROOT):
    """Do what the command line asks; return 0 when every submission got its marks."""
    options = _options(arguments)
    use_language(options.lang or os.environ.get("CRM_LANGUAGE", "en"))
    course = Course(root, settings=ROOT)
    try:
        if options.why:
            return explain(course, options.assignment, options.why)
        if options.accept:
            accept(course, options.assignment, options.accept)
        if not options.no_sandbox:
            require_bubblewrap()
        if options.files:
            sort(course, options.assignment, options.files, options.roster)
        return grade_class(course, options)
    except CourseError as error:
        _say(error, file=sys.stderr)
        return 2


def _say(text, **options):
    """Print a text that may hold what students wrote: signs that a terminal would obey are replaced."""
    shown = "".join("\ufffd" if unicodedata.category(sign) in _UNSEEN and sign not in "\n\r" else sign for sign in str(text))
    print(shown, **options)


def _options(arguments):
    parser = argparse.ArgumentParser(prog="course.py grade", description=__doc__)
    parser.add_argument("assignment")
    parser.add_argument("--workers", type=int, default=min(4, os.cpu_count() or 1), metavar="N", help="submissions graded side by side")
    parser.add_argument("--from", dest="files", type=Path, metavar="PATH", help="first sort these files in: a folder, or the zip of a class")
    parser.add_argument("--roster", type=Path, metavar="CSV", help="who is in the class, with columns student_id and name; needed with --from")
    parser.add_argument("--again", action="store_true", help="grade also what was graded before")
    parser.add_argument("--why", metavar="STUDENT", help="say how this student's marks came about, and grade nothing")
    parser.add_argument("--accept", metavar="STUDENT", help="accept the id in this student's notebook, though it is another student's")
    parser.add_argument("--no-sandbox", action="store_true", help="run submissions without bubblewrap: only if you trust them")
    parser.add_argument("--open", action="store_true", help="open the page of results in the browser")
    parser.add_argument("--lang", choices=LANGUAGES)
    options = parser.parse_args(arguments)
    if options.workers < 1:
        parser.error("--workers must be 1 or more")
    if options.files and not options.roster:
        parser.error("--from needs --roster")
    return options


def sort(course, assignment, files, roster):
    """Sort loose files into the course's folders and list those that found no place."""
    table = sort_files(files, assignment, roster, course.grading / "submitted", course.source(assignment))
    left = table[table["done"] == "left"]
    _say(_("{sorted} of {all} files were sorted in.").format(sorted=len(table) - len(left), all=len(table)))
    if len(left):
        _say(as_text(left[["file", "reason"]]))


def grade_class(course, options):
    """Grade, then print the table of the class and write its page."""
    settings = {}
    if options.no_sandbox:
        _say(_("Without a sandbox, a submission can read and change whatever you can. Grade so only work that you trust."), file=sys.stderr)
        settings["sandbox"] = False
    outcomes, changed = grade(course, options.assignment, options.workers, show_progress, options.again, **settings)
    if not outcomes:
        raise CourseError(_("Nothing was handed in for '{name}'. Put each student's notebooks into grading/submitted/STUDENT/{name}, or use --from.")
                          .format(name=options.assignment))
    states = show_results(course, options.assignment, outcomes, changed, options.open)
    return 0 if states == {"graded"} else 1


def show_results(course, assignment, outcomes, changed, in_browser):
    """Print the table of the class, write its page and open it if asked to; return the states that there are."""
    table = class_table(outcomes)
    _say(as_text(shown(table)))
    _say("  ".join(f"{name}: {number}" for name, number in counts(table).items()))
    if changed:
        _say(_("Marks that changed:"))
        for change in changed:
            _say(f"  {change['student']}  {change['cell']}: {change['before']:g} → {change['after']:g}  ({cause(change['because'])})")
    page = write_page(course, assignment, outcomes, changed)
    _say(_("The same with links to every feedback: {page}").format(page=page))
    if in_browser:
        webbrowser.open(page.as_uri())
    return set(table["state"])


def show_progress(outcome, done, total):
    """Show a bar that grows with every submission; in a file, a line for each."""
    if sys.stdout.isatty():
        full = round(_WIDTH * done / total)
        end = "\n" if done == total else ""
        _say(f"\r[{'█' * full}{'·' * (_WIDTH - full)}] {done}/{total} {outcome.student[:30]:<30}", end=end, flush=True)
    else:
        _say(f"{done}/{total} {outcome.student}", flush=True)


def accept(course, assignment, student):
    """Note that the id in a student's notebook is accepted."""
    outcome, _given = kept(course, assignment, student)
    found = {detail for _notebook, _cell, kind, detail in outcome.flags if kind in identity.HELD} if outcome else set()
    if not found:
        raise CourseError(_("No mark of '{student}' is held. Grade the assignment first; held students are listed in the table.").format(student=student))
    for name in sorted(found):
        identity.accept(course.accepted_ids, assignment, student, name)


def explain(course, assignment, student):
    """Print for every mark what was found, what was right, and by which version of the check."""
    outcome, _given = kept(course, assignment, student)
    if outcome is None:
        raise CourseError(_("'{student}' has not been graded for '{name}'.").format(student=student, name=assignment))
    for finding in outcome.findings:
        _say(finding[current_language()])
    for notebook, cell, kind, detail in outcome.flags:
        _say(f"{notebook} {cell}: {phrase(kind)} {detail}".rstrip())
    for path in sorted((course.records(assignment) / student).glob("*.json")):
        for mark in records.read(path).get("marks", []) if path.stem != OUTCOME else []:
            _explain_mark(path.stem, mark)
    return 0


def _explain_mark(notebook, mark):
    _say("\n" + _("{notebook}, {cell}: {score} of {points} points. Check {check}, version {version}.").format(
        notebook=notebook, cell=mark["cell"], score=f"{mark['score']:g}", points=f"{mark['points']:g}", check=mark["check"], version=mark["version"]))
    for message in mark["messages"]:
        _say("  ✗ " + message)
    for compared in mark["compared"]:
        _say("  " + _("{name}: {difference}").format(name=compared["name"], difference=_difference(compared["found"], compared["right"])))


def _difference(found, right):
    """Say what was found and what is right; of many values those that differ."""
    if found == right:
        return _("right, {found}").format(found=_brief(found))
    if all(isinstance(value, dict) and "index" in value and "values" in value for value in (found, right)):
        found, right = (dict(zip(map(str, value["index"]), value["values"])) for value in (found, right))
        differing = [label for label in {**right, **found} if found.get(label) != right.get(label)]
        found, right = ({label: value.get(label) for label in differing} for value in (found, right))
    return _("found {found}, right {right}").format(found=_brief(found), right=_brief(right))


def _brief(value):
    if isinstance(value, dict) and "$" in value:
        value = value.get("values") or value.get("items") or value.get("text") or value
    text = str(value)
    return text if len(text) <= 200 else text[:200] + " …"


if __name__ == "__main__":
    sys.exit(main())
