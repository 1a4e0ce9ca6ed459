"""How long a widget takes to answer a slider, as its user sees it; run as a program, for the main widgets of the course."""

from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from courseware.browser.chromium import open_chromium
from courseware.browser.notebook import open_notebook, slider_value
from courseware.browser.server import private_lab
from courseware.files import CHAPTERS, LANGUAGES


@dataclass(frozen=True)
class Latency:
    """Time from a key press on a slider to the new picture and text, in milliseconds.

    Attributes
    ----------
    median : float
    percentile_90 : float
    """

    median: float
    percentile_90: float

    @classmethod
    def of(cls, milliseconds):
        """Summarise single times.

        Examples
        --------
        >>> Latency.of([80, 90, 100, 110, 120])
        Latency(median=100, percentile_90=116.0)
        """
        ninth = quantiles(milliseconds, n=10, method="inclusive")[-1]
        return cls(median(milliseconds), round(ninth, 1))


def measure_latency(cell, slider, repeats=20):
    """Measure how long a widget takes from a key press to the settled picture and text.

    The slider goes one step down and one up in turn; the first two presses do not count.

    Parameters
    ----------
    cell : courseware.browser.notebook.Cell
        The cell that shows the widget: pictures, and text in HTML widgets.
    slider : playwright.sync_api.Locator
        The handle to move, not at its lower end.
    repeats : int
        How often a key is pressed; each press waits for the answer to the one before.

    Returns
    -------
    Latency
        Of single presses.

    Raises
    ------
    RuntimeError
        If a key press does not change the slider, the picture and the text.
    """
    cell.area.evaluate("area => course.watchAnswers(area)")
    keys = islice(cycle(["ArrowLeft", "ArrowRight"]), repeats + 2)
    return Latency.of([_time_one(cell, slider, key) for key in keys][2:])


def _time_one(cell, slider, key):
    before = _shown(cell, slider)
    cell.press(slider, key)
    unchanged = [name for name, value in _shown(cell, slider).items() if value == before[name]]
    if unchanged:
        raise RuntimeError(f"{key} with the slider at {before['slider']}: no change in {unchanged}.")
    answer = cell.notebook.page.evaluate("course.answer")
    return answer["last"] - answer["key"]


def _shown(cell, slider):
    texts = cell.area.locator(".widget-html-content").all_inner_texts()
    return {"slider": slider_value(slider), "picture": cell.picture(), "text": texts}


WIDGETS = [  # chapter, call, which of the widget's sliders
    ("04_1_abc_analysis", "crm.explore.abc", 0),
    ("05_2_rfm_segments", "crm.explore.rfm", 0),
    ("06_1_retention_and_migration", "crm.explore.clv", 1),
    ("06_2_events_and_curves", "crm.explore.events", 0),
    ("06_2_events_and_curves", "crm.explore.curve", 0),
    ("06_3_value_quadrant", "crm.explore.quadrant", 0),
]


def main():
    """Print one line for each widget and language, as a Markdown table."""
    print("| Widget | Edition | Median, ms | 90th percentile, ms |\n|---|---|---:|---:|")
    with open_chromium() as browser, TemporaryDirectory() as folder:
        for language in LANGUAGES:
            home = Path(folder) / language
            home.mkdir()
            with private_lab(home, language) as lab:
                for chapter, call, slider in WIDGETS:
                    found = _in_chapter(browser, lab, CHAPTERS / language / f"{chapter}.ipynb", call, slider)
                    print(f"| {call} | {language} | {found.median:.0f} | {found.percentile_90:.0f} |", flush=True)


def _in_chapter(browser, lab, path, call, slider):
    with open_notebook(browser, lab, path) as notebook:
        notebook.run_all()
        widget = notebook.code_cell(call)
        return measure_latency(widget, widget.slider(slider))


if __name__ == "__main__":
    main()
