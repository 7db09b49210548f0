"""A validation as plain text: the verdict in one screen, then every problem by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ctcheck.model.place import Place
from ctcheck.reports import words_validate as said
from ctcheck.reports.safe import prose, safe
from ctcheck.reports.shapes import Item, Labelled
from ctcheck.reports.sheet import Sheet
from ctcheck.reports.words import date, number
from ctcheck.reports.words_carried import not_confirmed
from ctcheck.reports.words_papers import ENQUIRIES
from ctcheck.validation.result import CLAIMS, Complete, Validation
from ctcheck.validation.veil import told

MOST_LINES = 6
"""So many lines are named in the verdict; JSON has them all."""


def render(found: Validation, width: int, colour: bool) -> bytes:
    """The text of a submission that could be read."""
    sheet = Sheet(width, colour)
    sheet.labelled(list(_verdict(found)), indent=0)
    assert found.complete is not None
    _listed(sheet, said.MISSING, _missing(found.complete))
    _listed(
        sheet,
        said.NOT_FITTING,
        [_at(one.place, one.path, one.message) for one in found.remarks],
    )
    _listed(sheet, said.FILES_WRONG, _files(found))
    _listed(sheet, said.ASK, _claims(found))
    # The first line is one line, however narrow the terminal: programs look for it.
    return f"{_first_line(found)}\n\n{sheet.text()}".encode()


def _first_line(found: Validation) -> str:
    partners = "no list of partners" if found.partners is None else f"{found.partners} partners"
    return (
        f"{prose(found.shown)}: valid; {number(found.stated, 'fact')} stated, {partners},"
        f" evidence: {found.evidence}."
    )


def _verdict(found: Validation) -> Iterator[Labelled]:
    assert found.complete is not None
    assert found.area is not None
    complete = found.complete
    yield _line(
        said.READABLE,
        f"{said.YES}: {safe(told(found.area.name))}, {date(found.as_at)}, law of {date(found.law_date)}",
    )
    yield _line(said.COMPLETE, _answer(complete.holds, _complete(complete)))
    wrong = said.not_consistent(len(found.remarks)) if found.remarks else said.ALL_FITS
    yield _line(said.CONSISTENT, _answer(not found.remarks, wrong))
    yield _line(said.FILES, _file_words(found))
    yield _line(said.PERSONAL, _personal(found))
    yield _line(said.CLAIMS, _claim_words(found))


def _line(label: str, text: str) -> Labelled:
    return Labelled(label, (Item(f"{text}."),))


def _answer(holds: bool, words: str) -> str:
    return f"{said.YES if holds else said.NO}: {words}"


def _complete(found: Complete) -> str:
    if found.holds:
        unknown = found.returns_unknown
        return said.NOTHING_MISSING + (f"; {said.unknown_returns(unknown)}" if unknown else "")
    return said.incomplete(
        len(found.silent),
        len(found.themes),
        len(found.partners_missing),
        found.partners_listed,
        len(found.signatures_missing) + len(found.signatures_undated),
        len(found.returns_missing),
        sum(one.answers for one in found.carried),
    )


def _file_words(found: Validation) -> str:
    unplaced = said.unplaced(found.unplaced_digests) if found.unplaced_digests else ""
    if not found.files:
        return "; ".join(part for part in (said.NO_FILES, unplaced) if part)
    counts = _answer(found.files_hold, said.file_counts([one.state for one in found.files]))
    return "; ".join(part for part in (counts, unplaced) if part)


def _personal(found: Validation) -> str:
    # What each looks like is said on standard error, so that a screen may be handed on.
    certain = [one.place for one in found.personal if one.certain]
    likely = [one.place for one in found.personal if not one.certain]
    words = said.personal_counts(len(certain), _lines(certain), len(likely), _lines(likely))
    if not found.small:
        return words
    lines = _lines([one.place for one in found.small])
    return f"{words}; {said.small_counts(len(found.small), found.small_below)} ({lines})"


def _lines(places: Sequence[Place]) -> str:
    lines = list(dict.fromkeys(place.line for place in places))
    named = ", ".join(str(line) for line in lines[:MOST_LINES])
    more = f" and {number(len(lines) - MOST_LINES, 'more line')}" if len(lines) > MOST_LINES else ""
    return f"{'line' if len(lines) == 1 else 'lines'} {named}{more}"


def _claim_words(found: Validation) -> str:
    if not found.judged:
        return said.NOT_JUDGED
    counts = Counter(one.about for one in found.claims)
    return said.claim_counts([(kind, counts[kind]) for kind in CLAIMS])


def _listed(sheet: Sheet, title: str, texts: list[str]) -> None:
    if texts:
        sheet.heading(title)
        sheet.bullets(texts, 0)


def _at(place: Place | None, path: str, message: str) -> str:
    where = f"{safe(str(place))}: " if place else ""
    return f"{where}{safe(path)}: {prose(told(message))}"


def _missing(found: Complete) -> list[str]:
    return [
        *(said.silent(safe(one.title), one.asked) for one in found.silent),
        *(() if found.partners_listed else (said.NO_PARTNERS,)),
        *(
            said.missing_partner(safe(one.label), [safe(title) for title in one.lists])
            for one in found.partners_missing
        ),
        *(said.missing_signature(one) for one in found.signatures_missing),
        *(said.undated_signature(safe(told(role))) for role in found.signatures_undated),
        *(said.missing_return(safe(told(one.name)), one.status) for one in found.returns_missing),
        *(not_confirmed(one.answers, one.since) for one in found.carried),
    ]


def _files(found: Validation) -> list[str]:
    return [
        f"{safe(str(one.place))}: {safe(told(one.path))}: {said.FILE_STATES[one.state]}"
        + (f": {safe(one.why)}." if one.why else ".")
        for one in found.files
        if one.state not in ("matches", "unsealed")
    ]


def _claims(found: Validation) -> list[str]:
    lines = []
    for one in found.claims:
        documents = f" Ask for: {safe(', '.join(map(told, one.documents)))}." if one.documents else ""
        lines.append(f"{ENQUIRIES[one.about]}: {prose(told(one.why))} {prose(one.question)}{documents}")
    return lines
