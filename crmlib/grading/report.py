"""What came of grading a class: a table with one reason per student, and a page that shows it."""

import html
import re
from collections import Counter
from string import Template

import pandas as pd

from crmlib.grading.identity import HELD
from crmlib.grading.pages import TEMPLATES
from crmlib.grading.reasons import phrase
from crmlib.language import current_language, listed
from crmlib.language import gettext as _
from crmlib.texts import message

_PAGE = TEMPLATES / "class_report.html"
_WITH_DETAIL = (*HELD, "other_id", "twin_folder")


def class_table(outcomes):
    """Return one row per student.

    Parameters
    ----------
    outcomes : dict
        Student to :class:`crmlib.grading.outcome.Outcome`.

    Returns
    -------
    pandas.DataFrame
        Index ``student``; ``state`` (graded, held, unreadable or failed), ``score`` and ``points``
        given by the machine, ``by_hand`` (answers that wait for a person), ``mended`` and
        ``flagged`` (bool), ``reason``.
    """
    rows = [
        {
            "student": outcome.student, "state": "held" if outcome.held else outcome.state, "score": outcome.score, "points": outcome.points,
            "by_hand": outcome.by_hand, "mended": any(finding["kind"] == "mended" for finding in outcome.findings),
            "flagged": bool(outcome.flags), "reason": _reason(outcome),
        }
        for outcome in outcomes.values()
    ]
    columns = ["student", "state", "score", "points", "by_hand", "mended", "flagged", "reason"]
    return pd.DataFrame(rows, columns=columns).set_index("student")


def counts(table):
    """Return how many students there are of each kind, by its name in the language in use."""
    return {
        _("handed in"): len(table),
        _("graded"): int((table["state"] == "graded").sum()),
        _("mended first"): int(table["mended"].sum()),
        _("flagged"): int(table["flagged"].sum()),
        _("held"): int((table["state"] == "held").sum()),
        _("unreadable"): int((table["state"] == "unreadable").sum()),
        _("failed"): int((table["state"] == "failed").sum()),
    }


def common_messages(outcomes, most=8):
    """Return which mistakes most students made: (students, cell, message in the language in use).

    In place of what differs between students the message has "…".
    """
    made = Counter((cell.split("/")[1], mark["check"], key) for outcome in outcomes.values()
                   for cell, mark in outcome.marks.items() for key in set(mark["keys"]) - {""})
    return [(students, cell, re.sub(r"\{[^}]*\}", "…", message(check, key))) for (cell, check, key), students in made.most_common(most)]


def cause(because):
    """Return why a mark changed, in the language in use."""
    return {"check": _("a mended check"), "id": _("an accepted id"), "submission": _("a new submission")}[because]


def shown(table):
    """Return the table of a class as people read it: named columns, points as text."""
    points = [f"{row.score:g} / {row.points:g}" if row.state in ("graded", "held") else "–" for row in table.itertuples()]
    return pd.DataFrame({
        _("student"): table.index, _("state"): table["state"].map(_state).to_numpy(), _("points"): points,
        _("waits for you"): table["by_hand"].astype(str).replace("0", "").to_numpy(), _("reason"): table["reason"].to_numpy(),
    })


def as_text(table):
    """Return a table as text for the terminal, long texts cut."""
    with pd.option_context("display.unicode.east_asian_width", True, "display.width", 200, "display.max_colwidth", 90, "display.max_rows", None):
        return table.to_string(index=False)


def write_page(course, assignment, outcomes, changed):
    """Write the page of a class and return its path; its links lead to the feedback."""
    table = class_table(outcomes)
    people = shown(table)
    path = course.grading / "reports" / f"{assignment}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    page = Template(_PAGE.read_text(encoding="utf-8")).substitute(
        language=current_language(),
        title=html.escape(_("Assignment {name}: what came of grading").format(name=assignment)),
        counts="".join(f"<li><b>{number}</b> {html.escape(name)}</li>" for name, number in counts(table).items()),
        spread=_spread(table),
        students=_rows([*people, _("feedback")], [[*map(html.escape, row), _links(course, assignment, row[0])] for row in people.itertuples(index=False)]),
        messages=_section(_("Mistakes that were made most often"), [_("students"), _("task"), _("message")],
                          [[str(number), html.escape(cell), html.escape(message)] for number, cell, message in common_messages(outcomes)]),
        changed=_section(_("Marks that changed"), [_("student"), _("task"), _("before"), _("after"), _("because of")],
                         [[html.escape(change["student"]), html.escape(change["cell"]), f"{change['before']:g}", f"{change['after']:g}",
                           cause(change["because"])] for change in changed]),
    )
    path.write_text(page, encoding="utf-8", errors="replace")
    return path


def _reason(outcome):
    """Return the first thing to know about a student's grading, or an empty text."""
    language = current_language()
    texts = {kind: [finding[language] for finding in outcome.findings if finding["kind"] == kind] for kind in ("unreadable", "mended", "noticed")}
    if outcome.state == "failed":
        return outcome.reason.strip().splitlines()[-1]
    if texts["unreadable"]:
        return texts["unreadable"][0]
    if outcome.flags:
        return listed(dict.fromkeys(phrase(kind) + (f" ({detail})" if kind in _WITH_DETAIL else "") for _n, _c, kind, detail in outcome.flags))
    if texts["mended"] or texts["noticed"]:
        return (texts["mended"] + texts["noticed"])[0]
    lost = [cell.split("/")[1].removeprefix("test_") for cell, mark in outcome.marks.items() if mark["score"] < mark["points"]]
    return _("points lost in {cells}").format(cells=listed(lost)) if lost else ""


def _links(course, assignment, student):
    pages = sorted(course.feedback(student, assignment).glob("*.html"))
    return "<br>".join(f'<a href="../feedback/{html.escape(student)}/{html.escape(assignment)}/{html.escape(page.name)}">{html.escape(page.stem)}</a>' for page in pages)


def _state(state):
    return {"graded": _("graded"), "held": _("held"), "unreadable": _("unreadable"), "failed": _("failed")}[state]


def _spread(table):
    """Return bars of how many students reached which tenth of the points."""
    marked = table[(table["state"] == "graded") & (table["points"] > 0)]
    tenths = (marked["score"] / marked["points"] * 10).clip(upper=9).astype(int).value_counts().reindex(range(10), fill_value=0)
    tallest = max(tenths.max(), 1)
    title = _("Share of the points reached, in percent")
    bars = "".join(f'<div class="bar"><span>{number or ""}</span><i style="height:{number / tallest * 6:.2f}em"></i>{tenth * 10}–{tenth * 10 + 10}</div>'
                   for tenth, number in tenths.items())
    return f'<h2>{html.escape(title)}</h2><div class="bars">{bars}</div>'


def _section(title, heads, rows):
    return f"<h2>{html.escape(title)}</h2>{_rows(heads, rows)}" if rows else ""


def _rows(heads, rows):
    head = "".join(f"<th>{html.escape(text)}</th>" for text in heads)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(content):
    """Return a cell; short ones and links stay on one line."""
    return f"<td>{content}</td>" if len(content) > 25 and "<a" not in content else f'<td class="short">{content}</td>'
