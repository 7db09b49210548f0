"""What a submission refers to must exist: kinds, rules, scales, fact paths, each id once."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

from collections.abc import Collection, Mapping
from typing import Any, Final, NamedTuple

from ctcheck.errors import Problem
from ctcheck.model import indicators
from ctcheck.model.public import EXEMPT
from ctcheck.model.rules import RulePacks, Scale
from ctcheck.model.submission import CARRIED_PARTS
from ctcheck.model.words import Force
from ctcheck.reading.frame import find, path_words
from ctcheck.reading.inside import OutsideError, steps_of
from ctcheck.reading.nodes import Node
from ctcheck.reading.suggest import hint_for, listing

MARKED_LISTS: Final = (
    "partners",
    "evidence",
    "actions",
    "self_judgements",
    "indicators",
    "sources",
    "submitted",
    "not_applicable",
    "history",
)
"""The lists of the frame whose entries may carry a marking of their own."""

WHAT_CARRIED: Final = (
    "the path of a fact, such as plan.published, of a partner's, such as partners.ID.agreement,"
    " or partner.named, area.bodies_absent or not_applicable"
)
WHAT_RESTRICTED: Final = (
    "the path of a fact, such as plan.published, or of a partner's, such as partners.ID.agreement"
)


class Loaded(NamedTuple):
    """What a reader has to know of the loaded packs."""

    packs: RulePacks
    partner_kinds: Mapping[str, str]
    everywhere: frozenset[str]
    """Kinds that every area has; they cannot be said to be absent."""
    regimes: tuple[str, ...]

    @classmethod
    def of(cls, packs: RulePacks, regimes: tuple[str, ...]) -> "Loaded":
        """Gathered once for many submissions."""
        tables = [table for table in packs.tables.values() if table.partner_kinds]
        rows = [row for table in tables for row in table.rows]
        return cls(
            packs,
            {row.id: row.label for row in rows},
            frozenset(row.id for row in rows if row.everywhere and not row.only_in),
            regimes,
        )


class ReferenceChecker:
    """Checks the references of one submission; what is wrong is added to its problems."""

    def __init__(self, loaded: Loaded, root: Node, file: str, problems: list[Problem]) -> None:
        self._loaded = loaded
        self._root = root
        self._file = file
        self._problems = problems

    def check(self, instance: Any, *, partners_known: bool) -> None:
        self._check_word(instance, ("inspection", "regime"), self._loaded.regimes, "an inspection regime")
        self._check_partners(instance)
        packs = self._loaded.packs
        # What a pack has withdrawn is still known: a submission made before is no wrong submission.
        rules = {rule.id: rule for rule in (*packs.rules, *(one.rule for one in packs.withdrawn))}
        # So is a rule under the id that it had before.
        rules |= {old: rules[new] for old, new in packs.renamed.items() if new in rules}
        for index, _ in enumerate(instance.get("not_applicable", ())):
            steps = ("not_applicable", index, "rule")
            if self._check_word(instance, steps, rules, "the id of a rule"):
                rule = rules[find(self._root, steps).text]
                if rule.force is Force.DUTY:
                    self._problem(
                        find(self._root, steps),
                        path_words(steps),
                        f"{rule.id} is a duty, and a duty cannot be waived.",
                        "State the facts that show it does not apply (for example area.bodies_absent).",
                    )
        for index, action in enumerate(instance.get("actions", ())):
            for at, _ in enumerate(action["closes"]):
                self._check_word(
                    instance, ("actions", index, "closes", at), rules, "the id of a rule", head=True
                )
        self._check_judgements(instance, rules)
        self._check_indicators(instance)
        if partners_known:
            self._check_evidence(instance, rules)
            self._check_restricted(instance)
            self._check_carried(instance)
        for part in ("evidence", "actions", "history", "partners", "indicators"):
            self._check_unique(instance, part)

    def _check_word(
        self,
        instance: Any,
        steps: tuple[str | int, ...],
        known: Collection[str],
        what: str,
        *,
        head: bool = False,
    ) -> bool:
        value = instance
        for step in steps:
            value = value.get(step) if isinstance(value, dict) else value[step]
            if value is None:
                return False
        word = str(value).split("/")[0] if head else value
        if word in known:
            return True
        hint = hint_for(str(value), known, len(self._problems)) or f"Known: {listing(known)}."
        self._problem(find(self._root, steps), path_words(steps), f"found {value!r}; expected {what}.", hint)
        return False

    def _check_partners(self, instance: Any) -> None:
        partners = instance.get("partners")
        for index, _ in enumerate(partners if isinstance(partners, list) else ()):
            self._check_word(
                instance, ("partners", index, "kind"), self._loaded.partner_kinds, "a kind of partner"
            )
        for index, kind in enumerate(instance.get("area", {}).get("bodies_absent", ())):
            steps = ("area", "bodies_absent", index)
            if self._check_word(instance, steps, self._loaded.partner_kinds, "a kind of partner") and (
                kind in self._loaded.everywhere
            ):
                self._problem(
                    find(self._root, steps),
                    path_words(steps),
                    f"every area has a {self._loaded.partner_kinds[kind]}.",
                    "Take it out here; if it is no partner, simply do not list it among the partners.",
                )

    def _check_judgements(self, instance: Any, rules: Collection[str]) -> None:
        scales = self._loaded.packs.scales
        about = (*(name for name, _ in self._loaded.packs.themes), "overall", *rules)
        first: dict[str, tuple[str, int]] = {}
        for index, judgement in enumerate(instance.get("self_judgements", ())):
            steps = ("self_judgements", index)
            known = self._check_word(instance, (*steps, "about"), about, "a theme, a rule id or overall")
            if not self._check_word(instance, (*steps, "scale"), scales, "a named scale"):
                continue
            self._check_point(judgement, index, scales[judgement["scale"]])
            node = find(self._root, (*steps, "scale"))
            scale, line = first.setdefault(judgement["about"], (judgement["scale"], node.line))
            if known and scale != judgement["scale"]:
                self._problem(
                    node,
                    path_words((*steps, "scale")),
                    f"{judgement['about']} is judged on two scales: {scale} on line {line} and"
                    f" {judgement['scale']} here.",
                    "Keep one of them; grades of two scales cannot be read together.",
                )

    def _check_point(self, judgement: Any, index: int, scale: Scale) -> None:
        word = str(judgement["judgement"])
        words = [point.word for point in scale.points]
        if word in words:
            return
        steps = ("self_judgements", index, "judgement")
        if scale.no_grades:
            message = f"{scale.id} gives no grades: {scale.no_grades}"
            hint = "Leave this judgement out; say in the facts what was found."
        else:
            message = (
                f"found {judgement['judgement']!r}; the scale {scale.id} has {listing(words)}, best first."
            )
            scales = self._loaded.packs.scales.values()
            others = [one.id for one in scales if any(point.word == word for point in one.points)]
            hint = (
                f"{word!r} is a point of {listing(others, 6)}: name the scale that was used."
                if others
                else hint_for(word, words, len(self._problems))
            )
        self._problem(find(self._root, steps), path_words(steps), message, hint)

    def _check_indicators(self, instance: Any) -> None:
        table = self._loaded.packs.tables.get(indicators.TABLE)
        definitions = [row.id for row in table.rows] if table else []
        for index, one in enumerate(instance.get("indicators", ())):
            steps = ("indicators", index, "definition")
            self._check_word(instance, steps, definitions, "a definition that the rule packs list")
            if (one.get("denominator") or 1) < 0 or (one.get("numerator") or 0) < 0:
                self._problem(
                    find(self._root, steps[:2]), path_words(steps[:2]), "a count cannot be below nought."
                )

    def _check_evidence(self, instance: Any, rules: Collection[str]) -> None:
        partners = instance.get("partners")
        ids = {partner["id"] for partner in partners} if isinstance(partners, list) else set()
        paths = set(self._loaded.packs.vocabulary.facts)
        for path in list(paths):
            parts = path.split(".")
            paths.update(".".join(parts[:depth]) for depth in range(1, len(parts)))
        paths.update(ids, rules, ("partners",), (f"partners.{name}" for name in ids))
        known = dict.fromkeys(sorted(paths))
        for index, item in enumerate(instance.get("evidence", ())):
            self._check_file(item.get("file"), ("evidence", index, "file"))
            for at, _ in enumerate(item["supports"]):
                self._check_word(
                    instance, ("evidence", index, "supports", at), known, "a fact path, partner id or rule id"
                )

    def _check_file(self, path: str | None, steps: tuple[str | int, ...]) -> None:
        if not path:
            return
        try:
            steps_of(path)
        except OutsideError as error:
            self._problem(
                find(self._root, steps),
                path_words(steps),
                f"this path {error}.",
                "Name a file below the folder of the submission, such as evidence/plan.pdf.",
            )

    def _check_restricted(self, instance: Any) -> None:
        entries = instance.get("restricted", ())
        if not entries:
            return
        known = self._restrictable(instance)
        for index, entry in enumerate(entries):
            steps: tuple[str | int, ...] = ("restricted", index)
            if isinstance(entry, str):
                self._check_word(instance, steps, known, WHAT_RESTRICTED)
                continue
            self._check_word(instance, (*steps, "path"), known, WHAT_RESTRICTED)
            if entry.get("paragraph") and entry.get("marking") != EXEMPT:
                self._problem(
                    find(self._root, (*steps, "paragraph")),
                    path_words((*steps, "paragraph")),
                    "a paragraph of Schedule 12A is named for what is not marked exempt.",
                    "Write marking: exempt beside it, or leave the paragraph out.",
                )

    def _check_carried(self, instance: Any) -> None:
        groups = instance.get("carried", ())
        if not groups:
            return
        known = {
            path: None
            for path in self._restrictable(instance)
            if path not in MARKED_LISTS and path != "title" and not path.startswith(f"{indicators.PATH}.")
        }
        known |= dict.fromkeys((*CARRIED_PARTS, indicators.PATH, "partners"))
        seen: dict[str, int] = {}
        for index, group in enumerate(groups):
            for at, path in enumerate(group["facts"]):
                steps = ("carried", index, "facts", at)
                self._check_word(instance, steps, known, WHAT_CARRIED)
                node = find(self._root, steps)
                if path in seen:
                    self._problem(
                        node,
                        path_words(steps),
                        f"{path} is carried twice; the first is on line {seen[path]}.",
                        "Keep one of them.",
                    )
                seen.setdefault(path, node.line)

    def _restrictable(self, instance: Any) -> Collection[str]:
        """Every path that a submission may mark: facts, what stands above them, fields of lists, lists of the frame."""
        paths = dict.fromkeys(("title", *MARKED_LISTS))
        facts = {**self._loaded.packs.vocabulary.facts, indicators.PATH: indicators.declaration(None)}
        for path, declared in facts.items():
            parts = path.split(".")
            paths.update(dict.fromkeys(".".join(parts[:depth]) for depth in range(1, len(parts) + 1)))
            paths.update(dict.fromkeys(f"{path}.{field}" for field in declared.type.fields))
        about = [path.removeprefix("partner") for path in paths if path.startswith("partner.")]
        partners = instance.get("partners")
        for partner in partners if isinstance(partners, list) else ():
            paths[f"partners.{partner['id']}"] = None
            paths.update(dict.fromkeys(f"partners.{partner['id']}{path}" for path in about))
        return paths

    def _check_unique(self, instance: Any, part: str) -> None:
        seen: dict[str, int] = {}
        entries = instance.get(part)
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            node = find(self._root, (part, index, "id"))
            if entry["id"] in seen:
                self._problem(
                    node,
                    f"{part}[{index}].id",
                    f"the id {entry['id']!r} stands twice; the first is on line {seen[entry['id']]}.",
                )
            seen.setdefault(entry["id"], node.line)

    def _problem(self, node: Node, path: str, message: str, hint: str = "") -> None:
        self._problems.append(Problem(node.place(self._file), message, path=path, hint=hint))
