"""Marks taken without a right answer: by answers that lie, a bent interpreter, and cells that mark themselves."""

import copy

from nbformat.v4 import new_code_cell, new_output

from courseware.simulated_class.submissions import ASSIGNMENT, NO_FIRST, NO_SECOND, WITHOUT_ID, collector, filled_in

CASES = []
case = collector(CASES)
NO_CUT, NO_TOTALS, NO_GRADES = {"test_abc_first_cut": 0}, {"test_abc_totals": 0}, {"test_abc_grades": 0}
WRONG_CUT = "first_cut = 0.77\n"
WRONG_GRADES = "result = crm.abc_analysis(sales)\ngrades = result['grade'].map({'A': 'C', 'B': 'A', 'C': 'B'})\n"


@case(marks=NO_TOTALS)
def equal_to_everything(work):
    """An answer of a class of its own that is equal to everything."""
    work.answer("abc_totals", """
        class Right:
            def __eq__(self, other): return True
            def __getattr__(self, name): return Right()
            def __call__(self, *given): return self
            def __len__(self): return 300
            def __iter__(self): return iter(['C0001'])
        totals = Right()""")


@case(marks={"test_abc_shares": 0})
def number_that_is_near(work):
    """A subclass of float whose every difference is zero."""
    work.answer("abc_shares", """
        class Near(float):
            __eq__ = __le__ = __lt__ = __ge__ = __gt__ = lambda self, other: True
            __sub__ = __rsub__ = __abs__ = lambda self, *other: 0.0
        share_of_sales, share_of_customers = Near(0.93), Near(0.93)""")


@case(marks={"test_abc_first_step": 0})
def text_that_is_any_text(work):
    """A subclass of str that equals every text and is in every list."""
    work.answer("abc_first_step", """
        class Any(str):
            __eq__ = lambda self, other: True
            __hash__ = lambda self: hash('b')
            casefold = strip = lambda self: self
        first_step = Any('a')""")


@case(marks=NO_GRADES)
def dict_that_lies(work):
    """A dict whose items and length differ from call to call."""
    work.answer("abc_grades", WRONG_GRADES + """
class Lie(dict):
    def items(self):
        yield from [('C0001', type('Right', (), {'__eq__': lambda *both: True})())] * len(self)
grades = Lie(grades.to_dict())""")


@case(marks=NO_TOTALS)
def column_that_lies(work):
    """A subclass of Series with comparisons and conversions of its own."""
    work.answer("abc_totals", """
        import pandas
        class Lie(pandas.Series):
            __eq__ = equals = lambda self, other: True
            to_dict = lambda self, *given, **named: {}
        totals = Lie(0.0, index=orders['customer_id'].unique())""")


@case(marks=NO_TOTALS)
def class_that_is_disguised(work):
    """An object that says it is a Series and gives a Series' parts."""
    work.answer("abc_totals", """
        import pandas
        class Disguised:
            __class__ = pandas.Series
            name, index, is_unique = 'amount', pandas.Index(['C0001']), True
            def __iter__(self): return iter([Disguised()])
            def __len__(self): return 1
        totals = Disguised()""")


@case(marks=NO_CUT)
def builtins_replaced(work):
    """Functions that a check uses are replaced in the notebook's Python."""
    work.answer("abc_first_cut", WRONG_CUT + """
import builtins, math
math.isclose = lambda *given, **named: True
builtins.abs = lambda value: 0
builtins.max = builtins.min = builtins.round = lambda *given: first_cut""")


@case(marks=NO_CUT)
def checks_replaced(work):
    """The course's own comparing and counting is replaced."""
    work.answer("abc_first_cut", WRONG_CUT + """
import crmlib.check.compare, crmlib.check.mark, crmlib.check.judge
crmlib.check.mark.same = crmlib.check.compare.same = crmlib.check.compare._equal = lambda *given, **named: True
crmlib.check.mark.Mark.kept = crmlib.check.mark.Mark.score = property(lambda self: 99.0)
crmlib.check.mark.Mark._lose = lambda *given: None""")


@case(marks=NO_CUT, flags="check_stopped")
def encoding_replaced(work):
    """What turns answers into plain data sends something else."""
    work.answer("abc_first_cut", WRONG_CUT + "import crmlib.check.answers\ncrmlib.check.answers.encode = lambda value: {'$': 'everything'}")


@case(marks=NO_CUT)
def json_replaced(work):
    """Every message to the grader says one and the same thing."""
    work.answer("abc_first_cut", WRONG_CUT + "import json\njson.dumps = lambda *given, **named: '{\"value\": 1e999, \"outputs\": []}'")


