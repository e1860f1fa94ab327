"""Public SSH keys as OpenSSH writes them, read strictly: one line, no options, only kinds that are still safe.

Nothing of what was given stands in a refusal: it may be a private key, pasted by mistake.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass

from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.text import clean

LONGEST = 16_384
"""More than any key of these kinds takes, in characters."""
LEAST_RSA_BITS = 3_072
MOST_RSA_BITS = 16_384
LONGEST_COMMENT = 60

_CURVES = {"nistp256": 65, "nistp384": 97, "nistp521": 133}
"""Curve → length of an uncompressed point, in bytes."""
_ECDSA, _SK_ECDSA, _SK_ED25519 = "ecdsa-sha2-", "sk-ecdsa-sha2-nistp256@openssh.com", "sk-ssh-ed25519@openssh.com"
KINDS = ("ssh-ed25519", *(_ECDSA + curve for curve in _CURVES), "ssh-rsa", _SK_ED25519, _SK_ECDSA)
"""What `ssh-keygen -t` calls ed25519, ecdsa, rsa and the two on a security token."""

_PRIVATE = re.compile(r"-----BEGIN [A-Z0-9 ]*PRIVATE|PuTTY-User-Key-File|b3BlbnNzaC1rZXktdjE")
_FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}")
_SECRET = N_(
    "This is a private key. It was not kept; give the public one (the file that ends in .pub). A private key that "
    "others may have seen should be replaced."
)
_NO_KEY = N_("This is no public SSH key: one line such as `ssh-ed25519 AAAA… name` is needed.")
_OPTIONS = N_("The key has options before it. Give the key alone: what it may do is set here.")
_KIND = N_("Keys of this kind are not taken. Possible are: ed25519, ecdsa, rsa from 3072 bits, and security tokens.")
_SHORT = N_("This RSA key has {bits} bits; at least {least} are needed. Make a new one: ssh-keygen -t ed25519.")


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that may be used. `kind` is its type's name in OpenSSH, `blob` its base64 text."""

    kind: str
    blob: str
    comment: str
    fingerprint: str
    """`SHA256:…`, as `ssh-keygen -l` prints it."""
    bits: int

    @property
    def line(self) -> str:
        """The key as a line of an authorized_keys file, without options."""
        return f"{self.kind} {self.blob} {self.comment}".rstrip()


def parse_key(text: str) -> PublicKey:
    """The one key in a text. Raises Invalid (without a word of the text) for anything else."""
    if _PRIVATE.search(text):
        raise Invalid(_SECRET)
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if len(lines) != 1 or len(text) > LONGEST:
        raise Invalid(_NO_KEY)
    kind, _, rest = lines[0].partition(" ")
    blob, _, comment = rest.strip().partition(" ")
    if kind not in KINDS:
        raise Invalid(_why_not(lines[0], kind))
    raw = _decoded(blob)
    return PublicKey(kind, blob, clean(comment, limit=LONGEST_COMMENT), fingerprint_of(raw), _bits(kind, raw))


def kept_key(line: object) -> PublicKey | None:
    """A key as it is kept; None for what an older or foreign program left there and may not be used."""
    try:
        return parse_key(str(line))
    except Invalid:
        return None


def fingerprint_of(raw: bytes) -> str:
    """The SHA-256 fingerprint of a key's bytes."""
    return "SHA256:" + b64encode(hashlib.sha256(raw).digest()).decode("ascii").rstrip("=")


def is_fingerprint(text: str) -> bool:
    """Whether it has the form of one."""
    return _FINGERPRINT.fullmatch(text) is not None


def _why_not(line: str, kind: str) -> str:
    """A line that begins with something else than a kind that is taken."""
    if re.search(r"(?:^|[\s,\"])(?:ssh-|ecdsa-|sk-)\S+ +AAAA", line) and not re.match(r"(?:ssh-|ecdsa-|sk-)", kind):
        return _OPTIONS
    return _KIND if re.fullmatch(r"(?:ssh-|ecdsa-|sk-|webauthn-)[!-~]{1,80}", kind) else _NO_KEY


def _decoded(blob: str) -> bytes:
    try:
        raw = b64decode(blob.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise Invalid(_NO_KEY) from error
    if b64encode(raw).decode("ascii") != blob:  # two texts of one key would be two keys
        raise Invalid(_NO_KEY)
    return raw


def _bits(kind: str, raw: bytes) -> int:
    """The key's size; Invalid when its bytes are not a key of that kind, whole and with nothing after it."""
    parts = _parts(raw)
    if not parts or parts[0] != kind.encode("ascii"):
        raise Invalid(_NO_KEY)
    if kind == "ssh-rsa":
        return _rsa_bits(parts)
    curve = next((name for name in _CURVES if name in kind), "")
    if curve:
        whole = len(parts) == 3 + kind.startswith("sk-") and parts[1] == curve.encode("ascii")
        sound = whole and len(parts[2]) == _CURVES[curve] and parts[2][0] == 4
    else:
        sound = len(parts) == 2 + kind.startswith("sk-") and len(parts[1]) == 32
    if not sound:
        raise Invalid(_NO_KEY)
    return int(curve.removeprefix("nistp")) if curve else 256


def _rsa_bits(parts: list[bytes]) -> int:
    if len(parts) != 3:
        raise Invalid(_NO_KEY)
    exponent, modulus = (int.from_bytes(part, "big", signed=True) for part in parts[1:])
    bits = modulus.bit_length()
    if exponent < 3 or exponent % 2 == 0 or modulus <= 0 or modulus % 2 == 0 or bits > MOST_RSA_BITS:
        raise Invalid(_NO_KEY)
    if bits < LEAST_RSA_BITS:
        raise Invalid(_SHORT, bits=bits, least=LEAST_RSA_BITS)
    return bits


def _parts(raw: bytes) -> list[bytes]:
    """The length-prefixed parts of an SSH key; none at all when a length does not fit."""
    parts: list[bytes] = []
    while raw:
        size = int.from_bytes(raw[:4], "big")
        if len(raw) < 4 + size or len(parts) == 8:
            return []
        parts.append(raw[4 : 4 + size])
        raw = raw[4 + size :]
    return parts
