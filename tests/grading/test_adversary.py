"""A class in which most attack the grader and many are unlucky: nobody gains, and nobody else loses.

Every second case of each kind is graded; with the environment variable CRM_ADVERSARY=all, every one.
"""

import html
import json
import os
import shutil
import socket
import sqlite3
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

import crmlib
from courseware.files import ROOT, SOLUTIONS
from courseware.simulated_class.hostile import HOSTILE
from courseware.simulated_class.submissions import ASSIGNMENT, NOTEBOOKS, Case, Surroundings
from courseware.simulated_class.unlucky import UNLUCKY
from crmlib.grading.batch import grade
from crmlib.grading.course import Course
from crmlib.grading.identity import HELD
from crmlib.grading.reasons import because
from crmlib.grading.sandbox.limits import Limits
from crmlib.grading.sandbox.watch import Ended

STEP = 1 if os.environ.get("CRM_ADVERSARY") == "all" else 2
CANARIES = [Case(name, "Right work.", lambda work: None, language=language)
            for name, language in (("0-canary", "en"), ("a-canary", "zh"), ("m-canary", "en"), ("z-canary", "zh"), ("学号-canary", "zh"))]
ATTACKS, MISHAPS = HOSTILE[::STEP], UNLUCKY[::STEP]
CASES = [*CANARIES, *ATTACKS, *MISHAPS]
LIMITS = {"cell_seconds": 3, "total_seconds": 12, "waiting_seconds": 4, "memory_megabytes": 800}
SECRET = "secret-that-no-student-may-read"
WRITTEN_TO = [Path("/"), Path("/etc"), Path("/usr/bin"), Path(sys.prefix), Path(os.__file__).parent, Path(crmlib.__file__).parent / "check"]


def by_name(cases):
    return pytest.mark.parametrize("case", cases, ids=[case.name for case in cases])


def listing(folders):
    return {str(path): path.stat().st_size if path.is_file() else None for folder in folders for path in folder.iterdir()}


def course_with_secrets(folder):
    """Return a course whose solutions, hidden checks and model answers hold the secret."""
    shutil.copytree(SOLUTIONS / ASSIGNMENT, folder / "solutions" / ASSIGNMENT)
    for path in folder.rglob("*.ipynb"):
        text = path.read_text(encoding="utf-8")
        for mark in ("### BEGIN HIDDEN TESTS", "### BEGIN SOLUTION"):
            text = text.replace(f"{mark}\\n", f"{mark}\\n# {SECRET}\\n").replace(f"    {mark}\\n", f"    {mark}\\n    # {SECRET}\\n")
        path.write_text(text, encoding="utf-8")
    return Course(folder, settings=ROOT)


@pytest.fixture(scope="module")
def outside(tmp_path_factory):
    """A folder beside the course, with a secret file and the socket of a server."""
    folder = tmp_path_factory.mktemp("outside")
    (folder / "secret").write_text(SECRET)
    return folder


@pytest.fixture(scope="module")
def graded(tmp_path_factory, outside):
    """The class, graded once by two workers."""
    course = course_with_secrets(tmp_path_factory.mktemp("class"))
    with ExitStack() as stack:
        servers = [stack.enter_context(socket.create_server(("127.0.0.1", 0)))]
        port = servers[0].getsockname()[1]
        for address in (f"\0crm-{port}", str(outside / "socket")):
            servers.append(stack.enter_context(socket.socket(socket.AF_UNIX)))
            servers[-1].bind(address)
            servers[-1].listen()
        surroundings = Surroundings(course.root, outside / "secret", port, "m-canary")
        for case in CASES:
            case.write(course.grading / "submitted", surroundings)
        stack.enter_context(pytest.MonkeyPatch.context()).setenv("CRM_SECRET", SECRET)
        before, began = listing(WRITTEN_TO), time.time()
        outcomes, changed = grade(course, ASSIGNMENT, workers=2, **LIMITS)
        called = [server for server in servers if _called(server)]
    return SimpleNamespace(course=course, outcomes=outcomes, changed=changed, before=before, began=began, called=called)


def _called(server):
    server.settimeout(0)
    try:
        server.accept()[0].close()
    except BlockingIOError:
        return False
    return True


def texts(folder, suffix):
    for path in folder.rglob(f"*{suffix}"):
        if path.is_file() and not path.is_symlink() and path.stat().st_size < 100_000_000:
            yield path, path.read_text(encoding="utf-8", errors="replace")


def marks(outcome):
    return {cell.split("/")[1]: mark["score"] for cell, mark in outcome.marks.items()}


@by_name(CASES)
def test_every_submission_gets_what_it_must(graded, case):
    outcome = graded.outcomes[case.student]
    assert ("held" if outcome.held else outcome.state) == case.state, outcome.reason
    assert {**dict.fromkeys(case.expected, 0), **marks(outcome)} == case.expected
    assert not case.flags or {kind for _notebook, _cell, kind, _detail in outcome.flags} & set(case.flags)


@by_name([case for case in CANARIES + MISHAPS if not case.flags])
def test_honest_work_is_not_flagged(graded, case):
    assert graded.outcomes[case.student].flags == []


