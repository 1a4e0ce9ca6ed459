"""A course as nbgrader sees it: its folders, its settings and its gradebook."""

import contextlib
import logging
import os
import warnings
from pathlib import Path
from unittest import mock

from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from traitlets.config import PyFileConfigLoader

SETTINGS = "nbgrader_config.py"


class Course:
    """One course folder.

    Parameters
    ----------
    root : pathlib.Path
        Holds ``solutions``; ``grading`` is made in it.
    settings : pathlib.Path, optional
        Folder of ``nbgrader_config.py``; `root` when not given.
    """

    def __init__(self, root, settings=None):
        self.root = Path(root)
        self._settings = Path(settings or root)

    @property
    def grading(self):
        """Folder of everything that is handed in and marked."""
        return self.root / "grading"

    def source(self, assignment):
        """Return the folder of an assignment's source notebooks."""
        return self.root / "solutions" / assignment

    def submitted(self, student, assignment):
        """Return the folder of one student's submission."""
        return self.grading / "submitted" / student / assignment

    def autograded(self, student, assignment):
        """Return the folder of one student's marked notebooks."""
        return self.grading / "autograded" / student / assignment

    def feedback(self, student, assignment):
        """Return the folder of one student's feedback."""
        return self.grading / "feedback" / student / assignment

    def records(self, assignment):
        """Return the folder of the records of an assignment's marks."""
        return self.grading / "records" / assignment

    def record(self, assignment, student, name):
        """Return the file of one record on a student's work: of a notebook's marks, or of what came of it all."""
        return self.records(assignment) / student / f"{name}.json"

    def released(self, assignment):
        """Return the file that says which checks the gradebook holds."""
        return self.grading / "released" / f"{assignment}.json"

    @property
    def accepted_ids(self):
        """File of the ids that an instructor has accepted in another student's notebook."""
        return self.grading / "accepted_ids.csv"

    def assignments(self):
        """Return the names of the assignments."""
        return sorted({path.parent.name for path in (self.root / "solutions").glob("*/*.ipynb")})

    def students(self, assignment):
        """Return the names of the students who handed in something, were it but a file or a link in the place of a folder."""
        folders = (self.grading / "submitted").glob("*")
        return sorted(folder.name for folder in folders if folder.is_symlink() or os.path.lexists(folder / assignment))

    def configuration(self):
        """Return nbgrader's settings for this folder."""
        config = PyFileConfigLoader(SETTINGS, path=str(self._settings)).load_config()
        config.CourseDirectory.root = str(self.root)
        config.CourseDirectory.db_url = f"sqlite:///{self.grading / 'gradebook.db'}"
        self.grading.mkdir(parents=True, exist_ok=True)
        return config

    @contextlib.contextmanager
    def nbgrader(self, **settings):
        """nbgrader with this course's settings; `settings` go to the step that runs submissions.

        PATH is as it was afterwards, and nbgrader's own warnings are not ours to mend.
        """
        with mock.patch.dict(os.environ), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            config = self.configuration()
            config.SandboxedExecute.update(settings)
            api = NbGraderAPI(config=config)
            api.log.setLevel(logging.ERROR)
            yield api

    def gradebook(self):
        """Return nbgrader's gradebook, a context manager."""
        return Gradebook(f"sqlite:///{self.grading / 'gradebook.db'}")
