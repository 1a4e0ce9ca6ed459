"""The page that tells students what they got and why: one file, readable without a network, in their language."""

import html
import re
from dataclasses import dataclass, field

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from nbconvert.exporters import Exporter

from crmlib.grading.language_of import language_of
from crmlib.grading.pages import TEMPLATES
from crmlib.grading.pages.clean import links_as_text
from crmlib.grading.pages.highlight import highlight_code, style
from crmlib.grading.pages.markdown import to_html
from crmlib.grading.pages.marks import NO_RESPONSE, grade_id_of, marks_of
from crmlib.grading.pages.outputs import output_html
from crmlib.grading.pages.patience import Patience
from crmlib.language import gettext as _
from crmlib.language import speaking

_HTML_LANGUAGE = {"en": "en", "zh": "zh-CN"}
_HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_MARK_SCHEME = re.compile(r"^[^\n]*BEGIN MARK SCHEME.*?(?:END MARK SCHEME[^\n]*\n?|\Z)", re.DOTALL | re.MULTILINE)
_STYLE = Markup((TEMPLATES / "feedback.css").read_text(encoding="utf-8") + style())
_TEMPLATES = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True)


class FeedbackExporter(Exporter):
    """Makes nbgrader's feedback: set as ``GenerateFeedback.exporter_class``."""

    file_extension = ".html"
    output_mimetype = "text/html"

    def from_notebook_node(self, nb, resources=None, **kw):
        """Return the page of an autograded notebook, and nbconvert's resources."""
        notebook, resources = super().from_notebook_node(nb, resources, **kw)
        submission = resources["nbgrader"]
        return feedback_page(notebook, marks_of(**submission), submission["student"]), resources


def feedback_page(notebook, marks, student):
    """Return the feedback on a notebook as HTML.

    Of a check it shows the points and the message, never the source: hidden parts stay hidden. Links
    work in comments; elsewhere their addresses are text.

    Parameters
    ----------
    notebook : NotebookNode
        The autograded notebook.
    marks : crmlib.grading.pages.marks.Marks
    student : str
        The id by which the teacher knows the student.

    Returns
    -------
    str
    """
    language = language_of(notebook)
    with speaking(language):
        body = _Body(marks)
        for cell in notebook.cells:
            body.add(cell)
        body.close()
        title = _("Feedback: {title}").format(title=body.title) if body.title else _("Feedback")
        return _TEMPLATES.get_template("feedback.html.j2").render(
            language=_HTML_LANGUAGE[language], title=title, words=_words(marks, student), style=_STYLE, results=body.results, parts=body.parts,
        )


def _words(marks, student):
    """Return the fixed sentences of the page in the language in use."""
    waiting = sum(mark.points for mark in marks.cells.values() if mark.waiting)
    return {
        "student": _("Student: {student}").format(student=student),
        "total": _points(marks),
        "late": _("Handed in late: {points} points were taken off.").format(points=f"{marks.late_penalty:g}") if marks.late_penalty else "",
        "waiting": _("{points} points are still to be given by your teacher.").format(points=f"{waiting:g}") if waiting else "",
        "overview": _("Overview"),
        "task": _("Task"),
        "points": _("Points"),
        "answer": _("Your answer"),
        "comment": _("Comment"),
        "to_be_marked": _("not marked yet"),
        "by_hand": _("Your teacher set this mark by hand."),
        "top": _("To the overview"),
    }


def _points(marks):
    return _("{score} of {points} points").format(score=f"{marks.score:g}", points=f"{marks.points:g}")


@dataclass
class _Result:
    """One row of the overview, and the box it leads to."""

    anchor: str
    label: str
    mark: object = None
    points: str = ""
    message: str = ""
    comments: list = field(default_factory=list)


class _Body:
    """The notebook's cells as parts of the page, with a result after each marked cell."""

    def __init__(self, marks):
        self.title = ""
        self.parts = []
        self.results = []
        self._marks = marks
        self._patience = Patience()
        self._heading = ""
        self._level = 2  # of the last heading; the page's own are 1 and 2
        self._comments = []

    def add(self, cell):
        grade_id = grade_id_of(cell)
        mark, comment = self._marks.cells.get(grade_id), self._marks.comments.get(grade_id)
        is_answer = grade_id in self._marks.comments and grade_id not in self._marks.prompts
        is_check = mark is not None and grade_id not in self._marks.comments
        if not is_check:
            self.parts.append({**self._shown(cell, is_answer), "answer": is_answer})
        if comment:
            self._comments.append(self._in_order(to_html(_("You did not answer here.") if comment == NO_RESPONSE else comment)))
        if mark is not None:
            self._result(mark, _message(cell) if is_check else "")

    def close(self):
        """Show the comments that no mark follows."""
        if self._comments:
            self._result(None, "")

    def _shown(self, cell, is_answer):
        if cell.cell_type == "markdown":
            source = _MARK_SCHEME.sub("", cell.source) if grade_id_of(cell) in self._marks.prompts else cell.source
            prose = self._patience.show(to_html, source, cell.get("attachments"))
            if not is_answer:
                self._note_headings(prose)
            return {"prose": self._in_order(links_as_text(prose))}
        if cell.cell_type == "code":
            outputs = [self._in_order(links_as_text(output_html(output, self._patience))) for output in cell.outputs]
            return {"code": Markup(self._patience.show(highlight_code, cell.source)) if cell.source else "", "outputs": outputs}
        return {"prose": Markup(f"<pre>{html.escape(cell.source)}</pre>")}

    def _result(self, mark, message):
        number = len(self.results) + 1
        label = self._heading or _("Task {number}").format(number=number)
        self.results.append(_Result(f"result-{number}", label, mark, _points(mark) if mark else "", message, self._comments))
        self.parts.append({"result": self.results[-1]})
        self._comments = []

    def _note_headings(self, prose):
        for _level, heading in _HEADING.findall(prose):
            self._heading = html.unescape(re.sub(r"<[^>]*>", "", heading)).strip()
            self.title = self.title or self._heading

    def _in_order(self, shown):
        """Fit the headings of a piece of HTML into the page's: no level is left out."""
        return Markup(_HEADING.sub(self._fitted, shown))

    def _fitted(self, found):
        self._level = min(int(found[1]) + 1, self._level + 1, 6)
        return f"<h{self._level}>{found[2]}</h{self._level}>"


def _message(check):
    """Return what a check said; of an error its last line, because a traceback would show the check's source."""
    said = [output.text if output.output_type == "stream" else f"{output.ename}: {output.evalue}"
            for output in check.outputs if output.output_type in ("stream", "error")]
    return Markup(_CODE.sub(r"<code>\1</code>", html.escape("\n".join(said).strip())))
