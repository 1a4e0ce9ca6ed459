"""Noticing what a notebook has no business with: the network, files elsewhere, other programs.

The sandbox stops these things; this only tells the instructor. Code that is out to deceive can
keep it quiet, and gains nothing by that.
"""

import os
import sys

_NETWORK = {"socket.connect", "socket.getaddrinfo", "socket.bind", "socket.sendto", "urllib.Request"}
_PROGRAMS = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty"}
_MOST = 20


class Noticed:
    """A list of what happened, from `start` on; `take` empties it."""

    def __init__(self, own_folders):
        self._own = tuple(own_folders)
        self._found = []

    def start(self):
        """Begin to notice; Python cannot be told to stop."""
        sys.addaudithook(self._hook)

    def take(self):
        """Return what was noticed since the last call: kind and detail."""
        found, self._found = self._found, []
        return found

    def _hook(self, event, arguments):
        if event in _NETWORK:
            self._add("network", arguments[-1])
        elif event in _PROGRAMS:
            self._add("program", arguments[0] if arguments else event)
        elif event == "open" and isinstance(arguments[0], str) and not os.path.abspath(arguments[0]).startswith(self._own):
            self._add("file", arguments[0])

    def _add(self, kind, detail):
        if len(self._found) < _MOST:
            self._found.append([kind, str(detail)[:200]])
