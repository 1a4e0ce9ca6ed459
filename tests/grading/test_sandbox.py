"""What a submission can do in the sandbox, and what it cannot."""

import tempfile
from pathlib import Path

import psutil
import pytest

from courseware.files import ROOT
from crmlib.grading.sandbox import launch
from crmlib.grading.sandbox.host import Sandbox
from crmlib.grading.sandbox.launch import SandboxUnavailable
from crmlib.grading.sandbox.limits import MEGABYTE, Limits
from crmlib.grading.sandbox.outputs import notebook_outputs
from crmlib.grading.sandbox.watch import Ended

TIGHT = Limits(cell_seconds=0.5, total_seconds=3, waiting_seconds=2)
FOREVER_IN_C = "sum(range(10**12))"


def shown(outputs):
    return [(output["output_type"], output.get("text") or output.get("ename") or sorted(output["data"])) for output in outputs]


def test_cells_run_and_requests_are_answered_with_plain_data(sandbox):
    with sandbox.session() as session:
        assert shown(session.run("share = 0.5\nprint('half')\nshare")) == [("stream", "half\n"), ("execute_result", ["text/plain"])]
        assert session.ask({"get": "share"}) == {"value": 0.5}
        session.run("def double(x): return 2 * x")
        assert session.ask({"call": "double", "arguments": [4]}) == {"value": 8}
        assert session.ask({"get": "absent"}) == {"problem": "missing"}


def test_figures_tables_errors_and_magics_show_as_in_jupyter(sandbox):
    with sandbox.session() as session:
        session.run("import matplotlib.pyplot as plt, pandas as pd")
        assert shown(session.run("plt.plot([1, 2]);")) == [("display_data", ["image/png", "text/plain"])]
        assert shown(session.run("pd.DataFrame({'a': [1]})")) == [("execute_result", ["text/html", "text/plain"])]
        assert shown(session.run("1 / 0")) == [("error", "ZeroDivisionError")]
        assert shown(session.run("%%capture\nprint('quiet')")) == []
        assert shown(session.run("import sys; print('w', file=sys.stderr)")) == [("stream", "w\n")]


def test_a_figure_of_the_course_shows_with_its_alternative_text(sandbox):
    with sandbox.session() as session:
        session.run("import crmlib as crm\nresult = crm.abc_analysis({'An': 7.0, 'Bo': 2.0, 'Cao': 1.0})")
        [figure] = [output for output in session.run("crm.draw.pareto(result)") if "image/png" in output.get("data", {})]
        assert figure["metadata"]["image/png"]["alt"].startswith("Pareto curve:")
        assert "alt=" in figure["data"]["text/html"]


def test_the_course_package_and_its_data_are_there(sandbox):
    with sandbox.session() as session:
        session.run("import crmlib as crm\nrows = len(crm.load('customers', student='s1'))")
        assert session.ask({"get": "rows"}) == {"value": 300}


def test_a_course_below_the_folder_for_temporary_files_can_be_graded(monkeypatch):
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        (Path(folder) / "table.csv").write_text("a")
        monkeypatch.setattr(launch, "course_folders", lambda folders=launch.course_folders(): [*folders, folder])
        with Sandbox() as sandbox, sandbox.session() as session:
            session.run(f"import tempfile\nread = open({folder!r} + '/table.csv').read()\ntempfile.TemporaryFile().write(b'x')\nwritten = True")
            assert session.ask({"get": "read"}) == {"value": "a"}
            assert session.ask({"get": "written"}) == {"value": True}
            assert "Read-only" in session.run("open('/tmp/planted', 'w')")[-1]["evalue"]


def test_sessions_know_nothing_of_one_another(sandbox):
    with sandbox.session() as session:
        session.run("kept = 1\nfor name in ('kept.txt', '/tmp/kept.txt', '/dev/shm/kept.txt'): open(name, 'w').write('x')")
        session.run("import pandas; pandas.DataFrame = None")
    with sandbox.session() as session:
        session.run("import os, pandas\nleft = [n for n in ('kept.txt', '/tmp/kept.txt', '/dev/shm/kept.txt') if os.path.exists(n)]")
        session.run("whole = pandas.DataFrame is not None")
        assert session.ask({"get": "kept"}) == {"problem": "missing"}
        assert session.ask({"get": "left"}) == {"value": []}
        assert session.ask({"get": "whole"}) == {"value": True}


