"""What a scalar means, given the type that is wanted.

YAML 1.1 reads bare `no` as false, `1.10` as 1.1, `2006-09` as text and `010` as eight.
Here the declared type decides, and a bare word that other tools would read otherwise is
refused with advice where text is wanted.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from ctcheck.model.rules import FactType
from ctcheck.model.values import NONE, DateValue, Share, Value, month_length
from ctcheck.reading.nodes import SCALAR, Node
from ctcheck.reading.suggest import listing, nearest

MAX_TEXT: Final = 5_000

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})\Z", re.ASCII)
_INTEGER = re.compile(r"-?(0|[1-9]\d{0,14})\Z", re.ASCII)
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,6})?\Z", re.ASCII)
_SHARE_OF = re.compile(r"(\d{1,9}) of (\d{1,9})\Z", re.ASCII)
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,4})?) ?%\Z", re.ASCII)
# Compiled when a short text first comes: its many branches take a millisecond.
_SURPRISE = (
    r"(?:y|n|yes|no|true|false|on|off|null|~|[-+]?[\d_]+(?:\.[\d_]*)?(?:e[-+]?\d+)?|0x[0-9a-f_]+|0o?[0-7_]+"
    r"|[-+]?\d[\d_]*(?::[0-5]?\d)+|\d{4}-\d{1,2}(?:-\d{1,2})?|[-+]?\.(?:inf|nan))\Z"
)
_AS_ASCII = re.IGNORECASE | re.ASCII
_LONGEST_WORD = 5
"""Of the words among them, `false`; all others begin with a digit or a sign."""
_SPELLED = {"true": True, "yes": True, "false": False, "no": False}


class ValueProblem(Exception):
    """The scalar is not of the type wanted. `message` is a sentence; `hint` says what to write."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def scalar_value(node: Node, wanted: FactType) -> Value:
    """The value of a scalar node that is not blank. Raises `ValueProblem`."""
    if node.kind != SCALAR:
        raise ValueProblem(f"found {node.words()}; expected {describe(wanted)}.")
    if node.plain and node.text == "none" and not (wanted.kind == "choice" and "none" in wanted.choices):
        # Of things that are counted, none is nought; of all else it says that there is no such thing.
        return 0 if wanted.kind == "integer" else NONE
    reader = _READERS[wanted.kind]
    return reader(node, wanted)


def describe(wanted: FactType) -> str:
    """The type in words."""
    if wanted.kind == "choice":
        return f"one of {listing(wanted.choices)}"
    if wanted.kind == "choices":
        return f"a list of words out of {listing(wanted.choices)}"
    if wanted.kind == "date" and wanted.month_precision:
        return "a date such as 2006-03-20, or a month such as 2006-03"
    return {
        "yes-no": "yes or no",
        "date": "a date such as 2006-03-20",
        "integer": "a whole number",
        "number": "a number",
        "share": "a part of a whole such as `45 of 50`, or a percentage such as `90%`",
        "text": "a line of text",
        "texts": "a list of lines of text",
        "records": "a list of entries",
    }[wanted.kind]


def calendar_date(text: str) -> dt.date:
    """A day from `YYYY-MM-DD`. Raises `ValueProblem` for another form or a day that does not exist."""
    found = _DATE.match(text)
    if not found:
        raise ValueProblem(f"found {text[:40]!r}; expected a date such as 2006-03-20.")
    year, month, day = (int(part) for part in found.groups())
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= month_length(year, month)):
        raise ValueProblem(f"{text} is not a day in the calendar.", "Dates are year, month, day: 2006-03-20.")
    return dt.date(year, month, day)


def _yes_no(node: Node, wanted: FactType) -> Value:
    value = _SPELLED.get(node.text.lower())
    if value is None:
        hint = (
            "Write yes or no."
            if node.text.lower() in ("y", "n", "on", "off")
            else nearest(node.text, ("yes", "no"))
        )
        raise ValueProblem(f"found {node.words()}; expected yes or no.", hint)
    return value


def _choice(node: Node, wanted: FactType) -> Value:
    if node.text in wanted.choices:
        return node.text
    raise ValueProblem(
        f"found {node.words()}; expected {describe(wanted)}.", nearest(node.text, wanted.choices)
    )


def _date(node: Node, wanted: FactType) -> Value:
    if _DATE.match(node.text):
        day = calendar_date(node.text)
        return DateValue(day, day)
    month = _MONTH.match(node.text)
    if month:
        if not wanted.month_precision:
            raise ValueProblem(
                f"found the month {node.text}; expected a date such as 2006-03-20.",
                "The law counts days here; if the day is not known, leave the fact out.",
            )
        year, number = int(month.group(1)), int(month.group(2))
        if not (year >= 1 and 1 <= number <= 12):
            raise ValueProblem(f"{node.text} is not a month.")
        return DateValue(dt.date(year, number, 1), dt.date(year, number, month_length(year, number)))
    hint = "Write year, month, day with hyphens."
    raise ValueProblem(f"found {node.words()}; expected {describe(wanted)}.", hint)


def _integer(node: Node, wanted: FactType) -> Value:
    if not node.plain:
        raise ValueProblem(f"found the text {node.words()}; expected a whole number.", "Remove the quotes.")
    if not _INTEGER.match(node.text):
        raise ValueProblem(
            f"found {node.words()}; expected a whole number.",
            "Write digits only, without commas or a leading 0.",
        )
    return int(node.text)


def _number(node: Node, wanted: FactType) -> Value:
    if not node.plain:
        raise ValueProblem(f"found the text {node.words()}; expected a number.", "Remove the quotes.")
    if not _NUMBER.match(node.text):
        raise ValueProblem(
            f"found {node.words()}; expected a number.", "Write it like 1250 or 12.5, without commas."
        )
    return float(node.text)


def _share(node: Node, wanted: FactType) -> Value:
    counted = _SHARE_OF.match(node.text)
    if counted:
        part, whole = int(counted.group(1)), int(counted.group(2))
        if part > whole:
            raise ValueProblem(
                f"found {node.text}: the part is larger than the whole.", "Check the two numbers."
            )
        return Share(part, whole)
    percent = _PERCENT.match(node.text)
    if percent:
        value = float(percent.group(1))
        if value > 100:
            raise ValueProblem(f"found {node.text}: more than the whole.", "A share is at most 100%.")
        return Share(value, 100, counted=False)
    raise ValueProblem(
        f"found {node.words()}; expected {describe(wanted)}.",
        "Say of how many: `45 of 50`. Where only a percentage is known, write `90%`.",
    )


def _surprising(text: str) -> bool:
    """Whether other programs would read it as something else than text."""
    if text[:1] not in "0123456789+-.~" and len(text) > _LONGEST_WORD:
        return False
    return re.match(_SURPRISE, text, _AS_ASCII) is not None


def _text(node: Node, wanted: FactType) -> Value:
    if node.plain and _surprising(node.text):
        raise ValueProblem(
            f"found {node.words()} without quotes; expected a line of text.",
            f'Other programs read it as a number, a date or yes/no: put it in quotes, "{node.text}".',
        )
    if len(node.text) > MAX_TEXT:
        raise ValueProblem(
            f"the text is {len(node.text):,} characters long.",
            f"Keep it under {MAX_TEXT:,}; name the document where the rest is kept.",
        )
    if not node.text.strip():
        raise ValueProblem("the text is empty.", "Leave the value out if nothing is to be said.")
    return node.text


_READERS = {
    "yes-no": _yes_no,
    "choice": _choice,
    "date": _date,
    "integer": _integer,
    "number": _number,
    "share": _share,
    "text": _text,
}
