"""The environment of the packages that the course is measured against, made from their own lock."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from course import index_option
from courseware.files import ROOT

FOLDER = ROOT / "benchmarks"
LOCK = FOLDER / "requirements.lock"
VENV = FOLDER / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "made_from"  # the Python and the lock of a complete environment


def stands():
    """Return whether the environment is complete, of this Python and of this lock."""
    return PYTHON.exists() and STAMP.exists() and STAMP.read_text(encoding="utf-8") == _wanted()


def prepare():
    """Make the environment, unless it stands."""
    if stands():
        return
    uv = [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "venv", "--quiet", "--clear", "--python", sys.executable, VENV], check=True)
    install = [*uv, "pip", "install", "--quiet", "--python", PYTHON, *index_option()]
    subprocess.run([*install, "--require-hashes", "--no-deps", "-r", LOCK], check=True)
    STAMP.write_text(_wanted(), encoding="utf-8")


def variables(python):
    """Return the environment variables under which a program of this Python finds its own programs, and crmlib."""
    programs = Path(python).parent
    path = os.pathsep.join([str(programs), os.environ.get("PATH", os.defpath)])
    return {**os.environ, "PATH": path, "VIRTUAL_ENV": str(programs.parent), "PYTHONPATH": str(ROOT)}


def _wanted():
    return f"{sys.version} {hashlib.sha256(LOCK.read_bytes()).hexdigest()}"
