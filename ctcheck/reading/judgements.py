"""Reads a file of inspectors' judgements, as strictly as a submission: every problem with its line."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
import os
import stat
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from ctcheck.errors import Problem, SubmissionError
from ctcheck.model.judgements import FILE_NAME, OVERALL, InspectorJudgement, Judgements, Subject
from ctcheck.model.place import Place
from ctcheck.model.rules import RulePacks, Scale
from ctcheck.model.words import LEVELS, Verdict
from ctcheck.reading.files import UnreadableError, digest_of, read_bytes
from ctcheck.reading.frame import FrameChecker, find, path_words, plain
from ctcheck.reading.nodes import MAP, Node, parse
from ctcheck.reading.personal import personal_data
from ctcheck.reading.scalars import ValueProblem, calendar_date
from ctcheck.reading.suggest import hint_for, listing

VERDICTS: Final = tuple(verdict.value for verdict in Verdict if verdict is not Verdict.ERROR)
"""What may be said of a rule; an error is ctcheck's alone."""

POSITIONS: Final = tuple(level.value for level in reversed(LEVELS))
"""What may be said of a theme, best first."""

_WHAT: Final = "a rule id, a finding id (rule/subject), a theme or overall"
_STATED: Final = {"file": "the file", "area": "the area", "as_at": "as_at"}


class ReadJudgements(NamedTuple):
    """A file of judgements as read."""

    judgements: Judgements
    data: bytes
    """Its bytes."""
    not_about: str
    """Why it is about another submission, in words; empty where it is about this one."""


def beside(submission: Path) -> Path | None:
    """The file of judgements in the submission's folder, if one is there.

    Raises `SubmissionError` where something of that name is there and is no plain file: a link could
    lead anywhere.
    """
    path = submission.parent / FILE_NAME
    if submission.name == FILE_NAME:
        return None
    try:
        mode = os.lstat(path).st_mode
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(mode):
        kind = "a link" if stat.S_ISLNK(mode) else "no plain file"
        raise _refused(str(path), [Problem(Place(str(path)), f"{FILE_NAME} is {kind}.", hint=_NAME_IT)])
    return path


_NAME_IT: Final = "Remove it, or name the file that is meant with --judgements."


class JudgementReader:
    """Reads files of judgements against one set of packs."""

    def __init__(self, packs: RulePacks, checker: FrameChecker) -> None:
        self._packs = packs
        self._checker = checker

    def read(self, path: Path, subject: Subject) -> ReadJudgements:
        """The judgements in a file. Raises `SubmissionError` with every problem, sorted by line."""
        try:
            data = read_bytes(path, str(path))
        except UnreadableError as error:
            raise _refused(str(path), error.problems) from error
        return self.read_data(data, path, subject)

    def read_data(self, data: bytes, path: Path, subject: Subject) -> ReadJudgements:
        """The same for bytes that are in the file. Raises `SubmissionError`."""
        shown = str(path)
        try:
            root = parse(data, shown)
        except UnreadableError as error:
            raise _refused(shown, error.problems) from error
        if root.kind != MAP:
            message = f"found {root.words()}; expected judgements with keys."
            raise _refused(shown, [Problem(root.place(shown), message)])
        problems: list[Problem] = []
        build = _Build(self._packs, root, path, problems)
        instance = plain(root)
        problems += self._checker.problems(instance, root, shown, {})
        build.check_days(instance)
        if problems:
            raise _refused(shown, problems)
        not_about = build.not_about(instance["about"], subject)
        judgements = build.judgements(instance["judgements"])
        if problems:
            raise _refused(shown, problems)
        warnings = tuple((one.place, one.path, one.message) for one in personal_data(root, path.name))
        made = Judgements(path.name, digest_of(data), judgements, warnings)
        return ReadJudgements(made, data, not_about)


def _refused(shown: str, problems: list[Problem]) -> SubmissionError:
    ordered = tuple(
        sorted(dict.fromkeys(problems), key=lambda problem: (problem.place.line, problem.place.column))
    )
    many = f"{len(ordered):,} problems" if len(ordered) != 1 else "1 problem"
    return SubmissionError(
        f"The judgements in {shown} cannot be used: {many}. No report was made.",
        "Mend the lines listed and run the command again.",
        ordered[:500],
    )


