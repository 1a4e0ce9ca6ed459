"""The warm Python: everything a notebook imports is loaded once, and each submission gets a forked copy.

Started by :mod:`crmlib.grading.sandbox.launch`; holds no secret and no check.
"""

import json
import os
import socket
import sys

from crmlib.grading.sandbox import isolate
from crmlib.grading.sandbox.limits import Limits


def main():
    control = socket.socket(fileno=int(sys.argv[1]))
    isolate.die_with_parent()
    isolate.adopt_orphans()
    notebook = _warmed()
    control.sendall(b"ready")
    while True:
        job, descriptors, _, _ = socket.recv_fds(control, 4096, 1)
        if not job:
            return
        child = os.fork()
        if child == 0:
            control.close()
            _serve(socket.socket(fileno=descriptors[0]), notebook, **json.loads(job))
        os.close(descriptors[0])
        _wait(child)
        control.sendall(b"ended")


def _warmed():
    """Load what notebooks load, draw once and read the tables, so that no copy has to."""
    import matplotlib.pyplot as plt

    import crmlib.check
    import crmlib.data
    import crmlib.draw
    import crmlib.explore
    import crmlib.pareto
    import crmlib.transactions  # noqa: F401
    from crmlib.grading.sandbox.shell import Notebook

    figure = plt.figure()
    figure.gca().plot([1, 2])
    figure.canvas.draw()
    plt.close(figure)
    crmlib.data.load("orders", student="warm")
    return Notebook()


def _wait(child):
    """Wait for the copy, and in passing for what it left behind."""
    while os.wait()[0] != child:
        pass


def _serve(channel, notebook, work, own_folders, limits, sandboxed):
    """Run cells and answer requests until the grader has had enough."""
    from crmlib.grading.sandbox import wire
    from crmlib.grading.sandbox.blocked import Noticed
    from crmlib.grading.sandbox.launch import WORK, course_folders

    limits = Limits(**limits)
    try:
        isolate.enter(work, own_folders, limits, sandboxed)
        os.environ.update(HOME=work, TMPDIR=work, CRM_PROGRESS=os.path.join(work, "progress.json"))
        noticed = Noticed([WORK, work, "/usr", "/lib", "/dev/null", "/tmp", "/proc/self", *course_folders()])
        noticed.start()
        wire.send(channel, {"started": True})
        while True:
            request = wire.receive(channel)
            if "run" in request:
                reply = {"outputs": notebook.run(request["run"], limits)}
            else:
                reply = notebook.answer(request, limits)
            wire.send(channel, {**reply, "noticed": noticed.take()})
    except BaseException as error:
        try:
            wire.send(channel, {"fault": f"{type(error).__name__}: {error}"})
        finally:
            os._exit(1)


if __name__ == "__main__":
    main()
