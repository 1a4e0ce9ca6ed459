"""The check as it stands in a test cell: where answers come from, and how the result is shown."""

import builtins
import contextlib
import io
import os
import sys
import textwrap
import warnings
from contextvars import ContextVar

from crmlib.check.answers import NotebookAnswers
from crmlib.check.mark import Mark, Stop
from crmlib.language import gettext as _

_answers_elsewhere = ContextVar("answers_elsewhere", default=None)


class CheckFailed(Exception):
    """Points were lost. Shown by Validate with the message alone, without a traceback."""

    def _render_traceback_(self):
        return textwrap.wrap(str(self), 76) or [""]


@contextlib.contextmanager
def elsewhere(answers):
    """Let checks take their answers from `answers` instead of the notebook they stand in."""
    token = _answers_elsewhere.set(answers)
    try:
        yield
    finally:
        _answers_elsewhere.reset(token)


class check:
    """Open a check: ``with check("04.abc_grades", points=4) as mark:``.

    The notebook's variables are left as they were, and what the block writes to stderr, warnings
    included, is dropped: nbgrader takes the marks of a cell that writes there.

    Parameters
    ----------
    check_id : str
        Chapter and name of the check's messages.
    points : int
        The points of the nbgrader cell.
    """

    def __init__(self, check_id, points):
        self._judged_elsewhere = _answers_elsewhere.get()
        self._names = sys._getframe(1).f_globals
        self._mark = Mark(check_id, points, self._judged_elsewhere or NotebookAnswers(dict(self._names)))

    def __enter__(self):
        self._before = dict(self._names)
        self._uncover_builtins()
        self._quiet = contextlib.ExitStack()
        self._quiet.enter_context(contextlib.redirect_stderr(io.StringIO()))
        self._quiet.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        return self._mark

    def __exit__(self, kind, error, traceback):
        self._quiet.close()
        self._restore_names()
        if error is not None and not isinstance(error, Stop):
            return False
        if self._judged_elsewhere is None:
            _report(self._mark)
        return True

    def _uncover_builtins(self):
        """Let the check use `len` or `sum` even where the learner has given these names away."""
        for name in vars(builtins):
            if not name.startswith("_"):
                self._names.pop(name, None)

    def _restore_names(self):
        for name in set(self._names) - set(self._before) - {"mark"}:
            del self._names[name]
        self._names.update({name: value for name, value in self._before.items() if name != "mark"})


def _report(mark):
    execution = os.environ.get("NBGRADER_EXECUTION")
    if mark.messages and execution == "validate":
        raise CheckFailed("\n".join(mark.messages))
    if mark.messages or execution == "autograde":
        print(mark.summary)
    else:
        print("○ " + _("The form is right. Whether the value is right, the full check says when your work is marked."))
