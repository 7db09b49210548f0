"""The catalogue of rules as files: Markdown by theme and by provision, and one page of HTML."""

from __future__ import annotations

import re
from typing import NamedTuple

from ctcheck.kit.provision_coverage import Instrument, provision_coverage
from ctcheck.kit.rule_entry import RuleEntry, rule_entry
from ctcheck.model.rules import RulePacks
from ctcheck.reports import words
from ctcheck.reports.html import render_template
from ctcheck.reports.safe import link, prose

_MADE = "<!-- Made by `ctcheck rules docs`; change the rules, not this file. -->"
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|#])")


class ThemePart(NamedTuple):
    """The rules of one theme."""

    id: str
    title: str
    entries: tuple[RuleEntry, ...]


class Listed(NamedTuple):
    """One row of the list by provision."""

    provision: str
    label: str
    span: str
    rules: tuple[tuple[str, str, str], ...]
    """Id, theme and title of each rule that holds it."""


class InstrumentPart(NamedTuple):
    """One instrument with its provisions."""

    name: str
    rows: tuple[Listed, ...]


def catalogue(packs: RulePacks) -> dict[str, bytes]:
    """Every file of the catalogue by name."""
    themes = tuple(
        ThemePart(name, title, tuple(rule_entry(rule, packs) for rule in packs.rules if rule.theme == name))
        for name, title in packs.themes
    )
    instruments = tuple(_instrument(one, packs) for one in provision_coverage(packs))
    heading = ", ".join(f"{pack.title} ({pack.id} {pack.version})" for pack in packs.packs)
    files = {"README.md": _index(heading, themes, bool(instruments))}
    files |= {f"{theme.id}.md": _theme(theme) for theme in themes}
    if instruments:
        files["provisions.md"] = _provisions(instruments)
    made = {name: text.encode() for name, text in files.items()}
    made["rules.html"] = render_template(
        "catalogue.html.j2", heading=prose(heading), themes=themes, instruments=instruments, link=link
    )
    return made


def _instrument(instrument: Instrument, packs: RulePacks) -> InstrumentPart:
    rules = {rule.id: rule for rule in packs.rules}
    return InstrumentPart(
        instrument.name,
        tuple(
            Listed(
                held.provision.name,
                held.provision.row.label,
                words.in_force(held.provision.row.in_force),
                tuple((name, rules[name].theme, rules[name].title) for name in held.rules),
            )
            for held in instrument.held
        ),
    )


def _plain(text: str) -> str:
    """Text that Markdown takes for nothing else."""
    return _MARKUP.sub(r"\\\1", prose(text))


def _index(heading: str, themes: tuple[ThemePart, ...], provisions: bool) -> str:
    number = sum(len(theme.entries) for theme in themes)
    lines = [_MADE, "", "# The rules", "", f"{_plain(heading)}.", "", f"{number} rules, by theme:", ""]
    lines += [f"* [{_plain(theme.title)}]({theme.id}.md): {len(theme.entries)}" for theme in themes]
    if provisions:
        lines += ["", "[By provision](provisions.md): which rules hold which section or regulation."]
    lines += ["", "The same on one page, to open in a browser: `rules.html`."]
    return "\n".join(lines) + "\n"


def _theme(theme: ThemePart) -> str:
    lines = [_MADE, "", f"# {_plain(theme.title)}", ""]
    lines += [f"* [{_plain(entry.title)}](#{entry.id})" for entry in theme.entries]
    for entry in theme.entries:
        lines += ["", f'## <a id="{entry.id}"></a>{_plain(entry.title)}', "", _plain(entry.expects), ""]
        for line in entry.lines[1:]:
            url = f" <{link(line.url)}>" if link(line.url) else ""
            lines.append(f"* **{line.label}:** {_plain(line.text)}{url}")
        if entry.judged:
            lines += ["", _plain(entry.judged)]
        for asked in entry.asked:
            lines += ["", f"{asked.title}:", ""]
            lines += [f"{'  ' * depth}* {_plain(text)}" for text, depth in asked.lines]
        for title, texts in (("Thresholds", entry.thresholds), ("Worked examples", entry.cases)):
            if texts:
                lines += ["", f"{title}:", "", *(f"* {_plain(text)}" for text in texts)]
    return "\n".join(lines) + "\n"


def _provisions(instruments: tuple[InstrumentPart, ...]) -> str:
    lines = [_MADE, "", "# The rules by provision", ""]
    for instrument in instruments:
        held = sum(bool(row.rules) for row in instrument.rows)
        lines += [f"## {_plain(instrument.name)}", ""]
        lines += [f"{held} of {len(instrument.rows)} provisions are held by a rule.", ""]
        lines += ["| provision | what it is about | in force | rules |", "| --- | --- | --- | --- |"]
        for row in instrument.rows:
            rules = ", ".join(f"[{name}]({theme}.md#{name})" for name, theme, _ in row.rules) or "none"
            lines.append(f"| {_plain(row.provision)} | {_plain(row.label)} | {_plain(row.span)} | {rules} |")
        lines.append("")
    return "\n".join(lines)
