"""Time, computing time and memory of a piece of work in this process. Linux with the GNU C library only; needs no package."""

import ctypes
import gc
import re
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Measured:
    """What a piece of work took.

    Attributes
    ----------
    seconds : float
        On the clock.
    cpu_seconds : float
        Computing time, over all cores.
    memory : float
        Most memory in use, in MB.
    """

    seconds: float
    cpu_seconds: float
    memory: float


def measure_here(work):
    """Run ``work()`` in this process; memory is what it takes above what is held before.

    Returns
    -------
    measured : Measured
    result : object
        What the work returned.

    Examples
    --------
    >>> measured, zeros = measure_here(lambda: b"0" * 50_000_000)
    >>> measured.memory > 40
    True
    """
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)  # what is free is given back, so that using it again counts
    Path("/proc/self/clear_refs").write_text("5")  # the peak starts anew from what is held now
    before, clock, cpu = _held("VmRSS"), time.perf_counter(), time.process_time()
    result = work()
    seconds, cpu_seconds = time.perf_counter() - clock, time.process_time() - cpu
    return Measured(seconds, cpu_seconds, _held("VmHWM") - before), result


def done_once(work):
    """Run ``work()`` and return it: what it loads when it first runs is there when it is measured.

    Examples
    --------
    >>> work = done_once(lambda: print("worked"))
    worked
    """
    work()
    return work


def _held(name):
    """Return one line of the kernel's report on this process, in MB."""
    return int(re.search(rf"{name}:\s+(\d+) kB", Path("/proc/self/status").read_text()).group(1)) / 1024
