"""`python course.py demo`: a simulated class of 30 hands in, is graded and gets feedback; its page opens.

Everything happens in the folder work/demo, which is made anew each time.
"""

import argparse
import os
import shutil
import sys
from dataclasses import replace

import nbformat
import yaml

from courseware.exercises import release
from courseware.files import LANGUAGES, ROOT, SOLUTIONS
from courseware.grade import show_progress, show_results
from courseware.simulated_class.hostile import HOSTILE
from courseware.simulated_class.submissions import ASSIGNMENT, NOTEBOOKS, Surroundings, filled_in, solution_code
from courseware.simulated_class.unlucky import UNLUCKY
from crmlib.grading.batch import grade
from crmlib.grading.course import Course
from crmlib.language import CourseError, use_language
from crmlib.language import gettext as _

FOLDER = ROOT / "work" / "demo"
BANK = ROOT / "tests" / "grading" / "bank" / f"{ASSIGNMENT}.yml"
RIGHT = ("an-jing", "bai-he", "chen-yu", "deng-lin", "feng-tao", "gao-yan", "huang-mei", "jin-peng")
WRONG = ("kong-li", "lei-na", "lin-fei", "ma-chao", "ning-hao", "ouyang-jie", "pan-xue", "qin-lan", "ren-jun", "shen-yi")
PARTLY = ("song-qi", "tan-wei", "wang-fang")
EMPTY = ("wu-di", "xie-min")
BEFALLEN = {"xu-kai": "endless-loop", "yang-bo": "byte-order-mark", "ye-zi": "test-cell-twice", "yu-ting": "file-that-breaks-off"}
ATTACKING = {"zhao-gang": "equal-to-everything", "zhou-xin": "reads-the-solutions", "zhu-ming": "fork-bomb"}
LIMITS = {"cell_seconds": 3.0, "total_seconds": 20.0, "waiting_seconds": 20.0, "memory_megabytes": 1500}


def main(arguments=None, folder=FOLDER):
    """Play the demonstration; return 0 when every student got a mark or a sentence."""
    parser = argparse.ArgumentParser(prog="course.py demo", description=__doc__)
    parser.add_argument("--lang", choices=LANGUAGES, default=os.environ.get("CRM_LANGUAGE", "en"))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--no-browser", action="store_true", help="do not open the page of results")
    options = parser.parse_args(arguments)
    use_language(options.lang)
    try:
        course = hand_out(folder)
        hand_in(course)
        print(_("Grading {number} submissions, each in a sandbox.").format(number=len(course.students(ASSIGNMENT))))
        outcomes, changed = grade(course, ASSIGNMENT, options.workers, show_progress, **LIMITS)
    except CourseError as error:
        print(error, file=sys.stderr)
        return 2
    states = show_results(course, ASSIGNMENT, outcomes, changed, in_browser=not options.no_browser)
    return 1 if "failed" in states else 0


def hand_out(folder):
    """Make a new course folder and release the exercises in both languages."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(SOLUTIONS / ASSIGNMENT, folder / "solutions" / ASSIGNMENT, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    print(_("Releasing the exercises in both languages."))
    for language in LANGUAGES:
        release(language, folder)
    return Course(folder, settings=ROOT)


def hand_in(course):
    """Let 30 students hand in: right, wrong in typical ways, in part, nothing, damaged, and out to deceive."""
    for number, student in enumerate(RIGHT):
        _write(course, student, number)
    mistakes = yaml.safe_load(BANK.read_text(encoding="utf-8"))
    for number, student in enumerate(WRONG):
        _write(course, student, number, {wrong["cell"]: wrong["code"] for wrong in mistakes[number::len(WRONG)]})
    empty = {cell: "" for notebook in NOTEBOOKS for cell in solution_code(ASSIGNMENT, notebook)}
    for number, student in enumerate(PARTLY):
        _write(course, student, number, dict(list(empty.items())[number + 1::2]))
    for number, student in enumerate(EMPTY):
        _write(course, student, number, empty)
    cases = {case.name: case for case in UNLUCKY + HOSTILE}
    surroundings = Surroundings(course=course.root, secret=course.root / "nbgrader_config.py", port=9, classmate=RIGHT[0])
    for student, name in {**BEFALLEN, **ATTACKING}.items():
        replace(cases[name], folder=student).write(course.grading / "submitted", surroundings)


def _write(course, student, number, code=()):
    """Hand in both notebooks, filled in rightly but for `code`; every other student writes Chinese."""
    folder = course.submitted(student, ASSIGNMENT)
    folder.mkdir(parents=True)
    for notebook in NOTEBOOKS:
        made = filled_in(LANGUAGES[number % 2], ASSIGNMENT, notebook, student, code, course.root / "exercises")
        nbformat.write(made, folder / f"{notebook}.ipynb")


if __name__ == "__main__":
    sys.exit(main())
