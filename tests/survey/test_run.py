"""Workers that die, surveys that are stopped, work that is gone on from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from ctcheck.errors import UsageError
from ctcheck.survey import record
from ctcheck.survey.record import Json
from ctcheck.survey.run import Pace, Pool, survey
from ctcheck.survey.sources import Item
from ctcheck.survey.workfile import WorkFile
from tests.survey.killers import Counting, killing_pool

Open = Callable[..., WorkFile]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    """Opens work files, and closes them at the end."""
    made: list[WorkFile] = []

    def call(name: str = "work", *, resume: bool = False) -> WorkFile:
        made.append(WorkFile(tmp_path / name, resume=resume))
        return made[-1]

    yield call
    for work in made:
        work.keep()


def items(names: Iterable[str]) -> list[Item]:
    return [Item(name, name.encode()) for name in names]


def key(item: Item) -> str:
    return f"{item.name} {(item.data or b'').decode()}"


def surveyed(work: WorkFile, pool: Pool, received: list[Item]) -> list[Json]:
    survey(received, pool, work, key, lambda found: None)
    return list(work.records())


def test_a_worker_that_dies_costs_a_retry_and_not_the_survey(opened: Open) -> None:
    names = ["a", "b", "kill-1", "c", "d", "e", "kill-2", "f", "bug", "g"]
    found = surveyed(opened(), killing_pool(2), items(names))
    assert [one["name"] for one in found] == names
    assert [one["name"] for one in found if one["status"] == "read"] == list("abcdefg")
    skipped = {one["name"]: one for one in found if one["status"] == record.SKIPPED}
    assert skipped["kill-1"]["reason"] == skipped["kill-2"]["reason"] == record.ENDED
    assert "KeyError" in skipped["bug"]["reason"]
    assert skipped["bug"]["failed"]


def test_a_survey_that_was_stopped_goes_on_and_gives_the_same(opened: Open) -> None:
    received = items(f"area-{number:02}" for number in range(20))
    whole = surveyed(opened("whole"), Counting().pool, received)

    work = opened()
    stopped = Counting(stop_at=12)
    with pytest.raises(KeyboardInterrupt):
        surveyed(work, stopped.pool, received)
    # What was finished is usable, in order.
    assert list(work.records()) == whole[:12]
    work.keep()

    again = Counting()
    resumed = opened(resume=True)
    assert surveyed(resumed, again.pool, received) == whole
    assert again.sent == [item.name for item in received[12:]]


def test_what_has_changed_is_done_anew_and_a_broken_line_too(tmp_path: Path, opened: Open) -> None:
    received = items(["a", "b", "c"])
    work = opened()
    surveyed(work, Counting().pool, received)
    work.keep()
    (part,) = (tmp_path / "work").glob("part-*.jsonl")
    part.write_bytes(part.read_bytes()[:-5])
    received[0] = Item("a", b"other")
    again = Counting()
    found = surveyed(opened(resume=True), again.pool, received)
    assert again.sent == ["a", "c"]
    assert [one["digest"] for one in found] == ["other", "b", "c"]


def test_what_was_given_up_is_tried_again(opened: Open) -> None:
    work = opened()
    work.add("a a", record.skipped_record("a", "", "too long"))
    work.keep()
    again = Counting()
    surveyed(opened(resume=True), again.pool, items(["a"]))
    assert again.sent == ["a"]


def test_without_work_there_is_nothing_to_go_on_from(opened: Open) -> None:
    with pytest.raises(UsageError, match="nothing"):
        opened(resume=True)


def test_only_so_many_are_on_their_way_at_a_time(opened: Open) -> None:
    asked = 0
    done = 0

    def endless() -> Iterable[Item]:
        nonlocal asked
        for number in range(500):
            asked += 1
            yield Item(f"{number}", b"")

    ahead = []

    def count(found: Json) -> None:
        nonlocal done
        done += 1
        ahead.append(asked - done)

    survey(endless(), Counting().pool, opened(), key, count)
    assert done == 500
    assert max(ahead) < 10


def test_the_estimate_is_told_now_and_then() -> None:
    times = iter([0.0, 10.0, 10.1, 40.0])
    pace = Pace(4, lambda: next(times))
    assert pace.step() == "1 of 4 done; about 30 seconds left"
    assert pace.step() == ""
    assert pace.step() == "3 of 4 done; about 13 seconds left"