class _Build:
    """One file in the making."""

    def __init__(self, packs: RulePacks, root: Node, path: Path, problems: list[Problem]) -> None:
        self._packs = packs
        self._root = root
        self._path = path
        self._problems = problems
        self._themes = {name for name, _ in packs.themes}
        # What a pack has withdrawn is still known: it is told that it was not evaluated.
        self._rules = {rule.id for rule in (*packs.rules, *(one.rule for one in packs.withdrawn))}

    def check_days(self, instance: Any) -> None:
        """Days that are not in the calendar, wherever the frame is right enough to look."""
        about = instance.get("about")
        if isinstance(about, dict):
            self._check_day(about.get("as_at"), ("about", "as_at"))
        listed = instance.get("judgements")
        for index, one in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(one, dict):
                self._check_day(one.get("on"), ("judgements", index, "on"))

    def _check_day(self, text: Any, steps: tuple[str | int, ...]) -> None:
        if not isinstance(text, str):
            return
        try:
            calendar_date(text)
        except ValueProblem as problem:
            self._problem(steps, problem.message, problem.hint)

    def not_about(self, about: Any, subject: Subject) -> str:
        """Why this is about another submission; a problem where that submission has changed since."""
        stated = {"file": about} if isinstance(about, str) else about
        this = {
            "file": subject.file,
            "area": subject.area,
            "as_at": subject.as_at.isoformat(),
        }
        for key, value in this.items():
            if key in stated and stated[key] != value:
                return f"{_STATED[key]} is {stated[key]!r} there and {value!r} here"
        if stated.get("sha256", subject.digest) != subject.digest:
            self._problem(
                ("about", "sha256"),
                f"the submission has changed since it was judged: its sha256 is now {subject.digest}.",
                "Look at what has changed, judge again, and write down the new sha256.",
            )
        return ""

    def judgements(self, listed: list[Any]) -> tuple[InspectorJudgement, ...]:
        """Those whose references are right; a problem for each other."""
        made = []
        seen: dict[tuple[str, str, str], int] = {}
        for index, one in enumerate(listed):
            line = find(self._root, ("judgements", index)).line
            key = (one["about"], one["role"], one["on"])
            if key in seen:
                self._problem(
                    ("judgements", index, "about"),
                    f"{one['about']!r} is judged twice by the same role on the same day; the first is on line {seen[key]}.",
                    "Keep one of the two.",
                )
            seen.setdefault(key, line)
            if self._known(one, index):
                made.append(self._judgement(one, index))
        return tuple(made)

    def _known(self, one: Mapping[str, Any], index: int) -> bool:
        about, word = one["about"], str(one["verdict"])
        of_theme = about in self._themes or about == OVERALL
        if not of_theme and about.split("/")[0] not in self._rules:
            self._unknown(("judgements", index, "about"), about, _WHAT, self._everything())
            return False
        at = ("judgements", index, "verdict")
        if one.get("scale"):
            return self._is_point(one["scale"], word, index)
        known = POSITIONS if of_theme else VERDICTS
        if word not in known:
            what = "a position of a theme" if of_theme else "a verdict on a rule"
            self._unknown(at, word, what, known)
            return False
        return True

    def _is_point(self, name: str, word: str, index: int) -> bool:
        scale: Scale | None = self._packs.scales.get(name)
        if scale is None:
            self._unknown(("judgements", index, "scale"), name, "a named scale", self._packs.scales)
            return False
        points = [point.word for point in scale.points]
        if word in points:
            return True
        steps = ("judgements", index, "verdict")
        if scale.no_grades:
            hint = "Leave the scale out and give a verdict in ctcheck's own words."
            self._problem(steps, f"{scale.id} gives no grades: {scale.no_grades}", hint)
        else:
            self._unknown(steps, word, f"a point of {scale.id}, best first: {listing(points)}", points)
        return False

    def _everything(self) -> Collection[str]:
        return dict.fromkeys((*(name for name, _ in self._packs.themes), OVERALL, *sorted(self._rules)))

    def _unknown(self, steps: tuple[str | int, ...], word: str, what: str, known: Collection[str]) -> None:
        hint = hint_for(word, known, len(self._problems)) or f"Known: {listing(known)}."
        self._problem(steps, f"found {word[:80]!r}; expected {what}.", hint)

    def _judgement(self, one: Mapping[str, Any], index: int) -> InspectorJudgement:
        return InspectorJudgement(
            one["about"],
            str(one["verdict"]),
            one.get("scale") or "",
            one["reason"].strip(),
            one["role"].strip(),
            dt.date.fromisoformat(one["on"]),
            find(self._root, ("judgements", index)).place(self._path.name),
        )

    def _problem(self, steps: tuple[str | int, ...], message: str, hint: str = "") -> None:
        place = find(self._root, steps).place(str(self._path))
        self._problems.append(Problem(place, message, path=path_words(steps), hint=hint))
