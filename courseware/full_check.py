"""`python course.py check FILE`: the full check of an exercise, for someone who learns alone.

The notebook is run with the complete checks in place of the released ones; the file itself is
not changed. Then come the marks, the reasons, and for written answers the rubric and the model
answer.
"""

import argparse
import os
import sys
from pathlib import Path
from unittest import mock

import nbformat
from nbclient import NotebookClient
from nbgrader.utils import determine_grade, is_grade

from courseware.files import QUIET_KERNEL, SOLUTIONS
from crmlib.language import CourseError, pick, use_language
from crmlib.language import gettext as _

CHINESE_ANSWER = "**参考答案。**"


def main(arguments=None):
    """Check the file named on the command line; return 0 when nothing was lost."""
    parser = argparse.ArgumentParser(prog="course.py check", description=__doc__)
    parser.add_argument("file", type=Path)
    path = parser.parse_args(arguments).file
    try:
        work, source = read_work(path)
    except CourseError as error:
        print(error, file=sys.stderr)
        return 2
    complete = run(with_full_checks(work, source), path.parent)
    report_stopped(complete)
    lost = report_tests(complete)
    report_written(complete, source)
    return 1 if lost else 0


def read_work(path):
    """Return the learner's notebook and its source, and switch to the learner's language."""
    if not path.is_file():
        raise CourseError(_("The file '{file}' is not there. Check its name and folder ({folder}).").format(file=path.name, folder=path.parent))
    try:
        work = nbformat.read(path, as_version=4)
    except Exception as error:
        raise CourseError(_("The file '{file}' is not a notebook that can be read. Copy the exercise anew and move your answers over.").format(file=path.name)) from error
    source = next(SOLUTIONS.glob(f"*/{path.name}"), None)
    if source is None:
        raise CourseError(_("'{file}' is not an exercise of this course. The exercises are: {known}.").format(
            file=path.name, known=", ".join(sorted(found.name for found in SOLUTIONS.glob("*/*.ipynb")))))
    use_language("zh" if any('use_language("zh")' in cell.source for cell in work.cells) else "en")
    return work, nbformat.read(source, as_version=4)


def with_full_checks(work, source):
    """Return the learner's notebook with every check complete, also those that were deleted."""
    checks = {cell.id for cell in source.cells if cell.cell_type == "code" and is_grade(cell)}
    cells = [cell for cell in work.cells if grade_id(cell) not in checks]
    place = 0
    for cell in source.cells:
        if cell.id in checks:
            cells.insert(place, cell)
        place = 1 + next((i for i, other in enumerate(cells) if other.get("id") == cell.id), place - 1)
    return nbformat.from_dict({**work, "cells": cells})


def grade_id(cell):
    """Return nbgrader's name of a cell, or None."""
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def run(notebook, folder):
    """Run the notebook as the grader does: an error in one cell does not stop the next."""
    with mock.patch.dict(os.environ, {"NBGRADER_EXECUTION": "autograde"}):
        client = NotebookClient(notebook, timeout=60, allow_errors=True, extra_arguments=QUIET_KERNEL, resources={"metadata": {"path": str(folder)}})
        return client.execute()


def report_stopped(notebook):
    """Print the errors at which the learner's own cells stopped: often the reason for all that follows."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error" and not is_grade(cell):
                print(_("A cell stopped: {error}").format(error=f"{output.ename}: {output.evalue}"))
                print("   " + cell.source.strip().splitlines()[0] + "\n")


def report_tests(notebook):
    """Print the marks of every checked task; return the points lost."""
    kept = total = 0
    for cell in notebook.cells:
        if cell.cell_type == "code" and is_grade(cell):
            score, points = determine_grade(cell)
            print(f"{'✓' if score == points else '✗'} {heading(notebook, cell)}: {score:g} / {points:g}")
            for output in cell.outputs:
                for line in output.get("text", "").splitlines():
                    if line.startswith("✗ "):
                        print("   " + line[2:])
            kept, total = kept + score, total + points
    print(_("Checked tasks in all: {kept} of {total} points.").format(kept=f"{kept:g}", total=f"{total:g}"))
    return total - kept


def report_written(notebook, source):
    """Print rubric and model answer of every written task, once the learner has written something."""
    answers = {grade_id(cell): cell.source for cell in notebook.cells if cell.cell_type == "markdown"}
    for cell in source.cells:
        if cell.cell_type == "markdown" and is_grade(cell):
            print("\n" + heading(source, cell))
            print(rubric(source, cell))
            if "在此作答" in answers.get(cell.id, "在此作答"):
                print("\n" + _("Write your own answer first, then check again: the model answer follows it."))
            else:
                print("\n" + model_answer(cell))


def heading(notebook, cell):
    """Return the task's title: the last heading in the reader's language before `cell`."""
    for before in reversed(prompts(notebook, cell)):
        titles = [line.lstrip("# ") for line in before.source.splitlines() if line.startswith("## ")]
        if titles:
            return titles[0]
    return grade_id(cell)


def rubric(source, cell):
    """Return the table of the prompt that stands before a written task."""
    lines = prompts(source, cell)[-1].source.splitlines()
    return "\n".join(line for line in lines if line.startswith("|") and set(line) != set("|-"))


def prompts(notebook, cell):
    """Return the prose cells before `cell`, without those of the other language."""
    other = pick({"en": "zh", "zh": "en"})
    before = notebook.cells[:notebook.cells.index(cell)]
    return [prose for prose in before if prose.cell_type == "markdown" and not is_grade(prose) and other not in prose.metadata.get("tags", [])]


def model_answer(cell):
    """Return the model answer of a written task in the reader's language."""
    text = cell.source.replace("### BEGIN SOLUTION", "").replace("### END SOLUTION", "").strip()
    english, chinese = text.split(CHINESE_ANSWER)
    return pick({"en": english.strip(), "zh": CHINESE_ANSWER + chinese})


if __name__ == "__main__":
    sys.exit(main())
