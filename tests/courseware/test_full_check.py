import nbformat
import pytest

from courseware.full_check import main
from courseware.files import EXERCISES
from courseware.simulated_class.submissions import solution_code
from tests.grading.classroom import STUDENT_ID

NAME = "abc_1_customers"


def work(folder, language="en", code=(), written=None, without=(), student_id=STUDENT_ID):
    """Write a learner's notebook, right but for `code`, and return its path."""
    notebook = nbformat.read(EXERCISES / language / "abc" / f"{NAME}.ipynb", as_version=4)
    answers = {**solution_code("abc", NAME), **dict(code)}
    notebook.cells = [cell for cell in notebook.cells if cell.id not in without]
    for cell in notebook.cells:
        cell.source = answers.get(cell.id, cell.source).replace('STUDENT_ID = ""', f'STUDENT_ID = "{student_id}"')
        if cell.id == "abc_why" and written:
            cell.source = written
    path = folder / f"{NAME}.ipynb"
    nbformat.write(notebook, path)
    return path


def test_right_work_with_a_written_answer_gets_marks_rubric_and_model_answer(tmp_path, capsys):
    path = work(tmp_path, written="Time is limited, so the calls go to 48 customers first.")
    before = path.read_bytes()
    assert main([str(path)]) == 0
    printed = capsys.readouterr().out
    assert "Checked tasks in all: 13 of 13 points." in printed
    assert "| 4 | says why money and time are limited" in printed and "**Model answer.**" in printed
    assert "参考答案" not in printed and path.read_bytes() == before


def test_a_misconception_that_the_released_check_lets_pass_is_named_in_the_learners_language(tmp_path, capsys):
    equal = "third = len(sales) / 3\nranked = sales.sort_values(ascending=False)\n" \
            "grades = {c: 'ABC'[int(i // third)] for i, c in enumerate(ranked.index)}\nresult = crm.abc_analysis(sales)"
    assert main([str(work(tmp_path, "zh", {"abc_grades": equal}))]) == 1
    printed = capsys.readouterr().out
    assert "平均分成了三份" in printed and "✗ 第 2 题" in printed
    assert "先写下你自己的回答" in printed and "**参考答案。**" not in printed


def test_a_deleted_check_counts_and_a_stopped_cell_does_not_stop_the_rest(tmp_path, capsys):
    path = work(tmp_path, code={"abc_totals": "1 / 0"}, without=["test_abc_grades"])
    assert main([str(path)]) == 1
    printed = capsys.readouterr().out
    assert "A cell stopped: ZeroDivisionError: division by zero" in printed
    assert "✗ Task 1. Net sales of 2025 (3 points): 0 / 3" in printed and "✓ Task 2. Classes (5 points): 5 / 5" in printed


def test_a_missing_student_id_is_said_first(tmp_path, capsys):
    assert main([str(work(tmp_path, student_id=""))]) == 1
    assert "Fill in your student id first" in capsys.readouterr().out.splitlines()[0]


@pytest.mark.parametrize("name, content, words", [
    ("nowhere.ipynb", None, "is not there"),
    (f"{NAME}.ipynb", "not json", "not a notebook that can be read"),
    ("mine.ipynb", nbformat.writes(nbformat.v4.new_notebook()), "not an exercise of this course"),
])
def test_a_file_that_cannot_be_checked_is_said_in_a_sentence(tmp_path, capsys, name, content, words):
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    assert main([str(tmp_path / name)]) == 2
    assert words in capsys.readouterr().err
