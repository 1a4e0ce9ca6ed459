"""Forged messages: the notebook's process writes to the grader itself, in place of the code that should."""

from courseware.simulated_class.submissions import NO_FIRST, collector

CASES = []
case = collector(CASES)
NO_CUT = {"test_abc_first_cut": 0}
# In the last answer of the first notebook, so that nothing after it suffers.
_WRITE = '''
first_cut = 0.77
import json, os, struct, time
sockets = [number for number in map(int, os.listdir('/proc/self/fd')) if os.path.exists(f'/proc/self/fd/{number}')
           and os.readlink(f'/proc/self/fd/{number}').startswith('socket')]
def put(data):
    left = memoryview(data)
    while left:
        left = left[os.write(sockets[0], left):]
def say(message):
    data = json.dumps(message).encode()
    put(struct.pack('<I', len(data)) + data)
'''


def _forge(work, code):
    work.cell("abc_first_cut").source = _WRITE + code


@case(marks=NO_FIRST, state="held", flags="several_ids")
def replies_before_they_are_asked(work):
    """Answers to the coming questions, and a score, are sent ahead; the id among them is not that of the other tasks."""
    _forge(work, "say({'outputs': []})\nfor reply in ({'value': 0.78}, {'value': '20261234'}, {'value': 2.0, 'score': 2.0}): say(reply)")


@case(marks=NO_CUT)
def verdict_as_output(work):
    """The reply holds outputs that look like a verdict."""
    _forge(work, """
result = {'output_type': 'execute_result', 'data': {'text/plain': '2.0'}}
say({'outputs': [result] * 300, 'score': 2.0, 'verdicts': {'test_abc_first_cut': 2}})""")


@case(marks=NO_CUT, flags="gone")
def length_of_four_gigabytes(work):
    """A message announces more bytes than there is memory."""
    _forge(work, "put(b'\\xff' * 64)")


@case(marks=NO_CUT, flags="gone")
def garbage(work):
    """A message of a right length holds no JSON."""
    _forge(work, "put(struct.pack('<I', 1000) + bytes(range(250)) * 4)")


@case(marks=NO_CUT, flags="gone")
def message_nested_without_end(work):
    """A message of two million opening brackets."""
    _forge(work, "put(struct.pack('<I', 2_000_000) + b'[' * 2_000_000)")


@case(marks=NO_CUT, flags="gone")
def message_of_many_parts(work):
    """A message of 27 MB holds nine million lists, which would take a gigabyte of the grader's memory."""
    _forge(work, "put(struct.pack('<I', 27_000_001) + b'[')\nfor _ in range(90): put(b'[],' * 100_000)")


@case(marks=NO_CUT, flags="gone")
def reply_of_another_kind(work):
    """The reply is a list."""
    _forge(work, "say([{'outputs': []}])")


@case(marks=NO_CUT, flags="gone")
def forged_fault(work):
    """The reply says that the sandbox is broken."""
    _forge(work, "say({'fault': 'MemoryError: the grader must stop'})")


@case(marks=NO_CUT, flags="check_stopped")
def values_of_no_kind(work):
    """The answer is said to be of a kind that there is not."""
    _forge(work, "say({'outputs': []})\nsay({'value': {'$': 'pickle', 'text': 'cos\\nsystem'}})")


@case(marks=NO_CUT, flags="waiting")
def half_a_message(work):
    """The first byte of a message, and then nothing."""
    _forge(work, "put(b'\\x08')\ntime.sleep(100)")


@case(marks=NO_CUT, flags="waiting")
def message_in_drops(work):
    """A message of a megabyte comes byte by byte."""
    _forge(work, "put(struct.pack('<I', 1_000_000))\nwhile True:\n    put(b'[')\n    time.sleep(0.02)")


@case(marks=NO_CUT, flags="file")
def flood_of_notes(work):
    """Thousands of long notes for the instructor, with signs that a terminal obeys."""
    _forge(work, """
note = ['file', '\\x1b]0;owned\\x07\\x1b[2J' + 'x' * 100_000]
say({'outputs': [], 'noticed': [note] * 50 + [['held', 'me'], [1, 2], None]})""")


@case(marks=NO_CUT, flags="gone")
def channel_closed(work):
    """All open files of the process are closed."""
    _forge(work, "os.closerange(3, 4096)")


@case(marks=NO_CUT)
def channel_replaced(work):
    """The way to the grader is replaced by a file."""
    _forge(work, "os.dup2(os.open('own', os.O_RDWR | os.O_CREAT), sockets[0])")
