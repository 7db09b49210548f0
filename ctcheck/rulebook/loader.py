"""Loads rule packs: finds the files, reads them strictly, joins them into one body of rules."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ctcheck.conditions.environment import Context
from ctcheck.errors import Problem, RulesError
from ctcheck.model.place import Place
from ctcheck.model.rules import (
    FactDeclaration,
    Pack,
    Parameter,
    Rule,
    RulePacks,
    Section,
    Table,
    Vocabulary,
)
from ctcheck.model.words import Basis
from ctcheck.reading.nodes import MAP, Node, UnreadableError, parse, read_bytes
from ctcheck.rulebook import cache
from ctcheck.rulebook.condition_reader import Known
from ctcheck.rulebook.declarations import (
    ID,
    VocabularyReader,
    check_days,
    read_parameters,
    read_scales,
    read_table,
)
from ctcheck.rulebook.forms import Form, RuleFile
from ctcheck.rulebook.limiter_reader import Chain, read_limiters
from ctcheck.rulebook.rule_reader import read_conditions, read_rules

REGIME_TABLE: Final = "inspection-regimes"
HOLIDAY_TABLE: Final = "bank-holidays"
MAX_FILES: Final = 2_000
MAX_LISTED: Final = 500

_KINDS: Final = {
    "pack": "pack",
    "section": "vocabulary",
    "table": "table",
    "parameters": "parameters",
    "scales": "scales",
    "conditions": "conditions",
    "theme": "rules",
    "limiters": "limiters",
    "risks": "limiters",
}
"""What a file is, told by the first of these keys that it has."""


@dataclass
class _Folder:
    """One pack as found on disk."""

    path: Path
    shown: str
    files: dict[str, bytes]
    digest: str
    parsed: dict[str, RuleFile] = field(default_factory=dict)
    pack: Pack | None = None
    themes: dict[str, str] = field(default_factory=dict)
    cannot_show: tuple[str, ...] = ()


@dataclass(frozen=True)
class LoadedPacks:
    """The joined packs, and what a pack says that no self-assessment can show."""

    packs: RulePacks
    cannot_show: tuple[str, ...]
    from_cache: bool


def load_packs(shipped: Path, extra: Iterable[Path] = (), *, cases: bool = False) -> LoadedPacks:
    """Loads the shipped pack and further folders.

    A further folder with the same pack id takes the shipped pack's place. With `cases` the rules'
    worked examples are kept (and the cache is not used). Raises `RulesError` listing every problem.
    """
    folders = _find(shipped, list(extra))
    digest = _digest(folders)
    key = cache.key_for(digest, [folder.shown for folder in folders])
    kept = None if cases else cache.load(key)
    if kept is not None:
        return LoadedPacks(*kept, from_cache=True)
    problems: list[Problem] = []
    _parse(folders, problems)
    _refuse(problems)
    joined = _Joiner(folders, problems, digest).join()
    _refuse(problems)
    cannot_show = tuple(dict.fromkeys(sentence for folder in folders for sentence in folder.cannot_show))
    cache.store(key, joined, cannot_show)
    return LoadedPacks(joined, cannot_show, from_cache=False)


def _refuse(problems: list[Problem]) -> None:
    if problems:
        ordered = tuple(sorted(dict.fromkeys(problems), key=lambda problem: problem.place))
        many = f"{len(ordered):,} problems" if len(ordered) > 1 else "1 problem"
        listed = f" The first {MAX_LISTED} are listed." if len(ordered) > MAX_LISTED else ""
        raise RulesError(
            f"The rules cannot be used: {many}. Nothing was checked.{listed}",
            "Mend them and run the command again.",
            ordered[:MAX_LISTED],
        )


def _find(shipped: Path, extra: list[Path]) -> list[_Folder]:
    folders = [_read_folder(shipped, shipped.name)]
    for path in extra:
        folder = _read_folder(path, str(path))
        folders = [kept for kept in folders if _pack_id(kept) != _pack_id(folder)]
        folders.append(folder)
    return folders


def _read_folder(path: Path, shown: str) -> _Folder:
    if not path.is_dir():
        raise RulesError(f"{shown} is no folder of rules.", "Give the folder that holds pack.yaml.")
    names = sorted(file for suffix in ("*.yaml", "*.yml") for file in path.rglob(suffix) if file.is_file())
    if len(names) > MAX_FILES:
        raise RulesError(f"{shown} holds more than {MAX_FILES} files.", "Give the folder of one pack.")
    if not (path / "pack.yaml").is_file():
        raise RulesError(f"{shown} holds no pack.yaml.", "Give the folder of a rule pack.")
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for file in names:
        name = f"{shown}/{file.relative_to(path).as_posix()}"
        try:
            files[name] = read_bytes(file, name)
        except UnreadableError as error:
            problems.extend(error.problems)
    _refuse(problems)
    digest = hashlib.sha256()
    for name, data in files.items():
        digest.update(f"{name.removeprefix(shown)}\0{len(data)}\0".encode())
        digest.update(data)
    return _Folder(path, shown, files, digest.hexdigest())


def _pack_id(folder: _Folder) -> str:
    for line in folder.files.get(f"{folder.shown}/pack.yaml", b"").decode("utf-8", "replace").splitlines():
        if line.startswith("pack:"):
            return line.removeprefix("pack:").strip()
    return folder.shown


def _digest(folders: list[_Folder]) -> str:
    return hashlib.sha256("\n".join(folder.digest for folder in folders).encode()).hexdigest()


def _parse(folders: list[_Folder], problems: list[Problem]) -> None:
    for folder in folders:
        for name, data in folder.files.items():
            try:
                folder.parsed[name] = RuleFile(name, data, parse(data, name), problems)
            except UnreadableError as error:
                problems.extend(error.problems)


class _Joiner:
    """Reads the parsed files in the order in which they need each other, across all packs."""

    def __init__(self, folders: list[_Folder], problems: list[Problem], digest: str) -> None:
        self._folders = folders
        self._problems = problems
        self._digest = digest
        self._by_kind: dict[str, list[tuple[_Folder, RuleFile]]] = {kind: [] for kind in _KINDS.values()}

    def join(self) -> RulePacks:
        self._sort_files()
        self._read_packs()
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
        regimes = tuple(row.id for row in tables[REGIME_TABLE].rows) if REGIME_TABLE in tables else ()
        chain = Chain(rules, themes, regimes, {}, {})
        for wanted in ("theme", "overall", "risk"):
            # Each stratum is read in its turn, so that file order does not matter across strata.
            self._chain(chain, wanted)
        return RulePacks(
            packs=tuple(folder.pack for folder in self._folders if folder.pack),
            vocabulary=vocabulary,
            tables=tables,
            parameters=parameters,
            scales=scales,
            rules=tuple(sorted(rules.values(), key=lambda rule: (list(themes).index(rule.theme), rule.id))),
            limiters=tuple(sorted(chain.limiters.values(), key=lambda limiter: limiter.id)),
            risks=tuple(chain.risks.values()),
            themes=tuple(themes.items()),
            digest=self._digest,
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

    def _read_packs(self) -> None:
        for folder, file in self._by_kind["pack"]:
            form = Form(file, file.root, "", ("pack", "version", "title", "extends", "themes", "cannot_show"))
            pack_id, version = form.text("pack", most=80), form.text("version", most=40)
            if pack_id and not ID.match(pack_id):
                form.fail("pack", f"{pack_id!r} is no id.", "Ids are lower case with hyphens.")
            if folder.pack is not None:
                form.fail("pack", "this folder has two pack files.", "Keep one pack.yaml.")
            node = form.node_of("themes")
            if node is not None and node.kind != MAP:
                form.fail("themes", f"found {node.words()}; expected themes with their titles.")
            for key, value in node.entries if node else ():
                folder.themes[key.text] = " ".join(value.text.split())
            folder.cannot_show = form.texts("cannot_show")
            folder.pack = Pack(
                pack_id, version, form.text("title"), form.text("extends", required=False), folder.digest
            )
        for folder, file in self._by_kind["pack"]:
            self._check_extends(folder, file)

    def _check_extends(self, folder: _Folder, file: RuleFile) -> None:
        by_id = {other.pack.id: other for other in self._folders if other.pack}
        chain: list[str] = []
        current: _Folder | None = folder
        form = Form(file, file.root, "", [key.text for key, _ in file.root.entries])
        while current is not None and current.pack is not None and current.pack.extends:
            if current.pack.id in chain:
                form.fail(
                    "extends",
                    f"the packs extend each other in a circle: {' -> '.join([*chain, current.pack.id])}.",
                )
                return
            chain.append(current.pack.id)
            parts = current.pack.extends.split()
            if len(parts) != 2:
                form.fail(
                    "extends", "expected a pack and its exact version, such as `children-act-2004 0.1.0`."
                )
                return
            other = by_id.get(parts[0])
            if other is None or other.pack is None:
                form.fail(
                    "extends",
                    f"the pack {parts[0]!r} is not loaded.",
                    f"Loaded: {', '.join(by_id)}. Add it with --rules.",
                )
                return
            if other.pack.version != parts[1]:
                form.fail(
                    "extends",
                    f"version {parts[1]} of {parts[0]} is wanted; {other.pack.version} is loaded.",
                    "Test the pack against the loaded version, then change the number.",
                )
                return
            current = other

    def _tables(self) -> Iterable[tuple[str, Table, Place]]:
        for _, file in self._by_kind["table"]:
            table = read_table(file)
            if table and table.name == HOLIDAY_TABLE:
                check_days(file, table)
            if table:
                yield table.name, table, table.place

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
        return Vocabulary(
            {name: Section(name, titles[name], facts) for name, facts in sections.items()},
            {declared.path: declared for facts in sections.values() for declared in facts.values()},
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
        owner: dict[str, _Folder] = {}
        for folder, file in self._by_kind["parameters"]:
            for parameter in read_parameters(file):
                before = found.get(parameter.name)
                if before is not None and owner[parameter.name] is folder:
                    self._problems.append(
                        Problem(
                            parameter.place,
                            f"the parameter {parameter.name!r} stands twice; the first is at {before.place}.",
                        )
                    )
                elif before is not None and before.basis is not Basis.HOUSE:
                    self._problems.append(
                        Problem(
                            parameter.place,
                            f"{parameter.name!r} is set by {before.basis} and cannot be changed by another pack.",
                            hint="Only a house parameter can.",
                        )
                    )
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


def context_for(packs: RulePacks, law_date: object) -> Context:
    """The fixed part of a rule book on a law date."""
    import datetime as dt

    from ctcheck.conditions.operators import WorkingCalendar

    assert isinstance(law_date, dt.date)
    table = packs.tables.get(HOLIDAY_TABLE)
    texts = (day for row in table.rows for day in row.columns.get("days", "").split()) if table else ()
    days = frozenset(dt.date.fromisoformat(day) for day in texts)
    return Context(law_date, packs.vocabulary, packs.parameters, packs.tables, WorkingCalendar(days))
