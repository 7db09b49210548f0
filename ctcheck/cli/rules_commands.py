"""`ctcheck rules ...` and `ctcheck schema`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ctcheck.cli import completing
from ctcheck.cli.common import day, emit, emit_json, law_at_option, packs, rule_named, rules_option, width
from ctcheck.errors import Exit

if TYPE_CHECKING:
    from ctcheck.model.place import Place


@click.group("rules")
def rules_group() -> None:
    """List, show, check and test the rules."""


@rules_group.command("list")
@law_at_option
@rules_option
@click.option("--theme", metavar="THEME", shell_complete=completing.themes, help="Only this theme.")
@click.option("--unverified", is_flag=True, help="Only rules with a source that nobody has read for them.")
@click.option("--format", "shape", type=click.Choice(("text", "json")), default="text", show_default=True)
def list_command(
    law_at: str | None, rule_folders: tuple[str, ...], theme: str | None, unverified: bool, shape: str
) -> int:
    """List the rules, or those in force on a day.

    With --unverified each is listed with the sources that are cited from memory.

    \b
    Example:
      ctcheck rules list --law-at 2008-04-01 --theme plan
    """
    from ctcheck.cli.pages import counted, recalled_lines, rule_line, rule_record
    from ctcheck.reading.suggest import nearest

    loaded = packs(rule_folders)
    on = day(law_at)
    titles = dict(loaded.packs.themes)
    if theme is not None and theme not in titles:
        hint = nearest(theme, titles) or f"Themes: {', '.join(titles)}."
        raise click.UsageError(f"No theme is called {theme!r}. {hint}")
    rules = [
        rule
        for rule in loaded.packs.rules
        if (theme is None or rule.theme == theme)
        and (on is None or rule.in_force.on(on))
        and (not unverified or recalled_lines(rule, 80))
    ]
    if shape == "json":
        emit_json([rule_record(rule) for rule in rules])
        return Exit.OK
    columns = width(sys.stdout)
    for name, title in loaded.packs.themes:
        own = [rule for rule in rules if rule.theme == name]
        if own:
            click.echo(f"{title} ({len(own)})")
            for rule in own:
                lines = rule_line(rule, columns)
                click.echo("\n".join([*lines, *recalled_lines(rule, columns)] if unverified else lines))
            click.echo()
    many = counted(len(rules), "rule")
    which = " with an unverified source" if unverified else ""
    click.echo(f"{many}{which}" + (f" in force on {on.isoformat()}." if on else "."))
    return Exit.OK


@rules_group.command("show")
@click.argument("rule", metavar="RULE", shell_complete=completing.rules)
@rules_option
def show_command(rule: str, rule_folders: tuple[str, ...]) -> int:
    """Show a rule as it stands in its file, with the place of the file.

    \b
    Example:
      ctcheck rules show s10-arrangements-current
    """
    from ctcheck.cli.pages import rule_source

    loaded = packs(rule_folders)
    emit(rule_source(rule_named(loaded, rule), loaded, rule_folders).encode())
    return Exit.OK


@rules_group.command("lint")
@click.argument("folders", nargs=-1, metavar="[DIR]...")
@rules_option
@click.option("--format", "shape", type=click.Choice(("text", "json")), default="text", show_default=True)
def lint_command(folders: tuple[str, ...], rule_folders: tuple[str, ...], shape: str) -> int:
    """Check rule packs and give advice.

    DIR is a pack to check: it is read together with the shipped one, and the advice is about DIR
    only. Without DIR it is about every pack that is loaded. What the loader refuses ends in exit
    code 4; advice alone does not.

    \b
    Example:
      ctcheck rules lint examples/local-pack
    """
    from ctcheck.cli.pages import counted, lint_record
    from ctcheck.errors import RulesError
    from ctcheck.rulebook.lint import advice

    try:
        loaded = packs((*rule_folders, *folders), cases=True)
    except RulesError as error:
        if shape == "json":
            emit_json({"problems": [lint_record(one) for one in error.problems], "advice": []})
        raise
    found = [one for one in advice(loaded.packs) if _stands_in(one.problem.place, folders)]
    if shape == "json":
        records = [{**lint_record(one.problem), "kind": one.kind} for one in found]
        emit_json({"problems": [], "advice": records})
        return Exit.OK
    for one in found:
        click.echo(one.problem.text())
    rules = [rule for rule in loaded.packs.rules if _stands_in(rule.place, folders)]
    cases = sum(len(rule.cases) for rule in rules)
    mend = counted(len(found), "piece of advice", "pieces of advice") if found else "nothing to mend"
    click.echo(f"{counted(len(rules), 'rule')}, {counted(cases, 'case')}: {mend}.")
    return Exit.OK


@rules_group.command("test")
@click.argument("folders", nargs=-1, metavar="[DIR]...")
@rules_option
@click.option(
    "--rule", "only", metavar="RULE", shell_complete=completing.rules, help="Only the cases of this rule."
)
@click.option("--coverage", "covered", is_flag=True, help="Also say what the cases do not reach.")
def test_command(
    folders: tuple[str, ...], rule_folders: tuple[str, ...], only: str | None, covered: bool
) -> int:
    """Run the cases of the rules; exit code 4 if one fails or there is none to run.

    DIR is a pack to test: it is loaded together with the shipped one, and only the cases of its own
    rules run. Without DIR those of every pack that is loaded run, as with --rules DIR.

    With --coverage: for each rule the verdicts that no case ends in, and the parts of its conditions
    that no case makes true, or false.

    \b
    Example:
      ctcheck rules test examples/local-pack --coverage
    """
    from ctcheck.assess.cases import CaseRunner
    from ctcheck.cli.pages import counted

    loaded = packs((*rule_folders, *folders), cases=True)
    own = [rule for rule in loaded.packs.rules if _stands_in(rule.place, folders)]
    rules = [rule_named(loaded, only)] if only else own
    results = CaseRunner(loaded.packs).run(rules)
    failed = [result for result in results if result.problem]
    for result in failed:
        click.echo(f"{result.case.place}: {result.rule}: “{result.case.name}”: {result.problem}", err=True)
    if covered:
        from ctcheck.cli.pages import coverage_lines
        from ctcheck.kit.case_coverage import coverage

        click.echo("\n".join(coverage_lines(coverage(loaded.packs, rules), width(sys.stdout))))
    passed = counted(len(results) - len(failed), "case")
    click.echo(f"{passed} passed, {len(failed)} failed, of {counted(len(rules), 'rule')}.")
    return Exit.RULES if failed or not results else Exit.OK


def _stands_in(place: Place, folders: tuple[str, ...]) -> bool:
    """Whether a place is in one of the folders given; everywhere is, where none is given."""
    return not folders or any(place.file.startswith(f"{Path(folder)}/") for folder in folders)


@click.command("schema")
@click.argument("which", type=click.Choice(("submission", "rules")))
@rules_option
def schema_command(which: str, rule_folders: tuple[str, ...]) -> int:
    """Print the JSON Schema of a submission or of a rule file, for editors.

    It holds the facts, tables and parameters of the loaded packs. An editor that speaks to the YAML
    language server uses it where the file begins with `# yaml-language-server: $schema=FILE`.

    \b
    Example:
      ctcheck schema submission
    """
    from ctcheck.resources import resource_dir
    from ctcheck.rulebook.rules_schema import rules_schema
    from ctcheck.rulebook.schema import submission_schema

    shipped = Path(resource_dir("schemas") / f"{which}.schema.json")
    build = submission_schema if which == "submission" else rules_schema
    emit_json(build(json.loads(shipped.read_text(encoding="utf-8")), packs(rule_folders).packs))
    return Exit.OK
