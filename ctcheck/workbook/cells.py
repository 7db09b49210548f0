"""One cell understood as the answer to one question, or refused with what to write instead."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
import re
from typing import Any, Final, NamedTuple

from ctcheck.model.rules import FactType
from ctcheck.model.values import MONTHS, plain_date
from ctcheck.reading.people_dates import NoDateError, due_from
from ctcheck.reading.suggest import listing, nearest
from ctcheck.reading.workbook import Cell
from ctcheck.workbook import synonyms
from ctcheck.workbook.synonyms import loose, meant_by, offered_as, spoken

_CONTROL: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
_TWO_DIGITS: Final = re.compile(
    r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{2}\Z|\d{1,2}[a-z]{0,2}[\s-]+[a-z]+\.?,?[\s-]+'?\d{2}\Z"
)
_MONTH_WORDS: Final = re.compile(r"([a-z]{3,9})\.?,?[\s-]+(\d{4})\Z")
_MONTH_NUMBERS: Final = re.compile(r"(\d{1,2})[/.](\d{4})\Z|(\d{4})-(\d{1,2})\Z", re.ASCII)
_INTEGER: Final = re.compile(r"-?(0|[1-9]\d{0,14})\Z", re.ASCII)
_NUMBER: Final = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,6})?\Z", re.ASCII)
_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?\Z", re.ASCII)
_SHARE: Final = re.compile(r"(\d{1,9})\s*(of|out of|from|/)\s*(\d{1,9})\Z", re.ASCII)
_PERCENT: Final = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)\s*(%|per ?cent|pc)\Z", re.ASCII)
_PATH: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*\Z", re.ASCII)
QUOTED_NONE: Final = '"none"'
"""How the text `none` stands in a cell, which would otherwise say that there is no such thing."""


class Word(str):
    """A value that stands in the file without quotes: a number, a date, yes, a word of a list."""

    __slots__ = ()


NONE: Final = Word("none")


class Understood(NamedTuple):
    """What a cell says."""

    value: Any
    """A `Word`, a text, a list of either; None where the cell gives no answer."""
    said: str = ""
    """What was made of it, where it could have been clearer: a sentence."""


class RefusedError(Exception):
    """A cell that cannot be understood for certain; the message is a sentence."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def understand(cell: Cell, wanted: FactType, *, fact: bool = True) -> Understood:
    """The answer in a cell that is not empty. Raises `RefusedError`.

    Facts may be said to be `none`; what belongs to the frame may not.
    """
    if cell.formula:
        raise RefusedError(
            "a formula stands here, and ctcheck works none out.", "Put the answer itself in the cell."
        )
    if cell.error:
        raise RefusedError(f"the cell shows an error, {cell.value}.", "Put the answer itself in the cell.")
    value = cell.value
    if isinstance(value, str):
        if _CONTROL.search(value):
            raise RefusedError("a character that nobody can see stands here.", "Type the answer again.")
        early = _beside_the_point(value, wanted, fact)
        if early is not None:
            return early
    return _READERS[wanted.kind](cell, wanted)


def _beside_the_point(text: str, wanted: FactType, fact: bool) -> Understood | None:
    """Answers that fit any question: that there is none, that nobody knows."""
    word = spoken(text)
    if wanted.kind in ("choice", "grade") and (offered_as(text, wanted.choices)):
        return None
    free = wanted.kind in ("text", "texts", "id", "ids")
    if word in synonyms.NOTHING and not (free and not fact):
        if not fact:
            return Understood(None, f"{text.strip()!r} was read as no answer.")
        exact = word == NONE
        return Understood(
            NONE, "" if exact else f"{text.strip()!r} was read as none: there is no such thing."
        )
    if wanted.kind == "due":
        return None
    if word in synonyms.NOT_KNOWN:
        if free:
            raise RefusedError(
                f"found {text.strip()!r}, which is no answer.",
                "Leave the cell empty until the answer is known.",
            )
        return Understood(None, f"{text.strip()!r} was read as no answer.")
    if word in synonyms.NOT_ASKED and not meant_by(text, wanted.choices):
        raise RefusedError(
            f"found {text.strip()!r}, which may mean two things.",
            "Write none where there is no such thing; leave the cell empty where it is not known.",
        )
    return None


