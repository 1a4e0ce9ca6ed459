"""Formgrader opens on the course's own settings and shows the assignments."""

from courseware.files import SOLUTIONS


def test_formgrader_opens_and_lists_every_assignment(browser, teacher):
    page = browser.new_page()
    page.goto(f"{teacher.address}/formgrader?token={teacher.token}")
    for assignment in sorted(path.name for path in SOLUTIONS.iterdir() if path.is_dir()):
        page.locator("td.name", has_text=assignment).wait_for()
    page.close()
