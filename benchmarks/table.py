"""The table of all measurements, with the machine they were made on."""

import os
import platform
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.measure import Measured

_COLUMNS = ("Task", "Package", "Seconds", "CPU seconds", "Memory, MB", "Times as fast", "Share of memory")


@dataclass(frozen=True)
class Row:
    """One measurement.

    Attributes
    ----------
    task : str
        What was done; the first row of a task is what its other rows are compared with.
    package : str
        With its version.
    measured : Measured
    """

    task: str
    package: str
    measured: Measured


def as_markdown(rows, notes):
    """Return the table as text: one line for each row, then one for each note.

    Memory is not compared with less than 1 MB.

    Examples
    --------
    >>> rows = [Row("add up", "slow 1.0", Measured(12.0, 12.0, 600)), Row("add up", "quick 2.0", Measured(0.5, 0.9, 150))]
    >>> print(as_markdown(rows, ["Median of three runs."]))
    | Task | Package | Seconds | CPU seconds | Memory, MB | Times as fast | Share of memory |
    |---|---|---:|---:|---:|---:|---:|
    | add up | slow 1.0 | 12.0 | 12.0 | 600 | 1.00 | 1.00 |
    | add up | quick 2.0 | 0.500 | 0.900 | 150 | 24.0 | 0.250 |
    <BLANKLINE>
    - Median of three runs.
    """
    lines = [f"| {' | '.join(_COLUMNS)} |", "|---|---|---:|---:|---:|---:|---:|"]
    first = {row.task: row.measured for row in reversed(rows)}
    for row in rows:
        base, found = first[row.task], row.measured
        numbers = [found.seconds, found.cpu_seconds, found.memory, base.seconds / found.seconds]
        share = "–" if base.memory < 1 else _digits(found.memory / base.memory)
        lines.append(f"| {' | '.join([row.task, row.package, *map(_digits, numbers), share])} |")
    return "\n".join([*lines, "", *(f"- {note}" for note in notes)])


def machine():
    """Return one sentence on the day, this computer and what it has to do just now."""
    processor = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    name = processor.group(1) if processor else platform.machine()
    return (f"{date.today()}, {os.cpu_count()} cores ({name}), {memory:.0f} GB of memory, "
            f"{platform.system()} {platform.release()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f} at the start.")


def _digits(number):
    """Write a number with three digits."""
    return f"{number:,.0f}" if number >= 99.95 else f"{number:#.3g}"
