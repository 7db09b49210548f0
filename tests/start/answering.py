"""Answers put into a new self-assessment by a machine, as a person would: behind the colon."""

from __future__ import annotations

import re

from ctcheck.model.rules import FactType
from ctcheck.questions.in_force import Question


def answer(wanted: FactType) -> str:
    """A legal value."""
    first = next(iter(wanted.choices), "")
    return {
        "yes-no": "yes",
        "choice": first,
        "choices": f"[{first}]",
        "date": "2005-10-03",
        "integer": "3",
        "number": "2.5",
        "share": "3 of 4",
        "text": "an answer",
        "texts": "[an answer]",
    }[wanted.kind]


def uncommented(text: str, begins: str, ends: str) -> str:
    """The lines from the first that begins so to the next heading, without their first `# `."""
    start = text.index(begins)
    stop = text.index(ends, start)
    block = re.sub(r"^# ?", "", text[start:stop], flags=re.M)
    return text[:start] + block + text[stop:]


def answered(text: str, questions: list[Question], indent: int = 0) -> str:
    """The text with an answer to each question; keys are found by walking down the path."""
    lines = text.split("\n")
    wanted = {one.path: one for one in questions}
    above: list[tuple[int, str]] = []
    out: list[str] = []
    left = dict(wanted)
    inside: Question | None = None
    for line in lines:
        field = re.match(r"( *)#   (- |  )([a-z0-9_]+):$", line)
        if inside is not None and field:
            kind = inside.type.fields[field[3]].type
            out.append(f"{field[1]}  {field[2]}{field[3]}: {answer(kind)}")
            continue
        found = re.match(r"( *(?:- )?)([a-z0-9_]+):(.*)$", line)
        if not found:
            out.append(line)
            continue
        depth = len(found[1])
        above = [(at, key) for at, key in above if at < depth] + [(depth, found[2])]
        path = ".".join(key for _, key in above)
        if path.startswith("partners."):
            path = f"partner.{path.removeprefix('partners.')}"
        one = left.pop(path, None)
        inside = one if one is not None and one.type.kind == "records" else None
        out.append(line if one is None or inside else f"{line} {answer(one.type)}")
    assert not left, f"not in the file: {sorted(left)[:5]}"
    return "\n".join(out)
