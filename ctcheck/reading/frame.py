"""The frame of a submission held against its JSON Schema.

jsonschema_rs answers yes or no in no time; only a file with a problem pays for importing
jsonschema, which finds and words every problem. A test holds the two to the same answers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

from ctcheck.errors import Problem
from ctcheck.model.place import Place
from ctcheck.reading.nodes import LIST, MAP, SCALAR, Node
from ctcheck.reading.suggest import hint_for, listing, nearest

_INTEGER = re.compile(r"-?(0|[1-9]\d{0,14})\Z", re.ASCII)
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})\.\d{1,10}\Z", re.ASCII)
_WORDS: Final = {"yes": True, "true": True, "no": False, "false": False}

MAX_ERRORS: Final = 1_000
"""jsonschema takes its time; nobody mends a thousand errors before looking again."""

Steps = Sequence[str | int]


def plain(node: Node) -> Any:
    """The node as JSON would say it; dates and words stay text, blanks become null."""
    if node.kind == LIST:
        return [plain(item) for item in node.items]
    if node.kind == MAP:
        return {key.text: plain(value) for key, value in node.entries}
    if not node.plain:
        return node.text
    if node.is_blank():
        return None
    text = node.text
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _INTEGER.match(text):
        return int(text)
    return float(text) if _NUMBER.match(text) else text


def find(node: Node, steps: Steps) -> Node:
    """The node at a path; the nearest one above where there is none."""
    for step in steps:
        if node.kind == LIST and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        elif node.kind == MAP and isinstance(step, str) and (below := node.get(step)) is not None:
            node = below
        else:
            break
    return node


def path_words(steps: Steps) -> str:
    """A path as people write it: `evidence[2].date`."""
    text = ""
    for step in steps:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


class FrameChecker:
    """Checks frames against the schema file; one for a process."""

    def __init__(self, schema_file: Path) -> None:
        self._schema: dict[str, Any] = json.loads(schema_file.read_text(encoding="utf-8"))
        self._quick: Any = None

    def is_valid(self, instance: Any) -> bool:
        """The quick answer."""
        if self._quick is None:
            import jsonschema_rs

            self._quick = jsonschema_rs.validator_for(self._schema)
        return bool(self._quick.is_valid(instance))

    def problems(
        self, instance: Any, root: Node, file: str, more_keys: Mapping[str, Collection[str]]
    ) -> list[Problem]:
        """Every problem of the frame; empty if it is valid.

        `more_keys` gives, for the place of an unknown key, the vocabulary's keys that would be
        fine there: they belong to the suggestions.
        """
        if self.is_valid(instance):
            return []
        import jsonschema

        validator = jsonschema.Draft202012Validator(_for_python(self._schema))
        found: list[Problem] = []
        for error in islice(validator.iter_errors(instance), MAX_ERRORS):
            found += _problems(error, root, file, more_keys)
        return found


def _for_python(schema: Any) -> Any:
    """The schema with its patterns in Python's words: there `$` lets a last line break pass."""
    if isinstance(schema, list):
        return [_for_python(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: re.sub(r"\$\Z", r"\\Z", part)
        if key == "pattern" and isinstance(part, str)
        else _for_python(part)
        for key, part in schema.items()
    }


def _problems(error: Any, root: Node, file: str, more_keys: Mapping[str, Collection[str]]) -> list[Problem]:
    steps: list[str | int] = list(error.absolute_path)
    node = find(root, steps)
    path = path_words(steps)
    if error.validator == "additionalProperties":
        return _unknown_keys(error, node, file, path, more_keys)
    if error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        return [
            Problem(
                node.place(file),
                f"the key {key!r} is missing.",
                path=path,
                hint=f"Add {key}: {_expected(error.schema['properties'][key])}.",
            )
            for key in missing
        ]
    expected = _expected(error.schema)
    message, hint = f"found {node.words()}; expected {expected}.", ""
    if node.is_blank():
        pass
    elif error.validator == "type" and node.kind == SCALAR and "string" in str(error.validator_value):
        hint = f'Other programs read it as a number or yes/no: put it in quotes, "{node.text[:60]}".'
    elif error.validator in ("enum", "const"):
        hint = nearest(node.text, [str(word) for word in error.schema.get("enum", ()) if word is not None])
    elif error.validator in ("maxLength", "maxItems", "minItems", "minLength"):
        message = f"{_SIZE[error.validator].format(error.validator_value)}; expected {expected}."
    elif error.validator == "uniqueItems":
        message, hint = "an entry stands twice.", "Keep one of them."
    return [Problem(node.place(file), message, path=path, hint=hint)]


_SIZE: Final = {
    "maxLength": "the text is longer than {} characters",
    "minLength": "the text is empty",
    "maxItems": "the list has more than {} entries",
    "minItems": "the list is empty",
}


def _unknown_keys(
    error: Any, node: Node, file: str, path: str, more_keys: Mapping[str, Collection[str]]
) -> list[Problem]:
    known = list(error.schema["properties"])
    general = re.sub(r"\[\d+\]", "[]", path)
    known += list(more_keys.get(general, ()))
    problems: list[Problem] = []
    for key, _ in node.entries if node.kind == MAP else ():
        # Sections and partners' facts are not in the instance: they are no part of the frame.
        if key.text in error.instance and key.text not in error.schema["properties"]:
            hint = hint_for(key.text, known, len(problems)) or f"Known here: {listing(known, 24)}."
            here = f"{path}.{key.text}" if path else key.text
            problems.append(Problem(key.place(file), "this key is not known here.", path=here, hint=hint))
    return problems


def _expected(schema: Mapping[str, Any]) -> str:
    if "description" in schema:
        return str(schema["description"])
    if "enum" in schema:
        return f"one of {listing(str(word) for word in schema['enum'] if word is not None)}"
    return f"a value of type {schema.get('type', 'that fits')}"


def place_of(root: Node, file: str, *steps: str | int) -> Place:
    """The place of a path in the file."""
    return find(root, steps).place(file)
