"""Submissions of honest students whom something befell, with what must come of each."""

from courseware.simulated_class import damaged
from courseware.simulated_class.submissions import WITHOUT_ID, collector

UNLUCKY = [*damaged.CASES]
case = collector(UNLUCKY)


@case()
def warnings_on_stderr(work):
    """A FutureWarning, a note on stderr, and a letter that the font does not have."""
    work.cell("abc_totals").source += """
import sys, warnings
warnings.warn('an old habit', FutureWarning)
print('a note', file=sys.stderr)"""
    work.add("test_abc_totals", "import matplotlib.pyplot as plt\nplt.title('\\U00012000 客户')\nplt.show()")


@case(marks={"test_abc_grades": 0}, flags=("cell_time", "waiting"), language="zh")
def endless_loop(work):
    """A loop in one task never ends."""
    work.answer("abc_grades", "while True:\n    result = crm.abc_analysis(sales)")
    work.cell("abc_shares").source = "result = crm.abc_analysis(sales)\n" + work.cell("abc_shares").source


@case()
def exit_at_the_end(work):
    """exit() in the last cell, as in a script."""
    work.add("test_abc_first_cut", "exit()")
    work.add("abc_first_step", "quit()")


@case()
def hungry_cell(work):
    """A cell asks for more memory than there is."""
    work.add("abc_totals", "import numpy\ntable = numpy.ones((200_000, 200_000))")
    work.add("abc_totals", "everything = list(range(10 ** 11))")


@case()
def asks_the_reader(work):
    """A cell waits for somebody to type."""
    work.add("abc_totals", "name = input('Your name? ')")


@case()
def many_figures(work):
    """Twenty-five figures in one cell, and a large one."""
    work.add("abc_totals", """
        import matplotlib.pyplot as plt
        for number in range(25):
            plt.figure(figsize=(2, 1.5))
            plt.plot(totals.values)
        plt.show()""")
    work.add("abc_totals", "plt.figure(figsize=(10, 6), dpi=200)\nplt.hist(totals.values)\nplt.show()")


@case()
def large_output(work):
    """A whole table shown as one page of HTML, in the cell of an answer."""
    work.cell("abc_totals").source += "\nfrom IPython.display import HTML, display\ndisplay(HTML(orders.to_html() * 20))"


@case()
def widgets_and_magics(work):
    """Widgets of the course, a slow cell that is timed, and top-level await."""
    work.add("given", "crm.explore.abc(sales)")
    work.cell("abc_totals").source = "%%time\n" + work.cell("abc_totals").source
    work.add("abc_totals", "%matplotlib inline\nimport asyncio\nawait asyncio.sleep(0.01)")


@case(flags="program")
def installs_a_package(work):
    """A package is installed from within the notebook."""
    work.add("student-id", "!pip install seaborn")


@case()
def import_that_is_missing(work):
    """A package that is not used is not there."""
    work.add("student-id", "import seaborn as sns")


@case(folder="20260077")
def id_in_full_width(work):
    """A Chinese keyboard wrote the id in wide digits, with a space."""
    work.sign("２０２６　００７７ ")


@case(folder="20260078")
def id_as_a_number(work):
    """The id without quotes."""
    work.sign(20260078)


@case(folder="S-2026-79")
def id_with_other_hyphens(work):
    """The id in small letters, with a dash and a space."""
    work.sign("s–2026 79")


@case(marks=WITHOUT_ID)
def id_left_out(work):
    """The id was never filled in."""
    work.sign("")


@case(marks=WITHOUT_ID, language="zh")
def id_cell_deleted(work):
    """The cell of the id was deleted."""
    for notebook in work.notebooks.values():
        notebook.cells = [cell for cell in notebook.cells if not cell.source.startswith("STUDENT_ID")]


@case()
def names_given_away(work):
    """Names of Python and of the checks are used for other things."""
    work.cell("abc_totals").source += "\nsum = len = list = set = abs = 1\ncheck = mark = 'done'\nmessage = print"


@case()
def chinese_in_the_english_release(work):
    """A student writes Chinese into the English edition."""
    work.cell("abc_why").source = "顾问的时间有限，前 16% 的客户带来 65% 的销售额。"
    work.cell("abc_totals").source += "\n# 按客户合计\n合计 = totals.sum()\nprint(f'合计：{合计}')"


@case()
def other_kinds_of_the_same_answer(work):
    """Dicts, a table of one column, arrays and tuples in place of Series and lists."""
    work.cell("abc_totals").source += "\ntotals = totals.to_frame()"
    work.cell("abc_grades").source += "\ngrades = grades.to_dict()"
    work.cell("abc_shares").source += "\nimport numpy\nshare_of_sales = numpy.float32(share_of_sales)"
    work.cell("abc_drag").source += "\nimport numpy\ndragging = numpy.array(dragging)"
    work.cell("abc_first_step").source = "first_step = ' B '"


@case()
def answers_in_cells_of_their_own(work):
    """The answer cells stay as they were; the code stands in new cells below them."""
    for name in ("abc_totals", "abc_grades", "abc_cost"):
        work.add(name, work.cell(name).source)
        work.answer(name, "# your code here / 在此编写代码")


@case()
def cells_run_in_another_order(work):
    """A cell at the end mends what a cell in the middle broke, and old outputs are still there."""
    work.add("abc_shares", "print(not_yet_there)")
    work.add("test_abc_first_cut", "not_yet_there = 1")
