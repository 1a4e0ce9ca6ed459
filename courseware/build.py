"""`python course.py build`: catalogue, exercises and both editions of the chapters, from their sources."""

import argparse
import sys

from courseware.catalogue import build_catalogue, untranslated
from courseware.editions import build_editions
from courseware.exercises import build_exercises
from courseware.files import ROOT


def main(arguments=None):
    """Build everything; print what changed."""
    parser = argparse.ArgumentParser(prog="course.py build", description=__doc__)
    parser.add_argument("--only", metavar="NAME", help="only chapters whose file name contains NAME")
    only = parser.parse_args(arguments).only
    changed = build_catalogue() + build_exercises() + build_editions(only)
    for path in changed:
        print(f"built {path.relative_to(ROOT)}")
    for message in untranslated():
        print(f"no Chinese yet: {message}", file=sys.stderr)
    if not changed:
        print("Everything is up to date.")


if __name__ == "__main__":
    main()
