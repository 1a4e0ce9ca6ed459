"""Watching from outside what a submission uses, over all its processes, and ending it."""

import os
import signal
import time

from crmlib.grading.sandbox.usage import usage_below

MOST_WAITS = 5  # a whole notebook may wait as long as so many of its cells
_EVERY_SECONDS = 0.05
_MOST_THREADS = 300  # more than any library starts by itself
_GRACE_SECONDS = 2.0  # the cell's own timer comes first: it ends the cell and not the notebook
_STARVED = 10  # on a machine with no time for it, a cell may take so many times the clock time that it may wait


class Ended(Exception):
    """The submission's run is over before its end.

    Parameters
    ----------
    reason : {"cell_time", "total_time", "waiting", "memory", "processes", "gone"}
    """

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


class Watch:
    """The processes below the warm Python, beside those that stood before the session.

    Time in which none of them computes, or could if the machine had time, is waiting.

    Parameters
    ----------
    root : int
        Process that all others descend from.
    limits : Limits
    """

    def __init__(self, root, limits):
        self._root = root
        self._limits = limits
        before = usage_below(root)
        self._standing = set(before)
        self._used_before = _computing(before)
        self._looked = time.monotonic()
        self.seconds = self.waited = 0.0
        self.begin_cell()

    def measure(self):
        """Note the computing time since the session began; return what all processes use."""
        now = usage_below(self._root)
        self.seconds = max(self.seconds, _computing(now) - self._used_before)
        return now

    def begin_cell(self):
        """Start the clock of the next cell."""
        self.measure()
        self._used_before_cell, self._waited_before_cell = self.seconds, self.waited
        self._cell_began = time.monotonic()

    def look(self):
        """Raise `Ended` when a limit is passed. Called often; looks now and then."""
        now = time.monotonic()
        passed = now - self._looked
        if passed < _EVERY_SECONDS:
            return
        self._looked = now
        used_before = self.seconds
        own = [usage for process, usage in self.measure().items() if process not in self._standing]
        if self.seconds == used_before and not any(usage.state == "R" for usage in own):
            self.waited += min(passed, 2 * _EVERY_SECONDS)
        waited_in_cell, on_the_clock = self.waited - self._waited_before_cell, now - self._cell_began
        limits = self._limits
        for reason, is_passed in (
            ("processes", len(own) > limits.processes + 3 or sum(usage.threads for usage in own) > _MOST_THREADS),  # beside the notebook: its two keepers
            ("memory", sum(usage.memory for usage in own) > limits.memory),
            ("total_time", self.seconds > limits.total_seconds + _GRACE_SECONDS),
            ("cell_time", self.seconds - self._used_before_cell > limits.cell_seconds + _GRACE_SECONDS),
            ("waiting", waited_in_cell > limits.waiting_seconds or self.waited > MOST_WAITS * limits.waiting_seconds
             or on_the_clock > _STARVED * limits.waiting_seconds),
        ):
            if is_passed:
                raise Ended(reason)

    def kill(self):
        """End everything that was started in the session."""
        self.measure()
        while own := self._alive() or self._alive(scan=True):
            for number, _start in own:
                try:
                    os.kill(number, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            time.sleep(0.002)

    def _alive(self, scan=False):
        return [process for process, usage in usage_below(self._root, scan).items() if process not in self._standing and not usage.has_ended]


def _computing(usages):
    return sum(usage.seconds for usage in usages.values())
