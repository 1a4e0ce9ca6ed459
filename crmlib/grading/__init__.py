"""For instructors: releasing and marking with nbgrader. Nothing else in crmlib imports this.

A class is graded by :mod:`~crmlib.grading.batch`; each student's work is mended
(:mod:`~crmlib.grading.mend`), run in a sandbox (:mod:`~crmlib.grading.sandbox`) and judged outside it
(:mod:`~crmlib.grading.marking`) as nbgrader's step Execute (:mod:`~crmlib.grading.execute`).
"""
