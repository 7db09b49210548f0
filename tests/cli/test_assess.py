"""`ctcheck assess`: exit codes, what goes to which stream, which files are written and which never are."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import resource
import shutil
import socket
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from ctcheck.cli.main import cli
from ctcheck.errors import Exit
from ctcheck.reports import FORMATS
from tests.cli.outcome import Ctcheck

ROOT = Path(__file__).parents[2]
EXEMPLAR = ROOT / "examples" / "exemplar-2008.yaml"
HERTFORDSHIRE = ROOT / "examples" / "hertfordshire-2007.yaml"
SALFORD = ROOT / "examples" / "salford-2003.yaml"

HEAD = "ctcheck: 1\ntitle: A self-assessment\narea: {name: Testshire, type: county}\nas_at: 2007-05-31\n"
BAD = HEAD.replace("type: county", "type: country")
FORCES = ("duty", "statutory-guidance", "inspection-criterion", "good-practice", "power")
GRADES = {"never": (), "duty": FORCES[:1], "guidance": FORCES[:2], "any": FORCES[:4]}
"""From which grade on the forces count; a power is in none."""

RULE = """
  - id: made-{force}
    title: What is made under {force}
    expects: It is made.
    duty_on: local-authority
    force: {force}
    source: [{{instrument: An Act, provision: s.1, certainty: read}}]
    in_force: {{from: 2005-04-01, to: null}}
    met: {{made.{fact}: {{is: 'yes'}}}}
    evidence: [minute]
    why: It matters.
    remedy: Make it.
    enquiry: Is it made?
    cases:
      - {{name: Made, given: {{made.{fact}: 'yes'}}, verdict: met}}
      - {{name: Not made, given: {{made.{fact}: 'no'}}, verdict: not_met}}
      - {{name: Nothing is said, given: {{}}, verdict: no_answer}}
"""
WORKING_DAYS = """
  - id: made-in-time
    title: It is made in time
    expects: It is made within thirty working days.
    duty_on: local-authority
    force: duty
    source: [{instrument: An Act, provision: s.2, certainty: read}]
    in_force: {from: 2005-04-01, to: null}
    met: {made.ended: {no_later_than: {working_days: 30, after: made.began}}}
    evidence: [minute]
    why: It matters.
    remedy: Make it sooner.
    enquiry: When was it made?
    cases:
      - {name: In time, given: {made.began: 2006-06-01, made.ended: 2006-06-02}, verdict: met}
      - {name: Late, given: {made.began: 2006-06-01, made.ended: 2006-12-01}, verdict: not_met}
      - {name: Nothing is said, given: {}, verdict: no_answer}
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the current one."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack with one rule of each force, each about a fact of its own."""
    folder = tmp_path / "pack"
    (folder / "made").mkdir(parents=True)
    (folder / "pack.yaml").write_text(
        "pack: children-act-2004\nversion: 0.1.0\ntitle: A pack for tests\nthemes: {made: What is made}\n"
        "cannot_show: [Whether children are safe in practice.]\n"
    )
    facts = "".join(
        f"  {force.replace('-', '_')}: {{type: yes-no, label: whether it is made under {force}, ask: Is it?}}\n"
        for force in FORCES
    )
    dates = "".join(
        f"  {name}: {{type: date, label: when it {name}, ask: When?}}\n" for name in ("began", "ended")
    )
    (folder / "vocabulary.yaml").write_text(f"section: made\ntitle: Made\nfacts:\n{facts}{dates}")
    rules = "".join(RULE.format(force=force, fact=force.replace("-", "_")) for force in FORCES)
    (folder / "made" / "rules.yaml").write_text(f"theme: made\nrules:{rules}")
    return folder


def made(folder: Path, name: str = "it.yaml", **facts: str | None) -> Path:
    """A submission in which everything is made but what `facts` says otherwise; None leaves it out."""
    stated = {force.replace("-", "_"): "yes" for force in FORCES} | facts
    path = folder / name
    lines = [f"  {key}: {value}\n" for key, value in stated.items() if value is not None]
    path.write_text(HEAD + "made:\n" + "".join(lines), encoding="utf-8")
    return path


