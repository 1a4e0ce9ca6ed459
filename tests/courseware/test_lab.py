"""Opening the course: which language, which settings, and a server that answers."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from courseware import lab

ROOT = Path(__file__).resolve().parents[2]
START = "chapters/00_1_start_here.ipynb"


@pytest.fixture
def computer_speaks(monkeypatch):
    def speak(locale):
        for name in ("LC_ALL", "LC_MESSAGES"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("LANG", locale)

    return speak


@pytest.mark.parametrize(
    ("locale", "language"), [("zh_CN.UTF-8", "zh"), ("zh_TW", "zh"), ("en_GB.UTF-8", "en"), ("C", "en"), ("de_DE", "en")]
)
def test_the_first_time_the_computer_decides_the_language(computer_speaks, tmp_path, locale, language):
    computer_speaks(locale)
    assert lab.choose_language(None, tmp_path / "work") == language


def test_windows_names_chinese_in_its_own_way(computer_speaks, monkeypatch):
    computer_speaks("")
    monkeypatch.setattr(lab.locale, "getlocale", lambda: ("Chinese (Simplified)_China", "936"))
    assert lab.system_language() == "zh"


def test_the_language_asked_for_is_remembered(computer_speaks, tmp_path):
    computer_speaks("zh_CN.UTF-8")
    assert lab.choose_language("en", tmp_path) == "en"
    assert lab.choose_language(None, tmp_path) == "en"


def test_a_spoilt_memory_is_not_trusted(computer_speaks, tmp_path):
    computer_speaks("zh_CN.UTF-8")
    (tmp_path / ".language").write_text("klingon")
    assert lab.choose_language(None, tmp_path) == "zh"


def test_both_texts_are_there_with_the_same_gaps():
    for texts in lab.TEXTS.values():
        assert set(texts) == set(lab.INTERFACE)
        assert len({tuple(re.findall(r"{\w+}", text)) for text in texts.values()}) == 1


def test_the_interface_speaks_the_edition_and_news_stay_off_until_the_learner_decides(tmp_path):
    lab.write_settings(tmp_path, "zh")
    interface, keys, news, kernels = sorted(tmp_path.rglob("*.jupyterlab-settings"), reverse=True)
    assert {"notebook:cut-cell", "notebook:move-cursor-down"} <= {shortcut["command"] for shortcut in json.loads(keys.read_text())["shortcuts"]}
    assert json.loads(kernels.read_text()) == {"commsOverSubshells": "disabled"}
    assert json.loads(interface.read_text()) == {"locale": "zh_CN"}
    assert json.loads(news.read_text()) == {"fetchNews": "false", "checkForUpdates": False}
    news.write_text('{"fetchNews": "true"}')
    lab.write_settings(tmp_path, "en")
    assert json.loads(interface.read_text()) == {"locale": "en"}
    assert json.loads(news.read_text()) == {"fetchNews": "true"}


def test_the_own_jupyter_of_the_learner_is_not_used(tmp_path):
    variables = lab.surroundings(tmp_path, "zh", tmp_path / "zh")
    assert variables["CRM_LANGUAGE"] == "zh"
    assert variables["CRM_PROGRESS"] == str(tmp_path / "progress.json")
    folders = [value for name, value in variables.items() if name.startswith("JUPYTER") and name.endswith("_DIR")]
    assert len(folders) == 3
    assert all(Path(folder).is_relative_to(tmp_path / ".jupyter") for folder in folders)


def test_each_served_folder_keeps_its_own_tabs(tmp_path):
    served = [("en", tmp_path / "en"), ("zh", tmp_path / "zh"), ("zh", lab.ROOT)]
    assert len({lab.surroundings(tmp_path, *each)["JUPYTERLAB_WORKSPACES_DIR"] for each in served}) == 3


def test_the_server_listens_to_this_computer_only(tmp_path):
    options = lab.server_options(tmp_path, browser=False, port=8123)
    assert {"--ServerApp.ip=127.0.0.1", "--no-browser", "--ServerApp.port=8123"} <= set(options)
    assert "--LabApp.default_url=/lab" in options


def test_without_further_wishes_the_browser_opens_and_jupyter_chooses_the_port(tmp_path):
    options = lab.server_options(tmp_path, browser=True, port=None)
    assert not [option for option in options if "browser" in option or "port" in option]


@pytest.fixture
def course(tmp_path):
    """A course that holds nothing but its first page, beside its own copy of the program."""
    shutil.copytree(ROOT / "courseware", tmp_path / "courseware", ignore=shutil.ignore_patterns("__pycache__"))
    page = tmp_path / "chapters" / "zh" / Path(START).name
    page.parent.mkdir(parents=True)
    page.write_text(json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    return tmp_path


@pytest.fixture
def server(course):
    """A running server: the address that it prints, and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "courseware.lab", "--lang", "zh", "--no-browser", "--port", str(port)]
    said = course / "said.txt"
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    with said.open("w") as output, subprocess.Popen(command, cwd=course, env=environment, stdout=output, stderr=output) as process:
        try:
            yield printed_address(said, process), said
        finally:
            process.terminate()


def printed_address(said, process):
    for _ in range(300):
        address = re.search(r"(http://127\.0\.0\.1:\d+)(/\S*)\?(token=\w+)", said.read_text(encoding="utf-8"))
        if address:
            return address
        assert process.poll() is None, said.read_text(encoding="utf-8")
        time.sleep(0.1)
    raise AssertionError("the server printed no address within 30 seconds")


def test_the_course_is_served_at_its_first_page(course, server):
    address, said = server
    host, page, token = address.groups()
    assert page == f"/lab/tree/{START}"
    assert str(course / "work" / "zh") in said.read_text(encoding="utf-8").splitlines()[0]
    with urllib.request.urlopen(f"{host}/api/status?{token}", timeout=10) as answer:
        assert json.load(answer)["kernels"] == 0
    with urllib.request.urlopen(f"{host}/api/contents/{START}?{token}", timeout=10) as answer:
        assert json.load(answer)["type"] == "notebook"
    with pytest.raises(urllib.error.HTTPError, match="403") as refused:
        urllib.request.urlopen(f"{host}/api/status", timeout=10)
    refused.value.close()
