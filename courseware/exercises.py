"""Releasing the exercises in both languages from the bilingual solutions, by nbgrader itself."""

import os
import shutil
import tempfile
from pathlib import Path
from unittest import mock

from courseware.files import EXERCISES, LANGUAGES, ROOT, SOLUTIONS, remove_others, write_if_changed
from crmlib.grading.course import Course
from crmlib.grading.lint import require_sound


def release(language, course):
    """Release every assignment in one language inside the scratch course folder `course`."""
    scratch = Course(course, settings=ROOT)
    with mock.patch.dict(os.environ, {"CRM_LANGUAGE": language}), scratch.nbgrader() as nbgrader:
        for name in scratch.assignments():
            result = nbgrader.generate_assignment(name)
            if not result["success"]:
                raise RuntimeError(f"nbgrader could not release '{name}' ({language}):\n{result['log'] or result['error']}")
    return course / "exercises" / language


def build_exercises():
    """Release all exercises in both languages; return the files that changed."""
    require_sound(sorted(SOLUTIONS.glob("*/*.ipynb")))
    changed = []
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder)
        shutil.copytree(SOLUTIONS, course / "solutions", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
        for language in LANGUAGES:
            released = release(language, course)
            built = set()
            for path in sorted(path for path in released.rglob("*") if path.is_file()):
                target = EXERCISES / language / path.relative_to(released)
                built.add(target)
                if write_if_changed(target, path.read_bytes()):
                    changed.append(target)
            changed += remove_others(EXERCISES / language, built)
    return changed
