"""An open notebook as a learner uses it: run it, move its widgets, read and picture what it shows.

Every action returns when the page has settled, so that what is read next is never stale.
"""

import itertools
import shutil
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

HELPERS = Path(__file__).with_name("notebook.js")
OPEN_MILLISECONDS = 60_000
RUN_MILLISECONDS = 180_000
SETTLE_MILLISECONDS = 60_000
QUIET_MILLISECONDS = 300
WINDOW = {"width": 1280, "height": 1000}
LAB_FRAME_PIXELS = 200
LOCALES = {"en": "en-US", "zh": "zh-CN"}


@contextmanager
def open_notebook(browser, lab, path, width=WINDOW["width"]):
    """Open a fresh copy of a notebook in a new window, until the end of the ``with`` block.

    The learner has no progress yet.

    Parameters
    ----------
    browser : playwright.sync_api.Browser
        From `courseware.browser.chromium.open_chromium`.
    lab : courseware.browser.server.PrivateLab
        The JupyterLab that opens the copy.
    path : Path
        The notebook. It is never written to.
    width : int
        Width of the window in pixels.

    Yields
    ------
    Notebook
    """
    copy = _copy_to_new_folder(Path(path), lab.folder)
    lab.progress.unlink(missing_ok=True)
    context = browser.new_context(viewport=WINDOW | {"width": width}, locale=LOCALES[lab.language])
    context.add_init_script(path=HELPERS)
    page = context.new_page()
    notebook = Notebook(page)
    try:
        name = copy.relative_to(lab.folder).as_posix()
        page.goto(f"{lab.address}/lab/tree/{name}?reset&token={lab.token}")
        page.wait_for_function("name => course.isReady(name)", arg=name, timeout=OPEN_MILLISECONDS)
        notebook.settle()
        yield notebook
    finally:
        page.evaluate("globalThis.jupyterapp?.serviceManager.sessions.shutdownAll()")
        context.close()


def _copy_to_new_folder(path, parent):
    for number in itertools.count(1):
        folder = parent / str(number)
        if not folder.exists():
            folder.mkdir()
            return Path(shutil.copy(path, folder))


class Notebook:
    """A notebook that is open in JupyterLab.

    Parameters
    ----------
    page : playwright.sync_api.Page
        The window that shows it.

    Attributes
    ----------
    outside_requests : list of str
        Addresses beyond this machine that the page asked for (in vain).
    """

    def __init__(self, page):
        self.page = page
        self.outside_requests = []
        self._cells = page.locator(".jp-NotebookPanel .jp-Cell")
        page.on("request", self._note_outside_request)

    def _note_outside_request(self, request):
        address = urlsplit(request.url)
        if address.scheme not in ("blob", "data") and address.hostname != "127.0.0.1":
            self.outside_requests.append(request.url)

    def run_all(self):
        """Run all cells from the top. A cell that fails ends the run, see `problems`."""
        self.page.evaluate("limit => course.runAllCells(limit)", RUN_MILLISECONDS)
        self.settle()

    def settle(self):
        """Wait until the kernel has answered everything and the page has stopped changing."""
        limits = [QUIET_MILLISECONDS, SETTLE_MILLISECONDS]
        self.page.evaluate("([quiet, limit]) => course.settle(quiet, limit)", limits)

    def problems(self):
        """Return the errors and warnings of cells and widgets since the notebook was opened."""
        return self.page.evaluate("course.problems")

    def cell(self, index):
        """Return the cell with this position, counted from 0."""
        return Cell(self, self._cells.nth(index))

    def code_cell(self, text):
        """Return the first code cell whose code or output contains this text."""
        code_cells = self.page.locator(".jp-NotebookPanel .jp-CodeCell")
        return Cell(self, code_cells.filter(has_text=text).first)

    def screenshot(self, path):
        """Save a picture of the window as PNG."""
        self.page.screenshot(path=path)

    def screenshot_pages(self, folder):
        """Save the notebook as PNG pictures, each as high as the window.

        Returns
        -------
        list of Path
        """
        area = self.page.locator(".jp-NotebookPanel .jp-WindowedPanel-outer")
        paths = []
        while area.evaluate("(node, number) => course.scrollToPage(node, number)", len(paths)):
            paths.append(Path(folder) / f"page_{len(paths) + 1:02}.png")
            area.screenshot(path=paths[-1])
        return paths

    def screenshot_cells(self, folder):
        """Save each cell as a PNG picture.

        Returns
        -------
        list of Path
        """
        cells = [Cell(self, area) for area in self._cells.all()]
        paths = [Path(folder) / f"cell_{number:02}.png" for number in range(len(cells))]
        for cell, path in zip(cells, paths):
            cell.screenshot(path)
        return paths


class Cell:
    """One cell of an open notebook.

    Parameters
    ----------
    notebook : Notebook
        The notebook that holds it.
    area : playwright.sync_api.Locator
        Where it is on the page.
    """

    def __init__(self, notebook, area):
        self.notebook = notebook
        self.area = area

    def text(self, selector=".jp-Cell-outputArea"):
        """Return the text that the output, or one element of it, shows."""
        return self.area.locator(selector).inner_text()

    def picture(self):
        """Return the content of the picture that the output shows, as bytes."""
        return bytes(self.area.locator("img").evaluate("image => course.readPicture(image)"))

    def alternative_text(self):
        """Return the words that stand for the picture, for those who cannot see it."""
        return self.area.locator("img").get_attribute("alt")

    def slider(self, position=0):
        """Return the handle of a slider, counted from 0."""
        return self.area.locator(".widget-slider .noUi-handle").nth(position)

    def press(self, control, key, times=1):
        """Press a key such as ``ArrowRight`` on a control."""
        for _ in range(times):
            control.press(key)
        self.notebook.settle()

    def drag(self, slider, pixels):
        """Drag the handle of a slider to the right (or to the left, if negative)."""
        slider.scroll_into_view_if_needed()
        box = slider.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        mouse = self.notebook.page.mouse
        mouse.move(x, y)
        mouse.down()
        mouse.move(x + pixels, y, steps=8)
        mouse.up()
        self.notebook.settle()

    def choose(self, option, position=0):
        """Choose an option, by its label, in a dropdown, counted from 0."""
        self.area.locator(".widget-dropdown select").nth(position).select_option(label=option)
        self.notebook.settle()

    def write(self, text, position=0):
        """Write into a text field, counted from 0, and press Enter."""
        field = self.area.locator(".widget-text input").nth(position)
        field.fill(text)
        self.press(field, "Enter")

    def click(self, label):
        """Click the button whose label contains this text."""
        self.area.locator("button", has_text=label).click()
        self.notebook.settle()

    def screenshot(self, path):
        """Save a picture of the whole cell as PNG; the window grows if it is too low for it."""
        needed = int(self.area.bounding_box()["height"]) + LAB_FRAME_PIXELS
        window = self.notebook.page.viewport_size
        if window["height"] < needed:
            self.notebook.page.set_viewport_size(window | {"height": needed})
        self.area.screenshot(path=path)


def slider_value(slider):
    """Return the number at which the handle of a slider stands."""
    return float(slider.get_attribute("aria-valuetext"))
