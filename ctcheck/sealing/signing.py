"""Signatures of a manifest: Ed25519, through the library cryptography, which is an extra.

A signature is the plain 64 bytes, so that openssl can make and check it as well.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from ctcheck.errors import UsageError
from ctcheck.reading.files import UnreadableError, digest_of, read_bytes

MAX_KEY: Final = 1024 * 1024
LENGTH: Final = 64

_MAKE_ONE: Final = "Make one with `openssl genpkey -algorithm ed25519 -out private.pem`."
_MAKE_PUBLIC: Final = "Make it with `openssl pkey -in private.pem -pubout -out public.pem`."


def signed(manifest: bytes, key_file: Path, passphrase: Callable[[], str]) -> tuple[bytes, str]:
    """The signature of a manifest, and the fingerprint of the public key that it is checked with.

    `passphrase` is asked only where the key is locked. Raises `UsageError` for a key that cannot sign.
    """
    key = _private_key(key_file, passphrase)
    return bytes(key.sign(manifest)), _fingerprint(key.public_key())


class PublicKey:
    """A key that signatures are checked with."""

    def __init__(self, key_file: Path) -> None:
        """Raises `UsageError` for what is no public Ed25519 key."""
        _, serialization, ed25519 = _library()
        data = _bytes(key_file)
        try:
            key = serialization.load_pem_public_key(data)
        except Exception as error:
            # The library raises several kinds for broken PEM, and they differ between its versions.
            private = b"PRIVATE KEY" in data
            what = "a private key; the public one is wanted" if private else "no public key in PEM"
            raise UsageError(f"{key_file} is {what}.", _MAKE_PUBLIC) from error
        if not isinstance(key, ed25519.Ed25519PublicKey):
            raise UsageError(f"{key_file} is a key of another kind than Ed25519.", _MAKE_PUBLIC)
        self._key = key
        self.fingerprint = _fingerprint(key)
        """sha256 of the key as DER, in hexadecimal."""

    def has_signed(self, manifest: bytes, signature: bytes) -> bool:
        """Whether the signature is that of this key's owner under this manifest."""
        exceptions, _, _ = _library()
        try:
            self._key.verify(signature, manifest)
        except exceptions.InvalidSignature:
            return False
        return True


def _private_key(key_file: Path, passphrase: Callable[[], str]) -> Any:
    _, serialization, ed25519 = _library()
    data = _bytes(key_file)
    locked = b"ENCRYPTED" in data
    try:
        key = serialization.load_pem_private_key(data, passphrase().encode() if locked else None)
    except UsageError:
        raise
    except Exception as error:
        public = b"PUBLIC KEY" in data
        what = (
            "a public key; the private one signs"
            if public
            else "locked, and this passphrase does not open it"
            if locked
            else "no private key in PEM"
        )
        raise UsageError(f"{key_file} is {what}.", "" if locked else _MAKE_ONE) from error
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise UsageError(f"{key_file} is a key of another kind than Ed25519.", _MAKE_ONE)
    return key


def _bytes(key_file: Path) -> bytes:
    try:
        return read_bytes(key_file, str(key_file), MAX_KEY)
    except UnreadableError as error:
        raise UsageError(
            f"{key_file}: {error.problems[0].message}", "Give the path of a PEM file."
        ) from error


def _fingerprint(key: Any) -> str:
    _, serialization, _ = _library()
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return digest_of(key.public_bytes(serialization.Encoding.DER, form))


def _library() -> tuple[Any, Any, Any]:
    try:
        from cryptography import exceptions
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError as error:
        raise UsageError(
            "Signatures need the library cryptography, which is not installed.",
            'Install it with `pip install "ctcheck[sign]"`, or leave out --key.',
        ) from error
    return exceptions, serialization, ed25519
