"""One Chromium and one JupyterLab per language for all browser tests."""

import os
import shutil
from contextlib import ExitStack
from functools import cache

import pytest

from courseware.browser.chromium import open_chromium
from courseware.browser.notebook import open_notebook
from courseware.browser.server import private_lab
from courseware.files import ROOT, SOLUTIONS


@pytest.fixture(scope="package")
def browser():
    """Run Chromium; without it, skip the tests, but fail them where CI is true.

    It stops before other tests run: Playwright's event loop would disturb them.
    """
    with ExitStack() as stack:
        try:
            chromium = stack.enter_context(open_chromium())
        except FileNotFoundError as error:
            stop = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
            stop(str(error))
        yield chromium


@pytest.fixture(scope="package")
def lab(tmp_path_factory):
    """Return a function that gives the JupyterLab for a language, started at its first use."""
    with ExitStack() as stack:

        @cache
        def start(language):
            home = tmp_path_factory.mktemp(f"lab_{language}")
            return stack.enter_context(private_lab(home, language))

        yield start


@pytest.fixture
def notebook(browser, lab):
    """Return a function that opens a fresh copy of a notebook, by its path and language."""
    with ExitStack() as stack:

        def open_copy(path, language="en"):
            return stack.enter_context(open_notebook(browser, lab(language), path))

        yield open_copy


@pytest.fixture
def teacher(tmp_path, monkeypatch):
    """A JupyterLab with the settings of the repository root, in a scratch course."""
    settings = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    course = tmp_path / "notebooks" / "course"
    (tmp_path / "nbgrader_config.py").write_text(settings.replace("Path(__file__).resolve().parent", f"Path({str(course)!r})"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)  # nbgrader reads the settings that stand there
    with private_lab(tmp_path) as lab:
        shutil.copytree(SOLUTIONS, course / "solutions")
        yield lab
