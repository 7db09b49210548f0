"""The zip around an archive: the same bytes each time, and whatever a stranger makes of it refused in words."""

from __future__ import annotations

import io
import stat
import struct
import warnings
import zipfile

import pytest

from ctcheck.errors import Exit, IntegrityError
from ctcheck.sealing import container
from ctcheck.sealing.container import packed, unpacked
from tests.sealing.archives import zipped

GOOD = {"manifest.json": b"{}", "submission.yaml": b"x: 1\n", "rules/a-pack/pack.yaml": b"pack: a-pack\n"}


def refusal(data: bytes) -> str:
    with pytest.raises(IntegrityError) as raised:
        unpacked(data)
    assert raised.value.exit_code == Exit.INTEGRITY
    return raised.value.message


def test_what_is_packed_comes_out_again_and_packs_to_the_same_bytes() -> None:
    data = packed(GOOD)
    assert unpacked(data) == GOOD
    assert packed(dict(reversed(GOOD.items()))) == data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == sorted(GOOD)
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    "name",
    [
        "../submission.yaml",
        "/etc/passwd",
        "rules/../../x.yaml",
        "rules/a/../x.yaml",
        "rules/a/./x.yaml",
        "rules//x.yaml",
        "rules/a/.hidden.yaml",
        "C:/x.yaml",
        "rules\\a\\x.yaml",
        "rules/a\\..\\x.yaml",
        "rules/a/x.py",
        "rules/a/x.yaml/",
        "rules/a/",
        "rules/A/x.yaml",
        "rules/a/caf\u00e9.yaml",
        "rules/a/con\u202eyaml.yaml",
        "rules/a/x.yaml\n",
        "rules/a/" + "x" * 300 + ".yaml",
        "rules/a/" + "x/" * 12 + "y.yaml",
        "inner.zip",
        "Submission.yaml",
        "~/x.yaml",
    ],
)
def test_a_name_that_no_archive_of_ours_holds_is_refused(name: str) -> None:
    assert "holds" in refusal(zipped([*GOOD.items(), (name, b"x")]))


def test_a_name_that_goes_on_behind_a_nul_is_refused() -> None:
    made = zipped([("submission.yaml#.sh", b"x")]).replace(b"yaml#", b"yaml\0")
    assert refusal(made) == "it holds 'submission.yaml\\x00.sh', which no sealed archive does."


def test_names_that_stand_twice_are_refused() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        twice = zipped([*GOOD.items(), ("submission.yaml", b"y: 2\n")])
    assert refusal(twice) == "it holds submission.yaml twice."
    capitals = zipped([*GOOD.items(), ("rules/a-pack/Pack.yaml", b"")])
    assert refusal(capitals) == "it holds rules/a-pack/Pack.yaml twice."


@pytest.mark.parametrize(("mode", "says"), [(stat.S_IFLNK, "a link"), (stat.S_IFIFO, "no plain file")])
def test_links_and_devices_are_refused(mode: int, says: str) -> None:
    entry = zipfile.ZipInfo("submission.yaml")
    entry.external_attr = (mode | 0o777) << 16
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    assert refusal(held.getvalue()) == f"submission.yaml is {says}."


def changed_header(data: bytes, name: str, at: int, form: str, value: int) -> bytes:
    """The archive with one number in the directory's entry of a file changed."""
    where = data.index(name.encode(), data.index(b"PK\x01\x02")) - 46
    made = bytearray(data)
    struct.pack_into(form, made, where + at, value)
    return bytes(made)


def test_a_locked_file_is_refused() -> None:
    assert "locked with a password" in refusal(changed_header(packed(GOOD), "submission.yaml", 8, "<H", 1))


def test_a_foreign_way_of_packing_is_refused() -> None:
    assert "packed in a way" in refusal(zipped(list(GOOD.items()), zipfile.ZIP_LZMA))


@pytest.mark.parametrize("claimed", [3, 0xFFFFFFF0])
def test_a_size_that_is_not_true_is_refused(claimed: int) -> None:
    data = changed_header(packed(GOOD), "submission.yaml", 24, "<L", claimed)
    assert "submission.yaml is" in refusal(data)


def test_a_bomb_is_stopped_by_its_ratio_before_it_has_unpacked() -> None:
    bomb = zipped([("submission.yaml", b"\0" * (6 * 1024 * 1024))], zipfile.ZIP_DEFLATED)
    assert len(bomb) < 20_000
    assert refusal(bomb) == "submission.yaml unpacks to more than 200 times its size."


def test_a_file_over_its_limit_is_refused_and_so_are_all_together(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "manifest.sig is larger" in refusal(packed({"manifest.sig": b"x" * 65}))
    monkeypatch.setattr(container, "MAX_UNPACKED", 10)
    assert "is larger than any" in refusal(packed(GOOD))


def test_rules_have_a_limit_of_their_own() -> None:
    many = {f"rules/a/f{number}.yaml": b"x" * 1_000_000 for number in range(9)}
    assert "its rules are larger than 8 MB" in refusal(packed(many))


def test_counted_bytes_decide_and_not_the_header(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "_look_at", lambda entry: None)
    assert "manifest.sig is larger" in refusal(packed({"manifest.sig": b"x" * 200_000}))


def test_too_many_files_are_refused_before_they_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    many = zipped([(f"rules/a/f{number}.yaml", b"") for number in range(5_001)])
    assert "more than 5,000 files" in refusal(many)
    # The record at the end claims few, and the directory is long all the same.
    lying = bytearray(many)
    struct.pack_into("<2H", lying, len(lying) - 14, 1, 1)
    monkeypatch.setattr(container, "MAX_ENTRIES", 100)
    assert "more than 100 files" in refusal(bytes(lying))


def test_files_that_share_their_bytes_do_not_multiply_them() -> None:
    """Every entry of the directory points at the first file: that is refused, or counted for each."""
    data = packed({f"rules/a/f{number}.yaml": b"x" * 1000 for number in range(50)})
    made = bytearray(data)
    at = data.index(b"PK\x01\x02")
    while made[at : at + 4] == b"PK\x01\x02":
        struct.pack_into("<L", made, at + 42, 0)
        at += 46 + struct.unpack_from("<H", made, at + 28)[0]
    assert "damaged" in refusal(bytes(made))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "it is empty."),
        (b"hello", "it is no zip"),
        (b"\x7fELF" * 100, "it is no zip"),
        (packed(GOOD)[:-30], "cut short"),
        (packed(GOOD) + b"more", "something stands behind its end"),
        (packed(GOOD)[:-2] + b"\x01\x00c", "something stands behind its end"),
        (packed(GOOD)[:-22] + b"PK\x06\x07" + b"\0" * 16 + packed(GOOD)[-22:], "it ends as no archive"),
        (b"PK\x05\x06" + b"\xff" * 18, "it ends as no archive"),
        (b"PK\x05\x06" + b"\0" * 4 + b"\x01\0\x01\0" + b"\x40\0\0\0" * 2 + b"\0\0", "damaged"),
    ],
)
def test_what_is_no_whole_zip_is_told_so(data: bytes, says: str) -> None:
    assert says in refusal(data)


def test_every_byte_flipped_or_cut_is_refused_or_leads_to_other_members() -> None:
    """Never an error of another kind; what passes here is found by comparing the whole archive."""
    data = packed(GOOD)
    for at in range(len(data)):
        broken = bytearray(data)
        broken[at] ^= 0xFF
        try:
            members = unpacked(bytes(broken))
        except IntegrityError:
            continue
        assert packed(members) != bytes(broken)
    for length in range(len(data)):
        refusal(data[:length])
