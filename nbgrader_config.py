"""nbgrader's settings: this folder is the course. `nbgrader` works from here with no further set-up.

``CRM_LANGUAGE=zh nbgrader generate_assignment abc`` releases the Chinese edition; both editions
are marked from the one gradebook.
"""

import os
import sys
from pathlib import Path

from crmlib.grading.mend.assignment import CODE_STUB, TEXT_STUB
from crmlib.grading.pages import TEMPLATES

ROOT = Path(__file__).resolve().parent
LANGUAGE = os.environ.get("CRM_LANGUAGE", "en")
if LANGUAGE not in ("en", "zh"):
    raise SystemExit(f"CRM_LANGUAGE is {LANGUAGE!r}. Set it to en or zh.")
# nbgrader starts `alembic`, which stands beside the Python in use.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])

c = get_config()  # noqa: F821

c.CourseDirectory.root = str(ROOT)
c.CourseDirectory.course_id = "crm"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = f"exercises/{LANGUAGE}"
c.CourseDirectory.submitted_directory = "grading/submitted"
c.CourseDirectory.autograded_directory = "grading/autograded"
c.CourseDirectory.feedback_directory = "grading/feedback"
c.CourseDirectory.db_url = f"sqlite:///{ROOT / 'grading' / 'gradebook.db'}"
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__"]
c.ZipCollectApp.downloaded_directory = "grading/downloaded"
c.Exchange.root = str(ROOT / "grading" / "exchange")
c.ExportPlugin.to = str(ROOT / "grading" / "grades.csv")
(ROOT / "grading" / "exchange").mkdir(parents=True, exist_ok=True)

# The exercises are kept in git; a rerun writes the same bytes.
c.GenerateAssignment.force = True
c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearSolutions",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
    "crmlib.grading.release.OneLanguage",
]
c.OneLanguage.language = LANGUAGE
c.ClearSolutions.code_stub = {"python": CODE_STUB}
c.ClearSolutions.text_stub = TEXT_STUB

# A resubmission that lacks a test cell must not keep its old mark.
c.OverwriteCells.add_missing_cells = True
c.OverwriteCells.missing_cell_notification = "{cell_id} was missing and is put back. / {cell_id} 缺失，已补回。\n\n"
c.Autograde.pre_convert_hook = "crmlib.grading.mend.before_autograding"
# Submissions run in a sandbox and are judged outside it.
c.Autograde.autograde_preprocessors = [
    "crmlib.grading.execute.SandboxedExecute",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
# What students wrote is shown, never run: in the feedback and, by the exporter for HTML, in Formgrader.
c.GenerateFeedback.exporter_class = "crmlib.grading.pages.feedback.FeedbackExporter"
c.GenerateFeedback.preprocessors = []
c.HTMLExporter.preprocessors = ["crmlib.grading.pages.formgrader.SafeNotebook"]
c.HTMLExporter.template_file = str(TEMPLATES / "formgrader.html.j2")
c.HTMLExporter.filters = {
    "clean_html": "crmlib.grading.pages.formgrader.clean_html",
    "highlight_code": "crmlib.grading.pages.highlight.highlight_code",
    "markdown2html": "crmlib.grading.pages.formgrader.markdown2html",
    "only_these_scripts": "crmlib.grading.pages.formgrader.only_these_scripts",
}
c.HTMLExporter.sanitize_html = True
