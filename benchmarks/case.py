"""Cases: work of one package, each measured in a process of its own, in that package's environment."""

import importlib
import json
import math
import subprocess
import sys
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks.environment import variables
from benchmarks.measure import Measured, measure_here
from benchmarks.table import Row

_SAME = 1e-6  # relative


@dataclass(frozen=True)
class Case:
    """A function that gets some work ready.

    Called with the numbers that make its size, it returns the work and a function that takes the
    work's result and gives the figures on which all packages must agree.

    Attributes
    ----------
    python : str or pathlib.Path
        Of the environment that the package is in.
    module, function : str
        The module names its package in ``PACKAGE``.
    label : str
        What stands after the package's name in the table.
    """

    python: str | Path
    module: str
    function: str
    label: str = ""

    def run(self, *size):
        """Measure once; return the package with its version, what it took, and the figures."""
        print(self.module, self.function, *size, file=sys.stderr)
        words = [self.python, "-m", "benchmarks.case", self.module, self.function, *map(str, size)]
        done = subprocess.run(words, env=variables(self.python), stdout=subprocess.PIPE, check=True)
        found = json.loads(done.stdout.splitlines()[-1])
        return f"{found['package']} {self.label}".rstrip(), Measured(**found["measured"]), found["figures"]


def compare(task, cases, size, rounds):
    """Measure all cases in turn, `rounds` times over; return a row for each with its median time.

    Raises
    ------
    ValueError
        If the packages give different figures.
    """
    runs = [[case.run(*size) for case in cases] for _ in range(rounds)]
    (_package, _measured, expected), *others = runs[0]
    for _package, _measured, figures in others:
        _require_same(task, expected, figures)
    return [_median_row(task, turns) for turns in zip(*runs)]


def _median_row(task, turns):
    measured = sorted((measured for _package, measured, _figures in turns), key=lambda one: one.seconds)
    return Row(task, turns[0][0], measured[len(measured) // 2])


def _require_same(task, first, second):
    for name in first.keys() & second.keys():
        if not math.isclose(first[name], second[name], rel_tol=_SAME):
            raise ValueError(f"{task}: {name} is {first[name]} and {second[name]}")


def _main(module, function, *size):
    module = importlib.import_module(module)
    work, figures = getattr(module, function)(*map(int, size))
    measured, result = measure_here(work)
    print(json.dumps({"package": f"{module.PACKAGE} {version(module.PACKAGE)}", "measured": asdict(measured), "figures": figures(result)}))


if __name__ == "__main__":
    _main(*sys.argv[1:])
