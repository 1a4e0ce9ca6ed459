"""Watching from outside what a submission uses, over all its processes, and ending it."""

import time

import psutil

_EVERY_SECONDS = 0.05
_WAITS = 5  # a whole notebook may wait as long as so many of its cells
_MOST_THREADS = 300  # more than any library starts by itself
_GRACE_SECONDS = 2.0  # the cell's own timer comes first: it ends the cell and not the notebook


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

    Parameters
    ----------
    root : int
        Process that all others descend from.
    limits : Limits
    """

    def __init__(self, root, limits):
        self._root = psutil.Process(root)
        self._limits = limits
        self._standing = set(self._all())
        self._used_before = _computing(self._standing)
        self._looked = 0.0
        self.seconds = 0.0
        self._began = time.monotonic()
        self.begin_cell()

    def measure(self):
        """Return the computing time since the session began; what was measured stays known in `seconds`."""
        self.seconds = max(self.seconds, _computing(self._all()) - self._used_before)
        return self.seconds

    def begin_cell(self):
        """Start the clock of the next cell."""
        self._cell_began = time.monotonic()
        self._used_before_cell = self.measure()

    def look(self):
        """Raise `Ended` when a limit is passed. Called often; looks now and then."""
        now = time.monotonic()
        if now - self._looked < _EVERY_SECONDS:
            return
        self._looked = now
        used = self.measure()
        own = self._all() - self._standing
        for reason, passed in (
            ("processes", len(own) > self._limits.processes + 3 or sum(map(_threads, own)) > _MOST_THREADS),  # beside the notebook: its two keepers
            ("memory", sum(map(_memory, own)) > self._limits.memory),
            ("total_time", used > self._limits.total_seconds + _GRACE_SECONDS),
            ("cell_time", used - self._used_before_cell > self._limits.cell_seconds + _GRACE_SECONDS),
            ("waiting", now - self._cell_began > self._limits.waiting_seconds or now - self._began > _WAITS * self._limits.waiting_seconds),
        ):
            if passed:
                raise Ended(reason)

    def kill(self):
        """End everything that was started in the session."""
        self.measure()
        while own := [process for process in self._all() - self._standing if _alive(process)]:
            for process in own:
                try:
                    process.kill()
                except psutil.NoSuchProcess:
                    pass
            psutil.wait_procs(own, timeout=0.02)

    def _all(self):
        try:
            return {self._root, *self._root.children(recursive=True)}
        except psutil.NoSuchProcess:
            return set()


def _alive(process):
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _memory(process):
    try:
        return process.memory_info().rss
    except psutil.NoSuchProcess:
        return 0


def _threads(process):
    try:
        return process.num_threads()
    except psutil.NoSuchProcess:
        return 0


def _computing(processes):
    total = 0.0
    for process in processes:
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total
