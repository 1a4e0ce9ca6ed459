"""Submissions that attack the grader, its secrets, other students or the machine, with what must come of each."""

from courseware.simulated_class import bombs, channel, escape, files, theft

HOSTILE = [*theft.CASES, *channel.CASES, *escape.CASES, *bombs.CASES, *files.CASES]
