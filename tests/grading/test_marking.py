"""What a submission gets from nbgrader as it is set up here, in either language."""

import re

import pytest

from courseware.files import LANGUAGES
from tests.grading.classroom import solution

ABC = ("abc_1_customers", "abc_2_policies")
FULL = {
    "abc_1_customers": {"test_abc_totals": 3, "test_abc_grades": 5, "test_abc_shares": 3, "test_abc_first_cut": 2},
    "abc_2_policies": {"test_abc_cost": 4, "test_abc_drag": 4, "test_abc_suppliers": 4, "test_abc_first_step": 2},
}


def handed_in(classroom, student, language, assignment="abc", notebooks=ABC, code=(), **options):
    for notebook in notebooks:
        content = classroom.notebook(language, assignment, notebook, code, **options)
        classroom.hand_in(student, assignment, notebook, content)
    classroom.mark(assignment, student)


def scores(classroom, student, notebook):
    marks = classroom.scores("abc", student, notebook)
    return {cell: marks[cell] for cell in FULL[notebook]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_right_work_gets_every_point_and_the_written_answer_waits_for_the_teacher(classroom, language):
    student = f"right-{language}"
    handed_in(classroom, student, language)
    for notebook in ABC:
        assert scores(classroom, student, notebook) == FULL[notebook]
    assert "✓" in classroom.printed("abc", student, "abc_1_customers", "test_abc_totals")


def test_both_languages_are_marked_from_one_gradebook_entry(classroom):
    handed_in(classroom, "one-en", "en")
    handed_in(classroom, "one-zh", "zh")
    assert classroom.scores("abc", "one-en", ABC[0]) == classroom.scores("abc", "one-zh", ABC[0])


@pytest.mark.parametrize("student_id", ["20260001", "s-77", "学号九"])
def test_right_work_gets_every_point_whatever_the_sample(classroom, student_id):
    student = f"sample-{abs(hash(student_id))}"
    handed_in(classroom, student, "zh", student_id=student_id)
    assert [scores(classroom, student, notebook) for notebook in ABC] == [FULL[notebook] for notebook in ABC]


@pytest.mark.parametrize("language, sentence", [("en", "`totals` has no value yet"), ("zh", "`totals` 还没有值")])
def test_empty_work_gets_nothing_and_a_sentence(classroom, language, sentence):
    student = f"empty-{language}"
    stubs = {cell: "# your code here" for notebook in ABC for cell in _solution_cells(notebook)}
    handed_in(classroom, student, language, code=stubs)
    for notebook in ABC:
        assert set(scores(classroom, student, notebook).values()) == {0}
    assert sentence in classroom.printed("abc", student, "abc_1_customers", "test_abc_totals")


@pytest.mark.parametrize("language, sentence", [("en", "student id"), ("zh", "学号")])
def test_without_a_student_id_nothing_is_marked_and_a_sentence_says_so(classroom, language, sentence):
    student = f"nobody-{language}"
    handed_in(classroom, student, language, notebooks=ABC[:1], student_id="", code={"abc_totals": "totals = {'C0001': 1.0, 'C0002': 2.0}"})
    assert scores(classroom, student, ABC[0])["test_abc_totals"] == 0
    assert sentence in classroom.printed("abc", student, ABC[0], "test_abc_totals")


def test_right_work_that_warns_keeps_its_marks(classroom):
    noisy = ("import sys, warnings\nwarnings.warn('old habit')\nprint('to stderr', file=sys.stderr)\n"
             "year = orders[orders['date'].dt.year == 2025]\ntotals = year.groupby('customer_id')['amount'].sum()")
    handed_in(classroom, "noisy", "en", notebooks=ABC[:1], code={"abc_totals": noisy})
    assert scores(classroom, "noisy", ABC[0]) == FULL[ABC[0]]


def test_a_learner_who_reuses_builtin_names_keeps_the_marks(classroom):
    shadow = "sum = 1\nset = 2\nlen = 3\nabs = 4\nmark = 5\ncheck = 6\n"
    code = shadow + "totals = orders[orders['date'].dt.year == 2025].groupby('customer_id')['amount'].sum()"
    handed_in(classroom, "shadow", "en", notebooks=ABC[:1], code={"abc_totals": code})
    assert scores(classroom, "shadow", ABC[0]) == FULL[ABC[0]]


def test_feedback_shows_the_message_and_no_hidden_part(classroom):
    handed_in(classroom, "curious", "en", notebooks=ABC[:1], code={"abc_totals": "totals = orders.groupby('customer_id')['amount'].mean()"})
    page = re.sub(r"<[^>]+>", "", classroom.feedback("abc", "curious", ABC[0]))
    assert "not the net sales of 2025" in page
    for secret in ("HIDDEN", "mistakes=", "crossing_customer_in_b", "Model answer"):
        assert secret not in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("notebook", ABC)
def test_a_release_holds_no_solution_no_hidden_part_and_one_language(classroom, notebook, language):
    text = (classroom.exercises[language] / "abc" / f"{notebook}.ipynb").read_text(encoding="utf-8")
    for secret in ("SOLUTION", "HIDDEN", "mistakes=", "Model answer", "参考答案"):
        assert secret not in text
    assert {"en": "Task 1", "zh": "第 1 题"}[language] in text
    assert {"zh": "Task 1", "en": "第 1 题"}[language] not in text


def _solution_cells(notebook):
    return [cell.id for cell in solution("abc", notebook).cells
            if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution")]
