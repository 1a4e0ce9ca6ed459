"""What the tests of widgets in a chapter share: running the chapter, and what a widget shows."""

from hashlib import sha256

from courseware.files import CHAPTERS

RESET = {"en": "Reset", "zh": "还原"}
CUT_TEXTS = """() => {
    const width = (text, element) => {
        const pen = document.createElement("canvas").getContext("2d");
        pen.font = getComputedStyle(element).font;
        return pen.measureText(text).width;
    };
    const arrow = 24;
    const labels = [...document.querySelectorAll(".widget-label, .widget-readout, .widget-button")];
    const choices = [...document.querySelectorAll(".widget-dropdown select")].flatMap(select => [...select.options].map(option => [option, select]));
    return [...labels.filter(label => label.scrollWidth > label.clientWidth).map(label => label.textContent),
            ...choices.filter(([option, select]) => width(option.text, select) + arrow > select.clientWidth).map(([option]) => option.text)];
}"""


def run_chapter(notebook, language, name):
    """Open one part of a chapter and run all its cells; no word of a control may be cut off."""
    opened = notebook(CHAPTERS / language / f"{name}.ipynb", language)
    opened.run_all()
    assert opened.page.evaluate(CUT_TEXTS) == []
    return opened


def shown(widget):
    """Return the picture, the words for it and the text that a widget shows, to be compared."""
    return sha256(widget.picture()).hexdigest(), widget.alternative_text(), widget.text()
