"""Grading a class: any number of workers, killed and resumed, marks that change, ids that do not fit."""

import os
import shutil
import signal
import subprocess
import sys
import time

import nbformat
import pytest

from courseware import grade as command
from courseware.files import ROOT
from crmlib.grading import pool
from crmlib.grading.batch import grade
from crmlib.grading.course import Course
from crmlib.grading.pool import run
from crmlib.grading.report import class_table, common_messages, write_page
from crmlib.language import CourseError, use_language

NOTEBOOK = "abc_1_customers"
MEAN = {"abc_totals": "totals = orders[orders['date'].dt.year == 2025].groupby('customer_id')['amount'].mean()"}
CLASS = {  # student: (language, code that differs, id in the notebook)
    "an": ("en", {}, "an"),
    "bo": ("zh", MEAN, "bo"),
    "cao": ("en", {"abc_grades": "while True: pass"}, "cao"),
    "du": ("zh", {}, "an"),
    "er": ("en", {}, "99"),
    "fan": ("zh", {"abc_first_cut": "import os; os._exit(1)"}, "fan"),
}
SCORES = {"an": 13, "bo": 11, "cao": 5, "du": 0, "er": 13, "fan": 11}
QUICK = {"cell_seconds": 1.0, "total_seconds": 20.0, "waiting_seconds": 20.0}


def new_course(folder, classroom):
    """Return a course in which the class has handed in one notebook of assignment abc."""
    shutil.copytree(classroom.folder / "solutions", folder / "solutions")
    course = Course(folder, settings=ROOT)
    for student, (language, code, student_id) in CLASS.items():
        path = course.submitted(student, "abc") / f"{NOTEBOOK}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(classroom.notebook(language, "abc", NOTEBOOK, code, student_id), path)
    return course


@pytest.fixture(scope="module")
def graded(tmp_path_factory, classroom):
    """A graded class, not to be changed: course and outcomes."""
    course = new_course(tmp_path_factory.mktemp("graded"), classroom)
    outcomes, changed = grade(course, "abc", workers=2, **QUICK)
    assert changed == []
    return course, outcomes


@pytest.fixture
def course(graded, tmp_path):
    """A graded class to work on."""
    shutil.copytree(graded[0].root, tmp_path / "course")
    return Course(tmp_path / "course", settings=ROOT)


def marks(outcomes):
    return {student: outcome.marks for student, outcome in outcomes.items()}


def test_every_student_gets_the_marks_that_are_due(graded):
    assert {student: outcome.score for student, outcome in graded[1].items()} == SCORES


def test_what_happened_is_flagged(graded):
    flags = {student: {kind for _, _, kind, _ in outcome.flags} for student, outcome in graded[1].items()}
    assert flags == {"an": set(), "bo": set(), "cao": {"cell_time"}, "du": {"held"}, "er": {"other_id"}, "fan": {"gone"}}


def test_a_missing_notebook_is_said_and_counts_nothing(graded):
    assert "abc_2_policies" in graded[1]["an"].findings[0]["en"]


def test_marks_do_not_depend_on_the_number_of_workers(graded, tmp_path, classroom):
    outcomes, _ = grade(new_course(tmp_path, classroom), "abc", workers=1, **QUICK)
    assert marks(outcomes) == marks(graded[1])


def test_what_is_graded_is_not_graded_again(course, graded):
    seen = []
    outcomes, changed = grade(course, "abc", workers=2, progress=lambda outcome, done, total: seen.append(outcome.student), **QUICK)
    assert (seen, changed, outcomes) == ([], [], graded[1])


def test_a_new_submission_is_graded_and_the_others_are_not(course, classroom):
    nbformat.write(classroom.notebook("zh", "abc", NOTEBOOK, student_id="bo"), course.submitted("bo", "abc") / f"{NOTEBOOK}.ipynb")
    seen = []
    outcomes, changed = grade(course, "abc", progress=lambda outcome, done, total: seen.append(outcome.student), **QUICK)
    assert seen == ["bo"]
    assert changed == [{"student": "bo", "cell": f"{NOTEBOOK}/test_abc_totals", "before": 1.0, "after": 3.0, "because": "submission"}]


