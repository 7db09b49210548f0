"""What a worker does with one submission; the same in this process, in another and on a cluster.

The rule book and what belongs to it are loaded once in each process and kept.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
import gc
import signal
import threading
from collections import OrderedDict
from pathlib import Path
from typing import Final, NamedTuple

from ctcheck.assess.assess import Weighed, to_judge, weigh
from ctcheck.conditions.compile import Compiled, ConditionError, compile_condition
from ctcheck.errors import RulesError, SubmissionError
from ctcheck.inference.choose import choose_engine
from ctcheck.inference.interface import Engine
from ctcheck.model.rules import Tabulation
from ctcheck.model.submission import Submission
from ctcheck.model.values import UNKNOWN
from ctcheck.reading.files import digest_of
from ctcheck.reading.submission import SubmissionReader
from ctcheck.resources import resource_dir
from ctcheck.rulebook.book import RuleBook, book_on
from ctcheck.rulebook.loader import LoadedPacks, load_packs
from ctcheck.rulebook.readers import submission_reader
from ctcheck.survey import limits, record
from ctcheck.survey.record import Json

BOOKS_KEPT: Final = 40
"""Rule books by law date; a survey is about a day or two, and nothing may grow without end."""
A_RETURN: Final = (
    "It is the return of one body; put it into its area's self-assessment with `ctcheck returns merge`."
)
_BETWEEN_COLLECTIONS: Final = 50


class Settings(NamedTuple):
    """All that a worker has to know beside the submission; it goes to every worker."""

    rules: tuple[str, ...]
    """Folders of further rule packs."""
    rules_digest: str
    """Of the packs as loaded by who started the survey; a worker that has others refuses."""
    law_at: dt.date | None
    engine: str
    tabulation: Tabulation | None = None
    also: tuple[str, ...] = ()
    """Folders of the rule packs that are tried beside."""
    also_digest: str = ""
    seconds: float = 0
    """For one submission; 0 means no limit."""
    megabytes: int = 0
    """For one worker, beyond what it has when it begins; 0 means no limit."""


def packs_of(folders: tuple[str, ...]) -> LoadedPacks:
    """The shipped pack and further ones. Raises `RulesError`."""
    return load_packs(resource_dir("rules") / "children-act-2004", [Path(folder) for folder in folders])


class _Asked(NamedTuple):
    """The lines of a tabulation on one law date."""

    indicators: tuple[tuple[str, Compiled], ...]
    measures: tuple[tuple[str, str], ...]


class Bench:
    """Reads and judges submissions with one set of packs."""

    def __init__(self, loaded: LoadedPacks, law_at: dt.date | None, tabulation: Tabulation | None) -> None:
        self.loaded = loaded
        self._reader: SubmissionReader = submission_reader(loaded)
        self._law_at = law_at
        self._tabulation = tabulation
        self._books: OrderedDict[dt.date, tuple[RuleBook, _Asked]] = OrderedDict()

    def read(self, name: str, data: bytes) -> Submission:
        """Raises `SubmissionError`."""
        return self._reader.read_data(data, Path(name))

    def weigh(self, submission: Submission, engine: Engine) -> Weighed:
        """Raises `RulesError` where no rule was in force."""
        return weigh(submission, self._on(submission.as_at)[0], engine, with_evidence=False)

    def tabulate(self, submission: Submission) -> Json:
        """For each indicator `T`, `F` or `U`; for each measure the number, or null."""
        book, asked = self._on(submission.as_at)
        context = book.context
        subjects, facts = to_judge(submission, context)
        environment = subjects.environment(facts)
        answers: Json = {}
        for name, compiled in asked.indicators:
            try:
                answers[name] = compiled.decide(environment)
            except ConditionError:
                answers[name] = UNKNOWN
        for name, path in asked.measures:
            fact = facts.get(path)
            value = fact.value if fact else None
            answers[name] = value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
        return answers

    def _on(self, as_at: dt.date) -> tuple[RuleBook, _Asked]:
        day = self._law_at or as_at
        held = self._books.get(day)
        if held is None:
            book = book_on(self.loaded.packs, day)
            table = self._tabulation
            asked = (
                _Asked(
                    tuple(
                        (one.id, compile_condition(one.condition, book.context)) for one in table.indicators
                    ),
                    tuple((one.id, one.path) for one in table.measures),
                )
                if table
                else _Asked((), ())
            )
            held = self._books[day] = (book, asked)
            if len(self._books) > BOOKS_KEPT:
                self._books.popitem(last=False)
        else:
            self._books.move_to_end(day)
        return held


class Worker:
    """One process's share of a survey."""

    def __init__(self, settings: Settings, *, own_process: bool) -> None:
        self._settings = settings
        self._own_process = own_process
        self._engine = choose_engine(settings.engine)
        self._bench = Bench(
            _loaded(settings.rules, settings.rules_digest), settings.law_at, settings.tabulation
        )
        self._also = (
            Bench(_loaded(settings.also, settings.also_digest), settings.law_at, None)
            if settings.also
            else None
        )
        self._done = 0

    def work(self, name: str, data: bytes) -> Json:
        """The record of one submission. Whatever the submission does, there is one."""
        try:
            with limits.at_most(self._settings.seconds, end_process=self._own_process):
                return self._record(name, data)
        except limits.TooLongError:
            return record.skipped_record(
                name, digest_of(data), f"It took more than {self._settings.seconds:g} seconds."
            )
        except RecursionError:
            return record.skipped_record(name, digest_of(data), "It is nested too deep to be judged.")
        except (MemoryError, ImportError, RuntimeError, SystemError, OSError) as error:
            wanted = self._settings.megabytes
            if not isinstance(error, MemoryError) and not limits.was_full(wanted):
                raise
            gc.collect()
            return record.skipped_record(
                name, digest_of(data), f"It wanted more than {wanted:,} MB of memory."
            )
        finally:
            self._done += 1
            if not self._done % _BETWEEN_COLLECTIONS:
                gc.collect()

    def _record(self, name: str, data: bytes) -> Json:
        try:
            submission = self._bench.read(name, data)
        except SubmissionError as error:
            return record.unreadable_record(name, digest_of(data), error.problems, len(error.problems))
        if submission.returned is not None:
            return record.skipped_record(name, digest_of(data), A_RETURN)
        try:
            weighed, note = self._bench.weigh(submission, self._engine), ""
        except RulesError as error:
            weighed, note = None, error.message
        found = record.read_record(name, submission, weighed, note)
        if self._settings.tabulation is not None:
            found["tabulation"] = self._bench.tabulate(submission)
        if self._also is not None:
            found["also"] = self._changed(name, data, weighed)
        return found

    def _changed(self, name: str, data: bytes, before: Weighed | None) -> Json:
        """Each rule of which the worst verdict differs under the other packs: [before, after], null for none."""
        assert self._also is not None
        try:
            after = self._also.weigh(self._also.read(name, data), self._engine)
        except SubmissionError as error:
            problems = [record.problem_json(one) for one in error.problems[: record.MAX_PROBLEMS]]
            return {"unreadable": problems, "changed": {}}
        except RulesError:
            after = None
        old = record.worst_by_rule(before.findings if before else ())
        new = record.worst_by_rule(after.findings if after else ())
        changed = {
            rule: [old.get(rule), new.get(rule)]
            for rule in dict.fromkeys((*old, *new))
            if old.get(rule) is not new.get(rule)
        }
        return {"unreadable": [], "changed": changed}


