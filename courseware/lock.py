"""Pin the versions of all packages: ``python course.py lock [--upgrade]``.

The development lock comes first and binds the learners', so that both hold the same versions. The
packages that ``python course.py bench`` measures the course against have a lock of their own.
"""

import subprocess
import sys

COMPILE = [
    sys.executable, "-m", "uv", "pip", "compile",
    "--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate",
    "--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command", "python course.py lock", "--quiet",
]  # fmt: skip
PROJECT = ["pyproject.toml", "--group", "environment"]
LOCKS = {
    "requirements-dev.lock": [*PROJECT, "--all-extras"],
    "requirements.lock": [*PROJECT, "--constraints", "requirements-dev.lock"],
    "benchmarks/requirements.lock": ["benchmarks/requirements.in"],
}


def main(options):
    """Write all lock files anew; `options`, such as ``--upgrade``, go to uv."""
    for lock, wanted in LOCKS.items():
        subprocess.run([*COMPILE, *wanted, "-o", lock, *options], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
