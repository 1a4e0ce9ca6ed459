"""Pictures of a notebook as a learner sees it: ``python -m courseware.screenshot NOTEBOOK``."""

import argparse
import sys
import tempfile
from pathlib import Path

from courseware.browser.chromium import open_chromium
from courseware.browser.notebook import WINDOW, open_notebook
from courseware.browser.server import private_lab
from crmlib.language import LANGUAGES


def take_screenshots(path, folder, language="en", width=WINDOW["width"], by_cell=False):
    """Run all cells of a notebook in JupyterLab and save PNG pictures of it.

    Parameters
    ----------
    path : Path
        The notebook. A copy is run; the file itself stays as it is.
    folder : Path
        Where the pictures are written; it is made if needed.
    language : {"en", "zh"}
        Language of JupyterLab and of the course.
    width : int
        Width of the window in pixels.
    by_cell : bool
        One picture for each cell, instead of one for each page.

    Returns
    -------
    pictures : list of Path
    problems : list of str
        Errors and warnings of the cells.

    Raises
    ------
    FileNotFoundError
        If the notebook or the browser does not exist.
    """
    if not Path(path).is_file():
        raise FileNotFoundError(f"There is no notebook '{path}'.")
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        open_chromium() as browser,
        private_lab(Path(home), language) as lab,
        open_notebook(browser, lab, path, width) as notebook,
    ):
        notebook.run_all()
        save = notebook.screenshot_cells if by_cell else notebook.screenshot_pages
        return save(folder), notebook.problems()


def main(arguments=None):
    """Take the screenshots that the command line asks for; return 1 if the notebook has errors."""
    options = _parser().parse_args(arguments)
    folder = options.out / f"{options.notebook.stem}_{options.lang}"
    try:
        pictures, problems = take_screenshots(
            options.notebook, folder, options.lang, options.width, options.cells
        )
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 1
    for line in [*pictures, *problems]:
        print(line)
    return 1 if problems else 0


def _parser():
    parser = argparse.ArgumentParser(
        prog="python -m courseware.screenshot",
        description="Run a notebook in JupyterLab and save pictures of it.",
    )
    parser.add_argument("notebook", type=Path)
    parser.add_argument("--lang", choices=LANGUAGES, default="en")
    parser.add_argument("--out", type=Path, default=Path("test-results"))
    parser.add_argument("--width", type=int, default=WINDOW["width"])
    parser.add_argument("--cells", action="store_true", help="one picture for each cell")
    return parser


if __name__ == "__main__":
    sys.exit(main())
