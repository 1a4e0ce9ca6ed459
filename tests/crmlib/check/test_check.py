import json
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlib import texts
from crmlib.check import CheckFailed, NotebookAnswers, judge
from crmlib.check.compare import same
from crmlib.check.plain import NotPlain, decode, encode

CONTENT = {"checks": {"task": {
    "wrong": {"en": "Wrong for {count}, for example {first}: {found}.", "zh": "有 {count} 处不对，例如 {first}。"},
    "too_big": {"en": "Too big.", "zh": "太大了。"},
    "doubled": {"en": "You doubled it.", "zh": "你乘了二。"}}}}
HEAD = "from crmlib.check import check\nwith check('99.task', points=4) as mark:\n    "


@pytest.fixture(autouse=True)
def content(monkeypatch):
    chapter = texts.chapter
    monkeypatch.setattr(texts, "chapter", lambda number: CONTENT if number == "99" else chapter(number))


def judged(body, language="en", **names):
    return judge(HEAD + body + "\nmark.score\n", NotebookAnswers(names), language)


def in_kernel(body, names):
    exec(compile(HEAD + body + "\n", "<cell>", "exec"), names)
    return names["mark"]


plain = st.recursive(st.none() | st.booleans() | st.integers(-2**53, 2**53) | st.floats(allow_nan=False) | st.text(max_size=8),
                     lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4), max_leaves=12)


@given(plain)
def test_plain_data_crosses_as_json_unchanged(value):
    assert decode(json.loads(json.dumps(encode(value), allow_nan=False))) == value


@pytest.mark.parametrize("value", [
    pd.Series([1.5, 2.0], index=["a", "b"], name="sales"), pd.Series(["A", "B"], index=["c1", "c2"]), pd.Series([], dtype=float),
    pd.Series(pd.to_datetime(["2025-01-01", "2025-01-02"]))])
def test_a_series_crosses_with_its_labels(value):
    back = decode(json.loads(json.dumps(encode(value))))
    assert back.tolist() == value.tolist() and back.index.tolist() == value.index.tolist()


def test_a_table_crosses_column_by_column():
    table = pd.DataFrame({"grade": ["A", "B"], "value": [1.0, np.nan]}, index=pd.Index(["x", "y"], name="customer_id"))
    back = decode(json.loads(json.dumps(encode(table))))
    assert back.index.name == "customer_id" and back["grade"].tolist() == ["A", "B"] and np.isnan(back.loc["y", "value"])


@pytest.mark.parametrize("value", [object(), lambda: 1, range(3), pd.Series(range(200_001))])
def test_anything_else_does_not_cross(value):
    with pytest.raises(NotPlain):
        encode(value)


def test_an_object_that_claims_to_equal_everything_is_not_plain():
    class Cheat:
        def __eq__(self, other):
            return True
    assert judged("mark.compare('x', mark.value('x'), 5)", x=Cheat()).score == 0


def test_a_right_answer_keeps_all_points_and_is_recorded():
    verdict = judged("mark.compare('x', mark.number('x'), 5)", x=np.int64(5))
    assert (verdict.score, verdict.messages) == (4.0, [])
    assert verdict.record == [{"name": "x", "found": 5, "right": 5}]


@pytest.mark.parametrize("language, words", [("en", "You doubled it."), ("zh", "你乘了二。")])
def test_a_known_mistake_loses_its_points_with_its_message(language, words):
    verdict = judged("mark.compare('x', mark.number('x'), 5, mistakes={'doubled': (10, 1)})", language, x=10)
    assert (verdict.score, verdict.messages) == (3.0, [words])


def test_an_unknown_mistake_loses_all_and_stops():
    verdict = judged("mark.compare('x', mark.number('x'), 5)\n    raise RuntimeError", x=7)
    assert verdict.score == 0 and len(verdict.messages) == 1


def test_partial_points_go_on_to_the_next_step():
    verdict = judged("mark.compare('x', mark.number('x'), 5, points=1)\n    mark.compare('y', mark.number('y'), 6, points=2)", x=7, y=8)
    assert verdict.score == 1 and len(verdict.messages) == 2


def test_points_never_go_below_zero():
    assert judged("mark.compare('x', 1, 2, points=3)\n    mark.compare('y', 1, 2, points=3)").score == 0


def test_labels_are_compared_in_any_order_and_the_message_names_the_first_that_differs():
    right = "__import__('pandas').Series({'c1': 'A', 'c2': 'B', 'c3': 'C'})"
    assert judged(f"mark.compare('g', mark.labels('g'), {right})", g={"c3": "C", "c1": "A", "c2": "B"}).score == 4
    verdict = judged(f"mark.compare('g', mark.labels('g'), {right})", g={"c1": "A", "c2": "C", "c3": "B"})
    assert verdict.messages == ["Wrong for 2, for example c2: C."]


