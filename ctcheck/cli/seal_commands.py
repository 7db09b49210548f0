"""`ctcheck seal` and `ctcheck verify`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ctcheck.cli.assessing import engine_option
from ctcheck.cli.common import (
    day,
    emit,
    emit_json,
    law_at_option,
    personal_option,
    rules_option,
    wants_colour,
    width,
)
from ctcheck.cli.judging import find_judgements, judgements_option
from ctcheck.errors import Exit, IntegrityError, SubmissionError, UsageError

if TYPE_CHECKING:
    import datetime as dt

    from ctcheck.reports.shapes import Labelled
    from ctcheck.sealing.contents import Contents
    from ctcheck.sealing.evidence import Found
    from ctcheck.sealing.verify import Verified


@click.command("seal")
@click.argument("file", metavar="SUBMISSION")
@click.option(
    "-o", "--output", required=True, metavar="ARCHIVE", help="Where the archive goes, such as area.zip."
)
@law_at_option
@rules_option
@judgements_option
@personal_option
@click.option("--key", metavar="PRIVATE.pem", help="Sign the archive with this Ed25519 key.")
@engine_option
def seal_command(
    file: str,
    output: str,
    law_at: str | None,
    rule_folders: tuple[str, ...],
    judgements_file: str | None,
    allow_personal_data: bool,
    key: str | None,
    engine: str,
) -> int:
    """Seal an assessment: one archive that proves what was judged, and how.

    It holds the submission, the judgements beside it, the rules, the list of evidence with the digests
    of its files, and the gap report. `ctcheck verify` makes the report again from the archive alone.
    The files of the evidence stay where they are.

    \b
    Example:
      ctcheck seal examples/exemplar-2008.yaml -o exemplar.zip
    """
    from ctcheck.inference.choose import choose_engine
    from ctcheck.output import write_whole
    from ctcheck.sealing.seal import seal

    target = Path(output)
    _refuse_overwriting(target, (file, judgements_file, key))
    contents = _contents(file, day(law_at), rule_folders, judgements_file)
    contents = contents._replace(personal_data_allowed=allow_personal_data)
    sealed = seal(
        contents,
        Path(file).parent,
        choose_engine(engine),
        Path(key) if key else None,
        lambda: _passphrase(str(key)),
    )
    write_whole(target, sealed.data)
    from ctcheck.reading.files import digest_of
    from ctcheck.reports import words_personal
    from ctcheck.reports import words_sealing as said
    from ctcheck.reports.safe import prose

    lines = [f"Wrote {output}"]
    lines.append(f"{said.EVIDENCE}: {_evidence_words(sealed.evidence)}.")
    if contents.judgements_file:
        number = sealed.report.inspector.number if sealed.report.inspector else 0
        lines.append(f"{said.JUDGEMENTS}: {number}, from {contents.judgements_file}.")
    if sealed.report.personal_data:
        lines.append(words_personal.statement(sealed.report.personal_data))
    if sealed.marked:
        lines.append(said.MARKED)
    signature = (
        f"{said.SIGNATURE}: made; the public key has sha256 {sealed.fingerprint}." if key else said.NOT_SIGNED
    )
    lines += [signature, said.KEEP.format(digest_of(sealed.data))]
    for line in lines:
        click.echo(prose(line), err=True)
    return Exit.INTERNAL if sealed.report.assurance.counts.error else Exit.OK


def _refuse_overwriting(target: Path, inputs: tuple[str | None, ...]) -> None:
    for one in inputs:
        if one and target.exists() and Path(one).exists() and target.samefile(one):
            raise UsageError(f"{target} would be overwritten.", "Give the archive another path.")


def _contents(
    file: str, law_at: dt.date | None, rule_folders: tuple[str, ...], judgements_file: str | None
) -> Contents:
    """Everything read once: what is checked here is what goes into the archive."""
    from ctcheck.model.judgements import Subject
    from ctcheck.reading.files import UnreadableError, read_bytes
    from ctcheck.reports.safe import prose
    from ctcheck.resources import resource_dir
    from ctcheck.rulebook.loader import find_packs, load_folders
    from ctcheck.rulebook.readers import submission_reader
    from ctcheck.sealing.contents import Contents, packs_of

    folders = find_packs(
        resource_dir("rules") / "children-act-2004", [Path(folder) for folder in rule_folders]
    )
    loaded = load_folders(folders)
    path = Path(file)
    try:
        data = read_bytes(path, file)
    except UnreadableError as error:
        raise SubmissionError(
            f"{file} was not sealed: it cannot be read.", problems=tuple(error.problems)
        ) from error
    submission = submission_reader(loaded).read_data(data, path)
    subject = Subject(submission.file, submission.area.name, submission.as_at, submission.digest)
    judged = find_judgements(file, judgements_file, subject, loaded)
    if judged is not None and judged.not_about:
        said = f"{judged.judgements.file} beside it is about another submission and is left out"
        click.echo(prose(f"{file}: {said}: {judged.not_about}."), err=True)
        judged = None
    return Contents(
        submission.file,
        data,
        judged.judgements.file if judged else "",
        judged.data if judged else b"",
        law_at,
        packs_of(folders, (pack.id for pack in loaded.packs.packs)),
    )


def _passphrase(key: str) -> str:
    """Of a locked key; asked on a terminal and nowhere else."""
    if not sys.stdin.isatty():
        raise UsageError(
            f"{key} is locked with a passphrase, and there is no terminal to ask for it on.",
            "Run the command on a terminal, or give a key that is not locked.",
        )
    return str(click.prompt(f"Passphrase of {key}", hide_input=True, err=True))


@click.command("verify")
@click.argument("archive", metavar="ARCHIVE")
@click.option("--key", metavar="PUBLIC.pem", help="Require a signature that this public key bears out.")
@click.option(
    "--evidence",
    "evidence_folder",
    metavar="DIR",
    help="Look at the files of the evidence as well: DIR is the folder that the submission lay in.",
)
@click.option("--format", "shape", type=click.Choice(("text", "json")), default="text", show_default=True)
@engine_option
def verify_command(
    archive: str, key: str | None, evidence_folder: str | None, shape: str, engine: str
) -> int:
    """Check a sealed archive, and make its report again from it alone.

    Says whether every byte and every verdict is the same. Exit code 6, and the first difference, where
    it is not. Nothing is unpacked to the disk.

    \b
    Example:
      ctcheck verify exemplar.zip
    """
    from ctcheck.inference.choose import choose_engine
    from ctcheck.reading.files import UnreadableError, read_bytes
    from ctcheck.resources import resource_dir
    from ctcheck.sealing.container import MAX_ARCHIVE
    from ctcheck.sealing.signing import PublicKey
    from ctcheck.sealing.verify import verify

    public = PublicKey(Path(key)) if key else None
    folder = Path(evidence_folder) if evidence_folder is not None else None
    if folder is not None and not folder.is_dir():
        raise UsageError(f"{evidence_folder} is no folder.", "Give the folder that the submission lay in.")
    try:
        if os.path.isfile(archive) and os.path.getsize(archive) > MAX_ARCHIVE:
            raise IntegrityError(f"it is larger than {MAX_ARCHIVE // 2**20} MB, which no sealed archive is.")
        data = read_bytes(archive, archive, MAX_ARCHIVE)
    except UnreadableError as error:
        raise UsageError(f"{archive}: {error.problems[0].message}", error.problems[0].hint) from error
    except IntegrityError as error:
        raise _not_the_same(archive, error) from error
    try:
        found = verify(
            data, choose_engine(engine), resource_dir("rules") / "children-act-2004", public, folder
        )
    except IntegrityError as error:
        raise _not_the_same(archive, error) from error
    if shape == "json":
        emit_json(_as_json(found))
        return Exit.OK
    from ctcheck.reports import words_sealing as said
    from ctcheck.reports.safe import prose
    from ctcheck.reports.sheet import Sheet

    sheet = Sheet(width(sys.stdout), wants_colour(sys.stdout))
    sheet.paragraph(prose(f"{archive}: {said.VERIFIED}"))
    sheet.labelled(list(_lines(found)))
    emit(sheet.text().encode("utf-8"))
    return Exit.OK


def _not_the_same(archive: str, error: IntegrityError) -> IntegrityError:
    return IntegrityError(f"{archive} is not what was sealed: {error.message}", error.hint, error.problems)


def _lines(found: Verified) -> tuple[Labelled, ...]:
    from ctcheck.reports import words
    from ctcheck.reports import words_sealing as said
    from ctcheck.reports.safe import prose
    from ctcheck.reports.shapes import Item, Labelled

    report = found.report
    judged = report.inspector
    packs_said = [
        f"{pack.id} {pack.version}: {said.PACKS[how]} (sha256 {pack.digest[:12]})"
        for pack, (_, how) in zip(report.packs, found.packs, strict=True)
    ]
    looked = said.LOOKED_AT if found.evidence_checked else said.NOT_LOOKED_AT
    named = any(found.evidence)
    counted = [
        f"{count} {words.VERDICT_COUNTS[verdict]}"
        for verdict, count in words.by_verdict(report.assurance.counts)
        if count
    ]
    entries: list[tuple[str, list[str]]] = [
        (
            said.SUBMISSION,
            [
                f"{report.file}, {report.area.name}, {words.date(report.as_at)}",
                f"sha256 {report.digest}",
            ],
        ),
        (said.LAW, [words.date(report.law_date)]),
        (said.RULES, packs_said),
        (said.FINDINGS, [f"{report.assurance.counts.total}: {words.series(counted)}"]),
        (
            said.JUDGEMENTS,
            [f"{judged.number}, from {judged.file}" if judged else said.NO_JUDGEMENTS],
        ),
        (said.EVIDENCE, [_evidence_words(found.evidence), *([looked] if named else [])]),
        (said.SEALED_WITH, [_programs(found.programs)]),
        (said.VERIFIED_WITH, [_programs(found.here)]),
        (said.SIGNATURE, [said.SIGNATURES[found.signature].format(found.fingerprint)]),
        (said.ARCHIVE, [f"{found.files} files, sha256 {found.digest}"]),
    ]
    return tuple(Labelled(label, tuple(Item(prose(text)) for text in texts)) for label, texts in entries)


def _programs(programs: Any) -> str:
    return f"ctcheck {programs.ctcheck}, engine {programs.engine}, Python {programs.python}"


def _evidence_words(found: Found) -> str:
    from ctcheck.reports import words
    from ctcheck.reports import words_sealing as said
    from ctcheck.sealing.evidence import states

    counted = states(found)
    if not counted:
        return said.NO_FILES.format(len(found) or "nothing")
    parts = [f"{counted[state]} {text}" for state, text in said.STATES.items() if state in counted]
    return said.FILES.format(len(found), words.series(parts))


def _as_json(found: Verified) -> dict[str, Any]:
    from ctcheck.reports.json_values import counts, word

    report = found.report
    return {
        "verified": True,
        "archive": {"sha256": found.digest, "files": found.files},
        "submission": {
            "file": word(report.file),
            "sha256": report.digest,
            "area": word(report.area.name),
            "as_at": report.as_at.isoformat(),
        },
        "law_date": report.law_date.isoformat(),
        "packs": [
            {"id": word(pack.id), "version": word(pack.version), "digest": pack.digest, "is": how}
            for pack, (_, how) in zip(report.packs, found.packs, strict=True)
        ],
        "rules_digest": report.rules_digest,
        "counts": counts(report.assurance.counts),
        "judgements": report.inspector.number if report.inspector else None,
        "evidence_files": [
            {"path": word(one.path), "state": one.state, "sha256": one.sha256}
            for one in found.evidence
            if one
        ],
        "evidence_checked": found.evidence_checked,
        "sealed_with": {name: word(value) for name, value in found.programs._asdict().items()},
        "verified_with": found.here._asdict(),
        "signature": found.signature,
        "key": found.fingerprint or None,
    }
