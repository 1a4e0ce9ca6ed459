"""What one submission may use."""

from dataclasses import dataclass

MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    Attributes
    ----------
    cell_seconds, total_seconds : float
        Computing time of one cell and of the whole notebook, over all its processes.
    waiting_seconds : float
        Time on the clock for one cell, also when it only waits.
    memory : int
        Bytes in memory, over all its processes.
    processes : int
        Processes at the same time, beside the notebook's own.
    disk : int
        Bytes in files, all of which are gone afterwards.
    files : int
        Number of files.
    output : int
        Characters that one cell may print.
    """

    cell_seconds: float = 20.0
    total_seconds: float = 60.0
    waiting_seconds: float = 60.0
    memory: int = 2048 * MEGABYTE
    processes: int = 16
    disk: int = 64 * MEGABYTE
    files: int = 2000
    output: int = 100_000
