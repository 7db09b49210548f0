"""The public version of a submission.

It is made at the submission, before anything is judged, so that no writer ever holds what is not
for publication: each fact that is marked, or too small, carries the words to show in place of its
value; entries that are marked lose their words; a partner that is marked its name and its id.
Rules are still held against the values, so the verdicts are those of the whole submission.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple, TypeVar

from ctcheck.assess.marks import Marks, above, field_places, places, strings_of, texts_of
from ctcheck.assess.small_numbers import SmallNumbers
from ctcheck.errors import UsageError
from ctcheck.model import indicators
from ctcheck.model.public import (
    EXEMPT,
    MARKINGS,
    RESTRICTED,
    SMALL_NUMBER,
    SMALLEST_THRESHOLD,
    Mark,
    PublicVersion,
    Withheld,
)
from ctcheck.model.rules import FactDeclaration, FactType, RulePacks
from ctcheck.model.submission import Action, EvidenceItem, Partner, Submission, Waiver
from ctcheck.model.values import Fact, Record
from ctcheck.model.words import Basis

_Entry = TypeVar("_Entry", bound=tuple[object, ...])

DEFAULT: Final = 5
"""The threshold where no rule pack sets one."""


class Disclosure(NamedTuple):
    """A submission in two forms, both without words that are not for publication."""

    judged: Submission
    """What rules are held against. It still has values and dates that reports may not show."""
    told: Submission
    """What reports may show."""
    public: PublicVersion


def disclose(submission: Submission, packs: RulePacks, below: int | None = None) -> Disclosure:
    """The public version of a submission; counts from 1 to under `below` (or the pack's number) are replaced.

    Raises `UsageError` where the whole is marked and no part is, since all of it would be withheld;
    where the name of the file tells what is withheld; and for a threshold that protects nobody.
    """
    if submission.marking in (RESTRICTED, EXEMPT) and not submission.marks:
        raise UsageError(
            f"{submission.file} is marked {submission.marking} as a whole, and no part of it is:"
            " there is no public version of it.",
            "Mark the parts that make it so (`marking:` on an entry, `restricted:` with the paths of facts),"
            " or set `marking: public` if none does.",
        )
    own = packs.parameters.get(SMALL_NUMBER)
    threshold = below if below is not None else int(own.value) if own else DEFAULT
    if threshold < SMALLEST_THRESHOLD:
        raise UsageError(
            f"A threshold of {threshold} for small numbers hides nothing: nought is shown, so `fewer than"
            f" {threshold}` would name the number.",
            f"Give {SMALLEST_THRESHOLD} or more.",
        )
    return _Withholding(submission, packs, threshold).disclosure(
        own.basis if own and below is None else Basis.HOUSE,
        chosen=below is not None and (own is None or below != own.value),
    )


class _Withholding:
    """One submission on its way to the public."""

    def __init__(self, submission: Submission, packs: RulePacks, below: int) -> None:
        self._submission = submission
        self._declared = dict(packs.vocabulary.facts)
        self._declared[indicators.PATH] = indicators.declaration(packs.tables.get(indicators.TABLE))
        self._kinds = {
            row.id: row.label for table in packs.tables.values() if table.partner_kinds for row in table.rows
        }
        self._below = below
        self._small = SmallNumbers(below)
        self._marks = Marks(submission, self._declared, self._kinds.values())
        self._counts: dict[tuple[str, str], int] = {}
        self._replaced = 0
        self._closed: list[str] = []
        """Paths in the file of what is withheld whole."""
        self._partner_ids = self._neutral_partners()

    def disclosure(self, basis: Basis, *, chosen: bool) -> Disclosure:
        """Both forms and what the public version says of itself."""
        whole = self._submission
        if self._marks.repeats((whole.file,)):
            raise UsageError(
                "The name of the file tells something that is withheld, and every report names the file.",
                "Rename the file.",
            )
        evidence = [self._evidence(index, item) for index, item in enumerate(whole.evidence)]
        actions = [self._action(index, action) for index, action in enumerate(whole.actions)]
        waivers = [self._waiver(index, waiver) for index, waiver in enumerate(whole.waivers)]
        judged = whole._replace(
            title="" if self._closes("title", ("title",), (whole.title,)) else whole.title,
            signed=self._left("signature", "submitted", whole.signed),
            sources=self._left("source", "sources", whole.sources),
            self_judgements=self._left("self-judgement", "self_judgements", whole.self_judgements),
            facts=dict(self._facts(whole.facts, ())),
            partners=whole.partners and tuple(map(self._partner, range(len(whole.partners)), whole.partners)),
            evidence=tuple(item for item, _ in evidence),
            actions=tuple(action for action, _ in actions),
            waivers=tuple(waiver for waiver in waivers if waiver),
            marks={},
        )
        told = judged._replace(
            evidence=tuple(item for item, shown in evidence if shown),
            actions=tuple(action for _, action in actions),
            warnings=tuple(
                one
                for one in whole.warnings
                if not one.path.startswith("restricted[")
                and not any(covering in self._closed for covering in above(one.path))
            ),
        )
        withheld = tuple(
            Withheld(what, marking, number)
            for (what, marking), number in sorted(
                self._counts.items(), key=lambda one: (MARKINGS.index(one[0][1]), one[0][0])
            )
        )
        version = PublicVersion(
            whole.marking if whole.marking in (RESTRICTED, EXEMPT) else "",
            withheld,
            self._below,
            basis,
            chosen,
            self._replaced,
        )
        return Disclosure(judged._replace(warnings=told.warnings), told, version)

    def _closes(self, what: str, paths: tuple[str, ...], texts: Iterable[str] = ()) -> Mark | None:
        """As `_mark`, and counts it."""
        mark = self._marks.of(paths, texts)
        if mark:
            key = (what, mark.marking)
            self._counts[key] = self._counts.get(key, 0) + 1
            self._closed.append(paths[0])
        return mark

    def _left(self, what: str, part: str, entries: tuple[_Entry, ...]) -> tuple[_Entry, ...]:
        """The entries that are not withheld."""
        return tuple(
            one
            for index, one in enumerate(entries)
            if not self._closes(what, (f"{part}[{index}]",), strings_of(one))
        )

    def _facts(self, facts: Mapping[str, Fact], where: tuple[int, ...]) -> Iterator[tuple[str, Fact]]:
        for path, fact in facts.items():
            declared = self._declared.get(path)
            raw = places(path, *where)
            if path == indicators.PATH and declared:
                yield path, self._indicators(fact, declared)
            elif declared:
                yield path, self._fact(fact, declared.type, raw)
            elif mark := self._closes("fact", raw):
                yield path, fact._replace(shown=mark.words(), withheld=True)
            else:
                # The frame's own: the day described, the type of the authority, the inspection.
                yield path, fact

    def _fact(self, fact: Fact, wanted: FactType, raw: tuple[str, ...]) -> Fact:
        if wanted.kind == "records":
            return self._list(fact, wanted, raw)
        if mark := self._closes("fact", raw, texts_of(fact.value, wanted)):
            return fact._replace(shown=mark.words(), withheld=True)
        return self._sized(fact, self._small.instead(fact, wanted))

    def _sized(self, fact: Fact, shown: str) -> Fact:
        self._replaced += bool(shown)
        return fact._replace(shown=shown) if shown else fact

    def _list(self, fact: Fact, wanted: FactType, raw: tuple[str, ...]) -> Fact:
        if mark := self._closes("fact", raw):
            return _closed_list(fact, mark)
        if not isinstance(fact.value, tuple):
            return fact
        records = []
        for number, record in enumerate(fact.value):
            assert isinstance(record, Record)
            fields = {
                name: self._fact(field, wanted.fields[name].type, field_places(raw, number, name))
                for name, field in record.fields.items()
            }
            records.append(record._replace(fields=fields))
        return fact._replace(value=tuple(records))

    def _indicators(self, fact: Fact, declared: FactDeclaration) -> Fact:
        if not isinstance(fact.value, tuple):
            return fact
        types = {name: one.type for name, one in declared.type.fields.items()}
        records = []
        for number, record in enumerate(fact.value):
            assert isinstance(record, Record)
            texts = [text for name, one in record.fields.items() for text in texts_of(one.value, types[name])]
            mark = self._closes("indicator", (f"{indicators.PATH}[{number}]",), texts)
            if mark:
                fields = {
                    name: one._replace(shown=mark.words(), withheld=True)
                    for name, one in record.fields.items()
                }
            else:
                fields = self._indicator(record.fields, types, number)
            records.append(record._replace(fields=fields))
        return fact._replace(value=tuple(records))

    def _indicator(
        self, fields: Mapping[str, Fact], types: Mapping[str, FactType], number: int
    ) -> dict[str, Fact]:
        small = self._small.indicator(fields, types)
        found = {}
        for name, fact in fields.items():
            mark = self._closes("fact", field_places((indicators.PATH,), number, name))
            found[name] = (
                fact._replace(shown=mark.words(), withheld=True)
                if mark
                else self._sized(fact, small.get(name, ""))
            )
        # The share tells both numbers.
        hidden = next(
            (found[name] for name in ("numerator", "denominator") if name in found and found[name].withheld),
            None,
        )
        if hidden and "share" in found:
            found["share"] = found["share"]._replace(shown=hidden.shown, withheld=True)
        return found

    def _neutral_partners(self) -> dict[str, tuple[str, str]]:
        """For each partner that is withheld, by its id: the id and the name that stand for it."""
        partners = self._submission.partners or ()
        taken = {partner.id for partner in partners}
        hidden = [
            partner
            for index, partner in enumerate(partners)
            if self._closes("partner", (f"partners[{index}].name",), (partner.name, partner.id))
        ]
        kinds = [partner.kind for partner in hidden]
        found: dict[str, tuple[str, str]] = {}
        for number, partner in enumerate(hidden):
            label = self._kinds.get(partner.kind, "a partner")
            which = f" {kinds[: number + 1].count(partner.kind)}" if kinds.count(partner.kind) > 1 else ""
            found[partner.id] = (_free("withheld-partner", taken), f"{label}{which} (name withheld)")
        return found

    def _partner(self, index: int, partner: Partner) -> Partner:
        name, label = self._partner_ids.get(partner.id, (partner.id, partner.name))
        told = partner._replace(id=name, name=label, facts=dict(self._facts(partner.facts, (index,))))
        status, by = (f"partners[{index}].{one}" for one in ("return_status", "answered_by"))
        if told.return_status and self._closes("fact", (status,)):
            told = told._replace(return_status="")
        if told.answered_by and self._closes("fact", (by,), (told.answered_by,)):
            told = told._replace(answered_by="")
        return told

    def _without_partners(self, reference: str) -> str:
        """A path, a finding or a partner's id, without the id of a partner that is withheld."""
        for before in ("partners.", ""):
            if reference.startswith(before) and reference.removeprefix(before) in self._partner_ids:
                return before + self._partner_ids[reference.removeprefix(before)][0]
        rule, slash, partner = reference.partition("/")
        return f"{rule}{slash}{self._partner_ids[partner][0]}" if partner in self._partner_ids else reference

    def _evidence(self, index: int, item: EvidenceItem) -> tuple[EvidenceItem, bool]:
        """The piece of evidence, and whether it is shown; if not, its dates are still needed for its state."""
        supports = tuple(map(self._without_partners, item.supports))
        if not self._closes("evidence", (f"evidence[{index}]",), strings_of(item)):
            return item._replace(supports=supports), True
        name = self._free_id("withheld-evidence", index, (one.id for one in self._submission.evidence))
        blank = item._replace(
            id=name,
            title="",
            kind="",
            owner_role="",
            kept="",
            shows="",
            supports=supports,
            file="",
            sha256="",
        )
        return blank, False

    def _action(self, index: int, action: Action) -> tuple[Action, Action]:
        """The action as it is judged, with its date, and as it is told."""
        closes = tuple(map(self._without_partners, action.closes))
        mark = self._closes("action", (f"actions[{index}]",), strings_of(action))
        if not mark:
            open_action = action._replace(closes=closes)
            return open_action, open_action
        words = mark.words()
        judged = action._replace(
            id=self._free_id("withheld-action", index, (one.id for one in self._submission.actions)),
            closes=closes,
            action=f"{words[0].upper()}{words[1:]}.",
            owner_role=words if action.owner_role else "",
            success_measure="",
            withheld=True,
        )
        rules = tuple(closed.partition("/")[0] for closed in closes)
        return judged, judged._replace(closes=rules, owner_role="", due=None, status="")

    def _waiver(self, index: int, waiver: Waiver) -> Waiver | None:
        """The claim without its reason; nothing for one that has ended, which would tell when."""
        mark = self._closes("waiver", (f"not_applicable[{index}]",), strings_of(waiver))
        if not mark:
            return waiver
        if waiver.until is not None and waiver.until < self._submission.as_at:
            return None
        return waiver._replace(reason=mark.words(), approved_by="", until=None)

    def _free_id(self, stem: str, index: int, taken: Iterable[str]) -> str:
        """An id by the number in the list, so that it stays the same when other entries are marked."""
        known = set(taken)
        name = f"{stem}-{index + 1}"
        while name in known:
            name += "-x"
        return name


def _closed_list(fact: Fact, mark: Mark) -> Fact:
    """A list of which nothing is shown, nor of any field in it."""
    value = fact.value
    if isinstance(value, tuple):
        value = tuple(
            one._replace(
                fields={
                    name: field._replace(shown=mark.words(), withheld=True)
                    for name, field in one.fields.items()
                }
            )
            for one in value
            if isinstance(one, Record)
        )
    return fact._replace(value=value, shown=mark.words(), withheld=True)


def _free(stem: str, taken: set[str]) -> str:
    """An id that nobody has; it is taken then."""
    number = 1
    while f"{stem}-{number}" in taken:
        number += 1
    taken.add(f"{stem}-{number}")
    return f"{stem}-{number}"
