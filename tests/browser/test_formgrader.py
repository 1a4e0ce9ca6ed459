"""Formgrader opens on the course's own settings and shows the assignments."""

import shutil

import pytest

from courseware.browser.server import private_lab
from courseware.files import ROOT, SOLUTIONS


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


def test_formgrader_opens_and_lists_every_assignment(browser, teacher):
    page = browser.new_page()
    page.goto(f"{teacher.address}/formgrader?token={teacher.token}")
    for assignment in sorted(path.name for path in SOLUTIONS.iterdir() if path.is_dir()):
        page.locator("td.name", has_text=assignment).wait_for()
    page.close()
