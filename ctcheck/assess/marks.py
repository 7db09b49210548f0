"""Which parts of a submission are withheld from the public, and why.

What is marked; what looks like personal data; and what repeats words that are withheld elsewhere.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from ctcheck.model.public import PERSONAL, REPEATS, Mark
from ctcheck.model.rules import FactDeclaration, FactType
from ctcheck.model.submission import Submission
from ctcheck.model.values import Fact, Record, Value

_SECRET_WORDS: Final = 2
_SECRET_LENGTH: Final = 8
_NAME_LENGTH: Final = 4
"""What is withheld is looked for in what is not, where it is long enough to mean the same there:
names of partners from `_NAME_LENGTH` characters on, other texts from so many words and characters."""


class Marks:
    """Asks of each part of one submission whether it is withheld."""

    def __init__(
        self, submission: Submission, declared: Mapping[str, FactDeclaration], open_words: Iterable[str]
    ) -> None:
        """`open_words` stand in every report, so that they are never looked for."""
        self._submission = submission
        self._declared = declared
        self._personal = tuple(warning.path for warning in submission.warnings)
        self._secrets: Collection[str] = ()
        self._secrets = self._words_withheld([plain(submission.area.name), *map(plain, open_words)])

    def of(self, paths: Iterable[str], texts: Iterable[str] = ()) -> Mark | None:
        """Why something is withheld; its paths are all under which it may be marked."""
        paths = tuple(paths)
        marks = self._submission.marks
        for path in paths:
            for covering in above(path):
                if covering in marks:
                    return marks[covering]
        if any(path in above(found) for found in self._personal for path in paths):
            return Mark(PERSONAL)
        return Mark(REPEATS) if self.repeats(texts) else None

    def repeats(self, texts: Iterable[str]) -> bool:
        """Whether one of the texts holds words that are withheld elsewhere."""
        if not self._secrets:
            return False
        return any(secret in words for text in texts for words in (plain(text),) for secret in self._secrets)

    def _words_withheld(self, open_words: list[str]) -> Collection[str]:
        """The words of everything that is marked, where they can be told again in what is not."""
        whole = self._submission
        names: list[str] = []
        texts: list[str] = []
        for index, partner in enumerate(whole.partners or ()):
            if self.of((f"partners[{index}].name",)):
                names += (partner.name, partner.id)
            for path, fact in partner.facts.items():
                texts += self._fact_texts(path, fact, places(path, index))
        for path, fact in whole.facts.items():
            texts += self._fact_texts(path, fact, (path,))
        entries: tuple[tuple[str, Iterable[tuple[str, ...]]], ...] = (
            ("evidence", ((one.id, one.title, one.kept, one.file) for one in whole.evidence)),
            ("actions", ((one.id, one.action, one.success_measure) for one in whole.actions)),
            ("history", ((one.id, one.action, one.success_measure) for one in whole.history)),
            ("sources", ((one.title, one.address) for one in whole.sources)),
            ("not_applicable", ((one.reason,) for one in whole.waivers)),
        )
        for part, listed in entries:
            for index, said in enumerate(listed):
                if self.of((f"{part}[{index}]",)):
                    texts += said
        if self.of(("title",)):
            texts.append(whole.title)
        secrets = {plain(name) for name in names if len(name) >= _NAME_LENGTH}
        secrets |= {
            words
            for words in map(plain, texts)
            if len(words) >= _SECRET_LENGTH and len(words.split()) >= _SECRET_WORDS
        }
        return sorted(
            secret for secret in secrets if secret.strip() and not any(secret in word for word in open_words)
        )

    def _fact_texts(self, path: str, fact: Fact, raw: tuple[str, ...]) -> Iterator[str]:
        declared = self._declared.get(path)
        if declared is None:
            return
        if isinstance(fact.value, tuple) and declared.type.kind == "records":
            for number, record in enumerate(fact.value):
                for name, field in record.fields.items() if isinstance(record, Record) else ():
                    if name in declared.type.fields and self.of(field_places(raw, number, name)):
                        yield from texts_of(field.value, declared.type.fields[name].type)
        elif self.of(raw):
            yield from texts_of(fact.value, declared.type)


def above(path: str) -> Iterator[str]:
    """The path, then each that covers it: `partners[0].agreement`, `partners[0]`, `partners`."""
    while path:
        yield path
        path = path[: max(path.rfind("."), path.rfind("["), 0)]


def places(path: str, *partner: int) -> tuple[str, ...]:
    """Where a fact stands in the file: of a partner, in its own entry, and as a fact of all partners."""
    if not partner:
        return (path,)
    return f"partners[{partner[0]}].{path.removeprefix('partner.')}", path


def field_places(raw: tuple[str, ...], number: int, name: str) -> tuple[str, ...]:
    """Where a field of an entry stands: in the entry, and as a field of all entries."""
    return tuple(path for one in raw for path in (f"{one}[{number}].{name}", f"{one}.{name}"))


def texts_of(value: Value, wanted: FactType) -> Iterator[str]:
    """What was written freely."""
    if wanted.kind == "text" and isinstance(value, str):
        yield value
    elif wanted.kind == "texts" and isinstance(value, tuple):
        yield from (one for one in value if isinstance(one, str))


def strings_of(entry: tuple[object, ...]) -> Iterator[str]:
    """Every word of an entry of the frame, but for what it refers to."""
    return (field for field in entry if isinstance(field, str))


def plain(text: str) -> str:
    """Words only, so that an id, a file name and a title that say the same are the same."""
    words = "".join(char if char.isalnum() else " " for char in text.casefold()).split()
    return f" {' '.join(words)} " if words else ""
