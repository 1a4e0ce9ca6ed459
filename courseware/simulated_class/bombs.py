"""Using up the machine: processes, memory, files, computing time, waiting and output.

Bombs are of limited size, and those that could reach other processes go off only where process ids are small: in a sandbox.
"""

from courseware.simulated_class.submissions import collector

CASES = []
case = collector(CASES)
TOO_LONG = ("cell_time", "total_time", "waiting")  # which of them comes first depends on how busy the machine is
NO_TOTALS, NO_CUT = {"test_abc_totals": 0}, {"test_abc_first_cut": 0}
_INSIDE = "import os, signal, sys\nif os.getpid() > 100: raise SystemExit('not in a sandbox')\n"


def _after_totals(work, code):
    """Let code run in the cell of the right answer to the first task, after it."""
    work.cell("abc_totals").source += "\n" + _INSIDE + code


@case(marks=NO_TOTALS, flags=("processes", "memory"))
def fork_bomb(work):
    """512 processes that compute for ever."""
    _after_totals(work, "for _ in range(9): os.fork()\nwhile True: pass")


@case(marks=NO_TOTALS, flags=("processes", "memory"))
def fork_bomb_of_sessions(work):
    """256 processes, each the head of a session of its own."""
    _after_totals(work, "for _ in range(8):\n    if os.fork() == 0: os.setsid()\nwhile True: pass")


@case(marks=NO_TOTALS, flags=("processes", "gone"))
def thread_bomb(work):
    """Three thousand threads with small stacks; where no more can be had, Python ends."""
    _after_totals(work, "import os, threading, time\nthreading.stack_size(65536)\ntry:\n"
                        "    for _ in range(3000): threading.Thread(target=time.sleep, args=(100,), daemon=True).start()\n"
                        "except RuntimeError: os._exit(1)\ntime.sleep(100)")


@case(flags="program")
def daemons(work):
    """Twice-forked processes of their own sessions that are to outlive the run."""
    _after_totals(work, """
for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            for number in range(1, 65):
                try: signal.signal(number, signal.SIG_IGN)
                except (OSError, ValueError): pass
            os.execv('/bin/sleep', ['sleep', '987'])
        os._exit(0)
os.wait()""")


@case(flags="program")
def programs_left_behind(work):
    """Programs started in the background, with nohup and in a session of their own."""
    _after_totals(work, """
import subprocess
subprocess.Popen(['sleep', '987'], start_new_session=True)
os.system('nohup sleep 987 >/dev/null 2>&1 &')""")


@case()
def kills_everything(work):
    """Sends the strongest signals to all processes, to its keeper and to its parent."""
    _after_totals(work, """
for target in (-1, 1, os.getppid()):
    for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM):
        try: os.kill(target, number)
        except OSError: pass""")


@case(marks=NO_TOTALS, flags="gone")
def kills_its_group(work):
    """Kills all processes of its group, its keepers among them."""
    _after_totals(work, "os.kill(0, signal.SIGKILL)")


@case(marks=NO_TOTALS, flags=("gone", "waiting"))
def interrupts_its_keeper(work):
    """Sends its keeper the signal that Python may heed."""
    _after_totals(work, "import time\nos.kill(1, signal.SIGINT)\ntime.sleep(100)")


@case(marks=NO_CUT, flags="gone")
def ends_python_at_once(work):
    """os._exit in the last answer."""
    work.cell("abc_first_cut").source += "\nimport os\nos._exit(0)"


@case(marks=NO_TOTALS, flags="gone")
def crashes_python(work):
    """Reads from the address 0."""
    _after_totals(work, "import ctypes\nctypes.string_at(0)")


@case(marks=NO_TOTALS, flags="waiting")
def stops_itself(work):
    """Stops its own process with a signal."""
    _after_totals(work, "os.kill(os.getpid(), signal.SIGSTOP)")


@case()
def ends_itself_politely(work):
    """sys.exit in a cell, functions for the end of Python, and an answer that acts when it is deleted."""
    _after_totals(work, "import atexit\natexit.register(os._exit, 1)\n"
                        "kept = type('Bomb', (), {'__del__': lambda self: os._exit(1)})()\nsys.exit(1)")


@case()
def memory_without_end(work):
    """A list that grows for ever."""
    work.add("abc_totals", "grown = []\nwhile True: grown.append(bytearray(20_000_000))")


@case(marks=NO_TOTALS, flags="memory")
def memory_of_many_processes(work):
    """Six processes that each stay below the limit."""
    _after_totals(work, """
import time
for _ in range(6):
    if os.fork() == 0: break
kept = [bytearray(b'x') * 1_000_000 for _ in range(100)]
time.sleep(100)""")


@case()
def files_without_end(work):
    """Fills its folder, the temporary folder and the shared memory, and makes a file of a terabyte."""
    work.attack("""
        written = 0
        for folder in ('.', '/tmp', '/dev/shm'):
            try:
                for number in range(1000):
                    with open(f'{folder}/{number}', 'wb') as file: written += file.write(bytes(10_000_000))
            except OSError: pass
        assert written > 250_000_000""", "open('sparse', 'wb').truncate(10**12)")


@case()
def many_small_files(work):
    """Makes files until it may make no more."""
    work.attack("for number in range(100_000): open(f'/tmp/{number}', 'w').close()")


@case(marks=NO_TOTALS, flags=TOO_LONG)
def loop_that_heeds_nothing(work):
    """An endless loop that catches every exception."""
    _after_totals(work, "while True:\n    try:\n        heed = False\n        while True: len('')\n    except BaseException: pass")


