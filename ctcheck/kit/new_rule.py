"""Writes a drafted rule into a pack, and takes it back where the pack would not load with it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from ctcheck.assess.cases import CaseRunner
from ctcheck.errors import CtcheckError, RulesError, UsageError
from ctcheck.kit import scaffold
from ctcheck.kit.scaffold import RuleDraft
from ctcheck.model.rules import RulePacks
from ctcheck.output import write_whole
from ctcheck.resources import resource_dir
from ctcheck.rulebook.loader import load_packs
from ctcheck.rulebook.rules_schema import rules_schema


def write_rule(
    folder: Path, draft: RuleDraft, loaded: RulePacks, others: Sequence[Path] = ()
) -> tuple[str, ...]:
    """Names of the files written, within the folder.

    Raises `UsageError` where a file or the id is there already, and `RulesError` where the pack would
    not load or the new cases would not pass; then nothing of it stays behind.
    """
    files = _files(folder, draft, loaded)
    _refuse_what_is_there(folder, draft, loaded, files)
    made = _make_folders(folder, files)
    try:
        for name, text in files.items():
            write_whole(folder / name, text.encode())
        _check(folder, draft, others)
        _write_schema(folder, others)
    except CtcheckError:
        for name in files:
            (folder / name).unlink(missing_ok=True)
        for path in reversed(made):
            path.rmdir()
        raise
    return (*files, scaffold.SCHEMA_FILE)


def _files(folder: Path, draft: RuleDraft, loaded: RulePacks) -> dict[str, str]:
    files: dict[str, str] = {}
    if not (folder / "pack.yaml").is_file():
        words = re.sub(r"[^a-z0-9]+", "-", folder.resolve().name.lower()).strip("-") or "local-pack"
        title = words.replace("-", " ")
        files["pack.yaml"] = scaffold.pack_file(words, title[0].upper() + title[1:], loaded)
    if draft.new_fact:
        wanted, label = scaffold.declared_as(draft.new_fact), draft.new_fact.label
        section = draft.new_fact.path.partition(".")[0]
        known = loaded.vocabulary.sections.get(section)
        title = known.title if known else section.replace("_", " ").capitalize()
        files[f"vocabulary/{draft.id}.yaml"] = scaffold.vocabulary_file(draft.new_fact, title)
    else:
        declared = loaded.vocabulary.facts[draft.fact]
        wanted, label = declared.type, declared.label
    schema = f"../{scaffold.SCHEMA_FILE}"
    files[f"{draft.theme}/{draft.id}.yaml"] = scaffold.rule_file(draft, wanted, label, schema)
    return files


def _refuse_what_is_there(folder: Path, draft: RuleDraft, loaded: RulePacks, files: dict[str, str]) -> None:
    for rule in loaded.rules:
        if rule.id == draft.id:
            raise UsageError(
                f"The rule {draft.id!r} is there already, at {rule.place}.", "Choose another id."
            )
    for name in files:
        if (folder / name).exists():
            raise UsageError(f"{folder / name} is there already.", "Choose another id, or move that file.")
    if draft.fact.startswith("partner."):
        raise UsageError(
            f"{draft.fact!r} is about one partner; `rules new` writes rules about the area.",
            "Choose a fact of the area, and see `for_each` in docs/writing-rules.md for rules about partners.",
        )


def _make_folders(folder: Path, files: dict[str, str]) -> list[Path]:
    """The folders made, each after the one it stands in."""
    wanted: list[Path] = []
    for name in files:
        path = (folder / name).parent
        while not path.exists():
            wanted.append(path)
            path = path.parent
    made = sorted(set(wanted), key=lambda path: len(path.parts))
    for path in made:
        try:
            path.mkdir()
        except OSError as error:
            raise UsageError(f"Cannot make the folder {path}: {error.strerror}.") from error
    return made


def _check(folder: Path, draft: RuleDraft, others: Sequence[Path]) -> None:
    loaded = load_packs(_shipped(), [*others, folder], cases=True).packs
    rules = [rule for rule in loaded.rules if rule.id == draft.id]
    wrong = [result.problem for result in CaseRunner(loaded).run(rules) if result.problem]
    if wrong:
        raise RulesError(f"The cases of the new rule do not pass: {wrong[0]}.", "Choose a plainer fact.")


def _write_schema(folder: Path, others: Sequence[Path]) -> None:
    """The schema that the first line of each new file names, with the facts of this very pack."""
    base = json.loads((resource_dir("schemas") / "rules.schema.json").read_text(encoding="utf-8"))
    schema = rules_schema(base, load_packs(_shipped(), [*others, folder]).packs)
    text = json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
    write_whole(folder / scaffold.SCHEMA_FILE, text.encode())


def _shipped() -> Path:
    return Path(resource_dir("rules")) / "children-act-2004"