@by_name(CASES)
def test_every_student_gets_a_mark_or_a_sentence_in_their_language(graded, case):
    outcome = graded.outcomes[case.student]
    told = [finding[case.language] for finding in outcome.findings]
    for cell, mark in outcome.marks.items():
        assert mark["score"] == mark["points"] or mark["messages"] or outcome.findings or outcome.held, f"{cell} lost points without a word"
        told += mark["messages"]
    if case.language == "zh":
        assert all(any("\u4e00" <= sign <= "\u9fff" for sign in text) for text in told)
    pages = [path.read_text(encoding="utf-8") for path in graded.course.feedback(case.student, ASSIGNMENT).glob("*.html")]
    assert pages, "no page for the student"
    assert not outcome.held or any(html.escape(because(kind, case.language)) in page for kind in HELD for page in pages)


def test_no_mark_changed_behind_the_graders_back(graded):
    assert graded.changed == []
    with sqlite3.connect(graded.course.grading / "gradebook.db") as gradebook:
        assert gradebook.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert gradebook.execute("select name from sqlite_master where type in ('trigger', 'view')").fetchall() == []
        most = gradebook.execute("select sum(max_score) from grade_cells join base_cell using (id)").fetchone()
        assert most == (13 + 14 + 4 + 4,)
        students = {name for name, in gradebook.execute("select id from student")}
    assert students <= {case.student for case in CASES}
    assert {name for name in students if name.endswith("canary")} == {case.student for case in CANARIES}


def test_nothing_secret_reaches_a_student(graded):
    for folder in ("feedback", "originals", "submitted"):
        for path, text in texts(graded.course.grading / folder, ""):
            assert SECRET not in text, path


def test_only_the_tests_that_the_grader_put_back_hold_what_is_hidden(graded):
    places = set()
    for path, text in texts(graded.course.grading / "autograded", ""):
        cells = json.loads(text)["cells"] if path.stem in NOTEBOOKS else [{"id": path.name, "text": text}]
        places |= {cell["id"] for cell in cells if SECRET in json.dumps(cell)}
        assert not [cell["id"] for cell in cells if SECRET in json.dumps(cell.get("outputs", []))], path
    assert places == set(CANARIES[0].expected)


def test_the_classmates_files_are_as_they_were(graded, tmp_path):
    surroundings = Surroundings(graded.course.root, Path("x"), 1, "m-canary")
    for case in CANARIES:
        case.write(tmp_path, surroundings)
        for name in NOTEBOOKS:
            file = Path(case.student, ASSIGNMENT, f"{name}.ipynb")
            folders = tmp_path, graded.course.grading / "submitted"
            handed_in, kept = (json.loads((folder / file).read_text(encoding="utf-8")) for folder in folders)
            assert [cell["source"] for cell in handed_in["cells"]] == ["".join(cell["source"]) for cell in kept["cells"]]


def test_no_file_elsewhere_was_made_or_changed(graded, outside):
    assert listing(WRITTEN_TO) == graded.before
    assert {path.name for path in outside.iterdir()} == {"secret", "socket"}
    assert (outside / "secret").read_text() == SECRET
    assert {path.name for path in graded.course.root.iterdir()} <= {"solutions", "grading", "exercises"}
    assert not [path for path in [*graded.course.root.rglob("*"), *Path.home().glob("*")] if path.name in ("planted", "owned")]


def test_nobody_reached_a_server_on_this_machine(graded):
    assert graded.called == []


def test_no_process_is_left(graded):
    def left():
        ours = set(psutil.Process().children(recursive=True))
        for process in psutil.process_iter(["cmdline", "ppid", "create_time"]):
            command = " ".join(process.info["cmdline"] or [])
            is_orphan = process.info["ppid"] == 1 and process.info["create_time"] > graded.began - 1
            if is_orphan and (command == "sleep 987" or "crmlib.grading" in command):
                ours.add(process)
        alive = [process for process in ours if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]
        return [process for process in alive if "resource_tracker" not in " ".join(process.cmdline())]

    deadline = time.monotonic() + 10
    while left() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left() == []


def test_the_records_stay_small(graded):
    for path in (graded.course.grading / "records").rglob("*.json"):
        if path.is_file():
            assert path.stat().st_size < 1_000_000, path


def test_a_second_run_grades_nobody_again(graded):
    graded_again = []
    outcomes, changed = grade(graded.course, ASSIGNMENT, 2, lambda outcome, done, total: graded_again.append(outcome.student), **LIMITS)
    assert graded_again == changed == []
    for student, outcome in outcomes.items():
        assert marks(outcome) == marks(graded.outcomes[student])


def test_a_notebook_that_waits_again_and_again_is_ended(sandbox):
    with sandbox.session(Limits(waiting_seconds=0.5)) as session, pytest.raises(Ended) as ended:
        for _ in range(200):
            session.run("import time; time.sleep(0.3)")
    assert ended.value.reason == "waiting"


def test_there_are_as_many_cases_as_were_promised():
    assert len(ATTACKS) >= 60 and len(MISHAPS) >= 20
    assert len({case.student for case in [*CANARIES, *HOSTILE, *UNLUCKY]}) == len(CANARIES) + len(HOSTILE) + len(UNLUCKY)
