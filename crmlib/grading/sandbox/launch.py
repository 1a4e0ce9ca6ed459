"""Starting the warm Python, inside bubblewrap or, on request, without it."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import crmlib
from crmlib.data import table_file
from crmlib.language import CourseError
from crmlib.language import gettext as _

WORK = "/sandbox"
_VARIABLES = {
    "HOME": WORK,
    "LANG": "C.UTF-8",
    "PATH": "/usr/bin:/bin",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONSAFEPATH": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "JOBLIB_MULTIPROCESSING": "0",
    "NBGRADER_EXECUTION": "autograde",
}


class SandboxUnavailable(CourseError):
    """Submissions cannot be shut in on this machine."""


def start(control, sandboxed):
    """Start the warm Python with one end of its control connection; return the process.

    Raises
    ------
    SandboxUnavailable
        If bubblewrap is missing or may not be used, with the remedy.
    """
    command = [sys.executable, "-m", "crmlib.grading.sandbox.warm", str(control.fileno())]
    if sandboxed:
        require_bubblewrap()
        command = _bubblewrap() + command
    elif not sys.platform.startswith("linux"):
        raise SandboxUnavailable(_("Grading needs Linux. Use a Linux computer, a virtual machine or WSL."))
    return subprocess.Popen(command, pass_fds=[control.fileno()], env=_VARIABLES, cwd="/", stdin=subprocess.DEVNULL)


@cache
def require_bubblewrap():
    """Stop with the remedy unless bubblewrap is there and works."""
    if not sys.platform.startswith("linux"):
        raise SandboxUnavailable(_("Grading needs Linux. Use a Linux computer, a virtual machine or WSL."))
    if shutil.which("bwrap") is None:
        raise SandboxUnavailable(_(
            "Submissions run in a sandbox, and its program bubblewrap is missing. Install it (on Debian or Ubuntu: "
            "sudo apt install bubblewrap), or grade without a sandbox: --no-sandbox."))
    tried = subprocess.run(_bubblewrap() + ["true"], capture_output=True, text=True, cwd="/")
    if tried.returncode:
        raise SandboxUnavailable(_(
            "bubblewrap cannot make a sandbox here: {error} Allow user namespaces (on Ubuntu: sudo sysctl "
            "kernel.apparmor_restrict_unprivileged_userns=0), or grade without a sandbox: --no-sandbox.").format(error=tried.stderr.strip()))


def _bubblewrap():
    """Return the command that shows a program this Python, the course's package and its data, and nothing else."""
    command = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--hostname", "sandbox", "--clearenv"]
    for name, value in _VARIABLES.items():
        command += ["--setenv", name, value]
    command += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", WORK, "--tmpfs", "/tmp"]
    for folder in ("/bin", "/lib", "/lib32", "/lib64", "/sbin"):
        if os.path.islink(folder):
            command += ["--symlink", os.readlink(folder), folder]
        else:
            command += ["--ro-bind-try", folder, folder]
    for folder in ("/usr", "/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache", "/etc/localtime", "/etc/passwd"):
        command += ["--ro-bind-try", folder, folder]
    for folder in course_folders():
        command += ["--ro-bind", folder, folder]
    return command + ["--remount-ro", "/tmp", "--remount-ro", "/dev", "--remount-ro", "/", "--"]


def own_folders():
    """Return the folders that each submission gets empty and to itself; all others it can only read.

    Where the course itself lies below /tmp, /tmp is not one of them: it would hide the course.
    """
    hidden = any(folder.startswith("/tmp/") for folder in course_folders())
    return [WORK, "/dev/shm"] if hidden else [WORK, "/dev/shm", "/tmp"]


def course_folders():
    """Return the folders outside /usr that hold this Python, the course's package and its data."""
    folders = [sys.base_prefix, sys.prefix, os.path.dirname(os.path.realpath(sys.executable)),
               Path(crmlib.__file__).parent, table_file("orders").parent]
    return [str(folder) for folder in dict.fromkeys(map(str, folders)) if not str(folder).startswith("/usr")]
