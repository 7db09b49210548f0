"""`ctcheck explain`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ctcheck.cli import completing
from ctcheck.cli.assessing import (
    assess_file,
    before_publishing,
    engine_option,
    only_with_public,
    public_option,
    small_number_option,
)
from ctcheck.cli.common import (
    day,
    emit,
    law_at_option,
    packs,
    personal_option,
    reader,
    rule_named,
    rules_option,
    wants_colour,
    width,
)
from ctcheck.errors import Exit, UsageError

if TYPE_CHECKING:
    import datetime as dt

    from ctcheck.model.rules import Rule


@click.command("explain")
@click.argument("rule", metavar="RULE", shell_complete=completing.rules)
@click.argument("file", required=False, metavar="[FILE]")
@law_at_option
@rules_option
@public_option
@small_number_option
@personal_option
@engine_option
def explain_command(
    rule: str,
    file: str | None,
    law_at: str | None,
    rule_folders: tuple[str, ...],
    public: bool,
    small_number: int | None,
    allow_personal_data: bool,
    engine: str,
) -> int:
    """Explain a rule, or what it found in FILE and why.

    RULE is the id of a rule, or of a finding (rule/subject).

    \b
    Example:
      ctcheck explain s10-arrangements-current examples/hertfordshire-2007.yaml
    """
    from ctcheck.cli.pages import rule_page

    loaded = packs(rule_folders)
    found = rule_named(loaded, rule)
    rule = loaded.packs.now(rule)
    columns, colour = width(sys.stdout), wants_colour(sys.stdout)
    on = day(law_at)
    only_with_public(public, small_number)
    if public and file is None:
        raise UsageError("--public is about a submission, and none is given.", "Name the FILE as well.")
    if file is None:
        emit(rule_page(found, loaded.packs, columns, colour).encode())
        if on is not None and not found.in_force.on(on):
            click.echo(_not_in_force(found, on), err=True)
        return Exit.OK
    from ctcheck.inference.choose import choose_engine
    from ctcheck.reading.suggest import listing, nearest
    from ctcheck.reports.text import render_finding, render_statement

    report = assess_file(
        file, reader(loaded), loaded, on, choose_engine(engine), {}, public, small_number, allow_personal_data
    )
    of_rule = [finding for finding in report.findings if finding.rule == found.id]
    findings = [finding for finding in of_rule if rule in (finding.id, finding.rule)]
    if not findings and not found.in_force.on(report.law_date):
        raise UsageError(_not_in_force(found, report.law_date), "Give another --law-at.")
    if not of_rule:
        raise UsageError(f"{rule} is about no body that is listed on {report.law_date.isoformat()}.")
    if not findings:
        ids = [finding.id for finding in of_rule]
        raise UsageError(
            f"{rule} is no finding of this report.", nearest(rule, ids) or f"Findings: {listing(ids)}."
        )
    pages = [render_finding(finding, report, columns, colour) for finding in findings]
    if report.public:
        pages.insert(0, render_statement(report.public, columns))
        click.echo(before_publishing(file, report.public), err=True)
    emit("\n".join(pages).encode())
    return Exit.OK


def _not_in_force(rule: Rule, on: dt.date) -> str:
    from ctcheck.model.values import plain_date
    from ctcheck.reports.words import in_force

    return f"{rule.id} is not in force on {plain_date(on)}. It is {in_force(rule.in_force)}."
