"""The catalogue of messages: collected from the code, kept in step, compiled."""

import io
from datetime import datetime, timezone

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from courseware.files import ROOT, write_if_changed

PO = ROOT / "crmlib" / "locale" / "zh" / "LC_MESSAGES" / "crmlib.po"
MO = PO.with_suffix(".mo")
NO_DATE = datetime(2026, 1, 1, tzinfo=timezone.utc)


def messages_in_code():
    """Return the messages that the code marks for translation."""
    return sorted({message for folder in ("crmlib", "courseware")
                   for _, _, message, *_ in extract_from_dir(ROOT / folder, keywords={"_": None, "gettext": None}, method_map=[("**.py", "python")])
                   if message})


def updated_catalogue():
    """Return the Chinese catalogue with exactly the messages of today's code."""
    if PO.exists():
        with PO.open("rb") as file:
            stored = read_po(file, locale="zh")
    else:
        stored = Catalog(locale="zh")
    catalogue = Catalog(locale="zh", project="crm-courseware", charset="utf-8", creation_date=NO_DATE, revision_date=NO_DATE, fuzzy=False,
                        copyright_holder="the course's authors", header_comment="# The course's Chinese messages. `python course.py build` keeps the list in step with the code.")
    for message in messages_in_code():
        entry = stored.get(message)
        catalogue.add(message, entry.string if entry else "", flags=["python-brace-format"] if "{" in message else [])
    return catalogue


def build_catalogue():
    """Write the .po and the .mo file; return the files that changed."""
    catalogue = updated_catalogue()
    po, mo = io.BytesIO(), io.BytesIO()
    write_po(po, catalogue, width=0, sort_output=True)
    write_mo(mo, catalogue)
    return [path for path, buffer in ((PO, po), (MO, mo)) if write_if_changed(path, buffer.getvalue())]


def untranslated():
    """Return the messages that have no Chinese yet."""
    return [message.id for message in updated_catalogue() if message.id and not message.string]
