"""Mending submissions before they are graded, where the student's intention is certain.

A file is read whatever its encoding and format (``read``, ``notebook``), recognised by its marked
cells (``claims``, ``match``), and given the cells and the marking of the assignment (``cells``).
"""

from crmlib.grading.mend.assignment import expected_notebooks
from crmlib.grading.mend.finding import Finding
from crmlib.grading.mend.folder import mend_submission
from crmlib.grading.mend.hook import before_autograding
from crmlib.grading.mend.keep import originals_of

__all__ = ["Finding", "before_autograding", "expected_notebooks", "mend_submission", "originals_of"]