@pytest.mark.parametrize("path", [ROOT / "solutions", ROOT / "grading", ROOT / "nbgrader_config.py", ROOT / "tests", "/etc/shadow", "/home", "/var"])
def test_nothing_but_the_course_can_be_seen(sandbox, path):
    with sandbox.session() as session:
        session.run(f"import os\nthere = os.path.exists({str(path)!r})")
        assert session.ask({"get": "there"}) == {"value": False}


@pytest.mark.parametrize("folder", [ROOT / "crmlib", ROOT / "datasets", "/usr", "/", "/dev", "/etc", "/proc/sys/kernel"])
def test_nothing_can_be_written_but_the_submissions_own_files(sandbox, folder):
    with sandbox.session() as session:
        error = session.run(f"open({str(folder)!r} + '/planted', 'w')")[-1]
        assert error["output_type"] == "error"
        assert any(word in error["evalue"] for word in ("Read-only", "denied", "No such file"))


def test_there_is_no_network(sandbox):
    with sandbox.session() as session:
        error = session.run("import socket; socket.create_connection(('127.0.0.1', 80), timeout=2)")[-1]
        assert error["ename"] in ("OSError", "ConnectionRefusedError")
        session.run("import socket; names = [name for _, name in socket.if_nameindex()]")
        assert session.ask({"get": "names"}) == {"value": ["lo"]}
        assert ["network", "('127.0.0.1', 80)"] in session.noticed


@pytest.mark.parametrize("code", [
    "import ctypes, os; library = ctypes.CDLL(None, use_errno=True); assert library.unshare(0x10000000) == 0",
    "import os; os.memfd_create('hidden')",
    "import ctypes; assert ctypes.CDLL(None).shmget(0, 1 << 20, 0o1600) >= 0",
    "import ctypes; assert ctypes.CDLL(None).ptrace(0, 0, 0, 0) == 0",
])
def test_system_calls_that_no_notebook_needs_are_refused(sandbox, code):
    with sandbox.session() as session:
        assert session.run(code)[-1]["ename"] in ("AssertionError", "PermissionError")


def test_a_cell_that_computes_too_long_is_stopped_and_the_notebook_goes_on(sandbox):
    with sandbox.session(TIGHT) as session:
        assert session.run("before = 1\nwhile True: pass")[-1]["ename"] == "CellTimeLimit"
        assert session.ask({"get": "before"}) == {"value": 1}


@pytest.mark.parametrize("code, reason", [
    (FOREVER_IN_C, "cell_time"),
    ("def spin():\n    while True: pass\nwhile True:\n    try: spin()\n    except BaseException: pass", "cell_time"),
    ("import signal\nsignal.setitimer(signal.ITIMER_PROF, 0)\nwhile True: pass", "cell_time"),
    ("import time; time.sleep(60)", "waiting"),
    ("import os, time\nfor _ in range(4): os.fork()\nkept = b'x' * (200 << 20)\ntime.sleep(60)", "memory"),
    ("import os\nwhile True:\n    if os.fork() == 0:\n        import time; time.sleep(60)", "processes"),
    ("import os; os._exit(0)", "gone"),
    ("import ctypes; ctypes.string_at(0)", "gone"),
])
def test_what_does_not_stop_is_ended_with_its_reason(sandbox, code, reason):
    limits = Limits(cell_seconds=0.5, total_seconds=30, waiting_seconds=2 if reason == "waiting" else 60, memory=(8000 if reason == "processes" else 2000) * MEGABYTE)
    with sandbox.session(limits) as session, pytest.raises(Ended) as ended:
        session.run(code)
    assert ended.value.reason == reason
    with sandbox.session() as session:
        assert session.run("'the next one runs'")


