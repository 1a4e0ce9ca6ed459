"""Tables with texts in both languages, and the guide by which utterances are labelled."""

from crmlib.data import load
from crmlib.language import CourseError, current_language, listed
from crmlib.language import gettext as _


def in_language(table):
    """Return a table with one column for each text, in the language in use.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns such as ``text_en`` and ``text_zh`` become ``text``.

    Returns
    -------
    pandas.DataFrame

    Examples
    --------
    >>> in_language(load("scenarios")).columns.tolist()
    ['scenario_id', 'context', 'title', 'scene']
    """
    other = {"en": "_zh", "zh": "_en"}[current_language()]
    kept = table[[column for column in table.columns if not column.endswith(other)]]
    return kept.rename(columns=lambda column: column.removesuffix(f"_{current_language()}"))


def label_guide(question):
    """Return the labels of one question: what each is called, how it is recognised, how to answer it.

    A label is about a sentence and says nothing about the person who spoke.

    Parameters
    ----------
    question : {"preference", "temperament", "objection", "closing"}

    Returns
    -------
    pandas.DataFrame
        Index ``label``; ``name``, ``cue`` and ``answer`` in the language in use.

    Raises
    ------
    CourseError
        If there is no such question.

    Examples
    --------
    >>> label_guide("objection")["name"].to_dict()
    {'sincere': 'Sincere objection', 'staged': 'Staged objection'}
    """
    guide = in_language(load("label_guide"))
    questions = guide["question"].unique()
    if question not in questions:
        raise CourseError(_("There is no question '{question}'. The questions are: {known}.").format(question=question, known=listed(questions)))
    return guide[guide["question"] == question].set_index("label")[["name", "cue", "answer"]]
