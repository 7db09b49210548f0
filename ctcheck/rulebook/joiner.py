"""Reads the files of packs strictly, in the order in which they need each other, and joins them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from ctcheck.errors import Problem
from ctcheck.model import indicators
from ctcheck.model.place import Place
from ctcheck.model.rules import (
    FactDeclaration,
    Parameter,
    Rule,
    RulePacks,
    Section,
    Table,
    Tabulation,
    Vocabulary,
)
from ctcheck.model.words import Basis
from ctcheck.reading.files import UnreadableError, digest_of
from ctcheck.reading.nodes import MAP, Node, parse
from ctcheck.reading.suggest import nearest
from ctcheck.rulebook.declarations import (
    VocabularyReader,
    check_days,
    read_parameters,
    read_scales,
    read_table,
)
from ctcheck.rulebook.forms import RuleFile
from ctcheck.rulebook.limiter_reader import Chain, read_limiters
from ctcheck.rulebook.loader import HOLIDAY_TABLE, PackFolder
from ctcheck.rulebook.names import Known, regimes
from ctcheck.rulebook.pack_reader import PackSource, read_packs, renames, withdrawals
from ctcheck.rulebook.rule_reader import read_conditions, read_rules
from ctcheck.rulebook.tabulation_reader import read_tabulation

_KINDS: Final = {
    "pack": "pack",
    "section": "vocabulary",
    "table": "table",
    "tabulation": "tabulation",
    "parameters": "parameters",
    "scales": "scales",
    "conditions": "conditions",
    "theme": "rules",
    "limiters": "limiters",
    "risks": "limiters",
}
"""What a file is, told by the first of these keys that it has."""


def join(folders: Iterable[PackFolder], problems: list[Problem]) -> tuple[RulePacks, tuple[str, ...]] | None:
    """The joined packs and what they say cannot be shown; None, and problems, where a file is broken."""
    sources = []
    for folder in folders:
        source = PackSource(folder.digest())
        for name, data in folder.files.items():
            try:
                source.parsed[name] = RuleFile(name, data, parse(data, name), problems)
            except UnreadableError as error:
                problems.extend(error.problems)
        sources.append(source)
    if problems:
        return None
    digest = digest_of("\n".join(source.digest for source in sources).encode())
    joined = _Joiner(sources, problems, digest).join()
    return joined, tuple(dict.fromkeys(sentence for source in sources for sentence in source.cannot_show))


class _Joiner:
    """Reads the parsed files in the order in which they need each other, across all packs."""

    def __init__(self, folders: list[PackSource], problems: list[Problem], digest: str) -> None:
        self._folders = folders
        self._problems = problems
        self._digest = digest
        self._by_kind: dict[str, list[tuple[PackSource, RuleFile]]] = {kind: [] for kind in _KINDS.values()}

    def join(self) -> RulePacks:
        self._sort_files()
        withdrawing = read_packs([(source, file) for source, file in self._by_kind["pack"]])
        tables = self._unique("table", self._tables())
        vocabulary = self._vocabulary(tables)
        parameters = self._parameters()
        scales = self._unique(
            "scale",
            (
                (scale.id, scale, scale.place)
                for _, file in self._by_kind["scales"]
                for scale in read_scales(file)
            ),
        )
        themes = {name: title for folder in self._folders for name, title in folder.themes.items()}
        kinds = {row.id: row.label for table in tables.values() if table.partner_kinds for row in table.rows}
        known = Known(vocabulary, parameters, tables, kinds, {})
        for _, file in self._by_kind["conditions"]:
            read_conditions(file, known)
        rules: dict[str, Rule] = self._unique(
            "rule",
            (
                (rule.id, rule, rule.place)
                for folder, file in self._by_kind["rules"]
                for rule in read_rules(file, known, themes, folder.pack.id if folder.pack else "")
            ),
        )
        chain = Chain(rules, themes, tuple(regimes(tables)), {}, {})
        for wanted in ("theme", "overall", "risk"):
            # Each stratum is read in its turn, so that file order does not matter across strata.
            self._chain(chain, wanted)
        withdrawn = withdrawals(withdrawing, rules)
        gone = {one.rule.id for one in withdrawn}
        kept = [rule for rule in rules.values() if rule.id not in gone]
        return RulePacks(
            packs=tuple(folder.pack for folder in self._folders if folder.pack),
            vocabulary=vocabulary,
            tables=tables,
            parameters=parameters,
            scales=scales,
            rules=tuple(sorted(kept, key=lambda rule: (list(themes).index(rule.theme), rule.id))),
            limiters=tuple(sorted(chain.limiters.values(), key=lambda limiter: limiter.id)),
            risks=tuple(chain.risks.values()),
            themes=tuple(themes.items()),
            digest=self._digest,
            withdrawn=withdrawn,
            tabulations=tuple(self._tabulations(known).values()),
            renamed=renames(self._by_kind["pack"], rules),
        )

    def _sort_files(self) -> None:
        for folder in self._folders:
            for name, file in folder.parsed.items():
                if name.endswith("/not-encoded.yaml"):
                    continue
                keys = [key.text for key, _ in file.root.entries] if file.root.kind == MAP else []
                kind = next((found for key, found in _KINDS.items() if key in keys), None)
                if kind is None:
                    file.problem(
                        file.root,
                        "this file is none that a pack is made of.",
                        f"It begins with one of: {', '.join(_KINDS)}.",
                    )
                    continue
                self._by_kind[kind].append((folder, file))

    def _tables(self) -> Iterable[tuple[str, Table, Place]]:
        for _, file in self._by_kind["table"]:
            table = read_table(file)
            if table and table.name == HOLIDAY_TABLE:
                check_days(file, table)
            if table:
                yield table.name, table, table.place

    def _tabulations(self, known: Known) -> dict[str, Tabulation]:
        read = (read_tabulation(file, known) for _, file in self._by_kind["tabulation"])
        return self._unique("tabulation", ((one.name, one, one.place) for one in read if one is not None))

    def _unique(self, what: str, items: Iterable[tuple[str, object, Place]]) -> dict:  # type: ignore[type-arg]
        found: dict[str, object] = {}
        first: dict[str, Place] = {}
        for name, item, place in items:
            if name in found:
                self._problems.append(
                    Problem(
                        place,
                        f"the {what} {name!r} stands twice; the first is at {first[name]}.",
                        hint="Give one of them another id.",
                    )
                )
                continue
            found[name] = item
            first[name] = place
        return found

    def _vocabulary(self, tables: dict[str, Table]) -> Vocabulary:
        reader = VocabularyReader(tables)
        titles: dict[str, str] = {}
        sections: dict[str, dict[str, FactDeclaration]] = {}
        for _, file in self._by_kind["vocabulary"]:
            name, title, facts = reader.read(file)
            titles[name] = titles.get(name) or title
            section = sections.setdefault(name, {})
            for key, declared in facts.items():
                if key in section:
                    self._problems.append(
                        Problem(
                            declared.place,
                            f"the fact {declared.path!r} stands twice; the first is at {section[key].place}.",
                        )
                    )
                section[key] = declared
        self._refuse_prefixes(sections)
        every = {declared.path: declared for facts in sections.values() for declared in facts.values()}
        every[indicators.PATH] = indicators.declaration(tables.get(indicators.TABLE))
        return Vocabulary(
            {name: Section(name, titles[name], facts) for name, facts in sections.items()}, every
        )

    def _refuse_prefixes(self, sections: dict[str, dict[str, FactDeclaration]]) -> None:
        """A path cannot be a fact and have facts below it: a file could not say both."""
        for facts in sections.values():
            for name, declared in facts.items():
                parts = name.split(".")
                for depth in range(1, len(parts)):
                    above = ".".join(parts[:depth])
                    if above in facts:
                        self._problems.append(
                            Problem(
                                declared.place,
                                f"{declared.path!r} stands below {above!r}, which is a fact itself.",
                            )
                        )

    def _parameters(self) -> dict[str, Parameter]:
        found: dict[str, Parameter] = {}
        owner: dict[str, PackSource] = {}
        for folder, file in self._by_kind["parameters"]:
            for parameter in read_parameters(file):
                before = found.get(parameter.name)
                wrong = _clash(parameter, before, before is not None and owner[parameter.name] is folder)
                if wrong:
                    hint = wrong[1] or nearest(parameter.name, found)
                    self._problems.append(Problem(parameter.place, wrong[0], hint=hint))
                if before is not None and parameter.changes:
                    pack = folder.pack.id if folder.pack else ""
                    parameter = parameter._replace(changed_by=pack, before=before.value)
                found[parameter.name] = parameter
                owner[parameter.name] = folder
        return found

    def _chain(self, chain: Chain, wanted: str) -> None:
        keep: Callable[[Node], bool] = lambda node: (  # noqa: E731 - a filter read once below
            (about := node.get("about")) is not None and (about.text == "overall") == (wanted == "overall")
        )
        for _, file in self._by_kind["limiters"]:
            part = Node(MAP, file.root.line, file.root.column)
            for key, value in file.root.entries:
                if key.text == "limiters" and wanted != "risk":
                    kept = Node(value.kind, value.line, value.column, value.text, value.plain)
                    kept.items = [
                        item
                        for item in value.items
                        if keep(item) or (wanted == "theme" and item.get("about") is None)
                    ]
                    part.entries.append((key, kept))
                elif (key.text == "risks" and wanted == "risk") or key.text not in ("limiters", "risks"):
                    part.entries.append((key, value))
            if part.entries:
                read_limiters(RuleFile(file.name, file._data, part, self._problems), chain)


def _clash(parameter: Parameter, before: Parameter | None, same_pack: bool) -> tuple[str, str] | None:
    """What is wrong with a parameter whose name was read before, with a hint; a change must be meant."""
    name = repr(parameter.name)
    if before is None:
        return (
            (f"no pack that was read before has a parameter {name} to change.", "")
            if parameter.changes
            else None
        )
    if same_pack:
        return f"the parameter {name} stands twice; the first is at {before.place}.", ""
    if before.basis is not Basis.HOUSE:
        text = f"{name} is set by {before.basis} and cannot be changed by another pack."
        return text, "Only a house parameter can."
    if not parameter.changes:
        text = f"the parameter {name} stands in another pack too, at {before.place}."
        return text, "Give this one another name, or write `changes: yes` below it to change that one."
    return None