def test_a_cell_that_fills_the_memory_gets_an_error_and_the_notebook_goes_on(sandbox):
    with sandbox.session(Limits(memory=1000 * MEGABYTE)) as session:
        assert session.run("kept = []\nwhile True: kept.append(b'x' * (50 << 20))")[-1]["ename"] == "MemoryError"
        assert session.ask({"get": "absent"}) == {"problem": "missing"}


def test_a_function_that_never_answers_is_ended(sandbox):
    with sandbox.session(TIGHT) as session:
        session.run(f"def f(): return {FOREVER_IN_C}")
        with pytest.raises(Ended):
            session.ask({"call": "f", "arguments": []})


def running(sandbox):
    processes = psutil.Process(sandbox.root).children(recursive=True)
    return [process.name() for process in processes if process.status() != psutil.STATUS_ZOMBIE]


def test_no_process_outlives_its_session(sandbox):
    with sandbox.session() as session:
        session.run("import subprocess\nfor _ in range(3): subprocess.Popen('sleep 600 & sleep 600', shell=True, start_new_session=True)")
        assert "sleep" in running(sandbox)
    assert "sleep" not in running(sandbox)


def test_closing_the_sandbox_ends_everything():
    sandbox = Sandbox()
    sandbox.session().run("import subprocess; subprocess.Popen(['sleep', '600'])")
    processes = [psutil.Process(sandbox.root), *psutil.Process(sandbox.root).children(recursive=True)]
    sandbox.close()
    _, alive = psutil.wait_procs(processes, timeout=5)
    assert alive == []


def test_output_is_bounded(sandbox):
    with sandbox.session(Limits(output=1000)) as session:
        [output] = session.run("for _ in range(100_000): print('x' * 100)")
        assert len(output["text"]) == 1000


@pytest.mark.parametrize("sent", [
    [None, 7, "text", [], {}],
    [{"output_type": "display_data", "data": {"application/javascript": "alert(1)", "image/svg+xml": "<svg onload=alert(1)>"}}],
    [{"output_type": "display_data", "data": {"image/png": 'x" onerror="alert(1)'}}],
    [{"output_type": "display_data", "data": {"image/png": ["YWJj"]}}],
    [{"output_type": "update_display_data", "data": {"text/plain": "x"}}],
])
def test_what_is_no_output_is_left_out(sent):
    assert notebook_outputs(sent) == []


def test_outputs_keep_the_alternative_text_of_a_picture_and_no_other_metadata():
    [output] = notebook_outputs([{"output_type": "display_data", "data": {"image/png": "YWJj"}, "metadata": {"image/png": {"alt": "bars", "width": 9}, "x": 1}}])
    assert output.metadata == {"image/png": {"alt": "bars"}}


@pytest.fixture
def unknown_bubblewrap():
    launch.require_bubblewrap.cache_clear()
    yield
    launch.require_bubblewrap.cache_clear()


def test_without_bubblewrap_it_refuses_and_names_the_remedy(unknown_bubblewrap, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SandboxUnavailable, match="apt install bubblewrap"):
        Sandbox().session()


def test_where_the_system_forbids_it_it_refuses_and_names_the_remedy(unknown_bubblewrap, monkeypatch, tmp_path):
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SandboxUnavailable, match="No permissions.*user namespaces.*--no-sandbox"):
        Sandbox().session()


def test_without_a_sandbox_limits_hold_and_files_and_processes_go():
    with Sandbox(sandboxed=False) as sandbox:
        with sandbox.session(TIGHT) as session:
            session.run("import os, subprocess\nhere = os.getcwd()\nopen('mine', 'w').write('x')\nsubprocess.Popen(['sleep', '600'], start_new_session=True)")
            folder = session.ask({"get": "here"})["value"]
            with pytest.raises(Ended):
                session.run(FOREVER_IN_C)
        assert "sleep" not in running(sandbox)
        with sandbox.session() as session:
            session.run(f"import os; gone = not os.path.exists({folder!r})")
            assert session.ask({"get": "gone"}) == {"value": True}