@case(marks=NO_TOTALS, flags=TOO_LONG)
def loop_without_a_timer(work):
    """An endless loop after all timers and signals were turned off."""
    _after_totals(work, """
for number in (signal.SIGPROF, signal.SIGXCPU, signal.SIGALRM, signal.SIGTERM): signal.signal(number, signal.SIG_IGN)
signal.setitimer(signal.ITIMER_PROF, 0)
while True: pass""")


@case(marks=NO_TOTALS, flags=TOO_LONG)
def loop_outside_python(work):
    """A sum so long that Python never looks up from it."""
    _after_totals(work, "sum(range(10 ** 12))")


@case(flags=TOO_LONG)
def pattern_that_explodes(work):
    """A regular expression that tries everything, in a cell of its own."""
    work.add("abc_totals", "import re\nre.match('(a+)+$', 'a' * 64 + 'b')")


@case(marks=NO_TOTALS, flags=(*TOO_LONG, "memory"))
def time_spent_by_others(work):
    """Child processes that compute, one after the other, and whose time the system is told to forget."""
    _after_totals(work, """
import time
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
while True:
    if os.fork() == 0:
        began = time.process_time()
        while time.process_time() - began < 0.3: pass
        os._exit(0)
    time.sleep(0.31)""")


@case(marks=NO_TOTALS, flags="waiting")
def waits_for_nothing(work):
    """Reads from a pipe into which nobody writes."""
    _after_totals(work, "os.read(os.pipe()[0], 1)")


@case(marks={"test_abc_drag": 0}, flags="waiting")
def answer_that_waits(work):
    """A list that sleeps when somebody looks into it."""
    work.answer("abc_drag", """
        import time
        dragging = type('Sleepy', (list,), {'__iter__': lambda self: time.sleep(100)})(['C0001'])""")


@case(marks={"test_abc_drag": 0}, flags=TOO_LONG)
def answer_that_computes(work):
    """A list that computes without end when somebody looks into it, and heeds nothing."""
    work.answer("abc_drag", """
        dragging = type('Busy', (list,), {'__iter__': lambda self: sum(range(10 ** 12))})(['C0001'])""")


@case()
def process_that_always_changes(work):
    """At the end of the notebook, a process that lives on in a child of its own, again and again."""
    work.add("test_abc_first_cut", _INSIDE + """
if os.fork() == 0:
    os.setsid()
    while True:
        if os.fork(): os._exit(0)""")


@case(marks={"test_abc_drag": 0})
def answer_without_end(work):
    """A list that never comes to its last item."""
    work.answer("abc_drag", """
        import itertools
        dragging = type('Endless', (list,), {'__iter__': lambda self: itertools.count()})(['C0001'])""")


@case(marks={"test_abc_drag": 0})
def length_that_lies(work):
    """A list of 300,000 items that says it is empty."""
    work.answer("abc_drag", "dragging = type('Short', (list,), {'__len__': lambda self: 0})(['C0001'] * 300_000)")


@case(marks={"test_abc_drag": 0})
def answer_of_200001_items(work):
    """A list with one item more than may be."""
    work.answer("abc_drag", "dragging = ['C0001'] * 200_001")


@case(marks={"test_abc_drag": 0})
def answer_nested_without_end(work):
    """Lists in lists, a hundred thousand deep, and one that holds itself."""
    work.answer("abc_drag", "dragging = []\nfor _ in range(100_000): dragging = [dragging]")


@case(marks={"test_abc_drag": 0})
def generator_as_answer(work):
    """A generator that ends Python when somebody looks into it."""
    work.answer("abc_drag", "import os\ndragging = (os._exit(1) for _ in range(3))")


@case(marks={"test_abc_shares": 0})
def number_of_a_million_digits(work):
    """A whole number that cannot be written down."""
    work.answer("abc_shares", "share_of_sales, share_of_customers = 10 ** 1_000_000, 0.1")


@case(marks={"test_abc_shares": 0, "test_abc_first_cut": 0})
def no_number_and_infinity(work):
    """Numbers that compare with nothing."""
    work.answer("abc_shares", "share_of_sales, share_of_customers = float('nan'), float('inf')")
    work.answer("abc_first_cut", "first_cut = float('-inf')")


@case(marks={"test_abc_totals": 0, "test_abc_grades": 0, "test_abc_suppliers": 0})
def tables_of_strange_shape(work):
    """Tables with equal columns, labels in levels, cells that are objects, and no rows."""
    work.answer("abc_totals", "import pandas\ntotals = pandas.DataFrame([[1, 2]], columns=['a', 'a'])")
    work.answer("abc_grades", """
        result = crm.abc_analysis(sales)
        grades = pandas.Series('A', index=pandas.MultiIndex.from_product([[1, 2], ['a', set]]))""")
    work.answer("abc_suppliers", """
        import pandas
        supplier_grades = pandas.DataFrame({'grade': []}, index=pandas.MultiIndex.from_arrays([[], []]))""")


@case(marks={"test_abc_grades": 0, "test_abc_first_step": 0})
def half_characters(work):
    """Answers made of halves of characters, which no file can hold."""
    work.answer("abc_grades", "result = crm.abc_analysis(sales)\ngrades = {'\\ud800': 'A', 'C0001\\udfff': 'B'}\nprint('\\ud800')")
    work.answer("abc_first_step", "first_step = '\\udcff'")


@case()
def output_flood(work):
    """Prints a million lines, shows 60 MB of HTML and half a million outputs."""
    work.add("abc_totals", "for _ in range(1_000_000): print('x' * 200)")
    work.add("abc_totals", "from IPython.display import HTML\nHTML('<b>x</b>' * 8_000_000)")
    work.add("abc_totals", "for _ in range(500_000): get_ipython().display_pub.publish({'text/plain': 'x'})")
