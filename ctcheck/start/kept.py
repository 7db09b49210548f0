"""The part of a new self-assessment that only the rules, the type of authority and the day decide.

It is kept beside the cached rule book, under the digest of every byte of the packs' files and of our
own code, so that `ctcheck init` need not load the rules to write what it wrote before.
An entry is JSON text and goes where the first one went: into a file of the user's, as help and keys.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ctcheck.reading.files import UnreadableError, fingerprint_of, read_bytes
from ctcheck.resources import resource_dir

if TYPE_CHECKING:
    import datetime as dt


class Parts(NamedTuple):
    """What stands in every new self-assessment for these rules, this type and this day."""

    absent: str
    regimes: str
    body: str
    schema: str
    questions: int
    partner_questions: int


def key_of(shipped: Path, folders: Sequence[Path], *said: str) -> str:
    """The key of packs, code and what was said; empty where a file cannot be read, which the loader tells."""
    parts: list[bytes] = ["\0".join(said).encode()]
    code = Path(__file__).resolve().parent.parent
    schema = resource_dir("schemas") / "submission.schema.json"
    try:
        for folder in (shipped, *folders):
            for file in _files(folder, (".yaml", ".yml")):
                data = read_bytes(file, file)
                parts += [f"\0{file}\0{len(data)}\0".encode(), data]
        parts.append(read_bytes(schema, str(schema)))
        for file in _files(code, (".py",)):
            status = os.stat(file)
            parts.append(f"\0{file} {status.st_size} {status.st_mtime_ns}".encode())
    except (UnreadableError, OSError):
        return ""
    return fingerprint_of(parts)


def _files(folder: Path, endings: tuple[str, ...]) -> list[str]:
    return sorted(
        os.path.join(root, name)
        for root, _, names in os.walk(folder)
        for name in names
        if name.endswith(endings)
    )


def load(folder: Path | None, key: str) -> Parts | None:
    """The parts of an entry; None where there is none, or one that others could have written."""
    if folder is None or not key:
        return None
    try:
        with (folder / f"init-{key}.json").open("rb") as stream:
            status = os.fstat(stream.fileno())
            if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & 0o022):
                return None
            held = json.loads(stream.read())
        kinds = (str, str, str, str, int, int)
        if len(held) == len(kinds) and all(
            isinstance(one, kind) for one, kind in zip(held, kinds, strict=True)
        ):
            return Parts(*held)
    except (OSError, ValueError, TypeError):
        return None
    return None


def store(folder: Path | None, key: str, parts: Parts) -> None:
    """Writes an entry whole or not at all; says nothing where it cannot."""
    if folder is None or not key:
        return
    import tempfile

    temporary = ""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(parts, stream)
        os.replace(temporary, folder / f"init-{key}.json")
    except OSError:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)


def make(loaded: object, kind: str, day: dt.date, regime: str) -> Parts:
    """Works the parts out. Raises `UsageError` where no rule asks anything on the day."""
    from ctcheck.errors import UsageError
    from ctcheck.model.rules import RulePacks
    from ctcheck.model.values import plain_date
    from ctcheck.questions.in_force import partner_kinds, questions_in_force
    from ctcheck.rulebook.book import day_to_suggest
    from ctcheck.rulebook.names import regimes
    from ctcheck.rulebook.schema import submission_schema
    from ctcheck.start.scaffold import absent, body, regimes_of

    assert isinstance(loaded, RulePacks)
    known = regimes(loaded.tables)
    if regime and regime not in known:
        from ctcheck.reading.suggest import listing, nearest

        hint = nearest(regime, known) or f"Known: {listing(known, 20)}."
        raise UsageError(f"--regime: {regime[:40]!r} is no inspection regime.", hint)
    questions = questions_in_force(loaded, kind, day, regime=regime, as_at=day)
    if not questions:
        later = day_to_suggest(loaded, day)
        hint = (
            f"Try --law-at {later.isoformat()}." if later else "Load a rule pack that covers it with --rules."
        )
        raise UsageError(f"No rule asks anything on {plain_date(day)}: nothing was written.", hint)
    kinds = partner_kinds(loaded, kind, day)
    frame = json.loads((resource_dir("schemas") / "submission.schema.json").read_text(encoding="utf-8"))
    schema = json.dumps(submission_schema(frame, loaded), ensure_ascii=False, separators=(",", ":")) + "\n"
    of_partners = sum(one.per_partner for one in questions)
    return Parts(
        absent(kinds),
        regimes_of(loaded, day),
        body(questions, kinds, loaded, day),
        schema,
        len(questions) - of_partners,
        of_partners,
    )
