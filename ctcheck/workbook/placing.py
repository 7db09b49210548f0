"""What one sheet says of another: evidence beside questions, blocks of answers and their partners, ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ctcheck.reading.suggest import hint_for
from ctcheck.workbook.cells import slug
from ctcheck.workbook.filled import Filled, Given
from ctcheck.workbook.form import ListSheet
from ctcheck.workbook.synonyms import spoken


def name_entries(filled: Filled, path: str, wanted: ListSheet) -> None:
    """Gives an id to entries that have none."""
    if wanted.fields[0].key != "id":
        return
    _refuse_twice(filled, path)
    taken = {str(entry.fields["id"].value) for entry in filled.lists[path] if "id" in entry.fields}
    for entry in filled.lists[path]:
        source = next((entry.fields[key] for key in ("title", "name", "action") if key in entry.fields), None)
        if "id" in entry.fields or source is None:
            continue
        base = slug(str(source.value))[:60].strip("-") or path.rstrip("s")
        name, number = base, 2
        while name in taken:
            name, number = f"{base}-{number}", number + 1
        taken.add(name)
        entry.fields["id"] = Given(name, entry.where)
        filled.say(entry.where, f"the row has no id; it was given the id {name}.")


def _refuse_twice(filled: Filled, path: str) -> None:
    first: dict[str, str] = {}
    for entry in list(filled.lists[path]):
        if "id" not in entry.fields:
            continue
        given = entry.fields["id"]
        before = first.setdefault(str(given.value), given.where)
        if before != given.where:
            filled.refuse(
                given.where,
                f"the id {given.value} stands twice, here and at {before}; this row was left out.",
                "Give it another id.",
            )
            filled.lists[path].remove(entry)


def place_evidence(filled: Filled, named_beside: Iterable[tuple[str, str, str]], listed: bool) -> None:
    """Puts what stands beside the questions into the register: what it backs, the id, the cell."""
    entries = {
        str(entry.fields["id"].value): entry
        for entry in filled.lists.get("evidence", ())
        if "id" in entry.fields
    }
    named: dict[str, list[str]] = {}
    for support, part, where in named_beside:
        name = slug(part)
        if name in entries:
            named.setdefault(name, []).append(support)
            continue
        hint = hint_for(name, entries, len(filled.problems))
        missing = "" if listed else " The sheet 'Evidence' is not there."
        filled.refuse(
            where,
            f"no evidence has the id {part[:60]!r}.{missing}",
            hint or "List it on the sheet 'Evidence', or take the id out.",
        )
    for name, entry in entries.items():
        also = entry.fields.get("supports")
        held = [*named.get(name, ()), *(also.value if also is not None else ())]
        if held:
            entry.fields["supports"] = Given(
                list(dict.fromkeys(held)), also.where if also is not None else entry.where
            )


def place_partners(filled: Filled) -> None:
    """Finds each block of answers its partner in the register."""
    entries = filled.lists.get("partners", [])
    by_id = {str(entry.fields["id"].value): entry for entry in entries if "id" in entry.fields}
    by_name = {
        spoken(str(entry.fields["name"].value)): name
        for name, entry in by_id.items()
        if "name" in entry.fields
    }
    placed: dict[str, dict[str, Given]] = {}
    for name, facts in filled.partners.items():
        found = (
            name if name in by_id else slug(name) if slug(name) in by_id else by_name.get(spoken(name), "")
        )
        if not found:
            first = next(iter(facts.values())).where
            filled.refuse(
                first,
                f"{len(facts)} answers are those of {name[:60]!r}, and no partner of that id has a name.",
                "Name it on the sheet 'Partners', or take its answers out.",
            )
            continue
        if found != name:
            filled.say(next(iter(facts.values())).where, f"the partner {name[:60]!r} was read as {found}.")
        held = placed.setdefault(found, {})
        for path, given in facts.items():
            if path in held and held[path].value != given.value:
                filled.refuse(
                    given.where,
                    f"another answer to this question stands at {held[path].where}.",
                    "Keep one.",
                )
            else:
                held[path] = unconfirmed(held[path], given) if path in held else given
    filled.partners = placed
    supports = filled.lists.get("evidence", [])
    for entry in supports:
        if "supports" in entry.fields:
            given = entry.fields["supports"]
            entry.fields["supports"] = given._replace(
                value=[_support(one, by_id, by_name) for one in given.value]
            )


def unconfirmed(one: Given, other: Given) -> Given:
    """An answer that stands twice: where either is carried, it stays so."""
    days = [given.carried for given in (one, other) if given.carried is not None]
    return one._replace(carried=min(days)) if days else one


def _support(path: str, by_id: Mapping[str, object], by_name: Mapping[str, str]) -> str:
    head, _, name = path.partition(".")
    if head == "partners" and name and name not in by_id:
        return f"partners.{by_name.get(spoken(name), slug(name))}"
    return path
