"""Looks for personal data that has no business in a self-assessment.

Says where, never what: the value itself is not repeated anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ctcheck.model.submission import Warning_
from ctcheck.reading.nodes import LIST, SCALAR, Node

_MONTH = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
_DATE = rf"(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTH}) \d{{4}}|\d{{4}}-\d{{2}}-\d{{2}})"

_WORTH_A_LOOK = re.compile(r"@|\d(?:[ -]?\d){9}|born|birth|d\.?o\.?b", re.IGNORECASE)
"""No pattern below matches where this does not; it spares nearly every text of a file."""


_SHORTEST = 8
"""Nothing that is looked for is shorter: the shortest is an address such as a@bc.org."""


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return (
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
    suspects = {
        id(node) for node in _scalars(root) if len(node.text) >= _SHORTEST and _WORTH_A_LOOK.search(node.text)
    }
    if not suspects:
        return []
    return [
        Warning_(
            node.place(file),
            path,
            f"This looks like {what}. Name roles, never people; take it out before the file is shared.",
        )
        for node, path in _texts(root)
        if id(node) in suspects
        for what, pattern in _patterns()
        if pattern.search(node.text)
    ]


def _scalars(root: Node) -> Iterator[Node]:
    stack = [root]
    while stack:
        node = stack.pop()
        if node.kind == SCALAR:
            yield node
        else:
            stack += node.items
            stack += [value for _, value in node.entries]


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
