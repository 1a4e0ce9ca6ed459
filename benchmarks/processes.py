"""Time, computing time and memory of work that is done in processes of its own. Linux only."""

import ctypes
import resource
import threading
import time

import psutil

from benchmarks.measure import Measured

_PR_SET_CHILD_SUBREAPER = 36
_MEGABYTE = 1024 * 1024
_TICK_SECONDS = 0.1


def measure_children(work):
    """Run ``work()``, which starts processes and waits for them.

    Computing time is that of all of them, and of this process. Memory is that of the largest
    process started from here with all below it; what processes share counts once (PSS).

    Returns
    -------
    measured : Measured
    result : object
        What the work returned.
    """
    _adopt_orphans(True)
    started_before = psutil.Process().children()
    watcher = _Watcher()
    watcher.start()
    clock, cpu = time.perf_counter(), _cpu()
    try:
        result = work()
        seconds = time.perf_counter() - clock
        psutil.wait_procs(set(psutil.Process().children()) - set(started_before), timeout=10)
    finally:
        watcher.stop()
        _adopt_orphans(False)
    return Measured(seconds, _cpu() - cpu - watcher.cpu_seconds, watcher.peak), result


def _adopt_orphans(yes):
    """Become, or be no longer, the parent of those below whose parent ends: only a parent learns what they took."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, int(yes), 0, 0, 0)


class _Watcher(threading.Thread):
    """Notes the most memory that a process started from here holds, with all below it, in MB."""

    def __init__(self):
        super().__init__(daemon=True)
        self.peak = self.cpu_seconds = 0.0
        self._done = threading.Event()

    def run(self):
        here = psutil.Process()
        while not self._done.wait(_TICK_SECONDS):
            self.peak = max([self.peak, *map(_memory_of_tree, here.children())])
        self.cpu_seconds = time.thread_time()

    def stop(self):
        self._done.set()
        self.join()


def _memory_of_tree(top):
    total = 0
    try:
        for process in [top, *top.children(recursive=True)]:
            total += process.memory_full_info().pss
    except psutil.NoSuchProcess:
        pass  # it ended meanwhile
    return total / _MEGABYTE


def _cpu():
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(part.ru_utime + part.ru_stime for part in used)
