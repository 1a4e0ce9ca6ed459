"""Worker processes that survive what they work on: a worker that dies is replaced, its task tried once more."""

import multiprocessing
import os
import signal
from multiprocessing.connection import wait

from crmlib.grading.sandbox.isolate import die_with_parent


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
            for connection in wait(list(busy)):
                process, name = busy.pop(connection)
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
        for process, _ in busy.values():
            process.kill()


def _start(task, setup):
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, os.getpid(), task, setup))
    process.start()
    theirs.close()
    return ours, process


def _hand_out(busy, connection, process, name):
    connection.send(name)
    busy[connection] = process, name


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
