"""nbgrader's settings: this folder is the course. `nbgrader` works from here with no further set-up.

``CRM_LANGUAGE=zh nbgrader generate_assignment abc`` releases the Chinese edition; both editions
are marked from the one gradebook.
"""

import os
import sys
from pathlib import Path

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
c.ClearSolutions.code_stub = {"python": "# your code here / 在此编写代码"}
c.ClearSolutions.text_stub = "*Write your answer here, in place of this line. / 请在此作答（替换本行文字）。*"

# A resubmission that lacks a test cell must not keep its old mark.
c.OverwriteCells.add_missing_cells = True
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
c.HTMLExporter.sanitize_html = True
c.ExecutePreprocessor.timeout = 60