def _found(cell: Cell, expected: str, hint: str = "") -> RefusedError:
    value = cell.value
    shown = (
        plain_date(value)
        if isinstance(value, dt.date)
        else repr(value)
        if isinstance(value, str)
        else str(value)
    )
    if len(shown) > 60:
        shown = f"{shown[:57]}..."
    return RefusedError(f"found {shown}; expected {expected}.", hint)


def _words_of(cell: Cell, expected: str) -> str:
    """The text of a cell where a word is wanted; numbers as they are written."""
    value = cell.value
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)) and value == int(value):
        return str(int(value))
    raise _found(cell, expected)


def _yes_no(cell: Cell, wanted: FactType) -> Understood:
    text = _words_of(cell, "yes or no")
    if cell.value in (0, 1) and not isinstance(cell.value, bool):
        raise _found(cell, "yes or no", "Write yes or no.")
    word = loose(text)
    for answer, known in (("yes", synonyms.YES), ("no", synonyms.NO)):
        if word == answer:
            shown = isinstance(cell.value, str)
            return Understood(Word(answer), "" if shown else f"{cell.value!s} was read as {answer}.")
        if word in known:
            return Understood(Word(answer), f"{text.strip()!r} was read as {answer}.")
    raise _found(cell, "yes or no", nearest(text, ("yes", "no")))


def _choice(cell: Cell, wanted: FactType) -> Understood:
    text = _words_of(cell, f"one of {listing(wanted.choices.values())}")
    return _word(text, wanted)


def _word(text: str, wanted: FactType) -> Understood:
    word = offered_as(text, wanted.choices)
    if word:
        return Understood(Word(word))
    word = meant_by(text, wanted.choices)
    if word:
        return Understood(Word(word), f"{text.strip()!r} was read as {wanted.choices[word]!r}.")
    labels = list(wanted.choices.values())
    shown = text.strip() if len(text) <= 60 else f"{text.strip()[:57]}..."
    raise RefusedError(
        f"found {shown!r}; expected one of {listing(labels)}.", nearest(text, [*labels, *wanted.choices])
    )


def _choices(cell: Cell, wanted: FactType) -> Understood:
    text = _words_of(cell, "words with a semicolon between")
    if offered_as(text, wanted.choices):
        return Understood([Word(offered_as(text, wanted.choices))])
    found: list[Word] = []
    said: list[str] = []
    for part in re.split(r"[;\n]", text):
        if not part.strip(" \t\r,\N{BULLET}\N{NO-BREAK SPACE}"):
            continue
        for one in _parts(part.strip(" \t\r\N{BULLET}\N{NO-BREAK SPACE}"), wanted, said):
            if one in found:
                said.append(f"{wanted.choices[one]!r} stood twice and was taken once.")
            else:
                found.append(one)
    return Understood(found or None, " ".join(said))


def _parts(part: str, wanted: FactType, said: list[str]) -> list[Word]:
    try:
        one = _word(part, wanted)
    except RefusedError:
        pieces = [piece for piece in re.split(r",|\band\b", part) if piece.strip()]
        words = [offered_as(piece, wanted.choices) for piece in pieces]
        if len(words) < 2 or not all(words):
            raise
        said.append(f"{part!r} was read as {len(words)} answers.")
        return [Word(word) for word in words]
    if one.said:
        said.append(one.said)
    return [one.value]


