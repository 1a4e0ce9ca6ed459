"""Formgrader's page of a submission, made safe: settings for nbconvert's exporter, which Formgrader uses.

Formgrader keeps its own templates. The notebook is made anew before they see it, their filters are
ours, and the head of the page is ours: it allows no script but Formgrader's own, and loads none from
a content network.
"""

import base64
import hashlib
import html
import re

from jinja2 import pass_context
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbformat.v4 import new_output

from crmlib.grading.pages.clean import clean, links_as_text
from crmlib.grading.pages.markdown import to_html
from crmlib.grading.pages.marks import grade_id_of
from crmlib.grading.pages.outputs import output_html
from crmlib.grading.pages.patience import Patience

_NAMES = ("student", "first_name", "last_name", "notebook_path")
_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>|\bonclick=\"(.*?)\"", re.DOTALL)


class SafeNotebook(Preprocessor):
    """Leave of a notebook only what its page needs, and that in a form that cannot act."""

    enabled = True

    def preprocess(self, notebook, resources):
        """Return the notebook with safe cells and without its metadata; names are escaped."""
        notebook.metadata.clear()
        resources["patience"] = Patience()
        for cell in notebook.cells:
            _make_safe(cell, resources["patience"])
        for name in _NAMES:
            if resources[name]:
                resources[name] = html.escape(resources[name])
        return notebook, resources


def _make_safe(cell, patience):
    cell.metadata = NotebookNode(nbgrader=cell.metadata["nbgrader"]) if grade_id_of(cell) else NotebookNode()
    if cell.cell_type == "raw":
        cell.source = f"<pre>{html.escape(cell.source)}</pre>"
    elif cell.cell_type == "code":
        cell.outputs = [new_output("display_data", data={"text/html": output_html(output, patience)}) for output in cell.outputs]


@pass_context
def markdown2html(context, source):
    """Return markdown as clean HTML without links; takes the place of nbconvert's filter of this name."""
    return links_as_text(context["resources"]["patience"].show(to_html, source, context.get("cell", {}).get("attachments")))


def clean_html(element):
    """Return clean HTML without links; takes the place of nbconvert's filter of this name."""
    return links_as_text(clean(element))


def only_these_scripts(page):
    """Return a policy for the browser: of all inline scripts, it runs those that stand in `page`.

    Parameters
    ----------
    page : str
        The parts of the page that come from Formgrader itself, before a notebook is put in.

    Returns
    -------
    str
        The content of a ``Content-Security-Policy``.

    Examples
    --------
    >>> only_these_scripts("<script>x()</script>").split("; ")[1]
    "script-src 'self' 'unsafe-hashes' 'sha256-D6IGS8VMvCoyaR/l0h9tERrBTATY01CoPS7l6xDv0kI='"
    """
    scripts = sorted({script or click for script, click in _INLINE_SCRIPT.findall(page)})
    return "; ".join((
        "default-src 'self'",
        " ".join(["script-src 'self' 'unsafe-hashes'", *map(_fingerprint, scripts)]),
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "object-src 'none'",
        "frame-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
    ))


def _fingerprint(script):
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
