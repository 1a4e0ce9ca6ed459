"""The grader's side: a sandbox that stands ready, and one session in it for each submission."""

import json
import shutil
import socket
import tempfile
from contextlib import ExitStack
from dataclasses import asdict

from crmlib.grading.sandbox import wire
from crmlib.grading.sandbox.launch import WORK, own_folders, start
from crmlib.grading.sandbox.limits import Limits
from crmlib.grading.sandbox.watch import Ended, Watch

_SEND_SECONDS = 5.0
_TICK_SECONDS = 0.05
_MOST_NOTICED, _MOST_DETAIL = 50, 200


class Sandbox:
    """A warm Python, shut in, from which every submission gets a fresh copy.

    Parameters
    ----------
    sandboxed : bool, default True
        Shut it in with bubblewrap. Without, limits still hold, but a submission can read and write
        what the grader can.

    Raises
    ------
    SandboxUnavailable
        If there is no bubblewrap, with the remedy.

    Examples
    --------
    >>> with Sandbox() as sandbox, sandbox.session() as session:  # doctest: +SKIP
    ...     session.run("share = 0.5")
    ...     session.ask({"get": "share"})
    []
    {'value': 0.5}
    """

    def __init__(self, sandboxed=True):
        self.sandboxed = sandboxed
        self._process = None
        self._session = None

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def session(self, limits=Limits()):
        """Return a new session; there is one at a time."""
        if self._process is None or self._process.poll() is not None:
            self._begin()
        self._session = Session(self, limits)
        return self._session

    def close(self):
        """End the sandbox and all that is in it."""
        if self._session is not None:
            self._session.close()
        if self._process is not None:
            self.control.close()
            self._process.kill()
            self._process.wait()
            self._process = None

    def _begin(self):
        self.close()
        with ExitStack() as undo:
            self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            undo.callback(self.control.close)
            with theirs:
                self._process = start(theirs, self.sandboxed)
            if self.control.recv(16) != b"ready":
                raise RuntimeError("The sandbox did not start.")
            undo.pop_all()

    @property
    def root(self):
        """Id of the process that all others in the sandbox descend from."""
        return self._process.pid

    def folder(self):
        """Return a folder for the files of a session; in the sandbox it is empty and private."""
        return WORK if self.sandboxed else tempfile.mkdtemp(prefix="submission-")


class Session:
    """One submission's run. Its code is trusted with nothing: every reply may be a lie.

    Attributes
    ----------
    noticed : list of [kind, detail]
        What the notebook had no business with.
    """

    def __init__(self, sandbox, limits):
        self._sandbox = sandbox
        self._folder = sandbox.folder()
        self.noticed = []
        self._watch = Watch(sandbox.root, limits)
        self._channel, theirs = socket.socketpair()
        with theirs:
            job = {"work": self._folder, "own_folders": own_folders(), "limits": asdict(limits), "sandboxed": sandbox.sandboxed}
            socket.send_fds(sandbox.control, [json.dumps(job).encode()], [theirs.fileno()])
        reply = self._receive()
        if "started" not in reply:
            self.close()
            raise RuntimeError(f"The sandbox could not shut a submission in: {reply.get('fault')}")

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    @property
    def seconds(self):
        """Computing time used so far."""
        return self._watch.seconds

    @property
    def waited(self):
        """Seconds in which nothing in the session computed, though an answer was awaited."""
        return self._watch.waited

    def run(self, source):
        """Run one cell and return its outputs, as they came.

        Raises
        ------
        Ended
            If a limit was passed or the process is gone; the session is over then.
        """
        outputs = self._exchange({"run": source}).get("outputs")
        return outputs if isinstance(outputs, list) else []

    def ask(self, request):
        """Return the reply to one request of a check (see :mod:`crmlib.check.answers`).

        Raises
        ------
        Ended
            If a limit was passed or the process is gone; the session is over then.
        """
        reply = self._exchange(request)
        return {key: reply[key] for key in ("value", "problem", "type", "error") if key in reply}

    def close(self):
        """End the session: no process of it and no file is left."""
        if self._channel is None:
            return
        self._channel.close()
        self._channel = None
        self._watch.kill()
        self._sandbox.control.recv(16)  # "ended"
        if not self._sandbox.sandboxed:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _exchange(self, request):
        if self._channel is None:
            raise Ended("gone")
        self._watch.begin_cell()
        self._channel.settimeout(_SEND_SECONDS)
        try:
            wire.send(self._channel, request)
            reply = self._receive()
        except wire.Broken:
            self.close()
            raise Ended("gone") from None
        except Ended:
            self.close()
            raise
        if not isinstance(reply, dict) or "fault" in reply:
            self.close()
            raise Ended("gone")
        noticed = reply.get("noticed")
        if isinstance(noticed, list):
            self.noticed += [[kind, detail[:_MOST_DETAIL]] for kind, detail in filter(_is_note, noticed[:_MOST_NOTICED - len(self.noticed)])]
        return reply

    def _receive(self):
        self._channel.settimeout(_TICK_SECONDS)
        return wire.receive(self._channel, self._watch.look)


def _is_note(found):
    return isinstance(found, list) and len(found) == 2 and found[0] in ("network", "program", "file") and isinstance(found[1], str)
