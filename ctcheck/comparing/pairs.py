"""Which finding of the one report goes with which of the other."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

from collections.abc import Sequence
from typing import NamedTuple

from ctcheck.comparing.trials import Key, Names
from ctcheck.model.comparison import Subject
from ctcheck.model.report import Finding
from ctcheck.model.submission import Partner


class Pair(NamedTuple):
    """A finding then and now; one of them may not be there."""

    old: Finding | None
    new: Finding | None
    old_key: Key | None
    new_key: Key | None


def same_partners(old: Sequence[Partner], new: Sequence[Partner]) -> dict[str, str]:
    """Partners of the new submission that the old one has under another id: same kind, same name."""
    known = {one.id for one in old}
    gone = [one for one in old if one.id not in {other.id for other in new}]
    found: dict[str, str] = {}
    for partner in new:
        if partner.id in known:
            continue
        alike = [one for one in gone if (one.kind, one.name) == (partner.kind, partner.name)]
        if len(alike) == 1 and alike[0].id not in found.values():
            found[partner.id] = alike[0].id
    return found


def partner_changes(old: Sequence[Partner], new: Sequence[Partner]) -> tuple[Subject, ...]:
    """Partners that came, went, or have another id; in the order of the files, new ones first."""
    same = same_partners(old, new)
    before = {one.id for one in old}
    now = {one.id for one in new}
    found = [
        Subject(one.id, one.name, one.kind, "renamed" if one.id in same else "came", same.get(one.id, ""))
        for one in new
        if one.id not in before
    ]
    found += [
        Subject(one.id, one.name, one.kind, "went", "")
        for one in old
        if one.id not in now and one.id not in same.values()
    ]
    return tuple(found)


def paired(old: Sequence[Finding], new: Sequence[Finding], same: dict[str, str], names: Names) -> list[Pair]:
    """Every finding of both reports once: those of the new one in its order, then those that are gone.

    A body that one submission names and the other does not (`partner-kind`) goes with the one partner of its kind.
    """
    by_key = {names.key(one.rule, one.subject.id): one for one in old}
    unnamed: dict[Key, Finding] = {}
    by_kind: dict[Key, list[Finding]] = {}
    for one in old:
        if one.subject.kind == "partner-kind":
            unnamed[names.key(one.rule, one.subject.partner_kind)] = one
        elif one.subject.kind == "partner":
            by_kind.setdefault(names.key(one.rule, one.subject.partner_kind), []).append(one)
    named_now: dict[Key, int] = {}
    for one in new:
        if one.subject.kind == "partner":
            key = names.key(one.rule, one.subject.partner_kind)
            named_now[key] = named_now.get(key, 0) + 1
    pairs: list[Pair] = []
    taken: set[str] = set()
    for one in new:
        key = names.key(one.rule, one.subject.id)
        of_kind = names.key(one.rule, one.subject.partner_kind)
        before = by_key.get(key) or by_key.get(names.key(one.rule, same.get(one.subject.id, "\0")))
        if before is None and one.subject.kind == "partner" and named_now[of_kind] == 1:
            before = unnamed.get(of_kind)
        if before is None and one.subject.kind == "partner-kind" and len(by_kind.get(of_kind, ())) == 1:
            before = by_kind[of_kind][0]
        if before is not None and before.id in taken:
            before = None
        if before is not None:
            taken.add(before.id)
        pairs.append(Pair(before, one, before and names.key(before.rule, before.subject.id), key))
    for one in old:
        if one.id not in taken:
            pairs.append(Pair(one, None, names.key(one.rule, one.subject.id), None))
    return pairs
