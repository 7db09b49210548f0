"""Signatures: good, bad, missing, and keys that will not do."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, x25519

from ctcheck.errors import IntegrityError, UsageError
from ctcheck.inference.plain import PlainEngine
from ctcheck.sealing.container import packed
from ctcheck.sealing.seal import seal
from ctcheck.sealing.signing import PublicKey, signed
from tests.sealing.archives import check, contents, members_of, resealed

PEM, PKCS8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
SPKI = serialization.PublicFormat.SubjectPublicKeyInfo


def keys(folder: Path, name: str, passphrase: bytes = b"") -> tuple[Path, Path]:
    """A private and a public key."""
    key = ed25519.Ed25519PrivateKey.generate()
    locked = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    private, public = folder / f"{name}.pem", folder / f"{name}.pub.pem"
    private.write_bytes(key.private_bytes(PEM, PKCS8, locked))
    public.write_bytes(key.public_key().public_bytes(PEM, SPKI))
    return private, public


def nobody() -> str:
    raise AssertionError("no passphrase is needed")


def test_a_signature_is_checked_with_the_key_and_with_no_other(tmp_path: Path) -> None:
    private, public = keys(tmp_path, "one")
    _, other = keys(tmp_path, "two")
    made = seal(contents(), tmp_path, PlainEngine(), private, nobody)
    found = check(made.data, key=PublicKey(public))
    assert (found.signature, found.fingerprint) == ("good", made.fingerprint)
    assert check(made.data).signature == "unchecked"
    assert seal(contents(), tmp_path, PlainEngine(), private, nobody).data == made.data
    with pytest.raises(IntegrityError, match="signed with another key"):
        check(made.data, key=PublicKey(other))


def test_a_forger_cannot_keep_the_signature(tmp_path: Path) -> None:
    private, public = keys(tmp_path, "one")
    members = members_of(seal(contents(), tmp_path, PlainEngine(), private, nobody).data)
    changed = {**members, "submission.yaml": members["submission.yaml"] + b"# more\n"}
    for forged in (
        resealed(changed),
        packed({**members, "manifest.sig": bytes(64)}),
        packed({**members, "manifest.sig": members["manifest.sig"][:63]}),
    ):
        with pytest.raises(IntegrityError, match="is not good"):
            check(forged, key=PublicKey(public))
    unsigned = packed({name: data for name, data in members.items() if name != "manifest.sig"})
    with pytest.raises(IntegrityError, match="it is not signed"):
        check(unsigned, key=PublicKey(public))
    with pytest.raises(IntegrityError, match=r"manifest\.sig is no signature"):
        check(packed({**members, "manifest.sig": b"x"}))


def test_a_locked_key_asks_for_its_passphrase(tmp_path: Path) -> None:
    private, public = keys(tmp_path, "locked", b"open sesame")
    signature, fingerprint = signed(b"text", private, lambda: "open sesame")
    key = PublicKey(public)
    assert key.has_signed(b"text", signature)
    assert not key.has_signed(b"texts", signature)
    assert key.fingerprint == fingerprint
    with pytest.raises(UsageError, match="this passphrase does not open it"):
        signed(b"text", private, lambda: "wrong")


def test_keys_that_will_not_do_are_named(tmp_path: Path) -> None:
    private, public = keys(tmp_path, "one")
    other = tmp_path / "other.pem"
    other.write_bytes(
        x25519.X25519PrivateKey.generate().private_bytes(PEM, PKCS8, serialization.NoEncryption())
    )
    text = tmp_path / "text.pem"
    text.write_text("hello")
    for path, says in (
        (public, "a public key; the private one signs"),
        (other, "another kind than Ed25519"),
        (text, "no private key in PEM"),
        (tmp_path / "none.pem", "does not exist"),
    ):
        with pytest.raises(UsageError, match=says):
            signed(b"text", path, nobody)
    for path, says in ((private, "a private key; the public one is wanted"), (text, "no public key in PEM")):
        with pytest.raises(UsageError, match=says):
            PublicKey(path)


def test_without_the_library_it_is_said_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private, public = keys(tmp_path, "one")
    monkeypatch.setitem(sys.modules, "cryptography", None)
    with pytest.raises(UsageError) as raised:
        signed(b"text", private, nobody)
    assert 'pip install "ctcheck[sign]"' in raised.value.hint
    with pytest.raises(UsageError):
        PublicKey(public)
    assert check(seal(contents(), tmp_path, PlainEngine()).data).signature == "none"
