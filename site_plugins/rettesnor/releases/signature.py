"""Ed25519 signatures of manifests (RFC 8032).

Optional: needs ``cryptography`` (the extra ``signing``). A signed manifest names its key, so
that its signature cannot be taken away by itself, and through the chain it vouches for every record
before it. ``guideline/signatur.pub`` holds the public keys in PEM, old ones too.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from rettesnor.model import extras

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )

NAME = "manifest.sig"
_PEM = re.compile(rb"-----BEGIN PUBLIC KEY-----.*?-----END PUBLIC KEY-----", re.DOTALL)


class SignatureError(Exception):
    """Signing or checking is not possible; says why in Norwegian."""


def private_key(pem: bytes) -> Ed25519PrivateKey:
    """Return the private key in ``pem`` (PKCS 8, not encrypted).

    Raises:
        SignatureError: it is no such key, or ``cryptography`` is not installed.
    """
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
    except ImportError as error:
        raise SignatureError(_missing()) from error
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        raise SignatureError("Nøkkelfila er ikke en privat nøkkel i PEM uten passord.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise SignatureError("Nøkkelen er ikke av slaget Ed25519.")
    return key


def public_keys(pem: bytes) -> Mapping[str, Ed25519PublicKey]:
    """Return the public keys in ``pem`` by their fingerprints.

    Raises:
        SignatureError: a key cannot be read, or ``cryptography`` is not installed.
    """
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
        from cryptography.hazmat.primitives.serialization import load_pem_public_key
    except ImportError as error:
        raise SignatureError(_missing()) from error
    keys = {}
    for block in _PEM.findall(pem):
        try:
            key = load_pem_public_key(block)
        except ValueError as error:
            raise SignatureError("En offentlig nøkkel kan ikke leses.") from error
        if not isinstance(key, Ed25519PublicKey):
            raise SignatureError("En offentlig nøkkel er ikke av slaget Ed25519.")
        keys[fingerprint(key)] = key
    return keys


def fingerprint(key: Ed25519PublicKey) -> str:
    """Return the SHA-256 (hexadecimal) of the key in DER."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()


def sign(key: Ed25519PrivateKey, manifest: bytes) -> bytes:
    """Return the signature file of ``manifest``: lower-case hexadecimal and a line end."""
    return key.sign(manifest).hex().encode() + b"\n"


def is_signed(key: Ed25519PublicKey, manifest: bytes, signature: bytes) -> bool:
    """Whether ``signature`` is the file that ``sign`` makes of ``manifest``.

    The form is held to as well: no other bytes stand for the same signature.
    """
    from cryptography.exceptions import InvalidSignature

    if re.fullmatch(rb"[0-9a-f]{128}\n", signature) is None:
        return False
    try:
        key.verify(bytes.fromhex(signature.decode()), manifest)
    except InvalidSignature:
        return False
    return True


def _missing() -> str:
    return extras.missing("Det som lager og prøver signaturer,", extras.SIGNING)