@case(marks=NO_CUT)
def pandas_replaced(work):
    """pandas gives wrong tables and says that they are equal."""
    work.answer("abc_first_cut", WRONG_CUT + """
import pandas
pandas.Series.equals = pandas.Series.__eq__ = pandas.testing.assert_series_equal = lambda *given, **named: True
pandas.Series.to_dict = pandas.DataFrame.to_dict = lambda *given, **named: {}""")


@case(marks=NO_CUT)
def input_transformer(work):
    """IPython is told to leave out every line that checks."""
    work.answer("abc_first_cut", WRONG_CUT + """
get_ipython().input_transformers_cleanup.append(lambda lines: ['2.0\\n'] if any('check(' in line for line in lines) else lines)""")


@case(marks=NO_CUT)
def syntax_transformer(work):
    """A transformer of syntax trees turns every condition into True."""
    work.answer("abc_first_cut", WRONG_CUT + """
import ast
class Lenient(ast.NodeTransformer):
    def visit_Compare(self, node): return ast.copy_location(ast.Constant(True), node)
get_ipython().ast_transformers.append(Lenient())""")


@case(marks=NO_CUT)
def cell_hooks(work):
    """Hooks before and after each cell keep the text of what runs, and set the answer."""
    work.answer("abc_first_cut", WRONG_CUT + """
seen = []
get_ipython().events.register('pre_run_cell', lambda info: seen.append(info.raw_cell))
get_ipython().events.register('post_run_cell', lambda result: get_ipython().user_ns.update(first_cut=0.78))""")
    work.add("test_abc_first_cut", "print(*seen)")


@case(marks=NO_CUT)
def kernel_tricks(work):
    """The running IPython and its namespace are replaced."""
    work.answer("abc_first_cut", WRONG_CUT + """
shell = get_ipython()
shell.run_cell = lambda *given, **named: None
shell.user_ns = type('Names', (dict,), {'get': lambda self, name, *default: 0.78})(shell.user_ns)
shell.user_global_ns['first_cut'] = 0.78""")


@case(marks={"test_abc_first_step": 0})
def thread_that_keeps_changing(work):
    """A thread changes the answer again and again while it is judged."""
    work.answer("abc_first_step", """
        import itertools, threading, time
        first_step = 'a'
        def keep_changing():
            global first_step
            for first_step in itertools.cycle(['a', 'c', 'd', None, 7]): time.sleep(0.0001)
        threading.Thread(target=keep_changing, daemon=True).start()""")


@case(marks=NO_TOTALS)
def test_cell_edited(work):
    """The test cell gives all points whatever the answer."""
    work.answer("abc_totals", "totals = {'C0001': 1.0, 'C0002': 2.0}")
    work.answer("test_abc_totals", "3.0")


@case(marks=NO_TOTALS)
def points_999(work):
    """The test cell's metadata say 999 points."""
    work.answer("abc_totals", "totals = {'C0001': 1.0, 'C0002': 2.0}")
    work.cell("test_abc_totals").metadata.nbgrader.update(points=999, checksum="0" * 32)


@case(marks=NO_GRADES)
def second_test_unlocked(work):
    """A second test cell of the same id is not locked and gives five points."""
    work.answer("abc_grades", WRONG_GRADES)
    second = work.add("test_abc_grades", "5.0")
    second.metadata["nbgrader"] = {**work.cell("test_abc_grades").metadata.nbgrader, "locked": False, "solution": True}


@case(marks=NO_GRADES)
def test_points_at_another(work):
    """The test of a wrong answer carries the id of a test that a right answer passes."""
    work.answer("abc_grades", WRONG_GRADES)
    test = work.cell("test_abc_grades")
    test.metadata.nbgrader.update(grade_id="test_abc_totals", points=3)
    test.source = work.cell("test_abc_totals").source
    test.id = "test_abc_totals"


@case(marks={"test_abc_cost": 0})
def ids_of_the_other_notebook(work):
    """The first notebook claims a test of the second, where the answer is wrong."""
    work.answer("abc_cost", "cost_of_class, cost_in_all = {'A': 1, 'B': 1, 'C': 1}, 3")
    test = work.cell("test_abc_cost")
    claimed = new_code_cell("4.0", id=test.id, metadata=copy.deepcopy(test.metadata))
    work.notebooks["abc_1_customers"].cells.append(claimed)


