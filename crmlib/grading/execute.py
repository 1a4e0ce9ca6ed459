"""nbgrader's step Execute, replaced: the submission runs in the sandbox, its checks are judged outside.

Swapped in by ``c.Autograde.autograde_preprocessors``, so nbgrader's command, its API and Formgrader's
button all use it. The verdict is handed on in nbgrader's own form: the output of the test cell.
"""

import atexit
import copy
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Float, Integer

from crmlib.grading import identity, records
from crmlib.grading.course import Course
from crmlib.grading.holding import Submission, held_outputs, verdict_outputs
from crmlib.grading.language_of import language_of
from crmlib.grading.marking import Check, mark_notebook
from crmlib.grading.pages.marks import grade_id_of
from crmlib.grading.sandbox.host import Sandbox
from crmlib.grading.sandbox.limits import MEGABYTE, Limits


class SandboxedExecute(NbGraderPreprocessor):
    """Run a submission in the sandbox and judge its checks."""

    sandbox = Bool(True, help="Shut submissions in with bubblewrap").tag(config=True)
    cell_seconds = Float(Limits.cell_seconds, help="Computing time of one cell").tag(config=True)
    total_seconds = Float(Limits.total_seconds, help="Computing time of one notebook").tag(config=True)
    waiting_seconds = Float(Limits.waiting_seconds, help="Time on the clock of one cell").tag(config=True)
    memory_megabytes = Integer(Limits.memory // MEGABYTE, help="Memory of one submission, over all its processes").tag(config=True)

    _warm = {}

    def preprocess(self, notebook, resources):
        """Return the notebook with the outputs of its cells and the verdicts of its checks."""
        place, course = resources["nbgrader"], Course(Path.cwd())  # nbgrader works in the course's root
        language = language_of(notebook)
        checks, students = _from_gradebook(place)
        marking = mark_notebook(notebook.cells, checks, self._sandbox(), language, self._limits())
        submission = Submission(course, place, students)
        met = list(dict.fromkeys(verdict.student for verdict in marking.verdicts.values() if verdict.student))
        marking.flags += submission.flags(met)
        held = next((kind for _cell, kind, _detail in marking.flags if kind in identity.HELD), None)
        _write_record(course, place, {"language": language, "ids": met, "held": held is not None, "file": submission.fingerprint(place["notebook"])},
                      checks, marking)
        _show(notebook.cells, marking, held and held_outputs(held, language))
        submission.hold_others(met)
        return notebook, resources

    def _sandbox(self):
        """Return the sandbox of this process, which stands ready for the next submission."""
        if self.sandbox not in self._warm:
            self._warm[self.sandbox] = Sandbox(self.sandbox)
            atexit.register(self._warm[self.sandbox].close)
        return self._warm[self.sandbox]

    def _limits(self):
        return Limits(cell_seconds=self.cell_seconds, total_seconds=self.total_seconds, waiting_seconds=self.waiting_seconds,
                      memory=self.memory_megabytes * MEGABYTE)


def _write_record(course, place, facts, checks, marking):
    records.write(course.record(place["assignment"], place["student"], place["notebook"]), {
        "student": place["student"], "assignment": place["assignment"], "notebook": place["notebook"], **facts, "seconds": round(marking.seconds, 2),
        "marks": [records.mark_of(cell, checks[cell], verdict) for cell, verdict in marking.verdicts.items()],
        "flags": [list(flag) for flag in dict.fromkeys(marking.flags)],
    })


def _from_gradebook(place):
    """Return the checks of a notebook, from the gradebook, and the ids of its students."""
    with Gradebook(place["db_url"]) as gradebook:
        notebook = gradebook.find_notebook(place["notebook"], place["assignment"])
        written = {cell.name for cell in notebook.solution_cells}
        points = {cell.name: float(cell.max_score) for cell in notebook.grade_cells if cell.cell_type == "code" and cell.name not in written}
        checks = {cell.name: Check(cell.source, points[cell.name]) for cell in notebook.source_cells if cell.name in points}
        return checks, {student.id for student in gradebook.students}


def _show(cells, marking, held):
    """Put outputs where nbgrader looks for them; in place of verdicts, `held` where there is any."""
    number = 0
    for position, cell in enumerate(cells):
        if cell.cell_type != "code":
            continue
        number += 1
        cell.execution_count = number
        verdict = marking.verdicts.get(grade_id_of(cell))
        if verdict is None:
            cell.outputs = marking.outputs.get(position, [])
        else:
            cell.outputs = copy.deepcopy(held) or verdict_outputs(verdict.summary, verdict.score)
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = number