def test_a_killed_run_goes_on_where_it_stopped_with_the_same_marks(graded, tmp_path, classroom):
    course = new_course(tmp_path, classroom)
    program = ("from crmlib.grading.batch import grade; from crmlib.grading.course import Course; import sys\n"
               f"if __name__ == '__main__': grade(Course(sys.argv[1], sys.argv[2]), 'abc', workers=2, **{QUICK!r})")
    script = tmp_path / "run.py"
    script.write_text(program)
    kept = []
    for wanted in (1, 3):
        process = subprocess.Popen([sys.executable, script, course.root, ROOT], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
        deadline = time.monotonic() + 120
        while len(kept := sorted(course.records("abc").glob("*/outcome.json"))) < wanted and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
    written = {path: path.stat().st_mtime_ns for path in kept}
    outcomes, _ = grade(course, "abc", workers=2, **QUICK)
    assert marks(outcomes) == marks(graded[1])
    timed_out = course.records("abc") / "cao" / "outcome.json"
    assert all(path.stat().st_mtime_ns == at for path, at in written.items() if path != timed_out)


def test_a_mended_check_changes_marks_and_lists_them_and_keeps_manual_ones(course):
    with course.gradebook() as gradebook:
        gradebook.find_grade("test_abc_grades", NOTEBOOK, "abc", "cao").manual_score = 4
        gradebook.db.commit()
    path = course.source("abc") / f"{NOTEBOOK}.ipynb"
    source = nbformat.read(path, as_version=4)
    test = next(cell for cell in source.cells if cell.id == "test_abc_totals")
    test.source = test.source.replace("(by_customer.mean(), 2)", "(by_customer.mean(), 3)")
    nbformat.write(source, path)
    _, changed = grade(course, "abc", workers=2, **QUICK)
    assert [(change["student"], change["cell"], change["because"]) for change in changed] == [("bo", f"{NOTEBOOK}/test_abc_totals", "check")]
    with course.gradebook() as gradebook:
        assert gradebook.find_grade("test_abc_grades", NOTEBOOK, "abc", "cao").score == 4


def test_a_check_that_falls_into_a_trap_is_refused_before_anybody_is_graded(course):
    path = course.source("abc") / f"{NOTEBOOK}.ipynb"
    source = nbformat.read(path, as_version=4)
    next(cell for cell in source.cells if cell.id == "test_abc_totals").source += "\n'done'"
    nbformat.write(source, path)
    with pytest.raises(CourseError, match="test_abc_totals: the last line must be 'mark.score' alone"):
        grade(course, "abc")


def test_an_id_that_is_accepted_gives_its_marks(course, capsys):
    assert command.main(["abc", "--accept", "du", "--workers", "1"], course.root) == 0
    assert "du  abc_1_customers/test_abc_totals: 0 → 3" in capsys.readouterr().out
    with pytest.raises(CourseError, match="No mark of 'an' is held"):
        command.accept(course, "abc", "an")


def test_why_says_what_was_found_and_what_is_right(course, capsys):
    assert command.main(["abc", "--why", "bo"], course.root) == 0
    said = capsys.readouterr().out
    assert "test_abc_totals: 1 of 3 points. Check 04.abc_totals, version" in said
    assert "totals: found {'C" in said
    assert command.main(["abc", "--why", "nobody"], course.root) == 2


@pytest.mark.parametrize("language, words", [("en", ("held: another student&#x27;s id (AN)", "Marks that changed")), ("zh", ("待核对", "已评分"))])
def test_the_class_has_a_page_with_one_reason_each_and_links_to_feedback(graded, language, words):
    course, outcomes = graded
    use_language(language)
    changed = [{"student": "bo", "cell": "x", "before": 0.0, "after": 1.0, "because": "check"}]
    page = write_page(course, "abc", outcomes, changed).read_text(encoding="utf-8")
    assert all(word in page for word in words)
    assert 'href="../feedback/an/abc/abc_1_customers.html"' in page
    assert "<script" not in page
    use_language("en")


def test_the_table_has_a_row_for_everybody(graded):
    table = class_table(graded[1])
    assert list(table.index) == sorted(CLASS)
    assert table["state"].to_dict() == {**dict.fromkeys(CLASS, "graded"), "du": "held"}
    assert common_messages(graded[1])[0][0] >= 1


def test_an_unknown_assignment_is_refused_with_the_known_ones(course, capsys):
    assert command.main(["abd"], course.root) == 2
    known = ", ".join(course.assignments())
    assert f"There is no assignment 'abd'. The assignments are: {known}." in capsys.readouterr().err


def test_nothing_handed_in_says_where_to_put_it(course, capsys):
    shutil.rmtree(course.grading / "submitted")
    assert command.main(["abc"], course.root) == 2
    assert "grading/submitted/STUDENT/abc" in capsys.readouterr().err


def test_a_second_grading_of_the_course_is_kept_out(course):
    def second(outcome, done, total):
        with pytest.raises(CourseError, match="being graded already"):
            grade(course, "abc")
        second.tried = True

    grade(course, "abc", progress=second, again=True, **QUICK)
    assert second.tried


def _die_at(tools, name):
    if name == "bad":
        os._exit(1)
    return name


def _nothing():
    import contextlib
    return contextlib.nullcontext()


def test_a_worker_that_dies_is_replaced_and_costs_only_what_killed_it():
    results = list(run(_die_at, ["a", "bad", "b", "c"], 2, _nothing, lambda name: f"lost {name}"))
    assert sorted(results) == ["a", "b", "c", "lost bad"]


def _compute_at(tools, name):
    while name == "endless":
        pass
    return name


def test_a_worker_that_computes_without_end_is_ended_and_costs_only_its_own(monkeypatch):
    monkeypatch.setattr(pool, "MOST_SECONDS", 6)  # starting a worker takes one or two
    results = list(run(_compute_at, ["a", "endless", "b"], 1, _nothing, lambda name: f"lost {name}"))
    assert sorted(results) == ["a", "b", "lost endless"]
