"""What the tests of widgets in a chapter share: running the chapter, and what a widget shows."""

from hashlib import sha256

from courseware.files import CHAPTERS

RESET = {"en": "Reset", "zh": "还原"}


def run_chapter(notebook, language, name):
    """Open one part of a chapter and run all its cells."""
    opened = notebook(CHAPTERS / language / f"{name}.ipynb", language)
    opened.run_all()
    return opened


def shown(widget):
    """Return the picture, the words for it and the text that a widget shows, to be compared."""
    return sha256(widget.picture()).hexdigest(), widget.alternative_text(), widget.text()
