"""Reads one submission: bytes to nodes to checked facts, with every problem of the file."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from ctcheck.errors import Problem, SubmissionError
from ctcheck.model import indicators
from ctcheck.model.place import Place
from ctcheck.model.submission import (
    Action,
    Area,
    EvidenceItem,
    Inspection,
    Partner,
    PartnerReturn,
    Period,
    SelfJudgement,
    SignOff,
    SourceDocument,
    Submission,
    Waiver,
    Warning_,
)
from ctcheck.model.values import NONE, DateValue, Fact, Record
from ctcheck.reading.carried import as_carried, carried_in
from ctcheck.reading.facts import FactReader
from ctcheck.reading.files import UnreadableError, digest_of, read_bytes
from ctcheck.reading.frame import FrameChecker, find, path_words, plain
from ctcheck.reading.marking import marks_in
from ctcheck.reading.nodes import LIST, MAP, Node, parse
from ctcheck.reading.personal import personal_data, unsaid
from ctcheck.reading.references import Loaded, ReferenceChecker
from ctcheck.reading.scalars import ValueProblem, calendar_date

_DATES = {
    "": ("as_at",),
    "period": ("from", "to"),
    "inspection": ("notified", "fieldwork"),
    "return": ("on",),
    "submitted": ("on",),
    "evidence": ("date", "review_by"),
    "self_judgements": ("on",),
    "actions": ("due",),
    "not_applicable": ("until",),
    "indicators": ("period_ends",),
    "carried": ("from",),
    "history": ("due",),
}
"""Where in the frame dates stand: the keys in each part, or in each entry of a part that is a list."""
MAX_LISTED = 500
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_NOT_DATES = ("ongoing", "tbc")


class SubmissionReader:
    """Reads submissions against one set of packs."""

    def __init__(self, loaded: Loaded, checker: FrameChecker) -> None:
        self._loaded = loaded
        self._checker = checker

    def read(self, path: Path) -> Submission:
        """The submission in a file. Raises `SubmissionError` with every problem, sorted by line."""
        try:
            data = read_bytes(path, str(path))
        except UnreadableError as error:
            raise _invalid(str(path), error.problems) from error
        return self.read_data(data, path)

    def read_data(self, data: bytes, path: Path) -> Submission:
        """The same for bytes that are, or are to be, in the file. Raises `SubmissionError`."""
        shown = str(path)
        try:
            root = parse(data, shown)
        except UnreadableError as error:
            raise _invalid(shown, error.problems) from error
        problems: list[Problem] = []
        submission = _Build(self._loaded, self._checker, root, path, digest_of(data), problems).build()
        if problems or submission is None:
            raise _invalid(shown, unsaid(problems, root))
        return submission


def _invalid(shown: str, problems: list[Problem]) -> SubmissionError:
    ordered = tuple(
        sorted(dict.fromkeys(problems), key=lambda problem: (problem.place.line, problem.place.column))
    )
    many = f"{len(ordered):,} problems" if len(ordered) != 1 else "1 problem"
    if len(ordered) > MAX_LISTED:
        many += f"; the first {MAX_LISTED} are listed"
    return SubmissionError(
        f"{shown} was not checked: {many}.",
        "Mend the lines listed and run the command again.",
        ordered[:MAX_LISTED],
    )


class _Build:
    """One submission in the making."""

    def __init__(
        self,
        loaded: Loaded,
        checker: FrameChecker,
        root: Node,
        path: Path,
        sha256: str,
        problems: list[Problem],
    ) -> None:
        self._loaded = loaded
        self._checker = checker
        self._root = root
        self._path = path
        self._file = str(path)
        self._digest = sha256
        self._problems = problems
        self._remarks: list[Warning_] = []
        self._facts = FactReader(loaded.packs.vocabulary, self._file, problems, path.name)

    def build(self) -> Submission | None:
        """The submission, or None where the frame is wrong; facts are checked either way."""
        if self._root.kind != MAP:
            self._problem(
                self._root, "", f"found {self._root.words()}; expected a self-assessment with keys."
            )
            return None
        if self._root.get("ctcheck_judgements") is not None:
            hint = "Check the submission that it is about; judgements are read with it."
            self._problem(
                self._root, "", "this is a file of inspectors' judgements and no self-assessment.", hint
            )
            return None
        sections = self._loaded.packs.vocabulary.sections
        theme_sections = [name for name in sections if name != "partner"]
        partner_heads = (
            {name.split(".")[0] for name in sections["partner"].facts} if "partner" in sections else set()
        )
        facts: dict[str, Fact] = {}
        for key, value in self._root.entries:
            if key.text in theme_sections:
                self._facts.section(key.text, value, key.text, key.text, facts)
        partner_facts = self._partner_facts(partner_heads)
        instance = self._frame_instance(theme_sections, partner_heads)
        more: Mapping[str, Collection[str]] = {"": theme_sections, "partners[]": partner_heads}
        before = len(self._problems)
        self._problems += self._checker.problems(instance, self._root, self._file, more)
        of_the_frame = self._problems[before:]
        self._check_dates(instance, not of_the_frame)
        # What refers to something is checked in every part whose own shape is right, so that one
        # run names as many problems as can be known.
        broken = {re.split(r"[.\[]", problem.path, maxsplit=1)[0] for problem in of_the_frame}
        sound = {part: value for part, value in instance.items() if part not in broken}
        if len(of_the_frame) >= MAX_LISTED:
            sound = {}  # not every problem of the frame was looked for, so nothing is known to be sound
        references = ReferenceChecker(self._loaded, self._root, self._file, self._problems)
        references.check(sound, partners_known="partners" not in broken)
        if self._problems:
            return None
        return self._submission(instance, facts, partner_facts)

    def _problem(self, node: Node, path: str, message: str, hint: str = "") -> None:
        self._problems.append(Problem(node.place(self._file), message, path=path, hint=hint))

    def _partner_facts(self, heads: set[str]) -> list[dict[str, Fact]]:
        found: list[dict[str, Fact]] = []
        partners = self._root.get("partners")
        for index, node in enumerate(partners.items if partners and partners.kind == LIST else ()):
            facts: dict[str, Fact] = {}
            own = Node(MAP, node.line, node.column)
            own.entries = [(key, value) for key, value in node.entries if key.text in heads]
            if own.entries:
                self._facts.section("partner", own, f"partners[{index}]", "partner", facts)
            found.append(facts)
        return found

    def _frame_instance(self, sections: Collection[str], partner_heads: set[str]) -> Any:
        instance = {key.text: plain(value) for key, value in self._root.entries if key.text not in sections}
        partners = instance.get("partners")
        if isinstance(partners, list):
            instance["partners"] = [
                {key: value for key, value in partner.items() if key not in partner_heads}
                if isinstance(partner, dict)
                else partner
                for partner in partners
            ]
        area = instance.get("area")
        if isinstance(area, dict) and area.get("bodies_absent", ()) is None:
            del area["bodies_absent"]
        # A blank part of the frame is not stated.
        return {
            key: value
            for key, value in instance.items()
            if value is not None or key in ("as_at", "area", "ctcheck")
        }

    def _check_dates(self, instance: Any, whole: bool) -> None:
        """Days that are not in the calendar; other text only where the schema has found nothing."""
        for part, keys in _DATES.items():
            held = instance.get(part) if part else instance
            entries = enumerate(held) if isinstance(held, list) else ((None, held),)
            for index, entry in entries:
                above = tuple(step for step in (part or None, index) if step is not None)
                for key in keys if isinstance(entry, dict) else ():
                    self._check_date(entry.get(key), (*above, key), whole)

    def _check_date(self, value: Any, steps: tuple[str | int, ...], whole: bool) -> None:
        if not isinstance(value, str) or value in _NOT_DATES or not (whole or _DAY.match(value)):
            return
        try:
            calendar_date(value)
        except ValueProblem as problem:
            self._problem(find(self._root, steps), path_words(steps), problem.message, problem.hint)

    def _submission(
        self, frame: Any, facts: dict[str, Fact], partner_facts: list[dict[str, Fact]]
    ) -> Submission:
        as_at = dt.date.fromisoformat(frame["as_at"])
        area, inspection = frame["area"], frame.get("inspection", {})
        facts["as_at"] = Fact(DateValue(as_at, as_at), self._at("as_at"))
        facts["area.type"] = Fact(area["type"], self._at("area", "type"))
        for key in ("notified", "fieldwork"):
            if inspection.get(key):
                day = dt.date.fromisoformat(inspection[key])
                facts[f"inspection.{key}"] = Fact(DateValue(day, day), self._at("inspection", key))
        if inspection.get("regime"):
            facts["inspection.regime"] = Fact(inspection["regime"], self._at("inspection", "regime"))
        carried = carried_in(frame)
        listed = tuple(self._indicator(index, one) for index, one in enumerate(frame.get("indicators", ())))
        if "indicators" in frame:
            facts[indicators.PATH] = Fact(listed or NONE, self._at("indicators"))
        return Submission(
            file=self._path.name,
            digest=self._digest,
            fictional=bool(frame.get("fictional")),
            title=frame.get("title") or "",
            area=Area(
                area["name"], area.get("code") or "", area["type"], tuple(area.get("bodies_absent", ()))
            ),
            as_at=as_at,
            marking=frame.get("marking") or "",
            inspection=Inspection(
                inspection.get("regime") or "",
                inspection.get("status") or "",
                _day(inspection.get("notified")),
                _day(inspection.get("fieldwork")),
            ),
            signed=tuple(
                SignOff(one["role"], _day(one.get("on")), self._at("submitted", index))
                for index, one in enumerate(frame.get("submitted", ()))
            ),
            sources=tuple(
                SourceDocument(one["ref"], one["title"], one.get("address") or "")
                for one in frame.get("sources", ())
            ),
            facts={path: as_carried(fact, carried, (path,)) for path, fact in facts.items()},
            partners=self._partners(frame, partner_facts, carried),
            partners_place=self._at("partners"),
            evidence=tuple(self._evidence(index, one) for index, one in enumerate(frame.get("evidence", ()))),
            self_judgements=tuple(
                SelfJudgement(
                    self._now(one["about"], "self_judgements", index, "about"),
                    one["scale"],
                    str(one["judgement"]),
                    _day(one.get("on")),
                    self._at("self_judgements", index),
                )
                for index, one in enumerate(frame.get("self_judgements", ()))
            ),
            actions=tuple(
                self._action("actions", index, one) for index, one in enumerate(frame.get("actions", ()))
            ),
            waivers=tuple(
                Waiver(
                    self._now(one["rule"], "not_applicable", index, "rule"),
                    one["reason"],
                    one["approved_by"],
                    _day(one.get("until")),
                    self._at("not_applicable", index),
                )
                for index, one in enumerate(frame.get("not_applicable", ()))
            ),
            warnings=tuple(personal_data(self._root, self._path.name)),
            marks=marks_in(frame),
            returned=_returned(frame.get("return")),
            carried=carried,
            history=tuple(
                self._action("history", index, one) for index, one in enumerate(frame.get("history", ()))
            ),
            remarks=(*self._of_a_return(frame), *sorted(self._remarks)),
            period=self._period(frame.get("period", {})),
        )

    def _period(self, stated: Any) -> Period:
        return Period(_day(stated.get("from")), _day(stated.get("to")), self._at("period"))

    def _of_a_return(self, frame: Any) -> Iterator[Warning_]:
        if "return" in frame:
            yield Warning_(
                self._at("return"),
                "return",
                "this is the return of one body, and no self-assessment; put it in with `ctcheck returns merge`.",
            )

    def _now(self, name: str, *steps: str | int) -> str:
        """The id that a rule has now; where that is another than the one that stands there, it is said."""
        now = self._loaded.packs.now(name)
        if now != name:
            text = f"{name} is called {now} now, and was read so."
            self._remarks.append(Warning_(self._at(*steps), path_words(steps), text))
        return now

    def _at(self, *steps: str | int) -> Place:
        """A place for reports: the base name, so that no path of this machine gets out."""
        return find(self._root, steps).place(self._path.name)

    def _partners(
        self, frame: Any, partner_facts: list[dict[str, Fact]], carried: Mapping[str, dt.date]
    ) -> tuple[Partner, ...] | None:
        partners = frame.get("partners")
        if partners is None:
            return None
        if partners == "none":
            return ()
        return tuple(
            Partner(
                one["id"],
                one["name"],
                one["kind"],
                {
                    path: as_carried(fact, carried, (f"partners.{one['id']}{path[len('partner') :]}", path))
                    for path, fact in partner_facts[index].items()
                },
                self._at("partners", index),
                one.get("return_status") or "",
                one.get("answered_by") or "",
            )
            for index, one in enumerate(partners)
        )

    def _evidence(self, index: int, one: Any) -> EvidenceItem:
        return EvidenceItem(
            one["id"],
            one["title"],
            one["kind"],
            _day(one.get("date")),
            _day(one.get("review_by")),
            one.get("owner_role") or "",
            one.get("kept") or "",
            one.get("shows") or "",
            tuple(
                dict.fromkeys(
                    self._now(name, "evidence", index, "supports", at)
                    for at, name in enumerate(one["supports"])
                )
            ),
            self._at("evidence", index),
            one.get("file") or "",
            one.get("sha256") or "",
        )

    def _indicator(self, index: int, one: Any) -> Record:
        def fact(key: str) -> Fact:
            value = one[key]
            if key == "period_ends":
                day = dt.date.fromisoformat(value)
                value = DateValue(day, day)
            return Fact(value, self._at("indicators", index, key))

        stated = {key: fact(key) for key in one if key not in ("id", "marking") and one[key] is not None}
        return Record(indicators.with_share(stated), self._at("indicators", index))

    def _action(self, part: str, index: int, one: Any) -> Action:
        due = one.get("due")
        open_ended = due in _NOT_DATES
        closes = (self._now(name, part, index, "closes", at) for at, name in enumerate(one["closes"]))
        return Action(
            one["id"],
            tuple(dict.fromkeys(closes)),
            one["action"],
            one.get("owner_role") or "",
            None if open_ended else _day(due),
            one.get("success_measure") or "",
            due if open_ended else one.get("status") or "",
            self._at(part, index),
        )


def _returned(stated: Any) -> PartnerReturn | None:
    if not stated:
        return None
    return PartnerReturn(
        stated["partner"], tuple(stated["areas"]), stated.get("answered_by") or "", _day(stated.get("on"))
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
