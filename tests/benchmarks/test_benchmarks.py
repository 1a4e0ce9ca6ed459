"""The table of speed is built from small runs. No test looks at a clock, and none installs a package."""

import doctest
import importlib
import re
import subprocess
import sys

import psutil
import pytest
from packaging.requirements import Requirement

from benchmarks import __main__, btyd, customers, environment, graders, grading, pairs
from benchmarks.case import compare
from benchmarks.measure import Measured
from benchmarks.processes import _memory_of_tree, measure_children
from benchmarks.table import Row, as_markdown, machine
from crmlib.grading.sandbox.launch import SandboxUnavailable, require_bubblewrap
from tests.test_environment import blocks, pinned

LOCK = "benchmarks/requirements.lock"
NOT_THERE = "the packages that we are measured against are not installed; python course.py bench installs them"
needs_peers = pytest.mark.skipif(not environment.stands(), reason=NOT_THERE)


class Fixed:
    """A case whose runs are known beforehand: (seconds, figures) for each round."""

    def __init__(self, package, *runs):
        self.package = package
        self.runs = iter(runs)

    def run(self, *size):
        seconds, figures = next(self.runs)
        return self.package, Measured(seconds, seconds, 100.0), figures


@pytest.fixture
def bubblewrap():
    try:
        require_bubblewrap()
    except SandboxUnavailable as error:
        pytest.skip(str(error))


@pytest.mark.parametrize("name", ["data", "measure", "table"])
def test_the_examples_hold(name):
    assert doctest.testmod(importlib.import_module(f"benchmarks.{name}"), optionflags=doctest.NORMALIZE_WHITESPACE).failed == 0


def test_our_tables_from_a_small_log():
    rows = compare("log to customers", customers.our_cases(), (3000, 3), rounds=1)
    assert [row.package.split()[0::2] for row in rows] == [["crm-courseware", "btyd_summary"], ["crm-courseware", "rfm_table"]]
    assert all(row.measured.cpu_seconds > 0 and row.measured.memory > 0 for row in rows)
    assert as_markdown(rows, []).count("\n| log to customers |") == 2


@needs_peers
def test_other_packages_give_the_same_figures_from_a_small_log():
    rows = customers.measure((3000,), rounds=1)
    assert [row.package.split()[0] for row in rows] == ["lifetimes", "pymc-marketing", "crm-courseware", "crm-courseware"] * 2


def test_one_submission_is_graded_by_nbgrader_and_by_us(bubblewrap):
    rows = list(grading.rows(1, {graders.nbgrader: 1}, workers=(1,)))
    assert [row.package.split()[0] for row in rows] == ["nbgrader", "crm-courseware"]
    assert {row.task for row in rows} == {"grade one of 1 submissions"}
    assert all(row.measured.memory > 0 for row in rows)


@pytest.mark.parametrize("function", ["bg_nbd", "gamma_gamma"])
def test_our_fits_to_few_customers(function):
    package, _measured, figures = btyd.our_case(function).run(500)
    assert package.startswith("crm-courseware")
    assert figures["log-likelihood"] < 0


@needs_peers
def test_other_packages_give_the_same_likelihood_for_few_customers():
    rows = btyd.measure((500,), rounds=1)
    assert [row.package.split()[0] for row in rows] == ["lifetimes", "pymc-marketing", "crm-courseware"] * 2


@needs_peers
def test_the_published_customers_are_those_of_the_published_figures():  # Fader, Hardie and Lee (2005), Marketing Science 24(2), table 2
    _package, _measured, figures = btyd.our_case("bg_nbd").run(btyd.CDNOW)
    assert round(figures["log-likelihood"], 1) == -9582.4


def test_our_pairs_of_the_real_supermarket():
    (row,) = pairs.measure((2,), rounds=1)
    assert row.task == "pairs in 2 baskets or more" and row.measured.memory > 0


@needs_peers
def test_mlxtend_finds_the_same_pairs_with_the_same_lift():
    rows = pairs.measure((1000,), rounds=1)
    assert [row.package.split()[::2] for row in rows] == [["mlxtend", "fpgrowth"], ["mlxtend", "apriori"], ["crm-courseware"]]


@needs_peers
def test_one_of_two_submissions_is_graded_by_otter():
    (row,) = grading.rows(2, {graders.otter: 1}, workers=())
    assert re.fullmatch(r"otter-grader [\d.]+, sample of 1", row.package)


def test_a_grader_that_fails_gives_no_row():
    with pytest.raises(RuntimeError, match="8 checks passed were expected"):
        graders._require_full([(1.0, 1.0)] * 7 + [(0.0, 1.0)], 1)


