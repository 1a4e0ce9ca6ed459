"""`python course.py bench [NAME ...]`: one table of our speed beside that of other packages, measured in one run."""

import argparse
import importlib

from benchmarks.environment import prepare
from benchmarks.table import as_markdown, machine

TOPICS = ("grading", "customers", "btyd", "pairs")


def main(arguments=None):
    """Measure what was named, or everything; print the table."""
    parser = argparse.ArgumentParser(prog="course.py bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"what to measure: {', '.join(TOPICS)}; everything when not given")
    parser.add_argument("--sizes", nargs="+", type=int, metavar="N",
                        help="numbers of submissions, lines of a log, customers or baskets, in place of the usual ones; with one NAME")
    options = parser.parse_args(arguments)
    names = options.names or TOPICS
    if not set(names) <= set(TOPICS):
        parser.error(f"NAME is one of: {', '.join(TOPICS)}")
    if options.sizes and len(names) != 1:
        parser.error("--sizes needs one NAME")
    prepare()
    topics = [importlib.import_module(f"benchmarks.{name}") for name in names]
    notes = [machine(), *(note for topic in topics for note in topic.NOTES)]
    rows = []
    try:
        for topic in topics:
            for row in topic.measure(options.sizes or topic.SIZES):
                rows.append(row)
    finally:
        print(as_markdown(rows, notes))


if __name__ == "__main__":
    main()
