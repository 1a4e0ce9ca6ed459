"""A notebook runs in the sandbox; its marks are decided outside."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from crmlib.grading import marking
from crmlib.grading.marking import Check, mark_notebook
from crmlib.grading.sandbox.limits import Limits

LIMITS = Limits(cell_seconds=0.5, total_seconds=20, waiting_seconds=2)
KILL = "import os; os._exit(1)"


def check_source(name, right, points=2):
    return (f'from crmlib.check import check\nwith check("04.abc_shares", points={points}) as mark:\n'
            f'    mark.compare("{name}", mark.value("{name}"), {right!r}, wrong="not_a_share")\nmark.score')


def marked(sandbox, *sources, right=None, language="en", checks=None, limits=LIMITS):
    """Mark a notebook: a source is a code cell, ("x",) a test cell for the variable x."""
    cells = [new_markdown_cell("## Task")]
    for source in sources:
        if isinstance(source, tuple):
            cells.append(new_code_cell("tampered = 'with'", metadata={"nbgrader": {"grade_id": source[0]}}))
        else:
            cells.append(new_code_cell(source))
    checks = checks or {name: Check(check_source(name, value), 2.0) for name, value in (right or {}).items()}
    return mark_notebook(cells, checks, sandbox, language, limits)


def scores(result):
    return {name: verdict.score for name, verdict in result.verdicts.items()}


def test_the_check_is_the_gradebooks_and_not_the_submissions(sandbox):
    result = marked(sandbox, "x = 1\ny = 5", ("x",), ("y",), right={"x": 1, "y": 2})
    assert scores(result) == {"x": 2, "y": 0}
    assert result.flags == []


def test_an_answer_is_taken_where_its_test_stands(sandbox):
    assert scores(marked(sandbox, "x = 1", ("x",), "x = 99", right={"x": 1})) == {"x": 2}


def test_a_cell_that_brings_the_notebook_down_costs_only_what_depends_on_it(sandbox):
    result = marked(sandbox, "x = 1", ("x",), KILL, ("y",), "z = x + 2", ("z",), right={"x": 1, "y": 2, "z": 3})
    assert scores(result) == {"x": 2, "y": 0, "z": 2}
    assert [kind for _, kind, _ in result.flags] == ["gone"]
    assert "ended Python itself" in result.outputs[3][0]["evalue"]


def test_a_function_that_ends_python_when_it_is_tested_costs_its_own_mark(sandbox):
    checks = {"f": Check(check_source("f", 1).replace('mark.value("f")', 'mark.call("f", 1)'), 2.0), "z": Check(check_source("z", 3), 2.0)}
    result = marked(sandbox, "def f(x):\n    import os; os._exit(0)", ("f",), "z = 3", ("z",), checks=checks)
    assert scores(result) == {"f": 0, "z": 2}


@pytest.mark.parametrize("language, sentence", [("en", "was not run"), ("zh", "没有运行")])
def test_after_too_many_falls_the_rest_is_not_run_and_says_so(sandbox, language, sentence):
    result = marked(sandbox, "x = 1", ("x",), *[KILL] * 5, "z = 3", ("z",), right={"x": 1, "z": 3}, language=language)
    assert scores(result) == {"x": 2, "z": 0}
    assert sentence in result.verdicts["z"].summary


def test_the_time_of_all_cells_together_is_limited(sandbox):
    result = marked(sandbox, "x = 1", ("x",), *["while True: pass"] * 8, "z = 3", ("z",), right={"x": 1, "z": 3},
                    limits=Limits(cell_seconds=0.4, total_seconds=1, waiting_seconds=5))
    assert scores(result) == {"x": 2, "z": 0}
    assert "total_time" in [kind for _, kind, _ in result.flags]
    assert result.seconds < 6


@pytest.mark.parametrize("language, sentence", [("en", "teacher has been told"), ("zh", "老师")])
def test_a_check_that_stops_with_an_error_gives_nothing_and_tells_the_instructor(sandbox, language, sentence):
    broken = check_source("x", 1).replace("mark.compare", "undefined_name; mark.compare")
    result = marked(sandbox, "x = 1", ("x",), checks={"x": Check(broken, 2.0)}, language=language)
    assert scores(result) == {"x": 0}
    assert result.flags == [("x", "check_stopped", "NameError: name 'undefined_name' is not defined")]
    assert sentence in result.verdicts["x"].summary


@pytest.mark.parametrize("endless", ["while mark.value('x') == 1: pass", "while mark.call('f') == 1: pass"])
def test_a_check_that_does_not_end_costs_only_its_own_task(sandbox, monkeypatch, endless):
    monkeypatch.setattr(marking, "CHECK_SECONDS", 0.3)
    never = check_source("x", 1).replace("    mark.compare", f"    {endless}\n    mark.compare")
    checks = {name: Check(never, 2.0) for name in "abcdef"} | {"y": Check(check_source("y", 2), 2.0)}
    result = marked(sandbox, "x = 1\ndef f(): return 1", *[(name,) for name in "abcdef"], "y = 2", ("y",), checks=checks, limits=Limits())
    assert scores(result) == {**dict.fromkeys("abcdef", 0), "y": 2}
    assert {kind for _, kind, _ in result.flags} == {"check_time"}


def test_an_answer_that_keeps_its_check_waiting_costs_only_its_own_task(sandbox):
    slow = "import time\nx = type('Slow', (list,), {'__iter__': lambda self: time.sleep(60)})([1])"
    result = marked(sandbox, slow, ("x",), "y = 2", ("y",), right={"x": 1, "y": 2}, limits=Limits(waiting_seconds=1))
    assert scores(result) == {"x": 0, "y": 2}
    assert [kind for _, kind, _ in result.flags] == ["waiting"]


@pytest.mark.parametrize("lie", [
    "{'value': {'$': 'no such kind'}}", "{'value': {'$': 'series'}}", "{'value': [[[[]]]] * 3}", "[]", "None", "{'problem': 'unknown'}",
    "{'value': {'$': 'dict', 'items': [[{'$': 'dict', 'items': []}, 1]]}}", "{'fault': 'x'}", "{'value': float('nan')}",
])
def test_a_forged_reply_earns_nothing_and_stops_nothing(sandbox, lie):
    forge = f"import crmlib.check.answers as answers\nanswers.NotebookAnswers.ask = lambda self, request: {lie}"
    result = marked(sandbox, forge, ("x",), "y = 1", right={"x": 1})
    assert scores(result) == {"x": 0}


def test_a_long_message_is_cut(sandbox):
    raising = "def f(x): raise ValueError('y' * 100_000)"
    checks = {"f": Check(check_source("f", 1).replace('mark.value("f")', 'mark.call("f", 1)'), 2.0)}
    assert len(marked(sandbox, raising, ("f",), checks=checks).verdicts["f"].summary) == marking.MOST_MESSAGE


def test_outputs_of_a_whole_notebook_are_bounded(sandbox, monkeypatch):
    monkeypatch.setattr(marking, "OUTPUT_OF_NOTEBOOK", 5000)
    result = marked(sandbox, *["print('x' * 2000)"] * 5)
    assert sum(len(outputs) for outputs in result.outputs.values()) == 2