def _loaded(folders: tuple[str, ...], digest: str) -> LoadedPacks:
    loaded = packs_of(folders)
    if loaded.packs.digest != digest:
        raise RulesError(
            "A worker has other rules than the survey was started with.",
            "Give every machine the same ctcheck and the same rule folders, and do not change them meanwhile.",
        )
    return loaded


_OWN: list[Worker | Exception] = []
_FOREIGN = threading.local()


def prepare(settings: Settings) -> None:
    """Makes this process a worker of a pool of our own."""
    # Control-C goes to every process of a terminal; only the one that started the survey answers to it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limits.end_with_parent()
    gc.disable()
    try:
        _OWN[:] = [Worker(settings, own_process=True)]
    except Exception as error:
        # Raised here it would only break the pool; `work` says what it was.
        _OWN[:] = [error]
    gc.collect()
    gc.freeze()
    limits.cap_memory(settings.megabytes)


def work(name: str, data: bytes) -> Json:
    """The record of one submission, in a process that `prepare` has made ready."""
    (worker,) = _OWN
    if isinstance(worker, Exception):
        raise worker
    return worker.work(name, data)


def work_anywhere(settings: Settings, name: str, data: bytes) -> Json:
    """The same in a process that is somebody else's, such as a worker of a cluster.

    Each of its threads has a worker of its own, because judging keeps what is in hand in one place.
    """
    held: tuple[Settings, Worker] | None = getattr(_FOREIGN, "held", None)
    if held is None or held[0] != settings:
        held = _FOREIGN.held = (settings, Worker(settings, own_process=False))
    return held[1].work(name, data)
