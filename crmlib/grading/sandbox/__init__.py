"""Running a submission where it can do no harm.

The grader (:mod:`~crmlib.grading.sandbox.host`) starts a warm Python inside bubblewrap
(:mod:`~crmlib.grading.sandbox.launch`, :mod:`~crmlib.grading.sandbox.warm`). For each submission the
warm Python forks, and the copy is shut in on its own (:mod:`~crmlib.grading.sandbox.isolate`), runs
cells and answers requests (:mod:`~crmlib.grading.sandbox.shell`). The grader watches from outside
what it uses (:mod:`~crmlib.grading.sandbox.watch`).
"""
