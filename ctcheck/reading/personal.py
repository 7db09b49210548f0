"""Looks for personal data that has no business in a self-assessment.

Says where, never what: the value itself is not repeated anywhere.
A pattern alone never makes a finding certain: numbers of people are known by their check digit, dates of
birth by the word or the name beside them. What is certain keeps reports from being written.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final, NamedTuple

from ctcheck.errors import Problem
from ctcheck.model.submission import Warning_
from ctcheck.model.values import MONTHS
from ctcheck.reading.frame import path_words
from ctcheck.reading.nodes import LIST, SCALAR, Node
from ctcheck.reading.personal_words import GIVEN_NAMES, NO_NAMES, PUBLIC_DOMAINS, ROLE_WORDS

_Way = tuple[Any, str | int] | None
"""The way to the node above, and the last step to this one; None for the root."""

SHORTEST: Final = 6
"""Nothing that is looked for is shorter: the shortest is a postcode such as M1 1AA."""

_MONTH: Final = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in MONTHS).replace("(?:)?", "") + "|sept"
_DATE: Final = rf"(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTH}),? \d{{4}}|\d{{4}}-\d{{2}}-\d{{2}})(?!\d)"

_WORTH_A_LOOK: Final = re.compile(
    r"@|\d(?:[ ()-]{0,2}\d){8}|\d \d[A-Z]{2}|[A-Za-z][^A-Za-z]{0,4}\d{1,4}[/.-]\d{1,2}[/.-]\d"
    r"|[a-z][,;:]? ?\(?\d{1,2}(?:st|nd|rd|th)? [A-Za-z]{3,9},? \d{4}"
    r"|(?:[Bb]orn|[Bb]irth|[Dd]\.?[Oo]\.?[Bb]).{0,32}\d|(?:BORN|BIRTH).{0,32}\d",
    re.DOTALL,
)
"""No pattern below matches where this does not; it spares nearly every text of a file."""


_ANY: Final = re.compile(r"[\d@]")
_PLAIN: Final = re.compile(r"\d{1,8} of \d{1,8}\Z|\d{4}-\d\d(?:-\d\d)?\Z", re.ASCII)
"""A share, a day and a month, alone."""


class Kind(NamedTuple):
    """One kind of personal data, as it is called and what to do about it."""

    what: str
    """To stand after `This looks like`."""
    todo: str


_TAKE_OUT: Final = "Name roles, never people; take it out before the file is shared."
_NUMBER: Final = "It stands for one person; take it out."
_OFFICE: Final = "If it is not that of an office, take it out before the file is shared."

KINDS: Final = {
    "nhs-number": Kind("an NHS number", _NUMBER),
    "pupil-number": Kind("a unique pupil number", _NUMBER),
    "birth": Kind("a name beside a date of birth", _TAKE_OUT),
    "e-mail": Kind("an e-mail address", _TAKE_OUT),
    "telephone": Kind("a telephone number", _OFFICE),
    "postcode": Kind("a postcode", _OFFICE),
}


class Found(NamedTuple):
    """One thing that a text holds."""

    kind: str
    """A key of `KINDS`."""
    certain: bool
    """Whether it is as good as certain: then no report is written without leave."""


def personal_data(root: Node, file: str) -> list[Warning_]:
    """A warning for each place that looks like personal data, in the order of the file."""
    return [
        Warning_(
            node.place(file),
            path_words(_steps(way)),
            f"This looks like {KINDS[one.kind].what}. {KINDS[one.kind].todo}",
            one.kind,
            one.certain,
        )
        for node, way in _scalars(root)
        if is_worth_a_look(node.text)
        for one in look_at(node.text)
    ]


def is_worth_a_look(text: str) -> bool:
    """Whether `look_at` could find anything; says no at once to nearly every text of a file."""
    # Words without a digit, and shares and dates alone, are nearly all that a file holds.
    if len(text) < SHORTEST or not _ANY.search(text) or _PLAIN.match(text):
        return False
    return _WORTH_A_LOOK.search(text) is not None


def unsaid(problems: list[Problem], root: Node) -> list[Problem]:
    """The problems, those of a value that looks like personal data without the value."""
    suspects = {(one.place.line, one.place.column): one.kind for one in personal_data(root, "")}
    return [_unsaid(one, suspects.get((one.place.line, one.place.column), "")) for one in problems]


def _unsaid(problem: Problem, kind: str) -> Problem:
    if not kind:
        return problem
    expected = problem.message.rpartition("; expected ")[2]
    also = f"; expected {expected}" if expected != problem.message else "."
    return problem._replace(
        message=f"found what looks like {KINDS[kind].what}, which is not repeated here{also}", hint=""
    )


def look_at(text: str) -> list[Found]:
    """What a text holds, each kind once; certain where one of its places is."""
    found: list[Found] = []
    for kind, search in _SEARCHES:
        certainties = set(search(text))
        if certainties:
            found.append(Found(kind, True in certainties))
    return found


@cache
def _pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """Compiled when it is first needed: most files need none."""
    return re.compile(source, flags)


def _nhs(text: str) -> Iterator[bool]:
    """Ten digits with the check digit. Certain where they are set as NHS numbers are, or named so.

    Ten digits in a row are looked at where nothing joins them to a longer reference, and begin as numbers
    do that are given out today.
    """
    labelled = _pattern(r"\bNHS\b[^\d@]{0,24}\Z", re.IGNORECASE)
    numbers = _pattern(r"(?<![\w/+.-])(?:\d{3}([ -])\d{3}\1\d{4}|\d{10})(?![\w/+-]|\.\d)", re.ASCII)
    for match in numbers.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        named = bool(labelled.search(text, max(0, match.start() - 32), match.start()))
        if is_nhs_number(digits):
            certain = named or match[1] is not None
            if certain or digits[0] in "467":
                yield certain
        elif named:
            yield False


def is_nhs_number(digits: str) -> bool:
    """Ten digits whose last is the check digit, modulus 11."""
    if len(digits) != 10 or not digits.isascii() or not digits.isdigit() or digits[0] == "0":
        return False
    if len(set(digits)) == 1:
        return False
    check = -sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check == int(digits[9])


_UPN_LETTERS: Final = "ABCDEFGHJKLMNPQRTUVWXYZ"
"""Without I, O and S."""


def _upn(text: str) -> Iterator[bool]:
    """A letter and twelve digits, the last of which may be a letter, with the check letter."""
    labelled = _pattern(r"\b(?:UPN|pupil number)\b[^\d@]{0,24}\Z", re.IGNORECASE)
    for match in _pattern(rf"(?<![\w/-])[{_UPN_LETTERS}]\d{{11}}[\d{_UPN_LETTERS}](?![\w/-])").finditer(text):
        if is_pupil_number(match[0]):
            yield True
        elif labelled.search(text, max(0, match.start() - 32), match.start()):
            yield False


def is_pupil_number(text: str) -> bool:
    """A unique pupil number whose first letter is the check letter, modulus 23."""
    if not re.fullmatch(rf"[{_UPN_LETTERS}]\d{{11}}[\d{_UPN_LETTERS}]", text, re.ASCII):
        return False
    values = [int(char) if char.isdigit() else _UPN_LETTERS.index(char) for char in text[1:]]
    total = sum(value * weight for weight, value in enumerate(values, 2))
    return _UPN_LETTERS[total % 23] == text[0]


def _birth(text: str) -> Iterator[bool]:
    """A date that is called somebody's birth, or one close behind a person's name.

    A date of birth that is named as such is certain, and one of whoever was born with a name before it;
    cohorts (`born after 1 September 2002`) are nobody's.
    """
    named = _pattern(
        rf"\b(?P<word>d\.?o\.?b\b\.?|date of birth|born)(?P<between>[^\d]{{0,30}}?)(?P<date>{_DATE})",
        re.IGNORECASE,
    )
    cohort = _pattern(
        r"\b(?:before|after|between|since|from|until|by|to|up to|later|earlier)\b", re.IGNORECASE
    )
    for match in named.finditer(text):
        if cohort.search(match["between"]):
            continue
        if match["word"].lower() != "born":
            yield True
        else:
            yield _has_name(text[max(0, match.start() - 60) : match.start()], anyone=True)
    for match in _pattern(_DATE, re.IGNORECASE).finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        if re.search(r"[A-Za-z]{2}[,;:]? ?\(?\Z", before) and _has_name(
            before[-34:], anyone=False, last=True
        ):
            yield False


def _has_name(text: str, *, anyone: bool, last: bool = False) -> bool:
    """Two or three words that are written as a name, and none of them a word of offices and laws.

    `anyone`: whatever the first is; else it must be a usual given name. `last`: at the end of the text.
    """
    words = _pattern(
        r"\b([A-Z][a-z]{1,15})(?: [A-Z]\.?)? ((?:O'|Mc|Mac)?[A-Z][a-z]{1,20}(?:-[A-Z][a-z]+)?)\b"
    )
    for match in words.finditer(text):
        first, second = match[1].lower(), match[2].lower()
        if first in NO_NAMES or second in NO_NAMES:
            continue
        if last and len(text) - match.end() > 3:
            continue
        if anyone or first in GIVEN_NAMES:
            return True
    return False


def _email(text: str) -> Iterator[bool]:
    """An address, but for the mailbox of an office of a public body. Nobody can tell whose it is for certain."""
    pattern = _pattern(r"(?<![\w.+-])([\w.+-]{1,64})@([\w-]{1,63}\.[\w.-]{2,63})")
    for match in pattern.finditer(text):
        words = set(re.split(r"[._+-]", match[1].lower()))
        domain = f".{match[2].lower().rstrip('.')}"
        if not (words <= ROLE_WORDS and domain.endswith(PUBLIC_DOMAINS)):
            yield False


def _telephone(text: str) -> Iterator[bool]:
    """As telephone numbers are written here: offices have them too, so never certain."""
    pattern = _pattern(
        r"(?<![\w./+-])(?:\+44[ -]?(?:\(0\)[ -]?)?|\(?0)[12378]\d{1,4}\)?[ -]?\d{2,8}(?:[ -]\d{3,4}){0,2}(?![\w/-])",
        re.ASCII,
    )
    for match in pattern.finditer(text):
        digits = re.sub(r"\(0\)|\D", "", match[0])
        national = digits.removeprefix("44") if match[0].startswith("+") else digits[1:]
        if len(national) in (9, 10):
            yield False


_AREAS: Final = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX"
    " FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE"
    " NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ"
    " TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)


def _postcode(text: str) -> Iterator[bool]:
    """A whole postcode with its blank, of an area that there is. Offices have them too, so never certain."""
    areas = "|".join(_AREAS.split())
    pattern = rf"(?<![\w/-])(?:{areas})\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{{2}}(?![\w/-])"
    return (False for _ in _pattern(pattern, re.ASCII).finditer(text))


_SEARCHES: Final[tuple[tuple[str, Callable[[str], Iterator[bool]]], ...]] = (
    ("e-mail", _email),
    ("nhs-number", _nhs),
    ("pupil-number", _upn),
    ("telephone", _telephone),
    ("birth", _birth),
    ("postcode", _postcode),
)


def _scalars(root: Node) -> Iterator[tuple[Node, _Way]]:
    """Every scalar in the order of the file, and the way to it."""
    stack: list[tuple[Node, _Way]] = [(root, None)]
    while stack:
        node, way = stack.pop()
        if node.kind == SCALAR:
            yield node, way
        elif node.kind == LIST:
            stack += [(item, (way, index)) for index, item in enumerate(node.items)][::-1]
        else:
            stack += [(value, (way, key.text)) for key, value in node.entries][::-1]


def _steps(way: _Way) -> list[str | int]:
    steps: list[str | int] = []
    while way is not None:
        way, step = way
        steps.append(step)
    return steps[::-1]
