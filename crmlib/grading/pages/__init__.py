"""Showing what students wrote without letting it act: Formgrader's pages and the feedback.

Nothing in a notebook reaches a page as it is: markdown, formulas and outputs are made anew here and
pass :func:`crmlib.grading.pages.clean.clean`. As a second lock, each page tells the browser to run
no other script and to load nothing from elsewhere.
"""

from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"