def test_a_row_is_the_run_with_the_median_time():
    first = Fixed("slow", (9.0, {"sum": 1.0}), (2.0, {"sum": 1.0}), (4.0, {"sum": 1.0}))
    second = Fixed("quick", (1.0, {"sum": 1.0}), (3.0, {"sum": 1.0}), (2.0, {"sum": 1.0}))
    slow, quick = compare("add", [first, second], (1,), rounds=3)
    assert slow == Row("add", "slow", Measured(4.0, 4.0, 100.0))
    assert quick == Row("add", "quick", Measured(2.0, 2.0, 100.0))


def test_packages_that_disagree_are_not_compared():
    with pytest.raises(ValueError, match="add: sum is 1.0 and 1.1"):
        compare("add", [Fixed("one", (1.0, {"sum": 1.0})), Fixed("other", (1.0, {"sum": 1.1}))], (1,), rounds=1)


def test_ratios_are_those_to_the_first_package_of_the_same_task():
    table = as_markdown([Row("a", "one", Measured(4, 4, 50)), Row("b", "one", Measured(9, 9, 10)), Row("b", "two", Measured(3, 3, 5))], [])
    assert [line.split(" | ")[-2:] for line in table.splitlines()[2:5]] == [["1.00", "1.00 |"], ["1.00", "1.00 |"], ["3.00", "0.500 |"]]


def test_memory_is_not_compared_with_next_to_nothing():
    table = as_markdown([Row("a", "one", Measured(4, 4, 0.0)), Row("a", "two", Measured(4, 4, 9))], [])
    assert [line.split(" | ")[-1] for line in table.splitlines()[2:4]] == ["– |", "– |"]


def test_what_was_measured_before_a_failure_is_printed(monkeypatch, capsys):
    def measure(sizes):
        yield Row("fit", "one", Measured(4, 4, 50))
        raise ValueError("packages disagree")

    monkeypatch.setattr(__main__, "prepare", lambda: None)
    monkeypatch.setattr(btyd, "measure", measure)
    with pytest.raises(ValueError, match="packages disagree"):
        __main__.main(["btyd"])
    assert "| fit | one | 4.00 |" in capsys.readouterr().out


def test_the_machine_is_named():
    assert re.search(r"\d+ cores \(.+\), \d+ GB of memory, Linux .+, Python 3\..+, load \d", machine())


def test_memory_is_that_of_a_process_with_all_below_it():
    hold = "held = b'0' * 60_000_000; print('ready', flush=True); input()"
    start = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hold!r}])"
    with subprocess.Popen([sys.executable, "-c", start], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        process.stdout.readline()
        held = _memory_of_tree(psutil.Process(process.pid))
        process.communicate("\n")
    assert held > 60


def test_computing_time_counts_processes_whose_parent_has_ended():
    work = "import time\nwhile time.process_time() < 0.3: pass"
    start = f"import os, subprocess, sys; subprocess.Popen([sys.executable, '-c', {work!r}]); os._exit(0)"
    measured, _done = measure_children(lambda: subprocess.run([sys.executable, "-c", start], check=True))
    assert measured.cpu_seconds > 0.3


def test_an_environment_of_an_older_lock_is_made_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(environment, "index_option", lambda: [])
    for name in ("PYTHON", "LOCK", "STAMP"):
        monkeypatch.setattr(environment, name, tmp_path / name)
        (tmp_path / name).touch()
    steps = []
    monkeypatch.setattr(environment.subprocess, "run", lambda words, check: steps.append(words))
    environment.prepare()
    assert [words[3:5] for words in steps] == [["venv", "--quiet"], ["pip", "install"]]
    environment.prepare()
    assert len(steps) == 2
    environment.LOCK.write_text("newer")
    assert not environment.stands()


@pytest.mark.parametrize("words", [["speed"], ["--sizes", "4"], ["grading", "customers", "--sizes", "4"]])
def test_what_cannot_be_measured_is_said_before_anything_is_installed(words, monkeypatch, capsys):
    monkeypatch.setattr(__main__, "prepare", lambda: pytest.fail("an environment was made"))
    with pytest.raises(SystemExit):
        __main__.main(words)
    assert "NAME" in capsys.readouterr().err.splitlines()[-1]


def test_the_lock_holds_what_is_asked_for_with_hashes_and_without_addresses():
    text = environment.LOCK.read_text(encoding="utf-8")
    assert re.findall(r".*(?:://|file:|--(?:extra-)?index|--find-links).*", text) == []
    assert [block.splitlines()[0] for block in blocks(LOCK) if "--hash=sha256:" not in block] == []
    asked = [line.split("#")[0] for line in (environment.FOLDER / "requirements.in").read_text(encoding="utf-8").splitlines()]
    versions = pinned(LOCK)
    for requirement in map(Requirement, filter(str.strip, asked)):
        assert all(requirement.specifier.contains(version) for version in versions[requirement.name]), requirement
