"""`ctcheck rules new`, `docs`, `coverage` and `diff`: what policy teams work with."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import click

from ctcheck.cli.common import day, emit, emit_json, law_at_option, packs, reader, rules_option, width
from ctcheck.cli.rules_commands import rules_group
from ctcheck.errors import Exit, OutputError, UsageError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from ctcheck.kit.changes import Change, VerdictChange
    from ctcheck.kit.scaffold import NewFact, RuleDraft
    from ctcheck.model.rules import RulePacks
    from ctcheck.rulebook.loader import LoadedPacks

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_TITLE = 70
_PATH = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_.]*\Z")


@rules_group.command("new")
@click.argument("folder", metavar="DIR")
@click.option("--id", "rule_id", metavar="ID", help="Lower case with hyphens; never changes.")
@click.option("--theme", metavar="THEME", help="A theme of the loaded packs.")
@click.option("--title", help="At most 70 letters.")
@click.option("--expects", help="What is expected, one sentence.")
@click.option("--duty-on", metavar="WHO", help="Whose duty it is: local-authority, partner, ...")
@click.option("--force", metavar="FORCE", help="duty, statutory-guidance, good-practice, ...")
@click.option("--instrument", help="The Act, instrument, guidance or protocol that says it.")
@click.option("--provision", help="Its section, chapter or page.")
@click.option("--url", help="Where it can be read.")
@click.option("--certainty", type=click.Choice(("read", "recalled")), help="Whether you have read it.")
@click.option("--from", "first", metavar="DATE", help="The first day on which it is in force.")
@click.option("--to", "last", metavar="DATE", help="The last day; leave out where there is none.")
@click.option("--fact", metavar="PATH", help="The fact that shows it; a path not known is declared anew.")
@click.option("--type", "kind", metavar="TYPE", help="The type of a new fact: yes-no, choice, date, ...")
@click.option("--label", help="A new fact as a noun phrase.")
@click.option("--ask", help="The question that a new fact answers.")
@click.option("--evidence", help="What sort of document would show it.")
@click.option("--why", help="What goes wrong without it, one sentence.")
@click.option("--remedy", help="What would close the gap, one sentence.")
@click.option("--enquiry", help="What an inspector would ask.")
@rules_option
def new_command(folder: str, rule_folders: tuple[str, ...], **said: str | None) -> int:
    """Write a new rule into the pack in DIR, with cases to fill in.

    What no option says is asked on a terminal. A folder without pack.yaml becomes a pack that
    extends the shipped one. No file that is there already is changed.

    \b
    Example:
      ctcheck rules new my-county
    """
    from ctcheck.kit.new_rule import write_rule

    path = Path(folder)
    extra = (*rule_folders, folder) if (path / "pack.yaml").is_file() else rule_folders
    loaded = packs(extra).packs
    draft = _asked(said, loaded)
    written = write_rule(path, draft, loaded, [Path(one) for one in rule_folders])
    for name in written:
        click.echo(f"written: {path / name}")
    option = "".join(f" --rules {one}" for one in rule_folders)
    click.echo(f"Fill in its cases, then: ctcheck rules test {folder}{option} --rule {draft.id} --coverage")
    return Exit.OK


Check: TypeAlias = "Callable[[str, str], None] | None"
"""Raises `UsageError` for an answer, given the option that it belongs to."""


class _Asker:
    """Takes what the options say, asks for what they leave out, and refuses where nobody can be asked."""

    def __init__(self, said: dict[str, str | None]) -> None:
        self._said = said
        self._missing: list[str] = []

    def text(
        self, name: str, question: str, default: str = "", known: tuple[str, ...] = (), check: Check = None
    ) -> str:
        """What was said. On a terminal a wrong answer is asked for again, so that none is lost."""
        while True:
            given = self._said.get(name)
            asked = given is None and sys.stdin.isatty()
            if asked:
                if known:
                    click.echo(f"  one of: {', '.join(known)}", err=True)
                given = str(click.prompt(question, default=default or None, err=True))
            if given is None:
                if not default:
                    self._missing.append(name)
                given = default
            given = " ".join(given.split())
            try:
                _refuse(name, given, known, check)
            except UsageError as error:
                if not asked:
                    raise
                click.echo(f"  {error.message} {error.hint}".rstrip(), err=True)
                continue
            return given

    def finish(self) -> None:
        if self._missing:
            options = ", ".join(_option(name) for name in self._missing)
            raise UsageError(f"Not said: {options}.", "Give these options, or run the command on a terminal.")


def _refuse(name: str, given: str, known: tuple[str, ...], check: Check) -> None:
    if given and known and given not in known:
        from ctcheck.reading.suggest import listing, nearest

        hint = nearest(given, known) or f"Known: {listing(known, 20)}."
        raise UsageError(f"{_option(name)}: {given!r} is not known.", hint)
    if given and check:
        check(given, _option(name))


def _an_id(text: str, option: str) -> None:
    if not _ID.match(text):
        raise UsageError(f"{option}: {text!r} is no id.", "Ids are lower case with hyphens.")


def _a_path(text: str, option: str) -> None:
    if not _PATH.match(text):
        raise UsageError(f"{option}: {text!r} is no path of a fact.", "Write it as section.name_of_the_fact.")


def _a_title(text: str, option: str) -> None:
    if len(text) > _TITLE:
        raise UsageError(f"{option}: {len(text)} letters are too many.", f"At most {_TITLE}.")


def _option(name: str) -> str:
    special = {"rule_id": "--id", "first": "--from", "last": "--to", "kind": "--type", "duty_on": "--duty-on"}
    return special.get(name, f"--{name}")


def _asked(said: dict[str, str | None], loaded: RulePacks) -> RuleDraft:
    from ctcheck.kit.scaffold import RuleDraft
    from ctcheck.model.words import DUTY_ON, Certainty, Force

    ask = _Asker(said)
    rule_id = ask.text("rule_id", "Id of the rule (lower-case-with-hyphens)", check=_an_id)
    theme = ask.text("theme", "Theme", known=tuple(name for name, _ in loaded.themes))
    title = ask.text("title", f"Title (at most {_TITLE} letters)", check=_a_title)
    expects = ask.text("expects", "What is expected, one sentence")
    duty_on = ask.text("duty_on", "Whose duty", known=tuple(DUTY_ON))
    force = ask.text("force", "Force", known=tuple(str(one) for one in Force))
    instrument = ask.text("instrument", "Where is it said (Act, guidance, protocol)")
    provision = ask.text("provision", "Section, chapter or page (`whole` for all of it)", "whole")
    certainty = ask.text(
        "certainty", "Have you read it there (read or recalled)", known=tuple(str(one) for one in Certainty)
    )
    first = ask.text("first", "First day in force (YYYY-MM-DD)", check=_day)
    last = said.get("last") or ""
    if last:
        _day(last, "--to")
    fact = ask.text("fact", "Fact that shows it (`section.name`)", check=_a_path)
    new_fact = _new_fact(ask, fact) if fact and fact not in loaded.vocabulary.facts else None
    question = new_fact.ask if new_fact else loaded.vocabulary.facts[fact].ask if fact else ""
    evidence = ask.text("evidence", "What document would show it", "minutes")
    why = ask.text("why", "What goes wrong without it, one sentence", f"{instrument} expects it.")
    remedy = ask.text(
        "remedy", "What closes the gap, one sentence", "Put in place what is expected and record it."
    )
    if not fact:
        ask.finish()
    enquiry = ask.text("enquiry", "What would an inspector ask", question)
    ask.finish()
    return RuleDraft(
        rule_id,
        theme,
        title,
        expects,
        duty_on,
        force,
        instrument,
        provision,
        said.get("url") or "",
        certainty,
        first,
        last,
        fact,
        evidence,
        why,
        remedy,
        enquiry,
        new_fact,
    )


def _new_fact(ask: _Asker, path: str) -> NewFact:
    from ctcheck.kit.scaffold import NEW_FACT_TYPES, NewFact

    kind = ask.text("kind", f"{path} is new. Its type", known=NEW_FACT_TYPES)
    label = ask.text("label", "As a noun phrase (`whether the protocol is signed`)")
    return NewFact(path, kind, label, ask.text("ask", "The question that it answers"))


def _day(text: str, option: str) -> None:
    from ctcheck.reading.scalars import ValueProblem, calendar_date

    try:
        calendar_date(text)
    except ValueProblem as problem:
        raise UsageError(f"{option}: {problem.message}", problem.hint) from problem


@rules_group.command("docs")
@click.option("-o", "--output", "folder", metavar="DIR", help="Write the catalogue into this folder.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if the folder is not up to date.")
@rules_option
def docs_command(folder: str | None, check: bool, rule_folders: tuple[str, ...]) -> int:
    """Write the catalogue of rules: Markdown by theme and by provision, and one page of HTML.

    Without -o the index is printed.

    \b
    Example:
      ctcheck rules docs -o catalogue
    """
    from ctcheck.kit.catalogue import catalogue
    from ctcheck.output import write_whole

    if check and folder is None:
        raise UsageError("--check needs the folder to look at.", "Give it with -o.")
    files = catalogue(packs(rule_folders, cases=True).packs)
    if folder is None:
        emit(files["README.md"])
        return Exit.OK
    path = Path(folder)
    if check:
        stale = [name for name, data in files.items() if _content(path / name) != data]
        left = [] if not path.is_dir() else [one.name for one in path.iterdir() if one.name not in files]
        for name in stale:
            click.echo(f"{path / name} is not up to date", err=True)
        for name in sorted(left):
            click.echo(f"{path / name} is no part of the catalogue", err=True)
        return Exit.GAPS if stale or left else Exit.OK
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"Cannot make the folder {path}: {error.strerror}.") from error
    for name, data in files.items():
        write_whole(path / name, data)
    click.echo(f"{len(files)} files written to {path}")
    return Exit.OK


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


@rules_group.command("coverage")
@click.option("--none", "only_none", is_flag=True, help="Only the provisions that no rule holds.")
@click.option("--format", "shape", type=click.Choice(("text", "json")), default="text", show_default=True)
@rules_option
def coverage_command(only_none: bool, shape: str, rule_folders: tuple[str, ...]) -> int:
    """Say for each provision that the packs know which rules hold it, and which have none.

    \b
    Example:
      ctcheck rules coverage --none
    """
    from ctcheck.kit.provision_coverage import provision_coverage
    from ctcheck.reports import words
    from ctcheck.reports.sheet import wrap

    instruments = provision_coverage(packs(rule_folders).packs)
    if shape == "json":
        records = [
            {
                "instrument": one.name,
                "provision": held.provision.name,
                "label": held.provision.row.label,
                "rules": list(held.rules),
            }
            for one in instruments
            for held in one.held
            if not (only_none and held.rules)
        ]
        emit_json(records)
        return Exit.OK
    columns = width(sys.stdout)
    for one in instruments:
        holding = sum(bool(held.rules) for held in one.held)
        click.echo(f"{one.name}: {holding} of {len(one.held)} provisions are held by a rule")
        for held in one.held:
            if only_none and held.rules:
                continue
            row = held.provision.row
            about = f"{held.provision.name}  {row.label} ({words.in_force(row.in_force)})"
            click.echo("\n".join(wrap(about, columns, "  ", "      ")))
            click.echo("\n".join(wrap(", ".join(held.rules) or "none", columns, "      ", "      ")))
        click.echo()
    every = [held for one in instruments for held in one.held]
    click.echo(f"{sum(bool(held.rules) for held in every)} of {len(every)} provisions are held by a rule.")
    return Exit.OK


@rules_group.command("diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.argument("submissions", nargs=-1, metavar="[SUBMISSION]...")
@law_at_option
@click.option("--format", "shape", type=click.Choice(("text", "json")), default="text", show_default=True)
@rules_option
def diff_command(
    old: str,
    new: str,
    submissions: tuple[str, ...],
    law_at: str | None,
    shape: str,
    rule_folders: tuple[str, ...],
) -> int:
    """Say what a new version of a pack adds, removes and changes, and which verdicts change.

    OLD and NEW are folders of packs; the word `shipped` is the shipped pack alone. For each
    SUBMISSION every finding that differs is listed; it may state facts that only one of the two has.

    \b
    Example:
      ctcheck rules diff shipped examples/local-pack/rules
    """
    from ctcheck.kit.changes import changes

    before = packs((*rule_folders, *_folder(old)), cases=True)
    after = packs((*rule_folders, *_folder(new)), cases=True)
    found = changes(before.packs, after.packs)
    law_date = day(law_at)
    verdicts = [one for file in submissions for one in _verdict_changes(file, before, after, law_date)]
    if shape == "json":
        emit_json(
            {
                "changes": [one._asdict() for one in found],
                "verdicts": [one._asdict() for one in verdicts],
                "submissions": list(submissions),
            }
        )
        return Exit.OK
    _print_changes(found, verdicts, submissions)
    return Exit.OK


def _folder(word: str) -> tuple[str, ...]:
    return () if word == "shipped" else (word,)


def _verdict_changes(
    file: str, before: LoadedPacks, after: LoadedPacks, law_date: dt.date | None
) -> list[VerdictChange]:
    from ctcheck.assess.assess import assess
    from ctcheck.inference.choose import choose_engine
    from ctcheck.kit.changes import reading_both, verdict_changes
    from ctcheck.rulebook.book import book_on

    reports = []
    for loaded, other in ((before, after), (after, before)):
        known = loaded._replace(packs=reading_both(loaded.packs, other.packs))
        submission = reader(known).read(Path(file))
        book = book_on(loaded.packs, law_date or submission.as_at)
        reports.append(assess(submission, book, choose_engine("auto"), loaded.cannot_show))
    return verdict_changes(file, reports[0], reports[1], after.packs.now)


def _print_changes(
    found: Sequence[Change], verdicts: Sequence[VerdictChange], submissions: Sequence[str]
) -> None:
    from ctcheck.reports.safe import prose
    from ctcheck.reports.sheet import wrap

    columns = width(sys.stdout)
    for one in found:
        click.echo("\n".join(wrap(f"{one.how} {one.what} {one.id}: {prose(one.title)}", columns)))
        for detail in one.details:
            indent = len(detail) - len(detail.lstrip())
            click.echo("\n".join(wrap(prose(detail), columns, " " * (4 + indent), " " * (6 + indent))))
    counts = {how: sum(one.how == how for one in found) for how in ("added", "removed", "changed", "renamed")}
    told = [f"{number} {how}" for how, number in counts.items() if number or how != "renamed"]
    click.echo(", ".join(told) + ".")
    for file in submissions:
        own = [one for one in verdicts if one.file == file]
        click.echo(f"{file}: {len(own) or 'no'} {'finding changes' if len(own) == 1 else 'findings change'}")
        for change in own:
            text = f"{change.finding}: {_words(change.before)} before, {_words(change.after)} now"
            click.echo("\n".join(wrap(text, columns, "  ", "    ")))


def _words(verdict: str) -> str:
    return verdict.replace("_", " ")