def _date(cell: Cell, wanted: FactType) -> Understood:
    month = wanted.month_precision
    expected = (
        "a day such as 1 April 2006, or a month such as April 2006" if month else "a day such as 1 April 2006"
    )
    value = cell.value
    if isinstance(value, dt.date) and cell.format and not re.search("[dD]", cell.format):
        # `Apr 2006` typed into a spreadsheet becomes the first of April, shown without its day.
        return _month(value.year, value.month, f"the cell shows the month of {plain_date(value)}", month)
    if isinstance(value, str):
        text = " ".join(value.split()).strip("'\"\N{LEFT SINGLE QUOTATION MARK}").rstrip(".")
        lowered = spoken(text)
        if _TWO_DIGITS.match(lowered):
            raise RefusedError(
                f"found {text[:60]!r}; the year has two digits.", "Write it with four: 1 April 2006."
            )
        read = _month_in(lowered)
        if read is not None:
            exact = lowered == f"{MONTHS[read[1] - 1]} {read[0]}".casefold()
            return _month(*read, "" if exact else f"{text[:60]!r}", month)
        if lowered in ("ongoing", "on-going"):
            raise _found(cell, expected)
    try:
        due = due_from(value)
    except NoDateError as error:
        raise RefusedError(str(error).replace(", or ongoing or tbc", "")) from error
    return Understood(Word(due.text), due.said)


def _month_in(text: str) -> tuple[int, int] | None:
    found = _MONTH_WORDS.match(text)
    if found:
        fits = [at for at, name in enumerate(MONTHS, 1) if name.casefold().startswith(found[1])]
        number = fits[0] if len(fits) == 1 else 9 if found[1] == "sept" else 0
        return (int(found[2]), number) if number else None
    found = _MONTH_NUMBERS.match(text)
    if found:
        number, year = (int(found[1]), int(found[2])) if found[1] else (int(found[4]), int(found[3]))
        return (year, number) if 1 <= number <= 12 else None
    return None


def _month(year: int, number: int, shown: str, allowed: bool) -> Understood:
    words = f"{MONTHS[number - 1]} {year}"
    if not allowed:
        raise RefusedError(
            f"found the month {words}; expected a day such as 1 April 2006.",
            "If the day is not known, leave the cell empty and say so in the note.",
        )
    return Understood(
        Word(f"{year:04}-{number:02}"), f"{shown} was read as the month {words}." if shown else ""
    )


def _due(cell: Cell, wanted: FactType) -> Understood:
    if isinstance(cell.value, str) and _TWO_DIGITS.match(spoken(cell.value)):
        return _date(cell, wanted)
    try:
        due = due_from(cell.value)
    except NoDateError as error:
        raise RefusedError(str(error)) from error
    return Understood(Word(due.text), due.said)


def _number(cell: Cell, wanted: FactType) -> Understood:
    whole = wanted.kind == "integer"
    expected = "a whole number" if whole else "a number"
    value = cell.value
    if isinstance(value, (bool, dt.date)):
        raise _found(cell, expected)
    if isinstance(value, (int, float)):
        if "%" in cell.format:
            if "cent" not in wanted.unit:
                raise _found(cell, expected, "The cell shows a percentage: write the number itself.")
            scaled = round(value * 100, 9)
            return Understood(
                _written(scaled, cell, whole, expected),
                f"the cell shows {scaled:g}%; it was read as {scaled:g}.",
            )
        return Understood(_written(value, cell, whole, expected))
    if not isinstance(value, str):
        raise _found(cell, expected)
    text = " ".join(value.split())
    if spoken(text) in synonyms.NOUGHT:
        return Understood(Word("0"), f"{text!r} was read as 0.")
    pattern = _INTEGER if whole else _NUMBER
    if pattern.match(text):
        return Understood(Word(text))
    bare = text.lstrip("\N{POUND SIGN}").strip()
    if "cent" in wanted.unit:
        bare = re.sub(r"\s*(%|per ?cent)\Z", "", bare)
    if _GROUPED.match(bare):
        bare = bare.replace(",", "")
    if re.fullmatch(r"\d+\.0+", bare) and whole:
        bare = bare.partition(".")[0]
    if bare != text and pattern.match(bare):
        return Understood(Word(bare), f"{text!r} was read as {bare}.")
    raise _found(cell, expected, "Write digits only.")


