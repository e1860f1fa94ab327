"""What is shipped for servers is what sshd and systemd take, and says what the program does."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from hotline_tui.resources import data_root

from .room import Room
from .sshd import Sshd, needed

DEPLOY = data_root() / "deploy"
UNITS = ("hotline-kiosk.service", "hotline-sweep.service", "hotline-sweep.timer")


def effective(tmp_path: Path) -> dict[str, list[str]]:
    """What sshd makes of the shipped file for a login to the account `hotline`."""
    key = tmp_path / "host"
    Sshd(tmp_path, "").keygen(key)
    config = tmp_path / "sshd_config"
    config.write_text(
        f"HostKey {key}\nX11Forwarding yes\nAllowTcpForwarding yes\n" + (DEPLOY / "sshd_hotline.conf").read_text()
    )
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    binary = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    checked = subprocess.run([str(binary), "-t", "-f", str(config)], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")
    words = [str(binary), "-T", "-f", str(config), "-C", "user=hotline,host=client,addr=192.0.2.1"]
    shown = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    found: dict[str, list[str]] = {}
    for line in shown.splitlines():
        name, _, value = line.partition(" ")
        found.setdefault(name, []).append(value)
    return found


def test_sshd_takes_the_fragment_and_shuts_what_it_should(tmp_path):
    needed("sshd", "ssh-keygen")
    found = effective(tmp_path)
    for name, value in {
        "disableforwarding": "yes",
        "allowtcpforwarding": "no",
        "allowagentforwarding": "no",
        "allowstreamlocalforwarding": "no",
        "x11forwarding": "no",
        "permittunnel": "no",
        "permituserrc": "no",
        "permituserenvironment": "no",
        "passwordauthentication": "no",
        "kbdinteractiveauthentication": "no",
        "authenticationmethods": "publickey",
        "authorizedkeysfile": "none",
        "authorizedkeyscommanduser": "hotline",
        "maxsessions": "1",
    }.items():
        assert found[name] == [value], name
    assert found["acceptenv"] == ["LANG", "LC_*", "COLORTERM", "TZ"]


def test_the_fragments_command_is_one_that_the_program_takes(tmp_path):
    """With the tokens filled in as sshd does: no key for an empty desk, no complaint."""
    text = (DEPLOY / "sshd_hotline.conf").read_text(encoding="utf-8")
    found = re.search(r"^\s*AuthorizedKeysCommand (\S+) (.*)$", text, re.MULTILINE)
    assert found is not None and found[1].startswith("/")
    room = Room(tmp_path)
    assert (
        room.run("init", "--name", "D", "--zone", "UTC", "--language", "en", "--operator", "W", "--login", "w").code
        == 0
    )
    config = tmp_path / "hotline.toml"
    config.write_text(f'database_url = "sqlite:///{room.db}"\n')
    filled = found[2].replace("%u", "hotline").replace("%t", "ssh-ed25519").replace("%k", "AAAA")
    done = room.run(*filled.replace("/etc/hotline/hotline.toml", str(config)).split())
    assert (done.code, done.out, done.err) == (0, "", "")


def test_systemd_takes_the_units(tmp_path):
    needed("systemd-analyze")
    program = tmp_path / "hotline"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for unit in UNITS:
        text = (DEPLOY / unit).read_text(encoding="utf-8").replace("/opt/hotline/bin/hotline", str(program))
        (tmp_path / unit).write_text(text, encoding="utf-8")
    words = ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / unit) for unit in UNITS)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    ours = [line for line in done.stderr.splitlines() if "hotline" in line]
    assert (done.returncode, ours) == (0, [])


@pytest.mark.parametrize("unit", UNITS[:2])
def test_a_units_command_is_one_that_the_program_takes(unit, tmp_path):
    text = (DEPLOY / unit).read_text(encoding="utf-8")
    found = re.search(r"^ExecStart=/opt/hotline/bin/hotline (.*)$", text, re.MULTILINE)
    assert found is not None
    room = Room(tmp_path)
    assert (
        room.run("init", "--name", "D", "--zone", "UTC", "--language", "en", "--operator", "W", "--login", "w").code
        == 0
    )
    config = tmp_path / "hotline.toml"
    config.write_text(f'database_url = "sqlite:///{room.db}"\n')
    words = found[1].replace("/etc/hotline/hotline.toml", str(config)).split()
    if unit == "hotline-kiosk.service":
        console = room.console(*words, TERM="linux")
        console.wait_for("Calls 0")
        room.close()
    else:
        assert room.run(*words).code == 0


def test_the_kiosk_has_no_way_out_to_a_shell():
    text = (DEPLOY / "hotline-kiosk.service").read_text(encoding="utf-8")
    for line in ("Restart=always", "StartLimitIntervalSec=0", "NoNewPrivileges=yes", "Conflicts=getty@tty2.service"):
        assert re.search(rf"^{re.escape(line)}", text, re.MULTILINE), line
