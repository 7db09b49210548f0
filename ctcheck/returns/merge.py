"""Puts what partners sent back into a submission: nothing overwritten in silence, silence never an answer."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ctcheck.errors import Problem
from ctcheck.model.place import Place
from ctcheck.model.submission import EvidenceItem, Partner, Submission
from ctcheck.model.values import Fact, Nothing, Record, plain_date
from ctcheck.reading.nodes import LIST, MAP, Node
from ctcheck.reading.plan_rows import Remark
from ctcheck.workbook.cells import Word
from ctcheck.workbook.filled import Entry, Given
from ctcheck.workbook.stated import Stated
from ctcheck.workbook.synonyms import spoken

RETURNED = "submitted"
SILENT = "not-returned"
_KEPT = ("submitted", "moderated", "exempt")
"""What a partner without a return in hand stays."""
_FRAME_FACTS = ("as_at", "area.", "inspection.")


class ReturnFile(NamedTuple):
    """One return as read."""

    shown: str
    submission: Submission
    stated: Stated
    where: Callable[[str], str]
    """The place of a path, for messages: a cell, or a line of the file."""


class Replied(NamedTuple):
    """A partner whose answers came, and from whom."""

    partner: str
    by: str
    """The partner that sent them: its own id, or that of another."""
    answers: int
    file: str


class Merged(NamedTuple):
    """What is to be put into the submission."""

    partners: Mapping[str, Mapping[str, Given]]
    """New answers by partner and path."""
    statuses: Mapping[str, Mapping[str, Given]]
    """Return status and who answered, by partner."""
    facts: Mapping[str, Any]
    """New answers of the area: a `Given`, or a list of `Entry`."""
    evidence: tuple[Entry, ...]
    replied: tuple[Replied, ...]
    silent: tuple[Partner, ...]
    remarks: tuple[Remark, ...]
    problems: tuple[Problem, ...]
    renewed: tuple[str, ...] = ()
    """Answers of the submission that were carried and have been given anew, as `carried` names them."""


class _Answer(NamedTuple):
    """Who says what of one fact."""

    who: str
    value: Any
    where: str
    node: Node | None


def merge(base: Submission, shown: str, returns: Sequence[ReturnFile], asked: Iterable[str]) -> Merged:
    """Compares the returns with the submission and each other. `asked` names partners that have to answer."""
    merger = _Merger(base, shown)
    for one in returns:
        merger.take(one)
    return merger.merged(set(asked))


class _Merger:
    def __init__(self, base: Submission, shown: str) -> None:
        self._base = base
        self._shown = shown
        self._partners = {one.id: one for one in base.partners or ()}
        self._answers: dict[tuple[str, str], list[_Answer]] = {}
        """By partner (empty for the area) and path."""
        self._replied: list[Replied] = []
        self._evidence: dict[str, tuple[EvidenceItem, Entry]] = {}
        self._remarks: list[Remark] = []
        self._problems: list[Problem] = []

    def take(self, one: ReturnFile) -> None:
        """One return."""
        submission = one.submission
        returned = submission.returned
        if returned is None:
            self._refuse(
                one.shown, "", "this is a self-assessment and no return.", "Returns have the key `return`."
            )
            return
        names = {spoken(area) for area in returned.areas}
        area = self._base.area
        if spoken(area.name) not in names and (not area.code or spoken(area.code) not in names):
            self._refuse(
                one.shown,
                one.where("return.areas"),
                f"this return is for {', '.join(returned.areas[:6])}, and not for {area.name}.",
                "Where it serves this area too, its sender adds the area's name.",
            )
            return
        last = max(self._base.carried.values(), default=None)
        if last and submission.as_at <= last and submission.as_at < self._base.as_at:
            self._refuse(
                one.shown,
                one.where("as_at"),
                f"this return describes {plain_date(submission.as_at)}, and answers of {plain_date(last)} are only"
                " carried: it is last time's.",
                "Ask for a return of this time; what is carried is confirmed with `ctcheck carry --confirm`.",
            )
            return
        if submission.area.type != area.type and spoken(submission.area.name) == spoken(area.name):
            self._say(one.where("area.type"), f"the return calls {area.name} a {submission.area.type}.")
        mapping: dict[str, str] = {}
        sender = next(
            (
                self._found(one, partner)
                for partner in submission.partners or ()
                if partner.id == returned.partner
            ),
            None,
        )
        for index, partner in enumerate(submission.partners or ()):
            found = self._found(one, partner)
            if found is None:
                if partner.facts or partner.id == returned.partner:
                    self._refuse(
                        one.shown,
                        one.where(f"partners[{index}].id"),
                        f"{partner.name} ({partner.id}, {partner.kind}) is no partner of {area.name}.",
                        "List it among the partners of the submission, or take its answers out.",
                    )
                continue
            mapping[partner.id] = found.id
            self._take_partner(one, index, partner, found, sender.id if sender else returned.partner)
        self._take_area(one, mapping.get(returned.partner, returned.partner))
        self._take_evidence(one, mapping, returned.partner)
        for what, held in (("actions", submission.actions), ("self-judgements", submission.self_judgements)):
            if held:
                self._say(
                    one.shown,
                    f"{len(held)} {what} of the return were not taken; they belong to the submission.",
                )

    def _found(self, one: ReturnFile, partner: Partner) -> Partner | None:
        """The partner in this area: by its id, or, for a return made for another area, by name and kind."""
        found = self._partners.get(partner.id)
        if found is not None and found.kind == partner.kind:
            return found
        alike = [
            other
            for other in self._partners.values()
            if other.kind == partner.kind and spoken(other.name) == spoken(partner.name)
        ]
        return alike[0] if len(alike) == 1 else None

    def _take_partner(
        self, one: ReturnFile, index: int, partner: Partner, found: Partner, sender: str
    ) -> None:
        nodes = one.stated.partners[index]
        # What stands there as carried is nobody's answer of this time.
        stated = {path: fact for path, fact in partner.facts.items() if fact.carried is None}
        for path, fact in stated.items():
            where = one.where(f"partners[{index}].{path.removeprefix('partner.')}")
            answer = _Answer(sender, fact.value, where, nodes.get(path))
            self._answers.setdefault((found.id, path), []).append(answer)
        if left := len(partner.facts) - len(stated):
            self._say(
                one.shown,
                f"{left} {'answer is' if left == 1 else 'answers are'} still carried for {found.name}, and were"
                " not taken.",
            )
        if not stated:
            self._say(one.shown, f"nothing is answered for {found.name}; it counts as not returned.")
        elif self._as_it_went_out(one, stated, found):
            self._say(
                one.shown,
                f"what stands here for {found.name} is what the submission said before, and nobody is named who"
                " answered; it counts as not returned.",
            )
        else:
            self._replied.append(Replied(found.id, sender, len(stated), one.shown))

    def _as_it_went_out(self, one: ReturnFile, stated: Mapping[str, Fact], found: Partner) -> bool:
        """Whether a form that was filled in beforehand came back untouched."""
        if one.submission.returned is not None and one.submission.returned.answered_by:
            return False
        held = found.facts
        # The same as what is carried is an answer: it went out marked, or not at all.
        return all(
            path in held and held[path].carried is None and same_value(fact.value, held[path].value)
            for path, fact in stated.items()
        )

    def _take_area(self, one: ReturnFile, sender: str) -> None:
        for path, fact in one.submission.facts.items():
            if path.startswith(_FRAME_FACTS) or path == "indicators" or fact.carried:
                continue
            answer = _Answer(sender, fact.value, one.where(path), one.stated.facts.get(path))
            self._answers.setdefault(("", path), []).append(answer)

    def _take_evidence(self, one: ReturnFile, mapping: Mapping[str, str], sender: str) -> None:
        node = one.stated.lists.get("evidence")
        held = {item.id: item for item in self._base.evidence}
        for index, item in enumerate(one.submission.evidence):
            supports = [_renamed(path, mapping) for path in item.supports]
            entry = node.items[index] if node is not None else Node(MAP, 0, 0)
            fields = {
                key.text: given_of(value)
                for key, value in entry.entries
                if key.text != "supports" and not value.is_blank()
            }
            where = one.where(f"evidence[{index}]")
            name = item.id
            before = held.get(name) or (self._evidence[name][0] if name in self._evidence else None)
            if before is not None:
                if _same_evidence(before, item, supports):
                    continue
                name = f"{mapping.get(sender, sender)}-{item.id}"[:80]
                if name in held or name in self._evidence:
                    again = held.get(name) or self._evidence[name][0]
                    if _same_evidence(again, item, supports):
                        continue
                    self._refuse(
                        one.shown,
                        where,
                        f"evidence {item.id} stands here and elsewhere.",
                        "Give it another id.",
                    )
                    continue
                self._say(where, f"other evidence has the id {item.id}; this was given the id {name}.")
                fields["id"] = Given(Word(name), where)
            fields["supports"] = Given(supports, where)
            self._evidence[name] = (item._replace(id=name, supports=tuple(supports)), Entry(fields, where))

    def merged(self, asked: set[str]) -> Merged:
        partners: dict[str, dict[str, Given]] = {}
        facts: dict[str, Any] = {}
        renewed: list[str] = []
        for (name, path), answers in self._answers.items():
            held = self._partners[name].facts.get(path) if name else self._base.facts.get(path)
            before, held = held, held if held is None or held.carried is None else None
            settled = self._settled(name, path, held, answers)
            if settled is None or held is not None or settled.node is None:
                continue
            if name:
                partners.setdefault(name, {})[path] = given_of(settled.node)
            else:
                facts[path] = _fact_of(settled.node)
            if before is not None:
                renewed.append(self._renewed(name, path, before, settled))
        silent, statuses = self._statuses(asked)
        evidence = tuple(entry for _, entry in self._evidence.values())
        return Merged(
            partners, statuses, facts, evidence, tuple(self._replied), silent, tuple(self._remarks),
            tuple(self._problems), tuple(renewed),
        )  # fmt: skip

    def _renewed(self, name: str, path: str, before: Fact, now: _Answer) -> str:
        """Tells that an answer of this time takes the place of one that was carried; gives its key."""
        key = f"partners.{name}.{path.removeprefix('partner.')}" if name else path
        same = same_value(before.value, now.value)
        since = plain_date(before.carried) if before.carried else ""
        told = "confirms" if same else "takes the place of"
        self._say(now.where, f"this {told} what was carried from {since}: {key}.")
        return key

    def _settled(self, name: str, path: str, held: Fact | None, answers: list[_Answer]) -> _Answer | None:
        """The one answer that all give; None where they differ, which is refused."""
        all_of = list(answers)
        if held is not None:
            where = f"{self._shown}:{held.place.line}:{held.place.column}"
            all_of.insert(0, _Answer("the submission", held.value, where, None))
        if all(same_value(all_of[0].value, other.value) for other in all_of[1:]):
            return answers[0]
        said = "; ".join(f"{one.who} says {_shown(one.value)} ({one.where})" for one in all_of)
        which = f"partners.{name}.{path.removeprefix('partner.')}" if name else path
        self._problems.append(
            Problem(
                Place(self._shown),
                f"the answers differ: {said}.",
                path=which,
                hint="Agree on one answer and write it in the submission and in every return; nothing was overwritten.",
            )
        )
        return None

    def _statuses(self, asked: set[str]) -> tuple[tuple[Partner, ...], dict[str, dict[str, Given]]]:
        statuses: dict[str, dict[str, Given]] = {}
        silent: list[Partner] = []
        came = {one.partner: one for one in reversed(self._replied)}
        for one in self._replied:
            # A body that answers for itself is named before another that answers for it.
            if one.by == one.partner:
                came[one.partner] = one
        for name, partner in self._partners.items():
            found = came.get(name)
            if found is None:
                if name in asked and partner.return_status not in _KEPT:
                    silent.append(partner)
                    statuses[name] = {"return_status": Given(Word(SILENT), "")}
                continue
            status = "moderated" if partner.return_status == "moderated" else RETURNED
            statuses[name] = {"return_status": Given(Word(status), "")}
            if found.by != name:
                other = self._partners.get(found.by)
                statuses[name]["answered_by"] = Given(other.name if other else found.by, "")
        return tuple(silent), statuses

    def _say(self, where: str, said: str) -> None:
        self._remarks.append(Remark(where, said))

    def _refuse(self, shown: str, where: str, message: str, hint: str) -> None:
        self._problems.append(Problem(Place(shown), message, path=where, hint=hint))


def given_of(node: Node) -> Given:
    """A value as it is written, for writing it again."""
    if node.kind == LIST:
        return Given([one.text for one in node.items] if node.items else [], "")
    return Given(Word(node.text) if node.plain else node.text, "")


def _fact_of(node: Node) -> Any:
    """A value of the area: a list of entries where it is one."""
    if node.kind == LIST and node.items and node.items[0].kind == MAP:
        return [
            Entry({key.text: given_of(value) for key, value in one.entries if not value.is_blank()}, "")
            for one in node.items
            if one.entries
        ]
    return given_of(node)


def same_value(one: Any, other: Any) -> bool:
    """Whether two values say the same, wherever they stand."""
    return bool(_bare(one) == _bare(other))


def _bare(value: Any) -> Any:
    if isinstance(value, Nothing):
        return "none", None
    if isinstance(value, tuple) and value and isinstance(value[0], Record):
        return [{key: _bare(fact.value) for key, fact in one.fields.items()} for one in value]
    return (type(value).__name__, sorted(value)) if type(value) is tuple else (type(value).__name__, value)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Nothing):
        return "none"
    if isinstance(value, tuple) and value and isinstance(value[0], Record):
        return f"{len(value)} entries"
    return ", ".join(value) if type(value) is tuple else str(value)


def _renamed(path: str, mapping: Mapping[str, str]) -> str:
    head, _, name = path.partition(".")
    if head == "partners" and name:
        return f"partners.{mapping.get(name, name)}"
    return mapping.get(path, path)


def _same_evidence(one: EvidenceItem, other: EvidenceItem, supports: Sequence[str]) -> bool:
    def plain(item: EvidenceItem) -> EvidenceItem:
        return item._replace(id="", place=Place(""), supports=())

    return plain(one) == plain(other) and set(supports) <= set(one.supports)
