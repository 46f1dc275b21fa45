"""Where passwords come from, and that they are never shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from linterbot.credentials import password
from linterbot.errors import ConfigError


class Memory(KeyringBackend):
    """A keyring of one entry, or a locked one."""

    priority = 1.0
    locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked("locked")
        return "from the ring" if (service, username) == ("linterbot my-wiki", "LinterBot") else None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise AssertionError("linterbot only reads")


@pytest.fixture
def ring() -> Iterator[Memory]:
    before, ours = keyring.get_keyring(), Memory()  # type: ignore[no-untyped-call]  # keyring's own is untyped
    keyring.set_keyring(ours)
    yield ours
    keyring.set_keyring(before)


def test_the_environment_comes_first(ring: Memory) -> None:
    assert password("my-wiki", "LinterBot", None, {"LINTERBOT_PASSWORD_MY_WIKI": "s"}) == "s"


def test_a_password_file_must_be_readable_by_its_owner_alone(tmp_path: Path, ring: Memory) -> None:
    secret = tmp_path / "secret"
    secret.write_text("a:b\n")
    secret.chmod(0o640)
    with pytest.raises(ConfigError, match="chmod 600") as caught:
        password("my-wiki", "LinterBot", secret, {})
    assert "a:b" not in str(caught.value)
    secret.chmod(0o600)
    assert password("my-wiki", "LinterBot", secret, {}) == "a:b"
    with pytest.raises(ConfigError, match="cannot be read"):
        password("my-wiki", "LinterBot", tmp_path / "none", {})


def test_the_keyring_has_one_entry_a_wiki(ring: Memory) -> None:
    assert password("my-wiki", "LinterBot", None, {}) == "from the ring"
    with pytest.raises(ConfigError, match="set LINTERBOT_PASSWORD_OTHER, name a password-file, or run: keyring set"):
        password("other", "LinterBot", None, {})
    ring.locked = True
    with pytest.raises(ConfigError, match="the keyring cannot be read"):
        password("my-wiki", "LinterBot", None, {})
