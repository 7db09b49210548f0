"""Looks for personal data that has no business in a self-assessment.

Says where, never what: the value itself is not repeated anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctcheck.model.submission import Warning_
from ctcheck.reading.nodes import LIST, SCALAR, Node

_MONTH = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
_DATE = rf"(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTH}) \d{{4}}|\d{{4}}-\d{{2}}-\d{{2}})"

_PATTERNS = (
    ("an e-mail address", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63}")),
    (
        "an NHS number",
        re.compile(r"\b\d{3}[ -]\d{3}[ -]\d{4}\b|\bNHS (?:no\.?|number):? ?\d{10}\b", re.IGNORECASE),
    ),
    ("a unique pupil number", re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[\dA-Z]\b")),
    ("a telephone number", re.compile(r"(?<![\d-])(?:\+44 ?|0)(?:\d[ -]?){9,10}(?!\d)")),
    (
        "a name beside a date of birth",
        re.compile(rf"\b(?:born|d\.?o\.?b\.?|date of birth)\b.{{0,30}}?{_DATE}", re.IGNORECASE),
    ),
)


def personal_data(root: Node, file: str) -> list[Warning_]:
    """A warning for each place that looks like personal data, in the order of the file."""
    found = []
    for node, path in _texts(root):
        if len(node.text) < 8:
            continue
        for what, pattern in _PATTERNS:
            if pattern.search(node.text):
                found.append(
                    Warning_(
                        node.place(file),
                        path,
                        f"This looks like {what}. Name roles, never people; take it out before the file is shared.",
                    )
                )
    return found


def _texts(root: Node) -> Iterator[tuple[Node, str]]:
    stack: list[tuple[Node, str]] = [(root, "")]
    while stack:
        node, path = stack.pop()
        if node.kind == SCALAR:
            yield node, path
        elif node.kind == LIST:
            stack += [(item, f"{path}[{index}]") for index, item in enumerate(node.items)][::-1]
        else:
            below = [(value, f"{path}.{key.text}" if path else key.text) for key, value in node.entries]
            stack += below[::-1]