@pytest.mark.parametrize("ids", [["C2", "C1"], {"C1", "C2"}, pd.Index(["C1", "C2"]), pd.Series(["C1", "C2"]), np.array(["C1", "C2"]), ["C1", "C2", "C1"]])
def test_ids_are_taken_in_any_order_from_a_list_or_a_column(ids):
    assert judged("mark.compare('x', mark.ids('x'), {'C1', 'C2'})", x=ids).score == 4


@pytest.mark.parametrize("extra", [{"c1": "A"}, {"c1": "A", "c2": "B", "c9": "A"}])
def test_missing_and_additional_labels_are_wrong(extra):
    assert judged("mark.compare('g', mark.labels('g'), {'c1': 'A', 'c2': 'B'})", g=extra).score == 0


@pytest.mark.parametrize("found, right, tolerance, equal", [
    (0.1 + 0.2, 0.3, 0, True), (1.004, 1.0, 0.005, True), (1.006, 1.0, 0.005, False), (float("nan"), 1.0, 9, False),
    (True, 1, 0, False), ("A ", "A", 0, True), ("a", "A", 0, False), ([1, 2], [1, 2], 0, True), ([2, 1], [1, 2], 0, False), ({"b", "a"}, {"a", "b"}, 0, True)])
def test_what_counts_as_the_same(found, right, tolerance, equal):
    assert same(found, right, tolerance) is equal


@pytest.mark.parametrize("body, names, words", [
    ("mark.number('x')", {}, "`x` has no value yet"),
    ("mark.number('x')", {"x": ...}, "`x` has no value yet"),
    ("mark.number('x')", {"x": "5"}, "must be a number"),
    ("mark.number('x')", {"x": True}, "must be a number"),
    ("mark.text('x')", {"x": 5}, "text in quotes"),
    ("mark.choice('x', ['a', 'b'])", {"x": "c"}, "must be one of"),
    ("mark.labels('x')", {"x": [1, 2]}, "one value per label"),
    ("mark.ids('x')", {"x": 0.5}, "list(table.index)"),
    ("mark.ids('x')", {"x": pd.Series([3.0, 4.0], index=["C1", "C2"])}, "list(table.index)"),
    ("mark.labels('x')", {"x": pd.DataFrame({"value": [1, 2], "grade": ["A", "B"]})}, 'table["grade"]'),
    ("mark.labels('x')", {"x": pd.Series([1, 2], index=["a", "a"])}, "one value per label"),
    ("mark.table('x')", {"x": 1}, "DataFrame"),
    ("mark.table('x', ['grade'])", {"x": pd.DataFrame({"value": [1]})}, "'grade'"),
    ("mark.value('x')", {"x": object()}, "type object"),
    ("mark.call('f', 1)", {"f": 3}, "must be a function"),
    ("mark.call('f', 1)", {"f": lambda x: 1 / 0}, "ZeroDivisionError"),
    ("mark.student", {"STUDENT_ID": " "}, "student id"),
])
def test_every_slip_is_said_in_a_sentence(body, names, words):
    verdict = judged(body, **names)
    assert verdict.score == 0 and words in verdict.messages[0]


def test_a_choice_may_be_written_in_capitals():
    assert judged("mark.compare('x', mark.choice('x', ['a', 'b']), 'a')", x=" A").score == 4


def test_a_function_is_called_with_plain_copies():
    table = pd.Series({"a": 1.0})
    verdict = judged("import pandas as pd\n    mark.compare('f', mark.call('f', pd.Series({'a': 1.0})), {'a': 2.0})", f=lambda values: values * 2, table=table)
    assert verdict.score == 4


def test_the_learners_own_data_are_loaded_by_the_id():
    verdict = judged("assert len(mark.load('customers')) == 300", STUDENT_ID=" s-1 ")
    assert verdict.student == "S1" and verdict.score == 4


def test_in_a_notebook_the_learners_names_are_left_as_they_were(capsys):
    names = {"x": 5, "pd": "mine"}
    mark = in_kernel("import pandas as pd\n    helper = 3\n    mark.compare('x', mark.number('x'), 5)", names)
    assert mark.kept == 4.0 and names["pd"] == "mine" and "helper" not in names
    assert "The form is right" in capsys.readouterr().out


def test_a_warning_in_the_learners_function_reaches_neither_stderr_nor_the_mark(capsys):
    def noisy(x):
        warnings.warn("old")
        print("noise", file=__import__("sys").stderr)
        return x
    mark = in_kernel("mark.compare('f', mark.call('f', 2), 2)", {"f": noisy})
    assert mark.kept == 4 and capsys.readouterr().err == ""


def test_only_the_grader_sees_a_score(monkeypatch):
    mark = in_kernel("mark.compare('x', 1, 2, points=1)", {})
    assert mark.score is None
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert mark.score == 3.0 and type(mark.score) is float


def test_validate_gets_the_message_as_an_error(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    with pytest.raises(CheckFailed) as failed:
        in_kernel("mark.need(False, 'too_big')", {})
    assert failed.value._render_traceback_() == ["Too big."]


def test_a_slip_in_the_check_itself_is_not_blamed_on_the_learner():
    with pytest.raises(KeyError):
        judged("{}['no']")
