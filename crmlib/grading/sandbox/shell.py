"""A notebook's cells run by IPython in this process, with what they show caught as notebook outputs."""

import io
import signal
import sys
from contextlib import contextmanager

import matplotlib

matplotlib.use("module://matplotlib_inline.backend_inline")

from IPython.core.displayhook import DisplayHook  # noqa: E402
from IPython.core.displaypub import DisplayPublisher  # noqa: E402
from IPython.core.interactiveshell import InteractiveShell  # noqa: E402
from traitlets.config import Config  # noqa: E402

from crmlib.check import NotebookAnswers  # noqa: E402
from crmlib.grading.sandbox.outputs import MOST_OUTPUTS, notebook_outputs  # noqa: E402


class CellTimeLimit(BaseException):
    """The cell used more computing time than one cell may."""


class _Publisher(DisplayPublisher):
    def publish(self, data, metadata=None, source=None, *, transient=None, update=False, **options):
        if len(self.shell.shown) < MOST_OUTPUTS:
            self.shell.shown.append({"output_type": "display_data", "data": data, "metadata": metadata or {}})

    def clear_output(self, wait=False):
        self.shell.shown.clear()


class _Hook(DisplayHook):
    def __call__(self, result=None):
        self.check_for_underscore()
        if result is None or self.quiet():
            return
        data, metadata = self.compute_format_data(result)
        self.update_user_ns(result)
        self.shell.shown.append({"output_type": "execute_result", "data": data, "metadata": metadata})


class _Shell(InteractiveShell):
    display_pub_class = _Publisher
    displayhook_class = _Hook
    shown = ()

    def _showtraceback(self, kind, error, lines):
        self.shown.append({"output_type": "error", "ename": kind.__name__, "evalue": str(error), "traceback": list(lines)})

    def enable_gui(self, gui=None):
        pass


class _Stream(io.TextIOBase):
    """What is printed, up to a number of characters."""

    encoding, errors = "utf-8", "replace"

    def __init__(self, name, shown, room):
        self._name, self._shown, self._room = name, shown, room

    def writable(self):
        return True

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        length = len(text)
        kept, self._room[0] = text[:max(0, self._room[0])], self._room[0] - length
        if kept:
            last = self._shown[-1] if self._shown else {}
            if last.get("name") != self._name:
                last = {"output_type": "stream", "name": self._name, "parts": []}
                self._shown.append(last)
            last["parts"].append(kept)
        return length


class Notebook:
    """The running notebook of one submission."""

    def __init__(self):
        config = Config()
        config.HistoryManager.enabled = False
        config.HistoryManager.hist_file = ":memory:"
        self._shell = _Shell.instance(config=config, colors="nocolor")
        self._shell.shown = []
        self._shell.enable_matplotlib("inline")

    def run(self, source, limits):
        """Run one cell; return its outputs."""
        shown = self._shell.shown = []
        room = [limits.output]
        with _caught(shown, room), _timed(limits.cell_seconds):
            try:
                self._shell.run_cell(source, store_history=True)
            except BaseException as error:
                shown.append({"output_type": "error", "ename": type(error).__name__, "evalue": str(error), "traceback": []})
        for output in shown:
            if "parts" in output:
                output["text"] = "".join(output.pop("parts"))
        return notebook_outputs(shown)  # a message has a largest size; one large output must not end the notebook

    def answer(self, request, limits):
        """Return the reply to one request of a check."""
        with _caught([], [0]), _timed(limits.cell_seconds):
            try:
                return NotebookAnswers(self._shell.user_ns).ask(request)
            except BaseException as error:
                return {"problem": "raised", "error": f"{type(error).__name__}: {error}"}


@contextmanager
def _caught(shown, room):
    streams = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _Stream("stdout", shown, room), _Stream("stderr", shown, room)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = streams


@contextmanager
def _timed(seconds):
    """Interrupt Python code that computes longer; what does not heed it, the grader ends."""
    def stop(number, frame):
        raise CellTimeLimit(f"stopped after {seconds:g} s of computing")

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
