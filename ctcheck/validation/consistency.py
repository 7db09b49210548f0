"""What in a submission does not fit together; what reading refuses is not looked for again."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping

from ctcheck.assess.planning import DONE
from ctcheck.model import indicators
from ctcheck.model.place import Place
from ctcheck.model.report import GapReport
from ctcheck.model.rules import RulePacks
from ctcheck.model.submission import EvidenceItem, Partner, Submission
from ctcheck.model.values import DateValue, Fact, Record, Share, plain_date
from ctcheck.validation.orders import DAYS, NAMES, PARTS, TO_COME
from ctcheck.validation.result import Remark

_SHARE = re.compile(r"%|\bper ?cent\b|\bpercentage\b|\bproportion\b|\bshare of\b", re.IGNORECASE)


def consistency(submission: Submission, packs: RulePacks, report: GapReport | None) -> tuple[Remark, ...]:
    """Every remark, by line; `report` is None where no rule was in force, so that no gap is known."""
    found = [
        *_frame(submission),
        *_evidence(submission),
        *_waivers(submission),
        *_indicators(submission, packs),
        *_facts(submission.facts, submission.as_at, ""),
        *_kinds(submission, packs),
        *_twice(submission),
    ]
    for index, partner in enumerate(submission.partners or ()):
        found += _facts(partner.facts, submission.as_at, f"partners[{index}]")
    if report is not None:
        found += _actions(submission, report)
        found += _backs_nothing(submission, report)
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (*(one.place or Place(""))[1:], one.path)))


def _frame(submission: Submission) -> Iterator[Remark]:
    as_at, period, inspection = submission.as_at, submission.period, submission.inspection
    if period.first and period.last and period.first > period.last:
        yield Remark(
            "period-order",
            period.place,
            "period",
            f"The period ends on {plain_date(period.last)}, before it begins on {plain_date(period.first)}.",
        )
    if period.last and period.last > as_at:
        yield Remark(
            "period-after-facts",
            period.place,
            "period.to",
            f"The period ends on {plain_date(period.last)}, after the day that the facts describe,"
            f" {plain_date(as_at)}.",
        )
    notified, fieldwork = inspection.notified, inspection.fieldwork
    places = {
        name: fact.place
        for name in ("notified", "fieldwork")
        if (fact := submission.facts.get(f"inspection.{name}"))
    }
    if notified and fieldwork and notified > fieldwork:
        yield Remark(
            "inspection-order",
            places["notified"],
            "inspection.notified",
            f"The inspection is notified on {plain_date(notified)}, after fieldwork begins on"
            f" {plain_date(fieldwork)}.",
        )
    if inspection.status == "none" and (notified or fieldwork):
        place = places.get("notified") or places.get("fieldwork")
        yield Remark(
            "inspection-status",
            place,
            "inspection.status",
            "No inspection is expected, and days of one stand here.",
        )
    if inspection.status in ("on-site", "completed") and fieldwork and fieldwork > as_at:
        yield Remark(
            "inspection-status",
            places["fieldwork"],
            "inspection.status",
            f"Inspectors are said to have come by {plain_date(as_at)}, and fieldwork begins on"
            f" {plain_date(fieldwork)}.",
        )
    if inspection.status == "notified" and notified and notified > as_at:
        yield Remark(
            "inspection-status",
            places["notified"],
            "inspection.status",
            f"The inspection is said to be notified by {plain_date(as_at)}, and notice comes on"
            f" {plain_date(notified)}.",
        )
    for index, signed in enumerate(submission.signed):
        if signed.on and period.first and signed.on < period.first:
            yield Remark(
                "signed-before-period",
                signed.place,
                f"submitted[{index}].on",
                f"It is signed on {plain_date(signed.on)}, before the period begins that it covers.",
            )


def _evidence(submission: Submission) -> Iterator[Remark]:
    last = max(day for day in (submission.as_at, submission.inspection.fieldwork) if day)
    for index, item in enumerate(submission.evidence):
        path = f"evidence[{index}]"
        if item.date and item.date > last:
            yield Remark(
                "evidence-from-the-future",
                item.place,
                f"{path}.date",
                f"It is dated {plain_date(item.date)}, after the day described and the inspection.",
            )
        if item.date and item.review_by and item.review_by < item.date:
            yield Remark(
                "evidence-review-order",
                item.place,
                f"{path}.review_by",
                f"It is to be reviewed by {plain_date(item.review_by)}, before its own date,"
                f" {plain_date(item.date)}.",
            )
        if item.file == submission.file:
            yield Remark(
                "evidence-of-itself",
                item.place,
                f"{path}.file",
                "The submission names itself as its evidence.",
            )


def _waivers(submission: Submission) -> Iterator[Remark]:
    for index, waiver in enumerate(submission.waivers):
        if waiver.until and waiver.until < submission.as_at:
            yield Remark(
                "waiver-ended",
                waiver.place,
                f"not_applicable[{index}].until",
                f"The claim that {waiver.rule} does not apply ended on {plain_date(waiver.until)}.",
            )


def _indicators(submission: Submission, packs: RulePacks) -> Iterator[Remark]:
    table = packs.tables.get(indicators.TABLE)
    labels = {row.id: row.label for row in table.rows} if table else {}
    listed = submission.facts.get(indicators.PATH)
    records = listed.value if listed and isinstance(listed.value, tuple) else ()
    for index, record in enumerate(records):
        assert isinstance(record, Record)
        path = f"{indicators.PATH}[{index}]"
        part, whole = _number(record, "numerator"), _number(record, "denominator")
        if part is not None and whole == 0 and part > 0:
            yield Remark(
                "indicator-of-nobody",
                record.fields["denominator"].place,
                f"{path}.denominator",
                "Something is counted among nobody: the denominator is nought and the numerator is not.",
            )
        elif part is not None and whole is not None and part > whole and _is_share(record, labels):
            yield Remark(
                "indicator-above-whole",
                record.fields["numerator"].place,
                f"{path}.numerator",
                "The numerator is above the denominator, and it is a share of a whole.",
            )
        ends = record.fields.get("period_ends")
        if ends and isinstance(ends.value, DateValue) and ends.value.first > submission.as_at:
            yield Remark(
                "indicator-from-the-future",
                ends.place,
                f"{path}.period_ends",
                f"Its period ends on {ends.value}, after the day that the facts describe.",
            )


def _is_share(record: Record, labels: Mapping[str, str]) -> bool:
    """Whether it says of itself that it is one: rates and averages may be above one."""
    if "comparator_percent" in record.fields:
        return True
    texts = [
        str(record.fields[name].value)
        for name in ("name", "comparator", "definition")
        if name in record.fields
    ]
    return any(_SHARE.search(labels.get(text, text)) for text in texts)


def _number(record: Record, name: str) -> float | None:
    fact = record.fields.get(name)
    if fact is None or isinstance(fact.value, bool) or not isinstance(fact.value, (int, float)):
        return None
    return float(fact.value)


def _facts(facts: Mapping[str, Fact], as_at: dt.date, owner: str) -> Iterator[Remark]:
    """Days and numbers of the area, or of one partner, that contradict each other."""

    def shown(path: str) -> str:
        return f"{owner}.{path.removeprefix('partner.')}" if owner else path

    pairs = dict.fromkeys(DAYS)
    for path in facts:
        branch, _, name = path.rpartition(".")
        pairs.update(
            ((path, f"{branch}.{later}"), None) for first, later in NAMES if first == name and branch
        )
    for first, later in pairs:
        yield from _order(facts.get(first), facts.get(later), shown(first), shown(later))
    for part, whole in PARTS:
        if part in facts and whole in facts:
            yield from _part(facts[part], facts[whole], shown(part), shown(whole))
    for path, fact in facts.items():
        if path.startswith(("inspection.", "law_date")) or path in ("as_at", indicators.PATH):
            continue
        if isinstance(fact.value, DateValue):
            yield from _happened(fact, shown(path), as_at)
        elif isinstance(fact.value, tuple):
            for number, record in enumerate(fact.value):
                if isinstance(record, Record):
                    yield from _in_record(record, f"{shown(path)}[{number}]", as_at)


def _in_record(record: Record, path: str, as_at: dt.date) -> Iterator[Remark]:
    for first, later in NAMES:
        yield from _order(
            record.fields.get(first), record.fields.get(later), f"{path}.{first}", f"{path}.{later}"
        )
    for name, fact in record.fields.items():
        if isinstance(fact.value, DateValue):
            yield from _happened(fact, f"{path}.{name}", as_at)


def _happened(fact: Fact, path: str, as_at: dt.date) -> Iterator[Remark]:
    assert isinstance(fact.value, DateValue)
    if fact.value.first > as_at and path.rpartition(".")[2] not in TO_COME:
        yield Remark(
            "not-yet-happened",
            fact.place,
            path,
            f"{fact.value} is after the day that the facts describe, {plain_date(as_at)}.",
        )


def _order(first: Fact | None, later: Fact | None, path: str, then: str) -> Iterator[Remark]:
    """Only for certain: a month without a day may hold either."""
    if first is None or later is None:
        return
    one, other = first.value, later.value
    if isinstance(one, DateValue) and isinstance(other, DateValue) and one.first > other.last:
        yield Remark("days-out-of-order", later.place, then, f"{other} is before {one}, the day of {path}.")


def _part(part: Fact, whole: Fact, path: str, of: str) -> Iterator[Remark]:
    limit, value = whole.value, part.value
    if isinstance(limit, bool) or not isinstance(limit, (int, float)):
        return
    if isinstance(value, Share):
        if value.counted and value.whole > limit:
            yield Remark(
                "part-above-whole", part.place, path, f"It is a part of more than {of} says that there are."
            )
    elif isinstance(value, (int, float)) and not isinstance(value, bool) and value > limit:
        yield Remark("part-above-whole", part.place, path, f"It is more than {of}, of which it is a part.")


def _kinds(submission: Submission, packs: RulePacks) -> Iterator[Remark]:
    """Facts that name kinds of partner: such a partner must be listed, where partners are."""
    if submission.partners is None:
        return
    named = {partner.kind for partner in submission.partners}
    labels = {
        row.id: row.label for table in packs.tables.values() if table.partner_kinds for row in table.rows
    }
    for path, fact in submission.facts.items():
        declared = packs.vocabulary.facts.get(path)
        table = packs.tables.get(declared.type.choice_table) if declared else None
        if table is None or not table.partner_kinds or declared is None:
            continue
        own = {row.id for row in table.rows if row.the_authority}
        values = fact.value if isinstance(fact.value, tuple) else (fact.value,)
        for kind in values:
            if isinstance(kind, str) and kind in labels and kind not in named and kind not in own:
                yield Remark(
                    "no-such-partner",
                    fact.place,
                    path,
                    f"It names a {labels[kind]}, and no partner of that kind is listed.",
                )


def _actions(submission: Submission, report: GapReport) -> Iterator[Remark]:
    """Actions that close nothing, and bodies in them of which nothing was judged."""
    judged = {name for finding in report.findings for name in (finding.id, finding.rule)}
    gaps = {name for gap in report.gaps for name in (gap.finding.id, gap.finding.rule)}
    for index, action in enumerate(submission.actions):
        if action.status in DONE:
            continue  # what it was for is rightly no gap any more
        for at, name in enumerate(action.closes):
            path = f"actions[{index}].closes[{at}]"
            if name in gaps:
                continue
            if name in judged:
                yield Remark("action-no-gap", action.place, path, f"{name} is no gap here.")
            elif "/" in name and name.partition("/")[0] in judged:
                who = name.partition("/")[2]
                message = f"No body {who!r} was judged by {name.partition('/')[0]}."
                yield Remark("action-no-body", action.place, path, message)
            else:
                yield Remark(
                    "action-not-judged", action.place, path, f"{name} was not judged on the law date."
                )


def _backs_nothing(submission: Submission, report: GapReport) -> Iterator[Remark]:
    used = {use.item.id: use.findings for use in report.papers.evidence}
    for index, item in enumerate(submission.evidence):
        if not used.get(item.id):
            yield Remark(
                "evidence-backs-nothing",
                item.place,
                f"evidence[{index}].supports",
                "Nothing that it supports was judged on the law date.",
            )


def _twice(submission: Submission) -> Iterator[Remark]:
    """The same thing under two ids; the same id twice is refused when the file is read."""

    def of_item(item: EvidenceItem) -> object:
        return (_plain(item.title), item.date)

    def of_partner(partner: Partner) -> object:
        return (_plain(partner.name), partner.kind)

    evidence = submission.evidence
    yield from _again(
        "evidence", "same-evidence", "title and date", [(of_item(one), one.place) for one in evidence]
    )
    files = [(one.file or None, one.place) for one in evidence]
    yield from _again("evidence", "same-file", "file", files)
    # One file has one digest: that it is named twice has been said.
    known = {one.file: one for one in reversed(evidence)}
    own = [one for one in evidence if not one.file or known[one.file] is one]
    sums = [(one.sha256 if one.sha256 and one in own else None, one.place) for one in evidence]
    yield from _again("evidence", "same-digest", "digest", sums)
    partners = [(of_partner(one), one.place) for one in submission.partners or ()]
    yield from _again("partners", "same-partner", "name and kind", partners)
    signed = [((_plain(one.role), one.on), one.place) for one in submission.signed]
    yield from _again("submitted", "same-signature", "role and day", signed)
    said = [(one.about, one.place) for one in submission.self_judgements]
    yield from _again("self_judgements", "judged-twice", "subject", said)
    texts = [(_plain(one.action) or None, one.place) for one in submission.actions]
    yield from _again("actions", "same-action", "words", texts)


def _again(
    part: str, code: str, what: str, entries: Iterable[tuple[object, Place | None]]
) -> Iterator[Remark]:
    first: dict[object, int] = {}
    for index, (key, place) in enumerate(entries):
        if key is None:
            continue
        if key in first:
            where = f"{part}[{first[key]}]"
            yield Remark(code, place, f"{part}[{index}]", f"It has the same {what} as {where}.")
        first.setdefault(key, index)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
