"""`ctcheck actions import`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ctcheck.cli.common import emit, packs, reader, rules_option
from ctcheck.cli.remarks import show_remarks
from ctcheck.errors import Exit, Problem, SubmissionError

if TYPE_CHECKING:
    from ctcheck.reading.plan_merge import Known, Merge
    from ctcheck.rulebook.loader import LoadedPacks


@click.group("actions")
def actions_group() -> None:
    """Take the action plan out to a workbook and back.

    `ctcheck assess FILE -f xlsx=PATH` (or `-f actions=PATH`, a list) takes it out.
    """


@actions_group.command("import")
@click.argument("workbook", metavar="WORKBOOK")
@click.argument("submission", metavar="SUBMISSION")
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    help="Write the submission here, which may be the submission itself; else to standard output.",
)
@rules_option
def import_command(workbook: str, submission: str, output: str | None, rule_folders: tuple[str, ...]) -> int:
    """Read an edited action plan back into a submission.

    WORKBOOK is a workbook (xlsx) or list (CSV) that `ctcheck assess` made and somebody has edited.
    Only the actions of SUBMISSION change; every other byte stays. Whatever was made of a cell that
    could have been clearer is said, and what cannot be read is refused; then nothing is written.

    \b
    Example:
      ctcheck actions import plan.xlsx submission.yaml -o submission.yaml
    """
    from ctcheck.output import write_whole
    from ctcheck.reading.files import UnreadableError, read_bytes
    from ctcheck.reading.nodes import parse
    from ctcheck.reading.plan_merge import merge
    from ctcheck.reading.plan_rows import read_plan
    from ctcheck.reading.plan_yaml import stated_actions, with_actions

    loaded = packs(rule_folders)
    submissions = reader(loaded)
    path = Path(submission)
    submissions.read(path)
    try:
        data = read_bytes(path, submission)
        root = parse(data, submission)
        plan = read_plan(read_bytes(workbook, workbook), workbook)
        merged = merge(plan.rows, stated_actions(root), _known(loaded), workbook)
        show_remarks((*plan.remarks, *merged.remarks))
        problems = (*plan.problems, *merged.problems)
        if problems:
            raise _refused(workbook, problems)
        mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
        text = data[len(mark) :].decode("utf-8")
        result = mark + with_actions(text, root, merged.changed, merged.added, submission).encode("utf-8")
    except UnreadableError as error:
        raise _refused(workbook, error.problems) from error
    _prove(root, result, merged, submission)
    again = submissions.read_data(result, path)
    for warning in again.warnings:
        if warning.path.startswith("actions"):
            click.echo(f"{warning.place}: {warning.path}: {_harmless(warning.message)}", err=True)
    if output is None:
        emit(result)
    else:
        write_whole(Path(output), result)
        click.echo(f"Wrote {output}", err=True)
    click.echo(_summary(merged), err=True)
    return Exit.OK


def _known(loaded: LoadedPacks) -> Known:
    import json

    from ctcheck.reading.plan_merge import Known
    from ctcheck.reports.safe import prose
    from ctcheck.resources import resource_dir

    schema = json.loads((resource_dir("schemas") / "submission.schema.json").read_text(encoding="utf-8"))
    fields = schema["properties"]["actions"]["items"]["properties"]
    longest = {key: field["maxLength"] for key, field in fields.items() if "maxLength" in field}
    rules = {rule.id for rule in (*loaded.packs.rules, *(one.rule for one in loaded.packs.withdrawn))}
    return Known(rules, longest, prose)


def _prove(root: object, result: bytes, merged: Merge, submission: str) -> None:
    """That the text written says what was meant, and nothing else has changed. Raises `SubmissionError`."""
    from ctcheck.reading.files import UnreadableError
    from ctcheck.reading.frame import plain
    from ctcheck.reading.nodes import Node, parse
    from ctcheck.reading.plan_yaml import KEY, result_of, stated_actions

    assert isinstance(root, Node)
    cannot = SubmissionError(
        f"{submission} was not changed: its list of actions is written in a way that cannot be edited safely.",
        "Write each action below the other, as the examples do, without anchors; then try again.",
    )
    try:
        after = parse(result, submission)
    except UnreadableError as error:
        raise cannot from error
    wanted = result_of(stated_actions(root), merged.changed, merged.added)
    before, now = plain(root), plain(after)
    before.pop(KEY, None)
    now.pop(KEY, None)
    # A text over several lines that ended the file without a line break has one now.
    texts = [
        {key: value.rstrip("\n") if isinstance(value, str) else value for key, value in action.items()}
        for actions in (wanted, stated_actions(after))
        for action in actions
    ]
    if before != now or texts[: len(wanted)] != texts[len(wanted) :]:
        raise cannot


def _refused(workbook: str, problems: Sequence[Problem]) -> SubmissionError:
    many = f"{len(problems):,} problems" if len(problems) != 1 else "1 problem"
    return SubmissionError(
        f"{workbook} was not read into the submission: {many}; nothing was written.",
        "Mend the cells listed and run the command again.",
        tuple(problems),
    )


def _harmless(text: str) -> str:
    from ctcheck.reports.safe import prose

    return prose(text)


def _summary(merged: Merge) -> str:
    from ctcheck.reports.words import number

    changed = number(len(merged.changed), "action").capitalize()
    drafts = number(merged.drafts_left_out, "drafted action")
    left = f" {drafts.capitalize()} that nobody has edited left out." if merged.drafts_left_out else ""
    return f"{changed} changed, {len(merged.added) or 'none'} added.{left}"
