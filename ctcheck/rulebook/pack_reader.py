"""Reads what packs say of themselves: id, version, what they extend and what they withdraw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ctcheck.model.rules import Pack, Rule, Withdrawal
from ctcheck.model.words import Force
from ctcheck.reading.nodes import MAP, Node
from ctcheck.reading.suggest import nearest
from ctcheck.rulebook.declarations import ID
from ctcheck.rulebook.forms import Form, RuleFile

PACK_KEYS = ("pack", "version", "title", "extends", "themes", "cannot_show", "withdraws", "renamed")


@dataclass
class PackSource:
    """One pack being read."""

    digest: str
    parsed: dict[str, RuleFile] = field(default_factory=dict)
    pack: Pack | None = None
    themes: dict[str, str] = field(default_factory=dict)
    cannot_show: tuple[str, ...] = ()


class Withdrawing(NamedTuple):
    """A wish to take a rule out, and the packs whose rules may be taken out."""

    form: Form
    rule: str
    reason: str
    pack: str
    below: tuple[str, ...]
    """Ids of the packs that the pack extends, near and far."""


def read_packs(files: Sequence[tuple[PackSource, RuleFile]]) -> list[Withdrawing]:
    """Fills in each source from its pack.yaml; gives the rules that the packs want to take out."""
    for source, file in files:
        _read_pack(source, file)
    by_id = {source.pack.id: source.pack for source, _ in files if source.pack}
    wanted: list[Withdrawing] = []
    for source, file in files:
        if source.pack is None:
            continue
        form = Form(file, file.root, "", PACK_KEYS)
        below = _extended(source.pack, by_id, form)
        for index, node in enumerate(form.items("withdraws")):
            one = Form(file, node, f"withdraws[{index}]", ("rule", "reason"))
            rule, reason = one.text("rule", most=80), one.text("reason")
            if rule and reason:
                wanted.append(Withdrawing(one, rule, reason, source.pack.id, below))
    return wanted


def _read_pack(source: PackSource, file: RuleFile) -> None:
    form = Form(file, file.root, "", PACK_KEYS)
    pack_id, version = form.text("pack", most=80), form.text("version", most=40)
    if pack_id and not ID.match(pack_id):
        form.fail("pack", f"{pack_id!r} is no id.", "Ids are lower case with hyphens.")
    if source.pack is not None:
        form.fail("pack", "this folder has two pack files.", "Keep one pack.yaml.")
    node = form.node_of("themes")
    if node is not None and node.kind != MAP:
        form.fail("themes", f"found {node.words()}; expected themes with their titles.")
    for key, value in node.entries if node else ():
        source.themes[key.text] = " ".join(value.text.split())
    source.cannot_show = form.texts("cannot_show")
    source.pack = Pack(
        pack_id, version, form.text("title"), form.text("extends", required=False), source.digest
    )


def _extended(pack: Pack, by_id: Mapping[str, Pack], form: Form) -> tuple[str, ...]:
    """The packs that a pack extends, each in the exact version that it asks for."""
    chain: list[str] = []
    current = pack
    while current.extends:
        if current.id in chain:
            circle = " -> ".join([*chain, current.id])
            form.fail("extends", f"the packs extend each other in a circle: {circle}.")
            break
        chain.append(current.id)
        parts = current.extends.split()
        if len(parts) != 2:
            form.fail("extends", "expected a pack and its exact version, such as `children-act-2004 0.1.0`.")
            break
        name, version = parts
        other = by_id.get(name)
        if other is None:
            form.fail(
                "extends",
                f"the pack {name!r} is not loaded.",
                f"Loaded: {', '.join(by_id)}. Add it with --rules.",
            )
            break
        if other.version != version:
            form.fail(
                "extends",
                f"version {version} of {name} is wanted; {other.version} is loaded.",
                "Test the pack against the loaded version, then change the number.",
            )
            break
        current = other
    return (*chain[1:], current.id) if current is not pack else ()


def withdrawals(wanted: Iterable[Withdrawing], rules: Mapping[str, Rule]) -> tuple[Withdrawal, ...]:
    """The rules that are taken out; a problem for each that cannot be.

    A duty cannot: what the law asks does not depend on a pack.
    """
    found: dict[str, Withdrawal] = {}
    for one in wanted:
        rule = rules.get(one.rule)
        if rule is None:
            one.form.fail("rule", f"no rule is called {one.rule!r}.", nearest(one.rule, rules))
        elif rule.pack not in one.below:
            one.form.fail(
                "rule",
                f"{one.rule!r} is no rule of a pack that this one extends.",
                "A rule of this pack is simply taken out of its file.",
            )
        elif rule.force is Force.DUTY:
            one.form.fail(
                "rule",
                f"{one.rule!r} is a duty, and a duty cannot be withdrawn.",
                "Where it does not bind an authority, that authority states the facts that show it.",
            )
        elif one.rule in found:
            one.form.fail("rule", f"{one.rule!r} is withdrawn twice.", "Keep one of the two.")
        else:
            found[one.rule] = Withdrawal(rule, one.reason, one.pack, one.form.place())
    return tuple(found.values())


def renames(files: Sequence[tuple[PackSource, RuleFile]], rules: Mapping[str, Rule]) -> dict[str, str]:
    """The ids that rules had before, each with the id that the rule has now; chains are followed.

    A problem for each that leads nowhere, in a circle, or to two rules, and for one that a rule still has.
    """
    wanted: dict[str, str] = {}
    said: dict[str, tuple[RuleFile, Node]] = {}
    for _, file in files:
        node = file.root.get("renamed")
        if node is None or node.is_blank():
            continue
        if node.kind != MAP:
            file.problem(
                node, f"found {node.words()}; expected old ids, each with the new one.", "", "renamed"
            )
        for key, value in node.entries:
            old, new = key.text, value.text
            wrong, hint = _wrong_rename(old, new, wanted, rules)
            if wrong:
                file.problem(key, wrong, hint, f"renamed.{old}")
                continue
            wanted[old] = new
            said[old] = (file, value)
    found: dict[str, str] = {}
    for old in wanted:
        chain = [old]
        while chain[-1] in wanted and chain.count(chain[-1]) == 1:
            chain.append(wanted[chain[-1]])
        end = chain[-1]
        file, node = said[old]
        if chain.count(end) > 1:
            circle = " -> ".join(chain)
            file.problem(node, f"these names lead in a circle: {circle}.", "", f"renamed.{old}")
        elif end not in rules:
            file.problem(node, f"no rule is called {end!r}.", nearest(end, rules), f"renamed.{old}")
        else:
            found[old] = end
    return found


def _wrong_rename(
    old: str, new: str, wanted: Mapping[str, str], rules: Mapping[str, Rule]
) -> tuple[str, str]:
    """What is wrong with one line of `renamed`, and what to do; empty where nothing is."""
    for name in (old, new):
        if not ID.match(name) or len(name) > 80:
            return f"{name[:80]!r} is no id.", "Ids are lower case with hyphens."
    if old in rules:
        return f"{old!r} is still the id of a rule.", "Rename the rule, or take this line out."
    if wanted.get(old, new) != new:
        return (
            f"{old!r} is renamed to {wanted[old]!r} as well.",
            "A rule goes on as one rule; keep one of them.",
        )
    return "", ""