def _written(value: float, cell: Cell, whole: bool, expected: str) -> Word:
    if value == int(value) and abs(value) < 1e15:
        return Word(int(value))
    if whole or abs(value) >= 1e15:
        raise _found(cell, expected)
    text = repr(float(value))
    if "e" in text or len(text.partition(".")[2]) > 6:
        text = f"{value:.6f}".rstrip("0")
        if float(text) != value:
            raise _found(cell, "a number with six decimals at the most")
    return Word(text)


def _share(cell: Cell, wanted: FactType) -> Understood:
    expected = "a part of a whole such as 45 of 50, or a percentage such as 90%"
    value = cell.value
    if isinstance(value, (int, float)) and not isinstance(value, bool) and "%" in cell.format:
        percent = round(value * 100, 4)
        if not 0 <= percent <= 100:
            raise _found(cell, expected, "A share is at most 100%.")
        return Understood(Word(f"{percent:g}%" if percent == int(percent) else f"{percent}%"))
    if isinstance(value, dt.date):
        raise _found(cell, expected, "The spreadsheet took it for a date: write it as 3 of 4.")
    if not isinstance(value, str):
        raise _found(cell, expected, "Say of how many: 45 of 50. A percentage needs its sign: 90%.")
    text = " ".join(value.split())
    lowered = spoken(text)
    counted = _SHARE.match(lowered)
    if counted:
        part, whole = int(counted[1]), int(counted[3])
        if part > whole:
            raise _found(cell, expected, "The part is larger than the whole: check the two numbers.")
        written = f"{part} of {whole}"
        return Understood(Word(written), "" if lowered == written else f"{text!r} was read as {written}.")
    stated = _PERCENT.match(lowered)
    if stated and float(stated[1]) <= 100:
        written = f"{stated[1]}%"
        exact = lowered.replace(" ", "") == written
        return Understood(Word(written), "" if exact else f"{text!r} was read as {written}.")
    raise _found(cell, expected, "Say of how many: 45 of 50. Where only a percentage is known, write 90%.")


def _text(cell: Cell, wanted: FactType) -> Understood:
    value = cell.value
    if isinstance(value, str):
        text = value.strip()
        return Understood(text.strip('"') if text.casefold() == QUOTED_NONE else text)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return Understood(
            plain_date(value), f"a date stands here; it was read as the words {plain_date(value)!r}."
        )
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _found(cell, "words", "Type it as text.")
    return Understood(str(int(value)) if value == int(value) else repr(value))


def _texts(cell: Cell, wanted: FactType) -> Understood:
    text = str(_text(cell, wanted).value)
    found = list(dict.fromkeys(one.strip(" \t\r\N{BULLET}") for one in text.split("\n")))
    return Understood([one for one in found if one] or None)


def slug(text: str) -> str:
    """A text as an id: lower case with hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", spoken(text)).strip("-")[:80].strip("-")


def _id(cell: Cell, wanted: FactType) -> Understood:
    text = str(_text(cell, wanted).value)
    name = slug(text)
    if not name:
        raise _found(cell, "an id in lower case with hyphens, such as police-authority")
    return Understood(name, "" if name == text else f"{text[:60]!r} was read as the id {name}.")


def _ids(cell: Cell, wanted: FactType) -> Understood:
    text = str(_text(cell, wanted).value)
    found = [one for one in dict.fromkeys(re.split(r"[;,\s]+", text)) if one]
    wrong = [one for one in found if not _PATH.match(one)]
    if wrong:
        raise RefusedError(f"found {wrong[0][:60]!r}; expected ids with a semicolon between.")
    return Understood(found or None)


_READERS: Final = {
    "yes-no": _yes_no,
    "choice": _choice,
    "grade": _choice,
    "choices": _choices,
    "date": _date,
    "due": _due,
    "integer": _number,
    "number": _number,
    "share": _share,
    "text": _text,
    "texts": _texts,
    "id": _id,
    "ids": _ids,
}
