"""Bad input: what is refused, with which words, how fast, and that nothing is left behind.

The small pack of `rules/base` stands in for the shipped one, so that a change of the shipped rules
cannot change what these files mean.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import pytest
import yaml

from ctcheck.cli.main import run
from ctcheck.reading.files import MAX_BYTES
from ctcheck.reading.nodes import MAX_PROBLEMS
from ctcheck.reading.submission import MAX_LISTED

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
BASE = HERE / "rules" / "base"
LIMIT_SECONDS = 10
LOCAL_PACK = "pack: local\nversion: 0.1.0\ntitle: A local pack\nextends: children-act-2004 0.1.0\n"
HEAD = "ctcheck: 1\narea: {name: Testshire, type: county}\nas_at: 2007-05-31\n"

FIFTY_WORDS = ", ".join(f"x{number}" for number in range(50))

SUBMISSIONS = yaml.safe_load((HERE / "submissions.yaml").read_text(encoding="utf-8"))
BROKEN = [entry for entry in SUBMISSIONS if entry["exit"] == 3]
GOOD = [entry for entry in SUBMISSIONS if entry["exit"] != 3]
RULES = yaml.safe_load((HERE / "rules.yaml").read_text(encoding="utf-8"))

NASTY = (
    "bytes-direction.yaml",
    "bytes-escape.yaml",
    "bytes-nul.yaml",
    "bytes-utf-16.yaml",
    "frame-code-with-line-break.yaml",
    "key-with-line-break.yaml",
    "yaml-alias-of-itself.yaml",
    "yaml-billion-laughs.yaml",
    "yaml-deep-by-aliases.yaml",
    "yaml-hundred-deep.yaml",
    "yaml-tag-directive.yaml",
    "yaml-tag-object.yaml",
)
WATCH = """
import os, sys

def _watch(event, arguments):
    if event.startswith("socket."):
        with open(os.environ["CTCHECK_TEST_SOCKETS"], "a") as log:
            log.write(event + "\\n")
        raise OSError("no network in tests")

