"""A small classifier of sentences: split into words, count, and guess the label."""

import re

import pandas as pd
import rjieba
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline

from crmlib.language import CourseError
from crmlib.language import gettext as _


def split_words(text):
    """Split a sentence into words, in small letters and without punctuation.

    Chinese has no spaces between words; there the segmentation of ``rjieba`` decides.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of str

    Examples
    --------
    >>> split_words("May I open it?")
    ['may', 'i', 'open', 'it']
    >>> split_words("能打开闻一闻吗？")
    ['能', '打开', '闻一闻', '吗']
    """
    return [word for word in rjieba.cut(text.lower()) if re.search(r"\w", word)]


def text_classifier():
    """Return a classifier that counts words: which word occurs how often under which label (naive Bayes).

    Returns
    -------
    sklearn.pipeline.Pipeline
        With ``fit(texts, labels)`` and ``predict(texts)``.

    Examples
    --------
    >>> model = text_classifier().fit(["May I try it?", "What is the price?"], ["try", "price"])
    >>> model.predict(["Is that the price?"]).tolist()
    ['price']
    """
    return make_pipeline(CountVectorizer(analyzer=split_words), MultinomialNB())


def held_out_labels(texts, labels, model=None, folds=5):
    """Label each sentence by a classifier that has not seen it.

    The sentences are dealt into `folds` piles; each pile is labelled by a classifier that learned
    from the others (cross-validation). So the result says how it would do with new sentences.

    Parameters
    ----------
    texts, labels : pandas.Series
        Sentences and their labels, with the same index.
    model : optional
        A classifier of scikit-learn; :func:`text_classifier` when not given.
    folds : int, default 5

    Returns
    -------
    pandas.Series
        The labels given, with the index of `texts`.

    Raises
    ------
    CourseError
        If a label stands at fewer sentences than there are piles, or the indexes differ.

    Examples
    --------
    >>> texts = pd.Series(["May I try it?", "I want to try", "Try it on?", "What price?", "The price, please", "Price?"])
    >>> held_out_labels(texts, pd.Series(["try"] * 3 + ["price"] * 3), folds=3).tolist()
    ['try', 'try', 'try', 'price', 'price', 'price']
    """
    if not texts.index.equals(labels.index):
        raise CourseError(_("Sentences and labels must have the same index, in the same order."))
    counts = labels.value_counts()
    if counts.min() < folds:
        raise CourseError(_("Label '{label}' has {count} sentences. With {folds} piles each label needs at least {folds}.")
                          .format(label=counts.idxmin(), count=counts.min(), folds=folds))
    piles = StratifiedKFold(folds, shuffle=True, random_state=0)
    given = cross_val_predict(text_classifier() if model is None else model, texts.to_numpy(dtype=object), labels.to_numpy(dtype=object), cv=piles)
    return pd.Series(given, index=texts.index, dtype="str")