@case(marks=NO_GRADES)
def score_as_result(work):
    """Answer cells print the score and a verdict, and end in it."""
    work.answer("abc_grades", WRONG_GRADES + "print('✓ 5 of 5 points.')\nprint(5.0)\n5.0")


@case(marks=NO_TOTALS)
def outputs_in_the_file(work):
    """The file's test cell already holds the output that nbgrader reads marks from."""
    work.answer("abc_totals", "totals = {'C0001': 1.0, 'C0002': 2.0}")
    work.cell("test_abc_totals").outputs = [new_output("execute_result", data={"text/plain": "99.0"}, execution_count=1)]


@case()
def written_answer_marks_itself(work):
    """The cell of a written answer becomes a code cell that ends in its points."""
    cell = work.cell("abc_why")
    cell.update(cell_type="code", source="4.0", outputs=[], execution_count=None)
    cell.metadata.nbgrader.update(solution=False, cell_type="code", checksum="0" * 32)


@case()
def bonus_cell(work):
    """A cell of its own making is worth 50 points."""
    bonus = work.add("test_abc_totals", "50.0")
    bonus.metadata["nbgrader"] = {**work.cell("test_abc_totals").metadata.nbgrader, "grade_id": "bonus", "points": 50}


@case(marks="none", state="held", flags="held")
def work_of_a_classmate(work):
    """A classmate's notebooks, id and all."""
    work.sign(work.surroundings.classmate)


@case(marks=NO_FIRST, state="held", flags="held")
def classmates_id_from_the_second_task_on(work):
    """The own id for the first task; a classmate's id and answers for the others."""
    work.add("test_abc_totals", f"STUDENT_ID = {work.surroundings.classmate!r}\norders = crm.load('orders', student=STUDENT_ID)")


@case(flags="other_id")
def made_up_id(work):
    """An id that nobody has, perhaps because its answers are known."""
    work.sign("20261234")


@case(marks=NO_FIRST, state="held", flags="held")
def classmates_id_for_one_task(work):
    """The own id for all tasks but one, a classmate's for that."""
    load = "sales = crm.customer_totals(crm.load('orders', student=STUDENT_ID), first='2025-01-01', last='2025-12-31')\n"
    work.cell("abc_grades").source = f"STUDENT_ID = {work.surroundings.classmate!r}\n{load}{work.cell('abc_grades').source}"
    work.add("test_abc_grades", f"STUDENT_ID = {work.student!r}\n{load}result = crm.abc_analysis(sales)")


@case(marks=NO_SECOND, state="held", flags="held")
def classmates_id_in_the_second_notebook(work):
    """The own id in the first notebook; a classmate's second notebook."""
    work.notebooks["abc_2_policies"] = filled_in(work.language, ASSIGNMENT, "abc_2_policies", work.surroundings.classmate)


@case(marks=NO_SECOND, state="held", flags="several_ids")
def made_up_id_in_the_second_notebook(work):
    """The own id in the first notebook, in the second an id that nobody has."""
    work.notebooks["abc_2_policies"] = filled_in(work.language, ASSIGNMENT, "abc_2_policies", "20261234")


@case(marks=NO_FIRST, state="held", flags="several_ids", language="zh")
def made_up_id_in_the_first_notebook(work):
    """In the first notebook an id that nobody has, the own id in the second."""
    work.notebooks["abc_1_customers"] = filled_in(work.language, ASSIGNMENT, "abc_1_customers", "20261234")


@case(marks=NO_FIRST, state="held", flags="several_ids")
def id_that_changes_at_every_look(work):
    """The id is an answer of the notebook's process, which gives another one each time it is asked."""
    work.add("given", """
        import itertools
        import crmlib.check.answers as answers
        ask, ids = answers.NotebookAnswers.ask, itertools.cycle([STUDENT_ID, '20261234'])
        answers.NotebookAnswers.ask = lambda self, request: {'value': next(ids)} if request.get('get') == 'STUDENT_ID' else ask(self, request)""")


@case(marks=WITHOUT_ID, language="zh")
def id_without_end(work):
    """An id of a million signs."""
    work.sign("7" * 1_000_000)


@case(marks=NO_FIRST)
def id_that_is_no_id(work):
    """The id is a table, a list without end, and a number of a million digits, one for each task."""
    for name, value in (("abc_totals", "orders"), ("abc_grades", "['7'] * 100_000"), ("abc_shares", "10 ** 1_000_000"), ("abc_first_cut", "float('nan')")):
        work.add(name, f"STUDENT_ID = {value}")
