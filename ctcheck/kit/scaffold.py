"""A new rule as files: whole, with cases that pass, so that writing on means changing what is there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final, NamedTuple

from ctcheck.model.rules import FactDeclaration, FactType, RulePacks

SCHEMA_FILE: Final = "rules.schema.json"
EDITOR_LINE: Final = "# yaml-language-server: $schema={}"
NEW_FACT_TYPES: Final = ("yes-no", "choice", "date", "integer", "share", "text")
STATUS: Final = {
    "in-place": "in place",
    "decided": "decided",
    "proposed": "proposed",
    "drafted": "drafted",
    "not-in-place": "not in place",
}
"""What a new fact of type choice may be: an intention is no arrangement."""


class NewFact(NamedTuple):
    """A fact that the pack declares with the rule."""

    path: str
    """Section and name: `local.protocol_signed`."""
    kind: str
    """One of `NEW_FACT_TYPES`."""
    label: str
    ask: str


class RuleDraft(NamedTuple):
    """What somebody has said of a new rule. Dates are ISO text, empty for none."""

    id: str
    theme: str
    title: str
    expects: str
    duty_on: str
    force: str
    instrument: str
    provision: str
    url: str
    certainty: str
    first: str
    last: str
    fact: str
    evidence: str
    why: str
    remedy: str
    enquiry: str
    new_fact: NewFact | None = None


class Meets(NamedTuple):
    """An operator and its value, with a value of the fact that meets it and one that does not."""

    operator: str
    value: str
    good: str
    bad: str


def declared_as(new: NewFact) -> FactType:
    """The type of a new fact."""
    return FactType(new.kind, choices=STATUS if new.kind == "choice" else {})


def meets(wanted: FactType, fields: Mapping[str, FactDeclaration] | None = None) -> Meets:
    """The plainest condition on a fact of a type; every value is YAML."""
    kind = wanted.kind
    if kind == "yes-no":
        return Meets("is", "'yes'", "'yes'", "'no'")
    if kind == "choice":
        words = list(wanted.choices)
        best = "in-place" if "in-place" in words else words[0]
        other = next((word for word in reversed(words) if word != best), "none")
        return Meets("is", best, best, other)
    if kind == "choices":
        first = next(iter(wanted.choices))
        return Meets("includes", first, f"[{first}]", "none")
    if kind == "date":
        return Meets("on_or_before", "as_at", "AS_AT", "none")
    if kind == "share":
        return Meets("at_least", "100", "10 of 10", "5 of 10")
    if kind in ("integer", "number"):
        return Meets("at_least", "1", "1", "0")
    if kind == "records":
        return Meets("has_at_least", "1", f"[{_record(fields or wanted.fields)}]", "none")
    example = "[an example]" if kind == "texts" else "an example"
    return Meets("stated", "'yes'", example, "none")


def _record(fields: Mapping[str, FactDeclaration]) -> str:
    name, field = next(iter(fields.items()))
    return f"{{{_quoted(name)}: {meets(field.type).good}}}"


def rule_file(draft: RuleDraft, wanted: FactType, label: str, schema: str) -> str:
    """The rule file; `schema` is the way from it to the schema for editors."""
    how = meets(wanted)
    day = draft.first or "2026-01-01"
    good = how.good.replace("AS_AT", day)
    last = draft.last or "null"
    source = [
        f"      - instrument: {_quoted(draft.instrument)}",
        f"        provision: {_quoted(draft.provision)}",
        *([f"        url: {_quoted(draft.url)}"] if draft.url else []),
        f"        certainty: {draft.certainty}",
    ]
    lines = [
        EDITOR_LINE.format(schema),
        f"theme: {draft.theme}",
        "rules:",
        f"  - id: {draft.id}",
        f"    title: {_quoted(draft.title)}",
        f"    expects: {_quoted(draft.expects)}",
        f"    duty_on: {draft.duty_on}",
        f"    force: {draft.force}",
        "    source:",
        *source,
        f"    in_force: {{from: {draft.first or 'null'}, to: {last}}}",
        "    met:",
        f"      {draft.fact}: {{{how.operator}: {how.value}}}",
        f"    evidence: [{_quoted(draft.evidence)}]",
        f"    why: {_quoted(draft.why)}",
        f"    remedy: {_quoted(draft.remedy)}",
        f"    enquiry: {_quoted(draft.enquiry)}",
        "    cases:",
        *_case(f"Met, where {label} is as expected", draft.fact, good, "met"),
        *_case(f"Not met, where {label} is not", draft.fact, how.bad, "not_met"),
        *_case(f"Nothing is said of {label}", "", "", "no_answer"),
    ]
    return "\n".join(lines) + "\n"


def _case(name: str, fact: str, value: str, verdict: str) -> list[str]:
    given = f"{{{fact}: {value}}}" if fact else "{}"
    return [f"      - name: {_quoted(name)}", f"        given: {given}", f"        verdict: {verdict}"]


def vocabulary_file(new: NewFact, title: str) -> str:
    """The file that declares the new fact."""
    section, _, name = new.path.partition(".")
    lines = [
        f"section: {section}",
        f"title: {_quoted(title)}",
        "facts:",
        f"  {name}:",
        f"    type: {new.kind}",
    ]
    if new.kind == "choice":
        lines.append("    choices:")
        lines += [f"      {word}: {label}" for word, label in STATUS.items()]
    lines += [f"    label: {_quoted(new.label)}", f"    ask: {_quoted(new.ask)}"]
    return "\n".join(lines) + "\n"


def pack_file(pack_id: str, title: str, packs: RulePacks) -> str:
    """The pack.yaml of a new pack that builds on the first of those loaded."""
    base = packs.packs[0]
    return f"pack: {pack_id}\nversion: 0.1.0\ntitle: {_quoted(title)}\nextends: {base.id} {base.version}\n"


def _quoted(text: str) -> str:
    """The text as YAML that cannot be read as anything else."""
    plain = text.replace(" ", "").replace("-", "").replace("'", "")
    reserved = ("yes", "no", "on", "off", "true", "false", "null", "none")
    if plain.isalpha() and plain.isascii() and text[0].isalpha() and text.lower() not in reserved:
        return text
    return json.dumps(text, ensure_ascii=False)
