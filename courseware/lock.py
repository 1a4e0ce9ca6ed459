"""Pin the versions of all packages: ``python course.py lock [--upgrade]``.

The development lock comes first and binds the other, so that both hold the same versions.
"""

import subprocess
import sys

COMPILE = [
    sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--group", "environment",
    "--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate",
    "--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command", "python course.py lock", "--quiet",
]  # fmt: skip


def main(options):
    """Write both lock files anew; `options`, such as ``--upgrade``, go to uv."""
    subprocess.run([*COMPILE, "--all-extras", "-o", "requirements-dev.lock", *options], check=True)
    subprocess.run([*COMPILE, "--constraints", "requirements-dev.lock", "-o", "requirements.lock", *options], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