def child(*arguments: object, cwd: Path, **settings: Any) -> subprocess.CompletedProcess[bytes]:
    """ctcheck in a process of its own, with no setting of whoever runs the tests."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(cwd.parent)}
    environment["CTCHECK_CACHE"] = os.environ["CTCHECK_CACHE"]
    return subprocess.run(
        [sys.executable, "-m", "ctcheck", *map(str, arguments)],
        cwd=cwd,
        env=environment | settings.pop("env", {}),
        capture_output=True,
        timeout=60,
        check=False,
        **settings,
    )


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# Exit codes


def test_a_submission_without_gaps_ends_in_0(ctcheck: Ctcheck) -> None:
    assert ctcheck("assess", EXEMPLAR).code == 0


def test_a_run_that_judged_nothing_says_so_beside_its_exit_code(ctcheck: Ctcheck) -> None:
    salford = ROOT / "examples" / "salford-2003.yaml"
    outcome = ctcheck("assess", salford)
    assert outcome.code == 0
    assert outcome.err == (
        "ctcheck: City of Salford, law of 2003-02-05: nothing that applies was judged; this is no pass.\n"
    )
    assert "this is no pass" not in ctcheck("assess", EXEMPLAR).err


def test_a_gap_on_a_duty_ends_in_1(ctcheck: Ctcheck) -> None:
    assert ctcheck("assess", HERTFORDSHIRE).code == 1


@pytest.mark.parametrize("grade", GRADES)
@pytest.mark.parametrize("force", FORCES)
@pytest.mark.parametrize("answer", ["no", None], ids=["not-met", "no-answer"])
def test_a_gap_fails_the_run_only_from_the_grade_asked_for_on(
    answer: str | None, force: str, grade: str, ctcheck: Ctcheck, here: Path, pack: Path
) -> None:
    file = made(here, **{force.replace("-", "_"): answer})
    outcome = ctcheck("assess", file, "--rules", pack, "--fail-on", grade, "-f", "json")
    report = json.loads(outcome.out)
    assert [gap["finding"] for gap in report["gaps"]] == [f"made-{force}"]
    assert outcome.code == (1 if force in GRADES[grade] else 0)


def test_by_default_duties_fail_the_run_and_guidance_does_not(
    ctcheck: Ctcheck, here: Path, pack: Path
) -> None:
    assert ctcheck("assess", made(here, duty=None), "--rules", pack).code == 1
    assert ctcheck("assess", made(here, statutory_guidance="no"), "--rules", pack).code == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["asess", EXEMPLAR], "Did you mean 'assess'?"),
        (["assess", EXEMPLAR, "--fail-onn", "any"], "--fail-on"),
        (["assess", EXEMPLAR, "--fail-on", "all"], "'never', 'duty', 'guidance', 'any'"),
        (["assess"], "FILE..."),
        (["assess", EXEMPLAR, "--law-at", "2006-02-30"], "2006-02-30 is not a day in the calendar"),
        (["assess", EXEMPLAR, "--law-at", "yesterday"], "found 'yesterday'; expected a date"),
        (["assess", EXEMPLAR, "--law-at", ""], "expected a date"),
        (["assess", EXEMPLAR, "-f", "jsno"], "json"),
        (["assess", EXEMPLAR, "-f", "json="], "Write -f json=PATH."),
        (["assess", EXEMPLAR, "-f", "pdf"], "Write -f pdf=PATH."),
        (["assess", EXEMPLAR, "-f", "text", "-f", "json"], "mixed on standard output"),
        (["assess", EXEMPLAR, "-f", "text", "-f", "text"], "mixed on standard output"),
        (["assess", EXEMPLAR, SALFORD, "-f", "json=one.json"], "{stem}"),
        (["assess", EXEMPLAR, SALFORD, "-f", "json"], "{stem}"),
        (["assess", EXEMPLAR, "-f", "json=one", "-f", "html=one"], "would be written twice"),
        (["assess", EXEMPLAR, "-f", "json=one", "-f", "html=../here/one"], "would be written twice"),
        (["assess", EXEMPLAR, EXEMPLAR, "-f", "json={stem}.json"], "would be written twice"),
        ([], "Usage: ctcheck"),
    ],
    ids=lambda value: " ".join(str(part).split("/")[-1] for part in value) if isinstance(value, list) else "",
)
def test_a_wrong_use_ends_in_2_before_anything_is_read_or_written(
    arguments: list[object], says: str, ctcheck: Ctcheck, here: Path
) -> None:
    outcome = ctcheck(*arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert says in outcome.err
    assert names(here) == []


@pytest.mark.parametrize("name", FORMATS)
def test_an_unknown_format_is_told_the_known_ones(name: str, ctcheck: Ctcheck) -> None:
    assert re.search(rf"\b{name}\b", ctcheck("assess", EXEMPLAR, "-f", "word").err)


@pytest.mark.parametrize("text", [BAD, "a: [1\n", "", None], ids=["invalid", "broken", "empty", "missing"])
def test_a_submission_that_cannot_be_read_ends_in_3_without_a_report(
    text: str | None, ctcheck: Ctcheck, here: Path
) -> None:
    if text is not None:
        (here / "bad.yaml").write_text(text)
    outcome = ctcheck("assess", "bad.yaml")
    assert (outcome.code, outcome.out) == (3, "")
    assert outcome.err.startswith("bad.yaml:")


def test_rules_that_cannot_be_used_end_in_4(ctcheck: Ctcheck, pack: Path) -> None:
    rules = pack / "made" / "rules.yaml"
    rules.write_text(rules.read_text().replace("is: 'yes'", "statd: 'yes'"))
    outcome = ctcheck("assess", EXEMPLAR, "--rules", pack)
    assert (outcome.code, outcome.out) == (4, "")
    assert "Did you mean 'stated'?" in outcome.err


def test_a_law_date_before_any_rule_ends_in_4_and_offers_another(ctcheck: Ctcheck) -> None:
    outcome = ctcheck("assess", EXEMPLAR, "--law-at", "1999-12-31")
    assert (outcome.code, outcome.out) == (4, "")
    assert "Nothing was checked: no rule of the loaded packs was in force on 31 December 1999." in outcome.err
    offered = re.search(r"--law-at (\d{4}-\d\d-\d\d)", outcome.err)
    assert offered
    assert ctcheck("assess", EXEMPLAR, "--law-at", offered[1], "--fail-on", "never").code == 0


def test_a_rule_that_cannot_be_evaluated_ends_in_70_and_is_reported(
    ctcheck: Ctcheck, here: Path, pack: Path
) -> None:
    """The count of working days runs past the last year of the table of bank holidays."""
    rules = pack / "made" / "rules.yaml"
    rules.write_text(rules.read_text() + WORKING_DAYS)
    (pack / "holidays.yaml").write_text(
        "table: bank-holidays\ntitle: Bank holidays\nrows:\n  - {id: year-2006, label: '2006', days: 2006-12-25 2006-12-26}\n"
    )
    file = made(here, began="2006-12-20", ended="2007-01-05")
    # Even where no gap would fail the run: an error is no gap.
    outcome = ctcheck("assess", file, "--rules", pack, "--fail-on", "never", "-f", "json")
    assert outcome.code == 70
    found = {finding["id"]: finding["verdict"] for finding in json.loads(outcome.out)["findings"]}
    assert found == {f"made-{force}": "met" for force in FORCES} | {"made-in-time": "error"}
    file = made(here, began="2006-06-01", ended="2006-06-05")
    assert ctcheck("assess", file, "--rules", pack).code == 0


def test_a_bug_ends_in_70_without_a_traceback(ctcheck: Ctcheck, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a secret of the file")

    monkeypatch.setattr("ctcheck.assess.assess.assess", broken)
    monkeypatch.delenv("CTCHECK_DEBUG", raising=False)
    outcome = ctcheck("assess", EXEMPLAR)
    assert (outcome.code, outcome.out) == (70, "")
    assert "this is a bug in ctcheck (ZeroDivisionError)" in outcome.err
    assert "Traceback" not in outcome.err
    assert "secret" not in outcome.err
    monkeypatch.setenv("CTCHECK_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        ctcheck("assess", EXEMPLAR)


def test_stopping_it_by_hand_leaves_no_traceback(ctcheck: Ctcheck, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ctcheck.assess.assess.assess", stopped)
    outcome = ctcheck("assess", EXEMPLAR)
    assert (outcome.code, outcome.out, outcome.err.strip()) == (130, "", "Stopped.")


@pytest.mark.parametrize("bad_first", [True, False])
def test_a_bad_submission_among_good_ones_does_not_keep_them_from_being_reported(
    bad_first: bool, ctcheck: Ctcheck, here: Path, pack: Path
) -> None:
    (here / "bad.yaml").write_text(BAD)
    good = [made(here, "one.yaml"), made(here, "two.yaml", duty="no")]
    files = [here / "bad.yaml", *good] if bad_first else [*good, here / "bad.yaml"]
    outcome = ctcheck("assess", *files, "--rules", pack, "-f", "json={stem}.json", "-f", "text")
    assert outcome.code == 3
    assert names(here) == ["bad.yaml", "one.json", "one.yaml", "two.json", "two.yaml"]
    assert json.loads((here / "two.json").read_text())["gaps"]
    assert outcome.out.count("Gap report: Testshire") == 2
    assert "bad.yaml:3:" in outcome.err


# Streams


def test_json_on_standard_output_is_nothing_but_json(ctcheck: Ctcheck, here: Path, pack: Path) -> None:
    (here / "bad.yaml").write_text(BAD)
    file = made(here)
    file.write_text(
        file.read_text()
        + "evidence:\n  - {id: e1, title: Write to jo.bloggs@example.org, kind: plan, supports: [made]}\n"
    )
    outcome = ctcheck("assess", file, "--rules", pack, "-f", "json", "-f", "html=page.html")
    report = json.loads(outcome.out)
    assert report["submission"]["file"] == "it.yaml"
    assert outcome.err == "Wrote page.html\n"
    # Warnings of the file belong into the report; `validate` prints them, on the other stream.
    assert any("e-mail" in note["message"] for note in report["notes"])
    validated = ctcheck("validate", file, "--rules", pack)
    assert "e-mail" in validated.err
    assert "e-mail" not in validated.out
    assert "jo.bloggs" not in validated.err + validated.out


def test_one_evaluation_serves_several_formats(
    ctcheck: Ctcheck, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ctcheck.assess import assess as module

    calls = []
    real = module.assess
    monkeypatch.setattr(module, "assess", lambda *given, **more: calls.append(given) or real(*given, **more))
    outcome = ctcheck("assess", HERTFORDSHIRE, "-f", "text", "-f", "json=r.json", "-f", "html=r.html")
    assert len(calls) == 1
    assert outcome.code == 1
    assert outcome.out.startswith("Gap report: Hertfordshire")
    assert names(here) == ["r.html", "r.json"]
    assert "<html" in (here / "r.html").read_text("utf-8")
    report = json.loads((here / "r.json").read_text("utf-8"))
    for gap in report["gaps"]:
        assert gap["finding"].split("/")[0] in outcome.out


@pytest.mark.parametrize("name", [name for name, entry in FORMATS.items() if entry.media == "text"])
def test_a_file_holds_what_standard_output_gives(name: str, ctcheck: Ctcheck, here: Path) -> None:
    printed = ctcheck("assess", HERTFORDSHIRE, "-f", name, "--fail-on", "never").out
    assert len(printed) > 1000
    assert ctcheck("assess", HERTFORDSHIRE, "-f", f"{name}=it", "--fail-on", "never").out == ""
    assert (here / "it").read_bytes() == printed.encode()


def test_the_stem_of_each_file_names_its_report(ctcheck: Ctcheck, here: Path) -> None:
    (here / "out").mkdir()
    outcome = ctcheck("assess", SALFORD, EXEMPLAR, "-f", "json=out/{stem}-{stem}.json", "--fail-on", "never")
    assert outcome.code == 0
    for stem in ("salford-2003", "exemplar-2008"):
        report = json.loads((here / "out" / f"{stem}-{stem}.json").read_text("utf-8"))
        assert report["submission"]["file"] == f"{stem}.yaml"


def test_several_reports_as_text_follow_each_other(ctcheck: Ctcheck, here: Path) -> None:
    outcome = ctcheck("assess", SALFORD, EXEMPLAR, "--fail-on", "never")
    assert re.findall(r"^Gap report: (.*?),", outcome.out, re.M) == ["City of Salford", "Exemplar County"]


@pytest.mark.parametrize("law", [None, "2008-04-01", "2019-01-01"])
def test_both_engines_give_the_same_report(example: Path, law: str | None, ctcheck: Ctcheck) -> None:
    reports = []
    for engine in ("durable-rules", "plain"):
        option = ["--law-at", law] if law else []
        outcome = ctcheck("assess", example, "-f", "json", "--engine", engine, *option)
        report = json.loads(outcome.out)
        assert report["ctcheck"].pop("engine").startswith(engine)
        reports.append((outcome.code, json.dumps(report)))
    assert reports[0] == reports[1]


# Files


def _link(to: Path, name: str) -> str:
    (to.parent / name).symlink_to(to)
    return name


def _hard_link(to: Path, name: str) -> str:
    os.link(to, to.parent / name)
    return name


@pytest.mark.parametrize(
    "spelling",
    [
        lambda file: file.name,
        lambda file: str(file),
        lambda file: f"../{file.parent.name}/./{file.name}",
        lambda file: "{stem}.yaml",
        lambda file: _link(file, "link"),
        lambda file: _hard_link(file, "hard"),
        lambda file: f"../{_link(file.parent, 'folder')}/{file.name}",
    ],
    ids=["name", "absolute", "dots", "stem", "symlink", "hard-link", "linked-folder"],
)
def test_an_output_never_replaces_a_submission(
    spelling: Callable[[Path], str], ctcheck: Ctcheck, here: Path
) -> None:
    file = here / "own.yaml"
    shutil.copy(EXEMPLAR, file)
    before = file.read_bytes()
    outcome = ctcheck("assess", "own.yaml", "-f", f"json={spelling(file)}")
    assert (outcome.code, outcome.out) == (2, "")
    assert "is a submission and would be overwritten" in outcome.err
    assert file.read_bytes() == before


def test_an_output_never_replaces_another_submission_of_the_run(ctcheck: Ctcheck, here: Path) -> None:
    for name in ("a.yaml", "a.json"):
        shutil.copy(EXEMPLAR, here / name)
    outcome = ctcheck("assess", "a.yaml", "a.json", "-f", "json={stem}.json")
    assert outcome.code == 2
    assert (here / "a.json").read_bytes() == EXEMPLAR.read_bytes()


def _missing(here: Path) -> Path:
    return here / "missing"


def _read_only(here: Path) -> Path:
    folder = here / "read-only"
    folder.mkdir(mode=0o555)
    # Root writes everywhere but where the system itself has nothing to write to.
    return Path("/proc/self") if os.access(folder, os.W_OK) else folder


def _a_file(here: Path) -> Path:
    (here / "file").write_text("mine")
    return here / "file"


@pytest.mark.parametrize("folder_in", [_missing, _read_only, _a_file])
def test_an_output_that_cannot_be_written_ends_in_5_and_the_others_are_written(
    folder_in: Callable[[Path], Path], ctcheck: Ctcheck, here: Path
) -> None:
    folder = folder_in(here)
    before = names(here)
    outcome = ctcheck(
        "assess",
        EXEMPLAR,
        "-f",
        f"json={folder}/r.json",
        "-f",
        "html=r.html",
        "-f",
        "text",
    )
    assert outcome.code == 5
    assert "Gap report: Exemplar County" in outcome.out
    assert f"Cannot write {folder}/r.json" in outcome.err
    assert "Wrote r.html" in outcome.err
    assert names(here) == sorted([*before, "r.html"])
    assert not (folder.is_dir() and "r.json" in names(folder))


def test_a_full_disk_ends_in_5_and_leaves_what_was_there(here: Path) -> None:
    (here / "r.json").write_text("the report of last week")

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    done = child(
        "assess",
        EXEMPLAR,
        "-f",
        "json=r.json",
        cwd=here,
        preexec_fn=small,
        env={"CTCHECK_CACHE": "off", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.returncode == 5, done.stderr
    assert b"Cannot write r.json" in done.stderr
    assert names(here) == ["r.json"]
    assert (here / "r.json").read_text() == "the report of last week"


def test_an_output_that_cannot_be_written_outweighs_gaps(ctcheck: Ctcheck, here: Path) -> None:
    assert ctcheck("assess", HERTFORDSHIRE, "-f", "json=missing/r.json").code == 5


@pytest.mark.parametrize(
    "name",
    [
        "with spaces.yaml",
        "Zoë's área ümlaut.yaml",
        "-leading-dash.yaml",
        "{stem}.yaml",
        "no-suffix",
        "日本.yaml",
    ],
)
def test_a_file_may_have_any_name(name: str, ctcheck: Ctcheck, here: Path) -> None:
    shutil.copy(EXEMPLAR, here / name)
    outcome = ctcheck("assess", "-f", "json=r-{stem}.json", "-f", "text", "--", name)
    assert outcome.code == 0, outcome.err
    # In prose the name may be marked off, in JSON it stands as it is.
    report = json.loads((here / f"r-{Path(name).stem}.json").read_text("utf-8"))
    assert report["submission"]["file"] == name
    assert ctcheck("assess", f"./{name}", "-f", "json").code == 0
    assert ctcheck("validate", "--", name).code == 0


def test_nothing_is_written_but_what_is_asked_for(here: Path) -> None:
    home = here.parent / "home"
    home.mkdir()
    settings = {"HOME": str(home), "TMPDIR": str(home), "CTCHECK_CACHE": "off"}
    for arguments in (
        ["assess", EXEMPLAR],
        ["assess", EXEMPLAR, "-f", "json"],
        ["validate", EXEMPLAR],
        ["explain", "is-protocol", EXEMPLAR],
        ["rules", "lint"],
    ):
        assert child(*arguments, cwd=here, env=settings).returncode == 0
        assert (names(here), names(home)) == ([], [])
    done = child("assess", EXEMPLAR, "-f", "json=a.json", "-f", "html=b.html", cwd=here, env=settings)
    assert done.returncode == 0
    assert (names(here), names(home)) == (["a.json", "b.html"], [])


def test_only_the_folder_of_the_cache_is_written_beside_it(here: Path) -> None:
    cache = here.parent / "cache"
    done = child("assess", EXEMPLAR, cwd=here, env={"CTCHECK_CACHE": str(cache)})
    assert done.returncode == 0
    assert names(here) == []
    assert len(names(cache)) == 1
    again = child("assess", EXEMPLAR, cwd=here, env={"CTCHECK_CACHE": str(cache)})
    assert again.stdout == done.stdout


def test_text_json_and_html_work_where_no_socket_can_be_made(
    ctcheck: Ctcheck, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def refused(*given: object, **named: object) -> None:
        tried.append(given)
        raise OSError("no network in tests")

    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refused)
    outcome = ctcheck("assess", EXEMPLAR, "-f", "text", "-f", "json=r.json", "-f", "html=r.html")
    assert (outcome.code, tried) == (0, [])
    assert names(here) == ["r.html", "r.json"]


# Terminals, pipes and locales


def on_terminal(*arguments: object, columns: int = 60, **settings: str) -> tuple[int, str]:
    """What ctcheck shows on a terminal of so many columns, and its exit code."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS")}
    process = subprocess.Popen(
        [sys.executable, "-m", "ctcheck", *map(str, arguments)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=ROOT,
        env=environment | {"TERM": "xterm"} | settings,
    )
    os.close(theirs)
    parts: list[bytes] = []
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # Linux says so when the last writer is gone.
            break
        if not part:
            break
        parts.append(part)
    os.close(ours)
    return process.wait(60), b"".join(parts).decode().replace("\r\n", "\n")


def bare(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def test_colour_appears_on_a_terminal() -> None:
    code, shown = on_terminal("assess", HERTFORDSHIRE)
    assert code == 1
    assert "\x1b[1m" in shown
    assert "\x1b" not in bare(shown)


@pytest.mark.parametrize("settings", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_appears_where_it_is_not_wanted(settings: dict[str, str]) -> None:
    code, shown = on_terminal("assess", HERTFORDSHIRE, **settings)
    assert code == 1
    assert "Gap report: Hertfordshire" in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize("command", [["assess", HERTFORDSHIRE, "--explain"], ["explain", "is-protocol"]])
def test_no_escape_code_appears_where_there_is_no_terminal(command: list[object], here: Path) -> None:
    done = child(*command, cwd=here, env={"TERM": "xterm", "FORCE_COLOR": "1"})
    assert done.returncode in (0, 1)
    assert len(done.stdout) > 500
    assert b"\x1b" not in done.stdout


@pytest.mark.parametrize(
    "command",
    [
        ["assess", SALFORD, "--law-at", "2008-04-01", "--explain"],
        ["assess", HERTFORDSHIRE],
        ["explain", "s10-partners-cooperate"],
        ["explain", "s10-partners-cooperate", SALFORD, "--law-at", "2008-04-01"],
        ["rules", "list"],
        ["assess", "--help"],
    ],
    ids=lambda command: " ".join(str(part).split("/")[-1] for part in command),
)
def test_no_line_is_wider_than_the_terminal_unless_it_is_one_word(command: list[object]) -> None:
    _, shown = on_terminal(*command)
    lines = bare(shown).splitlines()
    assert len(lines) > 20
    for line in lines:
        # What stands before the text (indent, label, branch of a tree) never holds the long word.
        words = re.sub(r"^[ |`-]*(\[\w+\] |[\w ]+: +)?", "", line).split()
        assert len(line) <= 60 or len(words) <= 1, line


@pytest.mark.parametrize(
    "command",
    [
        ["assess", EXEMPLAR, "--explain"],
        ["assess", EXEMPLAR, "-f", "json"],
        ["rules", "list"],
        ["rules", "lint"],
        ["schema", "submission"],
        ["validate", EXEMPLAR],
        ["--help"],
    ],
    ids=lambda command: " ".join(str(part).split("/")[-1] for part in command),
)
def test_a_reader_that_goes_away_is_no_failure(command: list[object], tmp_path: Path) -> None:
    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "ctcheck", *map(str, command)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    for lines in (0, 1) if "json" in command else (0,):
        with start() as process:
            assert process.stdout is not None
            assert process.stderr is not None
            for _ in range(lines):
                assert process.stdout.readline()
            process.stdout.close()
            said = process.stderr.read()
        assert (process.returncode, said) == (0, b""), lines


def test_head_takes_the_first_line_and_no_traceback_follows(here: Path) -> None:
    line = f"'{sys.executable}' -m ctcheck assess '{SALFORD}' --law-at 2008-04-01 --explain | head -1"
    done = subprocess.run(
        ["bash", "-c", line],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Gap report: City of Salford, 5 February 2003\n"


ASCII = (
    {"LC_ALL": "C", "PYTHONIOENCODING": "ascii:strict", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LANG": "C", "LC_ALL": "C"},
    {"PYTHONIOENCODING": "ascii"},
)
"""Settings under which Python knows no letters but ASCII's, the strictest first."""


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (["assess", "Zoë.yaml"], 0),
        (["assess", "Zoë.yaml", "-f", "json={stem}.json"], 0),
        (["validate", "Zoë.yaml"], 0),
        (["assess", "böse.yaml"], 3),
        (["rules", "list"], 0),
        (["rules", "test", "--rule", "is-protocol"], 0),
        (["explain", "s16e-arrangements"], 0),
        (["assess", "Zoë.yaml", "-f", "józon"], 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_no_locale_makes_it_crash(command: list[str], code: int, here: Path) -> None:
    shutil.copy(EXEMPLAR, here / "Zoë.yaml")
    (here / "böse.yaml").write_text(BAD.replace("Testshire", "Tëstshire"), encoding="utf-8")
    for settings in ASCII if command == ["assess", "Zoë.yaml"] else ASCII[:1]:
        done = child(*command, cwd=here, env=settings)
        assert done.returncode == code, done.stderr
        assert b"Traceback" not in done.stderr


def test_a_terminal_that_only_knows_ascii_gets_a_report() -> None:
    code, shown = on_terminal("assess", HERTFORDSHIRE, **ASCII[0])
    assert code == 1
    assert "Gap report: Hertfordshire" in shown
    assert shown.isascii()


# Help and version


def every_command(group: click.Group = cli, path: tuple[str, ...] = ()) -> Iterator[Any]:
    for name, command in group.commands.items():
        yield pytest.param((*path, name), command, id=" ".join((*path, name)))
        if isinstance(command, click.Group):
            yield from every_command(command, (*path, name))


@pytest.mark.parametrize(("path", "command"), [pytest.param((), cli, id="ctcheck"), *every_command()])
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_the_help_of_every_command_tells_all_its_options(
    path: tuple[str, ...], command: click.Command, flag: str, ctcheck: Ctcheck
) -> None:
    outcome = ctcheck(*path, flag)
    assert (outcome.code, outcome.err) == (0, "")
    listed = outcome.out.partition("\nOptions:\n")[2]
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            for spelling in parameter.opts:
                assert re.search(rf"(^|[\s,]){spelling}\b", listed), spelling
        else:
            context = click.Context(command)
            assert parameter.make_metavar(context) in outcome.out
    assert command.help
    assert command.help.split(".")[0].split("\n")[0][:40] in outcome.out
    for name in getattr(command, "commands", ()):
        assert re.search(rf"^  {name} ", outcome.out, re.M), name


def test_the_help_of_assess_names_every_format(ctcheck: Ctcheck) -> None:
    option = (
        ctcheck("assess", "--help").out.partition("--format FORMAT[=PATH]")[2].partition("--for READER")[0]
    )
    for name in FORMATS:
        assert re.search(rf"\b{name}\b", option), name


def test_the_version_names_engine_and_loader(ctcheck: Ctcheck) -> None:
    import ctcheck as package

    outcome = ctcheck("--version")
    assert outcome.code == 0
    lines = dict(line.split(": ", 1) for line in outcome.out.splitlines()[2:])
    assert outcome.out.splitlines()[0] == f"ctcheck {package.__version__}"
    assert lines["Inference engine"].startswith(
        ("durable-rules 2.0.28", "plain (durable-rules is not installed")
    )
    assert re.search(r"C loader|PURE PYTHON LOADER", lines["YAML"])
    assert lines["Rule cache"] == os.environ["CTCHECK_CACHE"]


def test_exit_codes_of_the_help_are_those_of_the_program(ctcheck: Ctcheck) -> None:
    said = " ".join(ctcheck("--help").out.split())
    told = {int(code) for code in re.findall(r"[:,] (\d+) ", said[said.index("Exit codes") :])}
    assert told == {int(code) for code in Exit}
