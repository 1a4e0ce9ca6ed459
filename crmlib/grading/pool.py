"""Worker processes that survive what they work on: a worker that dies is replaced, its task tried once more."""

import multiprocessing
import os
import signal
from multiprocessing.connection import wait

import psutil

from crmlib.grading.sandbox.isolate import die_with_parent

MOST_SECONDS = 300  # of a worker's own computing for one name; what runs in its sandbox has limits of its own
_LOOK_SECONDS = 1.0


def run(task, names, workers, setup, lost):
    """Yield the result of ``task(tools, name)`` for every name, in the order in which they are ready.

    Parameters
    ----------
    task : function
        Called in a worker; importable.
    names : iterable of str
    workers : int
    setup : function
        Called once in every worker: a context manager that gives `tools`; picklable.
    lost : function
        Gives the result for a name that has brought two workers down.
    """
    waiting, tries, busy = list(names)[::-1], {}, {}
    try:
        while waiting or busy:
            while waiting and len(busy) < workers:
                _hand_out(busy, *_start(task, setup), waiting.pop())
            ready = wait(list(busy), _LOOK_SECONDS)
            _end_endless(busy)
            for connection in ready:
                process, name, _began = busy.pop(connection)
                try:
                    result = connection.recv()
                except (EOFError, OSError):
                    process.join()
                    tries[name] = tries.get(name, 0) + 1
                    if tries[name] == 1:
                        waiting.append(name)
                        continue
                    result = lost(name)
                else:
                    if waiting:
                        _hand_out(busy, connection, process, waiting.pop())
                    else:
                        connection.close()
                yield result
    finally:
        for process, _name, _began in busy.values():
            process.kill()


def _end_endless(busy):
    """End workers that do not come to an end: each is lost as if it had died."""
    for process, _name, began in busy.values():
        if _computing(process) - began > MOST_SECONDS:
            process.kill()


def _computing(process):
    try:
        times = psutil.Process(process.pid).cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return times.user + times.system


def _start(task, setup):
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, os.getpid(), task, setup))
    process.start()
    theirs.close()
    return ours, process


def _hand_out(busy, connection, process, name):
    connection.send(name)
    busy[connection] = process, name, _computing(process)


def _work(connection, parent, task, setup):
    die_with_parent()
    if os.getppid() != parent:
        return
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process decides
    with setup() as tools:
        while True:
            try:
                name = connection.recv()
            except EOFError:
                return
            connection.send(task(tools, name))
