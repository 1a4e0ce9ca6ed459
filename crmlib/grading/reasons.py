"""What can happen to a submission, as a sentence for its student and a phrase for the instructor."""

from crmlib.language import gettext as _
from crmlib.language import speaking


def because(reason, language):
    """Return the sentence that tells a student, in `language`, why a cell or a task got no mark."""
    with speaking(language):
        return _SENTENCES[reason]()


def phrase(kind):
    """Return a few words for the instructor, in the language in use."""
    return _PHRASES[kind]()


_SENTENCES = {
    "cell_time": lambda: _("This cell computed too long and was stopped. Look for a loop that never ends, then run the notebook from the top."),
    "total_time": lambda: _("Your notebook computed too long in all and was stopped here. Look for a loop that never ends or that can be left out."),
    "waiting": lambda: _("This cell waited too long and was stopped. Take out what waits, such as sleep, then run the notebook from the top."),
    "memory": lambda: _("This cell needed too much memory and was stopped. Look for a list or a table that grows without end."),
    "processes": lambda: _("This cell started too many programs and was stopped. Work without starting other programs."),
    "gone": lambda: _("This cell ended Python itself, so nothing after it could run. Take out commands such as exit, then run the notebook from the top."),
    "not_run": lambda: _("This cell was not run, because the notebook was stopped before it. Mend the cell that was stopped."),
    "check_stopped": lambda: _("Your answer could not be marked by the machine. Your teacher has been told."),
    "check_time": lambda: _("Looking at your answer took too long, so this task has no mark. Give plain numbers, texts and tables."),
    "held": lambda: _("The notebook holds another student's id. Your mark waits until your teacher has looked at it."),
    "several_ids": lambda: _("Your notebooks hold different student ids. Your mark waits until your teacher has looked at it. Write your own id, the same in every notebook."),
}

_PHRASES = {
    "cell_time": lambda: _("a cell computed too long"),
    "total_time": lambda: _("the notebook computed too long"),
    "waiting": lambda: _("a cell waited too long"),
    "memory": lambda: _("too much memory"),
    "processes": lambda: _("too many programs"),
    "gone": lambda: _("Python was ended"),
    "check_stopped": lambda: _("a check stopped with an error"),
    "network": lambda: _("tried to use the network"),
    "program": lambda: _("started a program"),
    "file": lambda: _("looked outside its folder"),
    "held": lambda: _("held: another student's id"),
    "several_ids": lambda: _("held: different ids"),
    "check_time": lambda: _("looking at an answer took too long"),
    "no_page": lambda: _("the feedback could not be made"),
    "twin_folder": lambda: _("another folder stands for the same id"),
    "other_id": lambda: _("the id in the notebook is not the folder's"),
}
