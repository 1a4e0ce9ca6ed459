"""Marking one notebook: its cells run in the sandbox, its checks are judged here.

A cell that brings the notebook down costs what depends on it and no more: the notebook is run
again without that cell.
"""

from dataclasses import dataclass, field, replace

from crmlib.check import Verdict, judge
from crmlib.grading.computing import ComputedTooLong, computing_limit
from crmlib.grading.pages.marks import grade_id_of
from crmlib.grading.reasons import because
from crmlib.grading.sandbox.limits import Limits
from crmlib.grading.sandbox.outputs import error_output, notebook_outputs
from crmlib.grading.sandbox.watch import MOST_WAITS, Ended

TIME_LIMIT = "CellTimeLimit"  # the error of a cell that stopped itself at its limit
MOST_RESTARTS = 3
CHECK_SECONDS = 30  # of the judge's own computing; while it waits for an answer, the session's limits hold
OUTPUT_OF_NOTEBOOK = 8_000_000
MOST_MESSAGE = 2000


@dataclass(frozen=True)
class Check:
    """A test cell as the gradebook holds it: never the submission's."""

    source: str
    points: float


@dataclass
class Marking:
    """What came of marking one notebook.

    Attributes
    ----------
    outputs : dict
        Position of a cell to its outputs.
    verdicts : dict
        Cell id to :class:`crmlib.check.Verdict`.
    flags : list of (cell id, kind, detail)
        What an instructor should see: why a run ended, what the sandbox blocked, a check that stopped.
    seconds : float
        Computing time used.
    """

    outputs: dict = field(default_factory=dict)
    verdicts: dict = field(default_factory=dict)
    flags: list = field(default_factory=list)
    seconds: float = 0.0


def mark_notebook(cells, checks, sandbox, language, limits=Limits()):
    """Run a notebook's code cells and judge its checks.

    Parameters
    ----------
    cells : list of NotebookNode
        All cells, in order.
    checks : dict
        Cell id to `Check`.
    sandbox : Sandbox
    language : {"en", "zh"}
        The student's.
    limits : Limits

    Returns
    -------
    Marking
    """
    run = _Run(cells, checks, sandbox, language, limits)
    try:
        for position, cell in enumerate(cells):
            if cell.cell_type == "code":
                run.step(position)
    finally:
        run.close()
    return run.marking


class _Run:
    def __init__(self, cells, checks, sandbox, language, limits):
        self.marking = Marking()
        self._cells, self._checks = cells, checks
        self._sandbox, self._language, self._limits = sandbox, language, limits
        self._session = None
        self._starts = 0
        self._waited = 0.0
        self._skipped = set()  # cells that brought the notebook down
        self._room = OUTPUT_OF_NOTEBOOK

    def step(self, position):
        """Run or judge one cell, whatever it does."""
        grade_id = grade_id_of(self._cells[position])
        check = self._checks.get(grade_id)
        try:
            if not self._ready(position):
                self._not_run(position, check, "not_run")
            elif check is None:
                self._run(position)
            else:
                self.marking.verdicts[grade_id] = self._judged(check, grade_id)
        except Ended as ended:
            self._skipped.add(position)
            self._flag(position, ended.reason)
            self._not_run(position, check, ended.reason)
            self._starts -= check is not None  # an answer that ends the session costs its own task and no other
            self.close()

    def close(self):
        """End the session, if one is open, and keep what it noticed."""
        if self._session is not None:
            self.marking.flags += [("", kind, detail) for kind, detail in self._session.noticed]
            self.marking.seconds += self._session.seconds
            self._waited += self._session.waited
            self._session.close()
            self._session = None

    def _ready(self, position):
        """Return whether a session stands that has run every cell above; begin one if it may be begun."""
        while self._session is None and self._starts <= MOST_RESTARTS:
            self._starts += 1
            left = self._limits.total_seconds - self.marking.seconds
            if left <= 0 or self._waited > MOST_WAITS * self._limits.waiting_seconds:
                return False
            self._session = self._sandbox.session(replace(self._limits, total_seconds=left))
            self._repeat_above(position)
        return self._session is not None

    def _repeat_above(self, position):
        for above in range(position):
            cell = self._cells[above]
            if cell.cell_type == "code" and above not in self._skipped and grade_id_of(cell) not in self._checks:
                try:
                    self._session.run(cell.source)
                except Ended as ended:
                    self._skipped.add(above)
                    self._flag(above, ended.reason)
                    self.close()
                    return

    def _run(self, position):
        outputs = notebook_outputs(self._session.run(self._cells[position].source))
        self.marking.outputs[position] = self._fitting(outputs)
        if any(output.get("ename") == TIME_LIMIT for output in outputs):
            self._flag(position, "cell_time")

    def _judged(self, check, grade_id):
        try:
            with computing_limit(CHECK_SECONDS):
                verdict = judge(check.source, self._session, self._language)
        except Ended:
            raise
        except ComputedTooLong:
            raise Ended("check_time") from None  # the answer under way would be taken for the next one
        except Exception as error:
            self.marking.flags.append((grade_id, "check_stopped", f"{type(error).__name__}: {error}"[:MOST_MESSAGE]))
            return self._nothing(check, "check_stopped")
        return replace(verdict, summary=verdict.summary[:MOST_MESSAGE], messages=[text[:MOST_MESSAGE] for text in verdict.messages])

    def _not_run(self, position, check, reason):
        if check is None:
            self.marking.outputs[position] = [error_output("NotRun", because(reason, self._language))]
        else:
            self.marking.verdicts[grade_id_of(self._cells[position])] = self._nothing(check, reason)

    def _nothing(self, check, reason):
        """Return the verdict of a check that could not be made."""
        sentence = because(reason, self._language)
        return Verdict("", 0.0, check.points, "✗ " + sentence, [sentence], [""])

    def _flag(self, position, reason):
        self.marking.flags.append((grade_id_of(self._cells[position]) or self._cells[position].get("id", ""), reason, ""))

    def _fitting(self, outputs):
        """Return the outputs as long as the notebook's share of them lasts."""
        kept = []
        for output in outputs:
            self._room -= len(str(output))
            if self._room > 0:
                kept.append(output)
        return kept
