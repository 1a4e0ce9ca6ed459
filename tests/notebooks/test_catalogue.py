"""The catalogue of messages is complete, in step with the code, and compiled."""

import io
import string

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from courseware.catalogue import MO, PO, messages_in_code, updated_catalogue
from crmlib.language import LANGUAGES


@pytest.fixture(scope="module")
def stored():
    with PO.open("rb") as file:
        return read_po(file, locale="zh")


def placeholders(text):
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def test_the_catalogue_has_exactly_the_messages_of_the_code(stored):
    assert sorted(message.id for message in stored if message.id) == messages_in_code()


def test_no_message_is_missing_or_fuzzy(stored):
    assert [message.id for message in stored if message.id and (message.fuzzy or not message.string)] == []


def test_translations_keep_the_placeholders(stored):
    assert [message.id for message in stored if message.id and placeholders(message.id) != placeholders(message.string)] == []


def test_the_compiled_catalogue_is_that_of_today():
    buffer = io.BytesIO()
    write_mo(buffer, updated_catalogue())
    assert MO.read_bytes() == buffer.getvalue()


def test_there_are_two_languages():
    assert LANGUAGES == ("en", "zh")
