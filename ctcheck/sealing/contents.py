"""What a sealed archive holds that an assessment is made from, and that assessment itself.

Sealing and verifying both go through `assessed`: what one has made, the other makes again in the same way.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from ctcheck.assess.assess import assess
from ctcheck.assess.inspector import with_judgements
from ctcheck.assess.personal import with_leave
from ctcheck.errors import SubmissionError, UsageError
from ctcheck.inference.interface import Engine
from ctcheck.model.judgements import Subject
from ctcheck.model.report import GapReport
from ctcheck.model.submission import Submission
from ctcheck.rulebook.book import book_on
from ctcheck.rulebook.loader import PackFolder, load_folders
from ctcheck.rulebook.readers import judgement_reader, submission_reader
from ctcheck.sealing.container import JUDGEMENTS, RULES, SUBMISSION, is_rule_file


class SealedPack(NamedTuple):
    """One rule pack: the bytes of its files by their names within it."""

    id: str
    files: Mapping[str, bytes]

    def folder(self) -> PackFolder:
        """As rule packs are loaded from; nothing of it is on a disk."""
        files = {f"{self.id}/{name}": self.files[name] for name in sorted(self.files)}
        return PackFolder(Path(self.id), self.id, files)


class Contents(NamedTuple):
    """All that an assessment is made from."""

    submission_file: str
    """Base name, which the report repeats."""
    submission: bytes
    judgements_file: str
    """Base name; empty where no inspector has judged."""
    judgements: bytes
    law_at: dt.date | None
    """The law date asked for; None for that of the submission."""
    packs: tuple[SealedPack, ...]
    """In the order in which they are joined."""
    personal_data_allowed: bool = False
    """Whether what is as good as certain to be personal data was let through."""

    def members(self) -> dict[str, bytes]:
        """The same by the names in an archive. Raises `UsageError` for a rule file whose name none can hold."""
        found = {SUBMISSION: self.submission}
        if self.judgements_file:
            found[JUDGEMENTS] = self.judgements
        for pack in self.packs:
            for name, data in pack.files.items():
                member = f"{RULES}{pack.id}/{name}"
                if not is_rule_file(member):
                    raise UsageError(
                        f"The rule file {name!r} of the pack {pack.id} has a name that no archive can hold.",
                        "Rename it with plain letters, digits, dots, hyphens and underscores.",
                    )
                found[member] = data
        return found


class Assessed(NamedTuple):
    """What was made of it."""

    submission: Submission
    report: GapReport


def packs_of(folders: Iterable[PackFolder], ids: Iterable[str]) -> tuple[SealedPack, ...]:
    """Packs as found on disk, under their ids: no path of this machine goes with them."""
    return tuple(
        SealedPack(name, {file.removeprefix(f"{folder.shown}/"): data for file, data in folder.files.items()})
        for folder, name in zip(folders, ids, strict=True)
    )


def assessed(contents: Contents, engine: Engine) -> Assessed:
    """The submission and its full report, made from the contents alone.

    Raises `RulesError` and `SubmissionError` for packs, a submission or judgements that cannot be used,
    and `SubmissionError` for personal data without leave.
    """
    loaded = load_folders(pack.folder() for pack in contents.packs)
    submission = submission_reader(loaded).read_data(contents.submission, Path(contents.submission_file))
    book = book_on(loaded.packs, contents.law_at or submission.as_at)
    report = assess(submission, book, engine, loaded.cannot_show)
    report = with_leave(report, submission, contents.submission_file, contents.personal_data_allowed)
    if contents.judgements_file:
        subject = Subject(submission.file, submission.area.name, submission.as_at, submission.digest)
        read = judgement_reader(loaded).read_data(
            contents.judgements, Path(contents.judgements_file), subject
        )
        if read.not_about:
            raise SubmissionError(f"The judgements are about another submission: {read.not_about}.")
        report = with_judgements(report, read.judgements, loaded.packs)
    return Assessed(submission, report)
