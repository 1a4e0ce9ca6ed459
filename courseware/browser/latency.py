"""How long a widget takes to answer a slider, as its user sees it."""

from dataclasses import dataclass
from statistics import median, quantiles

from courseware.browser.notebook import slider_value


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

    def __str__(self):
        return f"median {self.median:.0f} ms, 90th percentile {self.percentile_90:.0f} ms"


def measure_latency(cell, slider, repeats=20, key="ArrowRight"):
    """Measure how long a widget takes from a key press to the settled picture and text.

    Parameters
    ----------
    cell : courseware.browser.notebook.Cell
        The cell that shows the widget: pictures, and text in HTML widgets.
    slider : playwright.sync_api.Locator
        The handle to move. It needs room for `repeats` steps.
    repeats : int
        How often the key is pressed; each press waits for the answer to the one before.
    key : str
        ``ArrowRight`` or ``ArrowLeft``.

    Returns
    -------
    Latency

    Raises
    ------
    RuntimeError
        If a key press does not change the slider, the picture and the text.
    """
    cell.area.evaluate("area => course.watchAnswers(area)")
    return Latency.of([_time_one(cell, slider, key) for _ in range(repeats)])


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
