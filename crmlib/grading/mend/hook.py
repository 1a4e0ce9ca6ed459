"""Mending from nbgrader's own commands and from the button in Formgrader."""

import os
from pathlib import Path

from traitlets.log import get_logger

from crmlib.grading.mend.assignment import expected_notebooks
from crmlib.grading.mend.folder import mend_submission
from crmlib.grading.mend.keep import originals_of
from crmlib.language import current_language


def before_autograding(assignment, student, notebooks):
    """Mend the submission that nbgrader is about to mark: its ``Autograde.pre_convert_hook``.

    Parameters
    ----------
    assignment : str
        Name of the assignment; its sources are in ``solutions/``, seen from the course's root.
    student : str
        What nbgrader was asked to mark; whose folder it is stands in `notebooks`.
    notebooks : list of str
        Paths of the notebooks in the student's folder. Afterwards: of those that can be marked.
    """
    given, notebooks[:] = list(notebooks), []  # should mending fail, nbgrader goes on, and must find nothing to mark
    place = os.path.dirname(given[0])
    folder, release = Path(place), Path("solutions") / assignment
    whole_folder = set(given) == {os.path.join(place, path.name) for path in folder.glob("*.ipynb")}
    findings = mend_submission(folder, release, originals_of(folder))
    ready = [os.path.join(place, f"{name}.ipynb") for name in expected_notebooks(release)]
    notebooks[:] = [path for path in ready if os.path.isfile(path) and (whole_folder or path in given)]
    for finding in findings:
        get_logger().warning("%s/%s %s: %s", folder.parent.name, folder.name, finding.notebook, getattr(finding, current_language()))
