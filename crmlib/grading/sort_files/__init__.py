"""Sorting the files that a learning-management system delivers into nbgrader's folders."""

from crmlib.grading.sort_files.sorting import sort_files

__all__ = ["sort_files"]