sys.addaudithook(_watch)
"""


class Said(NamedTuple):
    """One problem as printed: where, the rest of its first line, and the lines below it."""

    file: str
    line: int
    column: int
    words: str
    below: str


class Outcome(NamedTuple):
    code: int
    out: str
    err: str
    problems: list[Said]


@pytest.fixture(autouse=True)
def _in_time(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("CTCHECK_CACHE", "off")

    def late(number: int, frame: FrameType | None) -> None:
        pytest.fail(f"took more than {LIMIT_SECONDS} seconds")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, LIMIT_SECONDS)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def ctcheck(capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    def call(*arguments: object) -> Outcome:
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Outcome(int(code), out, err, _problems(err))

    return call


def _problems(err: str) -> list[Said]:
    found: list[Said] = []
    for line in err.splitlines():
        place = re.match(r"(?P<file>[^ ][^:]*)(?::(?P<line>\d+):(?P<column>\d+))?: (?P<words>.+)", line)
        if line.startswith(" ") and found:
            found[-1] = found[-1]._replace(below=found[-1].below + line + "\n")
        elif place and place["file"] != "ctcheck":
            found.append(
                Said(place["file"], int(place["line"] or 0), int(place["column"] or 0), place["words"], "")
            )
    return found


def _ids(entry: dict[str, Any]) -> str:
    return str(entry["file"])


# The corpus itself


def test_the_corpus_is_large_enough() -> None:
    assert len(BROKEN) >= 65
    assert len(GOOD) >= 18
    assert len(RULES) >= 150


def test_every_submission_is_described_once_and_every_description_has_its_file() -> None:
    described = [entry["file"] for entry in SUBMISSIONS]
    assert sorted(described) == sorted(path.name for path in (HERE / "submissions").iterdir())


def test_every_rule_file_is_described_once_and_every_description_has_its_file() -> None:
    described = [name for entry in RULES for name in (entry["file"], *entry.get("also", {}).values())]
    assert sorted(described) == sorted(path.name for path in (HERE / "rules" / "broken").iterdir())


def test_the_pack_that_the_corpus_is_read_against_is_good(ctcheck: Callable[..., Outcome]) -> None:
    assert ctcheck("rules", "lint", "--rules", BASE).code == 0
    assert ctcheck("rules", "test", "--rules", BASE).code == 0


# Submissions


@pytest.mark.parametrize("entry", BROKEN, ids=_ids)
def test_a_broken_submission_is_refused_with_every_problem(
    entry: dict[str, Any], ctcheck: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(HERE)
    outcome = ctcheck("validate", "--rules", BASE, f"submissions/{entry['file']}")
    assert outcome.code == entry["exit"], outcome
    assert outcome.out == ""
    assert [said.line for said in outcome.problems] == [wanted["line"] for wanted in entry["problems"]]
    for said, wanted in zip(outcome.problems, entry["problems"], strict=True):
        assert said.file == f"submissions/{entry['file']}"
        assert wanted["says"] in said.words
        assert wanted.get("hint", "") in said.below
    many = len(entry["problems"])
    assert f"was not checked: {many} problem{'s' if many > 1 else ''}." in outcome.err


def test_the_problems_of_a_broken_submission_are_described_in_the_order_of_its_lines() -> None:
    for entry in BROKEN:
        lines = [wanted["line"] for wanted in entry["problems"]]
        assert lines == sorted(lines), entry["file"]


@pytest.mark.parametrize("entry", GOOD, ids=_ids)
def test_an_odd_but_good_submission_is_assessed(
    entry: dict[str, Any], ctcheck: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(HERE)
    outcome = ctcheck("assess", "--rules", BASE, f"submissions/{entry['file']}")
    assert (outcome.code, outcome.problems) == (entry["exit"], []), outcome.err
    assert "Testshire" in outcome.out
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", outcome.out)


@pytest.mark.parametrize("name", ["crlf", "bom", "bom-and-crlf", "old-mac-line-ends", "document-marks"])
def test_line_ends_and_marks_of_a_file_change_nothing_that_it_says(
    name: str, ctcheck: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    reports = []
    for one in ("plain", name):
        shutil.copy(HERE / "submissions" / f"good-{one}.yaml", "submission.yaml")
        text = ctcheck("assess", "--rules", BASE, "submission.yaml", "--explain").out
        # The digest of the bytes and, below `---`, the lines are rightly others.
        reports.append(re.sub(r"\b[0-9a-f]{8,64}\b|(?<=\bline )\d+|(?<=yaml:)\d+", "_", text))
    assert reports[0] == reports[1]


def _sparse(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)


def _written(text: str) -> Callable[[Path], None]:
    return lambda path: path.write_text(text, encoding="utf-8") and None  # type: ignore[func-returns-value]


def _unreadable(path: Path) -> None:
    path.write_text(HEAD, encoding="utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):
        # Root reads everything, except what the system itself refuses.
        path.unlink()
        path.symlink_to("/proc/self/mem")


GENERATED: dict[str, tuple[Callable[[Path], object], int, int, str]] = {
    "50-mb": (_sparse, 1, 0, "the file is larger than 8 MB."),
    "one-byte-too-many": (
        lambda path: path.write_bytes(b"#" * (MAX_BYTES + 1)),
        1,
        0,
        "the file is larger than 8 MB.",
    ),
    "binary": (
        lambda path: path.write_bytes(bytes(range(256)) * 16),
        1,
        2,
        "the file is not UTF-8: byte 0x80",
    ),
    "a-picture": (
        lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
        1,
        1,
        "the file is not UTF-8: byte 0x89",
    ),
    "a-folder": (lambda path: path.mkdir(), 1, 0, "this path is a folder."),
    "not-there": (lambda path: None, 1, 0, "this path does not exist."),
    "a-pipe": (os.mkfifo, 1, 0, "this path is no file."),
    "endless": (lambda path: path.symlink_to("/dev/zero"), 1, 0, "this path is no file."),
    "unreadable": (_unreadable, 1, 0, "the file cannot be read:"),
    "link-to-itself": (lambda path: path.symlink_to(path), 1, 0, "the file cannot be read: Too many levels"),
    "200000-letters": (_written(f"{HEAD}title: {'x' * 200_000}\n"), 1, 4, "one value is 200,000 characters"),
    "200000-letters-in-a-key": (_written(f"{HEAD}? {'x' * 200_000}\n: 1\n"), 1, 4, "one value is 200,000 ch"),
    "20000-keys": (
        _written(HEAD + "".join(f"key{number}: x\n" for number in range(20_000))),
        MAX_LISTED,
        4,
        "key0: this key is not known here.",
    ),
    "20000-keys-in-a-section": (
        _written(HEAD + "plan:\n" + "".join(f"  key{number}: x\n" for number in range(20_000))),
        MAX_LISTED,
        5,
        "plan.key0: this key is not known here.",
    ),
    "the-same-key-100000-times": (
        _written(HEAD + "title: x\n" * 100_000),
        MAX_PROBLEMS + 1,
        5,
        "the key 'title' stands twice; the first is on line 4.",
    ),
    "50000-keys-on-one-line": (
        _written(HEAD + "plan: {" + ", ".join(f"k{number}: 1" for number in range(50_000)) + "}\n"),
        MAX_LISTED,
        4,
        "plan.k0: this key is not known here.",
    ),
    "50000-wrong-supports": (
        _written(
            HEAD
            + "evidence:\n"
            + "".join(
                f"  - {{id: e{number}, title: T, kind: plan, supports: [{FIFTY_WORDS}]}}\n"
                for number in range(1_000)
            )
        ),
        MAX_LISTED,
        5,
        "evidence[0].supports[0]: found 'x0'",
    ),
    "20000-wrong-entries": (
        _written(HEAD + "evidence:\n" + "  - {id: E, title: T}\n" * 20_000),
        MAX_LISTED,
        5,
        "",
    ),
    "a-million-brackets": (_written("[" * 1_000_000), 1, 1, "nested more than 40 deep."),
    "a-million-question-marks": (_written("? " * 1_000_000), 40, 1, "a key must be one word."),
    "100000-directives": (
        _written("".join(f"%TAG !a{number}! x\n" for number in range(100_000)) + "---\n" + HEAD),
        1,
        1,
        "a line that begins with %TAG stands here.",
    ),
    "aliases-of-aliases": (
        _written("a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 800))),
        1,
        40,
        "nested more than 40 deep.",
    ),
}


@pytest.mark.parametrize("name", GENERATED)
def test_a_hostile_file_is_refused_in_time(
    name: str, ctcheck: Callable[..., Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, many, line, words = GENERATED[name]
    monkeypatch.chdir(tmp_path)
    make(Path("it.yaml"))
    outcome = ctcheck("validate", "--rules", BASE, "it.yaml")
    assert (outcome.code, len(outcome.problems)) == (3, many), outcome.err[-500:]
    assert (outcome.problems[0].file, outcome.problems[0].line) == ("it.yaml", line)
    assert words in outcome.problems[0].words
    assert len(outcome.err) < 300_000


@pytest.mark.parametrize("name", ["a\x00b.yaml", "a\nb: fine.yaml", "x" * 5000, ""])
def test_a_strange_name_of_a_file_is_refused_on_lines_of_its_own(
    name: str, ctcheck: Callable[..., Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = ctcheck("validate", "--rules", BASE, name)
    assert outcome.code == 3
    assert "\x00" not in outcome.err


def test_the_law_of_a_day_before_any_rule_checks_nothing_and_says_so(
    ctcheck: Callable[..., Outcome], tmp_path: Path
) -> None:
    path = tmp_path / "it.yaml"
    path.write_text(HEAD.replace("2007-05-31", "0001-01-01"), encoding="utf-8")
    outcome = ctcheck("assess", "--rules", BASE, path)
    assert (outcome.code, outcome.out) == (4, "")
    assert "Nothing was checked" in outcome.err


def test_a_broken_file_does_not_keep_a_good_one_from_being_assessed(
    ctcheck: Callable[..., Outcome],
) -> None:
    folder = HERE / "submissions"
    outcome = ctcheck("assess", "--rules", BASE, folder / "yaml-tab.yaml", folder / "good-plain.yaml")
    assert outcome.code == 3
    assert "Testshire" in outcome.out


# Rule packs


def _laid_out(entry: dict[str, Any], folder: Path) -> list[str]:
    shutil.copytree(BASE, folder / "base")
    at = entry.get("as", "base/zz/broken.yaml")
    for target, source in {at: entry["file"], **entry.get("also", {})}.items():
        (folder / target).parent.mkdir(exist_ok=True)
        shutil.copy(HERE / "rules" / "broken" / source, folder / target)
    if at == "local/own.yaml":
        (folder / "local" / "pack.yaml").write_text(LOCAL_PACK, encoding="utf-8")
    return [name for name in ("base", "local", "other") if (folder / name).is_dir()]


@pytest.mark.parametrize("entry", RULES, ids=_ids)
def test_a_broken_rule_file_is_refused_with_every_problem(
    entry: dict[str, Any], ctcheck: Callable[..., Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folders = _laid_out(entry, tmp_path)
    outcome = ctcheck("rules", "lint", *(part for name in folders for part in ("--rules", name)))
    assert outcome.code == 4, outcome
    assert outcome.out == ""
    at = entry.get("as", "base/zz/broken.yaml")
    places = [(said.file, f"{said.line}:{said.column}") for said in outcome.problems]
    assert places == [(wanted.get("in", at), wanted["at"]) for wanted in entry["problems"]]
    for said, wanted in zip(outcome.problems, entry["problems"], strict=True):
        assert wanted["says"] in said.words
        assert wanted.get("hint", "") in said.below


def test_the_caret_stands_below_the_word_that_is_wrong(
    ctcheck: Callable[..., Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    _laid_out({"file": "unknown-operator.yaml"}, tmp_path)
    below = ctcheck("rules", "lint", "--rules", "base").problems[0].below.splitlines()
    assert below[0][below[1].index("^") :].startswith("on_or_befor:")


HOSTILE_RULES = {
    "3-mb-of-one-key": ("theme: plan\n" * 250_000, MAX_PROBLEMS + 1, "the key 'theme' stands twice"),
    "50000-keys-on-one-line": (
        "{theme: plan, rules: [], " + ", ".join(f"k{number}: 1" for number in range(50_000)) + "}",
        MAX_LISTED,
        "the list is empty.",
    ),
    "20000-problems-far-to-the-right": (
        "{theme: plan, rules: [" + ", ".join(["{id: x}"] * 2_000) + "]}",
        MAX_LISTED,
        "is missing",
    ),
    "bomb": (
        "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(
            f"{y}: &{y} [{', '.join([f'*{x}'] * 9)}]\n" for x, y in zip("abcdefg", "bcdefgh", strict=True)
        ),
        1,
        "the file grows beyond 400,000 values here.",
    ),
    "50-mb": ("", 1, "the file is larger than 8 MB."),
}


@pytest.mark.parametrize("name", HOSTILE_RULES)
def test_a_hostile_rule_file_is_refused_in_time(
    name: str, ctcheck: Callable[..., Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, many, words = HOSTILE_RULES[name]
    monkeypatch.chdir(tmp_path)
    shutil.copytree(BASE, "base")
    Path("base/it.yaml").write_text(text, encoding="utf-8")
    if not text:
        _sparse(Path("base/it.yaml"))
    outcome = ctcheck("rules", "lint", "--rules", "base")
    assert outcome.code == 4
    assert words in outcome.problems[0].words
    assert len(outcome.problems) == many
    assert len(outcome.err) < 300_000


# A process of its own: nothing is left behind, nothing leaves the machine


class Child(NamedTuple):
    code: int
    out: str
    err: str
    outputs: list[str]
    temporary: list[str]
    sockets: str


def _child(folder: Path, file: Path) -> Child:
    for name in ("site", "out", "tmp", "home"):
        (folder / name).mkdir()
    (folder / "site" / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    log = folder / "sockets"
    done = subprocess.run(
        [sys.executable, "-m", "ctcheck", "assess", "--rules", str(BASE), str(file)]
        + [f"-f{name}={folder}/out/report.{name}" for name in ("html", "pdf", "json")],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{folder}/site:{ROOT}",
            "TMPDIR": f"{folder}/tmp",
            "HOME": f"{folder}/home",
            "CTCHECK_CACHE": "off",
            "CTCHECK_TEST_SOCKETS": str(log),
        },
        cwd=folder / "home",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Child(
        done.returncode,
        done.stdout,
        done.stderr,
        sorted(path.name for path in (folder / "out").iterdir()),
        [str(path) for name in ("tmp", "home") for path in (folder / name).iterdir() if name == "tmp"],
        log.read_text(encoding="utf-8") if log.exists() else "",
    )


@pytest.mark.parametrize("name", NASTY)
def test_a_nasty_submission_leaves_nothing_behind(name: str, tmp_path: Path) -> None:
    child = _child(tmp_path, HERE / "submissions" / name)
    assert child.code == 3, child.err
    assert (child.out, child.outputs, child.temporary, child.sockets) == ("", [], [], "")
    assert "Traceback" not in child.err


def test_hostile_text_reaches_the_reports_and_nothing_leaves_the_machine(tmp_path: Path) -> None:
    signal.setitimer(signal.ITIMER_REAL, 60)
    child = _child(tmp_path, HERE / "submissions" / "good-hostile-text.yaml")
    assert child.code == 1, child.err
    assert child.outputs == ["report.html", "report.json", "report.pdf"]
    assert (child.temporary, child.sockets) == ([], "")
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "<script>alert(1)" not in page
    assert "<img src=http" not in page
    assert 'href="javascript:' not in page
    assert 'href="file:' not in page


def test_the_watch_of_the_child_sees_a_socket(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", "import socket; socket.socket()"],
        env={"PYTHONPATH": str(tmp_path), "CTCHECK_TEST_SOCKETS": str(tmp_path / "log")},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert (tmp_path / "log").read_text(encoding="utf-8") == "socket.__new__\n"


# As many as an engine could choke on


def _many(folder: Path, number: int) -> None:
    """A pack with so many rules, limiters and risks, all of which ask for the same thing."""
    folder.mkdir()
    (folder / "pack.yaml").write_text(LOCAL_PACK)
    rule = yaml.safe_load((BASE / "plan" / "plan.yaml").read_text())["rules"][0]
    rules = [{**rule, "id": f"many-{one}"} for one in range(number)]
    limiters = [
        {
            "id": f"limit-{one}",
            "title": f"Limit {one}",
            "kind": "cap",
            "about": "plan",
            "at_most": "partly_in_place",
            "strength": "normally",
            "basis": "house",
            "in_force": {"from": "2005-09-01", "to": None},
            "when": {"rule": "plan-published", "verdict": "not_met"},
            "because": "No plan is published.",
        }
        for one in range(number)
    ]
    risks = [
        {
            "id": f"risk-{one}",
            "title": f"Risk {one}",
            "says": "Nothing is published and nobody agreed.",
            "when": {
                "all": [
                    {"rule": "plan-published", "verdict": "not_met"},
                    {"rule": "partner-agreement", "verdict": "gap"},
                ]
            },
            "enquiry": "Who knows?",
        }
        for one in range(number)
    ]
    texts = {
        "rules": {"theme": "plan", "rules": rules},
        "limiters": {"limiters": limiters, "risks": risks},
    }
    for name, value in texts.items():
        text = yaml.safe_dump(value, sort_keys=False)
        (folder / f"{name}.yaml").write_text(re.sub(r"'(\d{4}-\d\d-\d\d)'", r"\1", text))


def test_six_hundred_rules_that_share_a_key_are_split_and_never_hang(
    ctcheck: Callable[..., Outcome], tmp_path: Path
) -> None:
    """The 513th sibling pattern would hang the engine's compiler; each engine gives the same report."""
    # Six hundred of each, judged twice, is much honest work; a hang would last for ever.
    signal.setitimer(signal.ITIMER_REAL, 12 * LIMIT_SECONDS)
    _many(tmp_path / "many", 600)
    file = tmp_path / "it.yaml"
    file.write_text(HEAD + "plan: {published: none}\npartners: none\n")
    reports = []
    for engine in ("durable-rules", "plain"):
        outcome = ctcheck(
            "assess", "--rules", BASE, "--rules", tmp_path / "many", "--engine", engine, "-f", "json", file
        )
        assert outcome.code == 1, outcome.err
        reports.append(json.loads(outcome.out))
    for report in reports:
        assert len([one for one in report["findings"] if one["rule"].startswith("many-")]) == 600
        assert len([one for one in report["limits"] if one["id"].startswith("limit-")]) == 600
        assert len([one for one in report["risks"] if one["id"].startswith("risk-")]) == 600
    for part in ("findings", "positions", "limits", "risks", "gaps"):
        assert reports[0][part] == reports[1][part], part
