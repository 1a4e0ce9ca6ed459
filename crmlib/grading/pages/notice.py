"""The page for a student who gets no feedback: what is wrong and how to mend it, in both languages."""

import html
from pathlib import Path
from string import Template

from crmlib.grading.pages import TEMPLATES
from crmlib.language import LANGUAGES, speaking
from crmlib.language import gettext as _

FILE = "please_read.html"
_PAGE = TEMPLATES / "notice.html"


def write_notice(folder, student, assignment, outcome):
    """Write the page into the folder of the student's feedback and return its path."""
    parts = []
    for language in LANGUAGES:
        with speaking(language):
            sentences = [finding[language] for finding in outcome.findings if finding["kind"] == "unreadable"]
            sentences = sentences or [_("Your submission could not be processed. Your teacher has been told.")]
            title = _("Your work for '{assignment}' has no mark yet")
            if outcome.state == "graded":
                title = _("Your work for '{assignment}' is marked, but its pages could not be made")
                sentences = [_("{score} of {points} points.").format(score=f"{outcome.score:g}", points=f"{outcome.points:g}"), _("Your teacher has been told.")]
            title = title.format(assignment=assignment)
        parts.append(f'<section lang="{language}"><h1>{html.escape(title)}</h1>' + "".join(f"<p>{html.escape(text)}</p>" for text in sentences) + "</section>")
    path = Path(folder) / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(Template(_PAGE.read_text(encoding="utf-8")).substitute(student=html.escape(student), sections="".join(parts)), encoding="utf-8", errors="replace")
    return path
