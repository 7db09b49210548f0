"""What one save of a submission changed, in a few lines."""

from __future__ import annotations

from collections.abc import Iterable

from ctcheck.model.counts import Counts
from ctcheck.model.report import Finding, GapReport
from ctcheck.reports import words
from ctcheck.reports import words_watch as said
from ctcheck.reports.safe import prose, safe
from ctcheck.reports.sheet import Sheet

_MOST = 20
"""So many changes of a kind are listed; the rest are counted."""


def first_text(report: GapReport, file: str, width: int) -> str:
    """What the first assessment says."""
    sheet = Sheet(width, False)
    sheet.paragraph(said.WATCHING.format(file=prose(file)))
    sheet.paragraph(said.NOW.format(counts=_counts(report.assurance.counts)))
    return sheet.text()


def changed_text(before: GapReport, after: GapReport, width: int) -> str:
    """What changed between two assessments of one submission."""
    old, new = _by_id(before), _by_id(after)
    open_before = {gap.finding.id for gap in before.gaps}
    open_after = {gap.finding.id for gap in after.gaps}
    changed = [
        name for name in dict.fromkeys((*old, *new)) if _verdict(old.get(name)) != _verdict(new.get(name))
    ]
    sheet = Sheet(width, False)
    if not changed:
        sheet.paragraph(said.NOTHING)
        return sheet.text()
    groups = (
        (said.CLOSED, [name for name in changed if name in open_before - open_after]),
        (said.OPENED, [name for name in changed if name in open_after - open_before]),
        (said.OTHER, [name for name in changed if (name in open_before) == (name in open_after)]),
    )
    for title, names in groups:
        if names:
            sheet.paragraph(title.format(len(names)))
            lines = [_change(old.get(name), new.get(name)) for name in names[:_MOST]]
            left = len(names) - _MOST
            sheet.bullets([*lines, said.MORE.format(left)] if left > 0 else lines)
    sheet.paragraph(said.COUNTS.format(_differences(before.assurance.counts, after.assurance.counts)))
    return sheet.text()


def _by_id(report: GapReport) -> dict[str, Finding]:
    return {finding.id: finding for finding in report.findings}


def _verdict(finding: Finding | None) -> str:
    return "" if finding is None else finding.verdict.value


def _change(before: Finding | None, after: Finding | None) -> str:
    shown = after or before
    assert shown is not None
    return said.CHANGE.format(
        title=prose(shown.title),
        finding=safe(shown.id),
        before=words.VERDICTS[before.verdict].lower() if before else said.NEW,
        after=words.VERDICTS[after.verdict].lower() if after else said.LEFT,
    )


def _counts(counts: Counts) -> str:
    return ", ".join(f"{number} {name}" for name, number in _named(counts) if number) or "nothing was judged"


def _differences(before: Counts, after: Counts) -> str:
    pairs = zip(_named(before), _named(after), strict=True)
    changed = [said.COUNT.format(word=name, before=a, after=b) for (name, a), (_, b) in pairs if a != b]
    return ", ".join(changed) or _counts(after)


def _named(counts: Counts) -> Iterable[tuple[str, int]]:
    return [(name.replace("_", " "), getattr(counts, name)) for name in counts._fields]
