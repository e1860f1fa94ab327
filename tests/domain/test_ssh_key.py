"""Public SSH keys: read strictly, fingerprints as ssh-keygen says them, and never a private one."""

from __future__ import annotations

import struct
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_tui.domain.errors import Invalid
from hotline_tui.domain.ssh_key import is_fingerprint, parse_key

ED25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEROLXmkFu6BBn4N5svwVQg8imEV+QNRWWSbU32I1wsU"
ECDSA256 = (
    "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBJK8avjuBqtgSo9Yk9av/R8UcjvCxM9HIR6c8c"
    "CH46f0lDG5iv8OIxad7z0yO3NPIALOICxwq6Psq1dTZJIAeAY="
)
ECDSA521 = (
    "ecdsa-sha2-nistp521 AAAAE2VjZHNhLXNoYTItbmlzdHA1MjEAAAAIbmlzdHA1MjEAAACFBACOYlagxAI0rnv+0CYwJ0SmscIp79NoNN0viF+nnY"
    "yVsz9zysaqA5A97nsocdF1xF9ZSI2Qp470isSOlMKyMb90JAFPM6N7ZwMJ3npmuunTDH5+mzxT8wNT/bE8FW5l+/3B2PYpXR+pNWqoJcmzGGwThrclJ25/"
    "S0quP4+Q71rpxOHyYw=="
)


def packed(*parts: bytes) -> str:
    return b64encode(b"".join(struct.pack(">I", len(part)) + part for part in parts)).decode()


def rsa(bits: int, exponent: bytes = b"\x01\x00\x01") -> str:
    return "ssh-rsa " + packed(b"ssh-rsa", exponent, b"\x00" + b"\xff" * (bits // 8))


def token(kind: bytes, *parts: bytes) -> str:
    return f"{kind.decode()} {packed(kind, *parts, b'ssh:')}"


SK_ED = token(b"sk-ssh-ed25519@openssh.com", b"k" * 32)
SK_EC = token(b"sk-ecdsa-sha2-nistp256@openssh.com", b"nistp256", b"\x04" + b"k" * 64)


@pytest.mark.parametrize(
    ("line", "fingerprint", "bits"),
    [
        (ED25519, "SHA256:a6VBBx2GRbkaiNWhWMRsVcXYiT1ogfY7Xp+QRqbFNCo", 256),
        (ECDSA256, "SHA256:F43i0m+Wh3rOMZNDQbqNAgNx1IHa/mWBdrAjFb+2G38", 256),
        (ECDSA521, "SHA256:ri/z2hRRAsutyt85UnamPeprgNVf0TN3pSqw3//G+rU", 521),
    ],
)
def test_fingerprints_are_those_of_ssh_keygen(line, fingerprint, bits):
    key = parse_key(f"{line} li@laptop\n")
    assert (key.fingerprint, key.bits, key.comment, key.line) == (fingerprint, bits, "li@laptop", f"{line} li@laptop")
    assert is_fingerprint(key.fingerprint)


@pytest.mark.parametrize("line", [SK_ED, SK_EC, rsa(3072), rsa(4096)])
def test_other_safe_kinds_are_taken(line):
    assert parse_key(line).line == line


def test_comment_lines_and_empty_ones_around_it_do_no_harm():
    assert parse_key(f"# Li Na\n\n  {ED25519}\r\n").line == ED25519


def test_a_comment_is_cleaned():
    key = parse_key(f"{ED25519} li\x1b]52;c;ZXZpbA==\x07 \u202e{'x' * 500}")
    assert not set("\x1b\x07\u202e") & set(key.comment)
    assert len(key.comment) <= 60


SECRETS = [
    "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEsecret\n-----END OPENSSH PRIVATE KEY-----\n",
    "-----BEGIN RSA PRIVATE KEY-----\nsecret\n",
    "-----BEGIN PRIVATE KEY-----\nsecret\n",
    "-----BEGIN ENCRYPTED PRIVATE KEY-----\nsecret\n",
    "PuTTY-User-Key-File-3: ssh-ed25519\nsecret",
    "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEsecret",
]


@pytest.mark.parametrize("text", SECRETS)
def test_a_private_key_is_refused_without_a_word_of_it(text):
    with pytest.raises(Invalid, match="private key") as refused:
        parse_key(text)
    assert "secret" not in str(refused.value)
    assert refused.value.params == {}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no public SSH key"),
        ("hello", "no public SSH key"),
        (f"{ED25519}\n{ECDSA256}", "no public SSH key"),
        (f'command="sh" {ED25519}', "options"),
        (f'no-pty,permitopen="a:1" {ED25519}', "options"),
        (f'environment="A=ssh-rsa b" {ED25519}', "options"),
        (f"restrict {rsa(3072)}", "options"),
        ("ssh-dss AAAAB3NzaC1kc3MAAACB", "this kind"),
        ("ssh-ed25519-cert-v01@openssh.com AAAA", "this kind"),
        ("ssh-ed448 AAAA", "this kind"),
        (rsa(2048), "2048 bits"),
        (rsa(3072, b"\x01"), "no public SSH key"),
        (rsa(3072, b"\x02"), "no public SSH key"),
        (rsa(32768), "no public SSH key"),
        (ED25519[:-4], "no public SSH key"),
        (ED25519 + "AAAA", "no public SSH key"),
        (ED25519.replace("ssh-ed25519 ", "ssh-rsa "), "no public SSH key"),
        (ED25519.replace("AAAAC3", "AAAA!3"), "no public SSH key"),
        ("ssh-ed25519 " + packed(b"ssh-ed25519", b"k" * 31), "no public SSH key"),
        ("ssh-ed25519 " + packed(b"ssh-ed25519", b"k" * 32, b"more"), "no public SSH key"),
        ("ecdsa-sha2-nistp256 " + packed(b"ecdsa-sha2-nistp256", b"nistp384", b"\x04" * 65), "no public SSH key"),
        ("ecdsa-sha2-nistp256 " + packed(b"ecdsa-sha2-nistp256", b"nistp256", b"\x05" * 65), "no public SSH key"),
        ("ssh-ed25519 " + b64encode(b"\xff\xff\xff\xff").decode(), "no public SSH key"),
        ("ssh-ed25519", "no public SSH key"),
        (ED25519 + " " + "x" * 20_000, "no public SSH key"),
    ],
)
def test_everything_else_is_refused_in_a_sentence(text, why):
    with pytest.raises(Invalid, match=why):
        parse_key(text)


def test_one_key_has_one_text():
    """Base64 with other spare bits at its end decodes to the same bytes: it would be the same key twice."""
    other = ECDSA256[:-2] + chr(ord(ECDSA256[-2]) + 1) + "="
    with pytest.raises(Invalid):
        parse_key(other)


@given(st.text(max_size=300) | st.builds(lambda a, b: ED25519[:a] + b + ED25519[a:], st.integers(0, 80), st.text()))
def test_whatever_is_given_a_key_or_a_refusal_comes_back(text):
    try:
        key = parse_key(text)
    except Invalid:
        return
    assert parse_key(key.line) == key
    assert key.line.isprintable()
