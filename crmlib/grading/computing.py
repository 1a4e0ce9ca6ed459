"""Ending what computes too long in this process."""

import signal
import threading
from contextlib import contextmanager

_AGAIN_SECONDS = 0.1  # a library may swallow the first


class ComputedTooLong(BaseException):
    """Raised from within; no library catches it by mistake."""


@contextmanager
def computing_limit(seconds):
    """Raise `ComputedTooLong` after so many seconds of this process's computing, where a signal can: in the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number, frame):
        raise ComputedTooLong(f"more than {seconds:g} s")

    before = signal.signal(signal.SIGPROF, stop)
    try:
        signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN_SECONDS)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    finally:  # once more: the signal may have come in the line above
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
