"""In a real browser: nothing that a student wrote runs, or sends for anything, where it is read and marked."""

from contextlib import contextmanager

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from playwright.sync_api import expect

from courseware.files import ROOT
from crmlib.grading.course import Course
from crmlib.grading.pages.feedback import feedback_page
from crmlib.grading.pages.marks import Mark, Marks
from tests.grading.marked import ANSWER, CHECK, gradebook, put_marked
from tests.grading.page_attacks import AWAY, RUN, attacks

HANDLERS = "elements => elements.flatMap(element => [...element.attributes].map(({name}) => name).filter(name => name.startsWith('on')))"
ACTORS = (
    "script, style, iframe, object, embed, svg, form, meta, base, link, template, audio, video,"
    " [srcdoc], [srcset], [data-toggle], [style*=url]"
)
TAKEN_OVER = [
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f'<img src="{AWAY}x.png">',
    f'<b style="background: url({AWAY})">x</b>',
    "<form></form>",
]
FORMULA = new_markdown_cell("So $x^2 = \\frac{1}{2}$ and 客户.")


class Watched:
    """A page of which every sign that it was taken over is kept."""

    def __init__(self, browser, *addresses):
        self.signs = []
        self.page = browser.new_page()
        self._addresses = addresses
        self.page.on("dialog", self._dialog)
        self.page.on("popup", lambda page: self.signs.append(f"popup {page.url}"))
        self.page.on("console", self._console)
        self.page.route("**/*", self._request)

    def open(self, address, root):
        """Return the signs that come while a page is opened and shown; its notebook is inside `root`."""
        self.signs.clear()
        self.page.goto(address)
        self.page.wait_for_timeout(30)
        self.signs += [f"there is {name}" for name in self.page.eval_on_selector_all(f"{root} *", HANDLERS)]
        self.signs += [f"there is {element}" for element in self.page.locator(root).locator(ACTORS).all_inner_texts()]
        return list(self.signs)

    def _dialog(self, dialog):
        self.signs.append("dialog")
        dialog.dismiss()

    def _console(self, message):
        if "Content Security Policy" in message.text:
            self.signs.append(message.text)

    def _request(self, route):
        if route.request.url.startswith(self._addresses):
            return route.continue_()
        self.signs.append(f"request {route.request.url}")
        return route.abort()


@contextmanager
def watched(browser, *addresses):
    """Open a `Watched` page that may ask for `addresses` and nothing else."""
    watch = Watched(browser, *addresses)
    try:
        yield watch
    finally:
        watch.page.close()


@pytest.mark.parametrize("written", TAKEN_OVER)
def test_the_watch_notices_a_page_that_is_taken_over(browser, tmp_path, written):
    (tmp_path / "page.html").write_text(f"<main>{written}</main>", encoding="utf-8")
    address = (tmp_path / "page.html").as_uri()
    with watched(browser, address) as watch:
        assert watch.open(address, "main")


def _feedback_pages():
    """Yield every attempt in a cell, and that of a prose cell also as a heading, a comment and a name."""
    for name, notebook in attacks().items():
        cell = notebook.cells[0]
        written = cell.source if cell.cell_type == "markdown" else "x"
        notebook.cells += [new_markdown_cell(f"# {written}"), new_code_cell("1", metadata=ANSWER)]
        yield name, feedback_page(notebook, Marks(1.0, 2.0, 0.0, {"check": Mark(1.0, 2.0, False, False)}, {"answer": written}), written)


def test_nothing_acts_in_feedback(browser, tmp_path):
    path = tmp_path / "feedback.html"
    taken = {}
    with watched(browser, path.as_uri()) as watch:
        for name, page in _feedback_pages():
            path.write_text(page, encoding="utf-8")
            signs = watch.open(path.as_uri(), "body")
            if signs:
                taken[name] = signs
    assert taken == {}


def test_feedback_shows_formulas_and_leads_to_each_task_without_a_network(browser, tmp_path):
    marks = Marks(1.0, 2.0, 0.0, {"check": Mark(1.0, 2.0, False, False)}, {})
    cells = [new_markdown_cell("# x\n\n## Task 1" + "\n\ny" * 200), FORMULA, new_code_cell("1", metadata=CHECK)]
    path = tmp_path / "feedback.html"
    path.write_text(feedback_page(new_notebook(cells=cells), marks, "li"), encoding="utf-8")
    with watched(browser, path.as_uri()) as watch:
        assert watch.open(path.as_uri(), "body") == []
        numerator, denominator = (watch.page.locator(f"mfrac > :nth-child({place})").bounding_box() for place in (1, 2))
        assert numerator["y"] + numerator["height"] <= denominator["y"] + 1
        watch.page.get_by_role("link", name="Task 1").click()
        assert watch.page.get_by_role("region", name="Task 1").evaluate("box => box.getBoundingClientRect().top < innerHeight")
        watch.page.set_viewport_size({"width": 360, "height": 640})
        assert watch.page.evaluate("document.documentElement.scrollWidth") <= 360


def _tens(notebooks):
    """Return the notebooks in groups of ten, because Formgrader's page loads slowly."""
    return [dict(list(notebooks.items())[start:start + 10]) for start in range(0, len(notebooks), 10)]


def test_nothing_acts_in_formgrader_and_marks_are_given_there(browser, teacher):
    course = Course(teacher.folder / "course", settings=ROOT)
    names = {"first_name": f"<img src=x onerror={RUN}>", "last_name": f"\"'><script>{RUN}</script>"}
    path, submission = put_marked(course, "li", new_notebook(), **names)
    address = f"{teacher.address}/formgrader/submissions/{submission}/"
    taken = {}
    with watched(browser, f"{teacher.address}/formgrader") as watch:
        watch.page.goto(f"{teacher.address}/formgrader?token={teacher.token}")
        for tried in _tens(attacks()):
            cells = [cell for notebook in tried.values() for cell in notebook.cells]
            metadata = {key: value for notebook in tried.values() for key, value in notebook.metadata.items()}
            nbformat.write(new_notebook(cells=[*cells, new_code_cell("1", metadata=CHECK)], metadata=metadata), path)
            signs = watch.open(address, "#notebook")
            if signs or watch.page.locator("#notebook a").count():
                taken[tuple(tried)] = signs
        assert taken == {}
        nbformat.write(new_notebook(cells=[FORMULA, new_code_cell("1", metadata=CHECK)]), path)
        watch.open(address, "#notebook")
        _give_marks(watch.page)
        assert watch.signs == []
    with gradebook(course) as book:
        assert book.find_grade("check", "n", "a", "li").manual_score == 1.5


def _give_marks(page):
    """Read a formula, give a mark, show the student's name: what needs Formgrader's own scripts."""
    assert page.locator("math msup").bounding_box()["height"] > 0
    expect(page.locator(".tabbable").first).to_be_focused()  # Formgrader does so once it hears that MathJax is ready
    page.locator("#check").fill("1.5")
    with page.expect_response("**/api/grade/*"):
        page.keyboard.press("Escape")
    page.locator("span.glyphicon-eye-open").click()
    expect(page.locator("a.name-shown")).to_contain_text("<script>")
