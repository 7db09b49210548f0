"""Sealed archives: what is the same is said to be, and the first difference is named where it is not."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import ctcheck
from ctcheck.errors import IntegrityError, OutputError, UsageError
from ctcheck.inference.durable_engine import DurableEngine
from ctcheck.sealing import container
from ctcheck.sealing.container import packed
from ctcheck.sealing.seal import Sealed, seal
from ctcheck.sealing.verify import verify
from tests.sealing.archives import (
    JUDGEMENTS,
    SHIPPED,
    SUBMISSION,
    as_json,
    check,
    contents,
    members_of,
    resealed,
    sealed,
    zipped,
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    """A sealed archive with judgements."""
    folder = tmp_path_factory.mktemp("sealed")
    return sealed(folder, judgements_file="judgements.yaml", judgements=JUDGEMENTS)


@pytest.fixture(scope="module")
def members(whole: Sealed) -> dict[str, bytes]:
    return members_of(whole.data)


def difference(data: bytes, **more: Any) -> str:
    with pytest.raises(IntegrityError) as raised:
        check(data, **more)
    return raised.value.message


def test_an_archive_verifies_and_says_what_is_in_it(whole: Sealed) -> None:
    found = check(whole.data)
    assert found.report == whole.report
    assert found.packs == (("small-pack", "shipped"),)
    assert found.programs == found.here
    assert found.programs.ctcheck == ctcheck.__version__
    assert found.report.inspector is not None
    assert found.signature == "none"
    (plan,) = found.evidence
    assert plan is not None
    assert (plan.path, plan.state, plan.size) == ("plan.pdf", "unsealed", 6)


def test_the_same_contents_give_the_same_bytes_wherever_they_lie(whole: Sealed, tmp_path: Path) -> None:
    again = sealed(tmp_path, judgements_file="judgements.yaml", judgements=JUDGEMENTS)
    assert again.data == whole.data
    assert str(tmp_path).encode() not in again.data


def test_either_engine_verifies_what_the_other_sealed(whole: Sealed) -> None:
    found = verify(whole.data, DurableEngine(), SHIPPED)
    assert found.programs.engine == "plain"
    assert found.here.engine.startswith("durable-rules")


def test_a_byte_flipped_in_any_file_is_found_and_the_file_named(
    whole: Sealed, members: dict[str, bytes]
) -> None:
    assert len(members) == 8
    for name, content in members.items():
        at = whole.data.index(content) if len(content) > 40 else whole.data.index(name.encode()) + len(name)
        broken = bytearray(whole.data)
        broken[at + len(content) // 2] ^= 1
        assert difference(bytes(broken)).startswith(f"{name} is damaged"), name


def test_a_changed_file_is_named_where_the_zip_was_made_anew(members: dict[str, bytes]) -> None:
    for name in ("submission.yaml", "gap-report.json", "rules/small-pack/pack.yaml"):
        made = packed({**members, name: members[name] + b" "})
        assert difference(made) == f"{name} has changed: its sha256 is not that of the manifest."


def test_the_first_missing_or_added_file_is_named(members: dict[str, bytes]) -> None:
    gone = {name: data for name, data in members.items() if name != "rules/small-pack/vocabulary.yaml"}
    assert difference(packed(gone)) == "rules/small-pack/vocabulary.yaml is missing."
    added = {**members, "rules/another/pack.yaml": b"pack: another\n"}
    assert difference(packed(added)).startswith("rules/another/pack.yaml was added")
    assert difference(resealed(added)) == (
        "rules/another/pack.yaml belongs to no rule pack that the manifest names."
    )
    for name in ("manifest.json", "submission.yaml", "evidence.json", "gap-report.json"):
        without = {key: data for key, data in members.items() if key != name}
        made = packed(without) if name == "manifest.json" else resealed(without)
        assert difference(made).startswith(f"there is no {name} in it"), name


def test_a_changed_verdict_is_named_though_the_manifest_was_made_to_fit(members: dict[str, bytes]) -> None:
    report = json.loads(members["gap-report.json"])
    finding = next(one for one in report["findings"] if one["rule"] == "is-protocol")
    assert finding["verdict"] == "no_answer"
    finding["verdict"] = "met"
    found = difference(resealed({**members, "gap-report.json": as_json(report)}))
    assert found == (
        'the verdict of is-protocol stands in gap-report.json as "met", and made again it is "no_answer".'
    )


def test_a_finding_taken_out_or_added_is_named(members: dict[str, bytes]) -> None:
    report = json.loads(members["gap-report.json"])
    taken = report["findings"].pop(0)
    found = difference(resealed({**members, "gap-report.json": as_json(report)}))
    assert found.startswith(f"the finding {taken['id']} is missing from gap-report.json")
    report["findings"] += [taken, {"id": "invented", "verdict": "met"}]
    found = difference(resealed({**members, "gap-report.json": as_json(report)}))
    assert found == "gap-report.json has a finding invented, and made again there is none."


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda r: r["summary"].__setitem__(0, "All is well."), '$.summary[0] was sealed as "All is well." and is'),
        (lambda r: r.__setitem__("law_date", "2007-01-01"), '$.law_date was sealed as "2007-01-01" and is "2008-05-31"'),
        (lambda r: r.__setitem__("extra", 1), "$.extra was sealed as 1 and is nothing"),
        (lambda r: r["inspector"]["views"].clear(), "$.inspector.views[0] was sealed as nothing and is an object"),
        (lambda r: r["ctcheck"].__setitem__("version", "9"), '$.ctcheck.version was sealed as "9"'),
        (lambda r: None, "it says the same and is written in other bytes"),
    ],
)  # fmt: skip
def test_any_other_difference_of_the_report_is_named_by_its_path(
    change: Callable[[Any], None], says: str, members: dict[str, bytes]
) -> None:
    report = json.loads(members["gap-report.json"])
    change(report)
    data = json.dumps(report).encode()
    assert says in difference(resealed({**members, "gap-report.json": data}))


def test_a_report_that_is_far_too_long_is_not_looked_into(members: dict[str, bytes]) -> None:
    long = b"[" + b"[]," * 1_000_000 + b"[]]"
    found = difference(resealed({**members, "gap-report.json": long}))
    assert found.startswith("gap-report.json has 3,000,004 bytes, and made again it has ")


def test_a_submission_made_better_is_found_by_its_report(members: dict[str, bytes]) -> None:
    better = SUBMISSION + b"information_sharing: {protocol_signed: yes}\n"
    assert difference(resealed({**members, "submission.yaml": better})) == (
        'the verdict of is-protocol stands in gap-report.json as "no_answer", and made again it is "met".'
    )


def test_rules_made_easier_are_found_by_their_verdicts(tmp_path: Path) -> None:
    not_signed = SUBMISSION + b"information_sharing: {protocol_signed: no}\n"
    members = members_of(sealed(tmp_path, submission=not_signed).data)
    name = "rules/small-pack/expectations/information-sharing.yaml"
    easier = members[name].replace(b"{is: yes}", b"{is: no}")
    found = difference(resealed({**members, name: easier}))
    assert found.startswith(
        'the verdict of is-protocol stands in gap-report.json as "not_met", and made again it is "met"'
    )
    remark = {**members, name: members[name] + b"# another line\n"}
    assert "$.rules_digest" in difference(resealed(remark))
    broken = {**members, name: b"theme: [\n"}
    assert difference(resealed(broken)).startswith("what it holds cannot be assessed any more.")


def test_a_resealed_archive_with_other_rules_says_that_they_are_not_the_shipped_ones(tmp_path: Path) -> None:
    """Whoever changes everything to fit has an archive of their own: the rules in it are named."""
    (pack,) = contents().packs
    files = {**pack.files, "vocabulary.yaml": pack.files["vocabulary.yaml"] + b"# another line\n"}
    own = sealed(tmp_path, packs=(pack._replace(files=files),))
    assert check(own.data).packs == (("small-pack", "other"),)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda m: m.__setitem__("rules_digest", "0" * 64), "$.rules_digest"),
        (lambda m: m["counts"].__setitem__("met", 400), "$.counts.met was sealed as 400 and is"),
        (lambda m: m["packs"][0].__setitem__("version", "9"), '$.packs[0].version was sealed as "9"'),
        (lambda m: m.__setitem__("about", "Trust me."), '$.about was sealed as "Trust me."'),
        (lambda m: m.__setitem__("law_at", "2008-02-31"), "a law date that is no day"),
        (lambda m: m.__setitem__("judgements", None), "differ on whether there is a judgements.yaml"),
        (lambda m: m["submission"].__setitem__("file", ".."), "no name of a file"),
        (lambda m: m["submission"].__setitem__("file", "a/b"), "no manifest of a sealed archive"),
        (lambda m: m["packs"].append(m["packs"][0]), "cannot be assessed"),
        (lambda m: m["packs"].append({**m["packs"][0], "id": "other"}), "no rules/other/pack.yaml"),
        (lambda m: m["files"].append(m["files"][0]), "lists a file twice"),
        (lambda m: m.__setitem__("format", 2), "is of format 2; this ctcheck reads format 1"),
        (lambda m: m.pop("counts"), "no manifest of a sealed archive"),
        (lambda m: m.__setitem__("more", 1), "no manifest of a sealed archive"),
    ],
)
def test_a_manifest_that_says_what_is_not_so_is_found(
    change: Callable[[Any], None], says: str, members: dict[str, bytes]
) -> None:
    assert says in difference(resealed(members, change))


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"[]",
        b"null",
        b"\xff\xfe{}",
        b'{"format": 1, "format": 1}',
        b'{"format": NaN}',
        b"[" * 100_000,
        b'{"a":' * 900 + b"1" + b"}" * 900,
        b"1" * 5_000,
        b'{"format": 1, "about": "\\ud800"}',
    ],
)
def test_hostile_json_is_refused_in_words(manifest: bytes, members: dict[str, bytes]) -> None:
    assert "manifest.json is no" in difference(packed({**members, "manifest.json": manifest}))
    assert difference(resealed({**members, "gap-report.json": manifest}))
    assert "evidence.json" in difference(resealed({**members, "evidence.json": manifest}))


def test_a_list_of_evidence_that_does_not_fit_the_register_is_found(members: dict[str, bytes]) -> None:
    for key, value, says in (
        ("title", "Another plan", "$.evidence[0].title"),
        ("id", "other", "$.evidence[0].id"),
        ("file", None, "does not fit the register of evidence at plan"),
    ):
        listed = json.loads(members["evidence.json"])
        listed["evidence"][0][key] = value
        assert says in difference(resealed({**members, "evidence.json": as_json(listed)}))
    for key, wrong in (
        ("state", "matches"),
        ("state", "missing"),
        ("sha256", "abc"),
        ("size", -1),
        ("size", None),
    ):
        listed = json.loads(members["evidence.json"])
        listed["evidence"][0]["file"][key] = wrong
        assert "does not fit" in difference(resealed({**members, "evidence.json": as_json(listed)}))


def test_another_version_is_named_and_no_difference_where_the_results_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ctcheck, "__version__", "0.0.9")
    old = sealed(tmp_path)
    monkeypatch.undo()
    found = check(old.data)
    assert found.programs.ctcheck == "0.0.9"
    assert found.here.ctcheck == ctcheck.__version__
    parts = members_of(old.data)
    report = json.loads(parts["gap-report.json"])
    report["summary"][0] = "Said otherwise."
    with pytest.raises(IntegrityError) as raised:
        check(resealed({**parts, "gap-report.json": as_json(report)}))
    assert "It was sealed with ctcheck 0.0.9" in raised.value.hint


@pytest.mark.parametrize(
    "around",
    [
        lambda data, parts: b"MZ" + data,
        lambda data, parts: zipped(sorted(parts.items())),
        lambda data, parts: zipped(sorted(parts.items()), zipfile.ZIP_DEFLATED),
    ],
    ids=["before", "packed again", "compressed"],
)
def test_the_zip_around_the_files_is_held_to_the_byte(
    around: Callable[[bytes, dict[str, bytes]], bytes], whole: Sealed, members: dict[str, bytes]
) -> None:
    assert "all files in it are the same, but the zip around them" in difference(around(whole.data, members))


def test_files_of_the_evidence_are_held_against_the_list_where_they_are_at_hand(tmp_path: Path) -> None:
    made = sealed(tmp_path)
    assert check(made.data, evidence_folder=tmp_path).evidence_checked
    (tmp_path / "plan.pdf").write_bytes(b"b plan")
    assert "the file plan.pdf of the evidence plan has changed" in difference(
        made.data, evidence_folder=tmp_path
    )
    (tmp_path / "plan.pdf").unlink()
    assert "plan.pdf of the evidence plan is no longer there" in difference(
        made.data, evidence_folder=tmp_path
    )
    assert not check(made.data).evidence_checked


def test_what_nobody_could_verify_is_not_sealed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (pack,) = contents().packs
    odd = pack._replace(files={**pack.files, "two words.yaml": b""})
    with pytest.raises(UsageError, match="a name that no archive can hold"):
        sealed(tmp_path, packs=(odd,))
    with pytest.raises(UsageError, match="cannot be sealed"):
        seal(contents(submission_file="a\nb.yaml"), tmp_path, DurableEngine())
    monkeypatch.setattr(container, "MAX_ARCHIVE", 1000)
    with pytest.raises(OutputError, match="cannot be sealed"):
        sealed(tmp_path)
