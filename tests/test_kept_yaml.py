"""What rule files hold is kept for the next start, and never believed when stale, damaged or open to others."""

from __future__ import annotations

import json
import os
import pickle
from pathlib import Path

import pytest
import yaml

from linterbot.errors import RuleError
from linterbot.rulebook import packs
from linterbot.rulebook.kept_yaml import KeptYaml
from linterbot.rulebook.rules_digest import digest

TEXT = "lamps: [lamp, lantern]\n"


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where a pack is kept, after a text in it was read once."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    reader = KeptYaml("here")
    reader.load(TEXT, "x.yaml")
    reader.keep()
    return tmp_path / "linterbot" / "rules" / "here.json"


@pytest.fixture
def unread(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing more be parsed."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("parsed")

    monkeypatch.setattr(yaml, "compose", refuse)


def parses(text: str = TEXT) -> bool:
    """Whether a text has to be parsed, where that is not allowed."""
    try:
        assert KeptYaml("here").load(text, "x.yaml").content == {"lamps": ["lamp", "lantern"]}
    except AssertionError:
        return True
    return False


@pytest.mark.usefixtures("unread")
def test_a_text_is_parsed_once_and_again_if_it_changed() -> None:
    assert not parses()
    assert parses("# Lamps\n" + TEXT)


@pytest.mark.usefixtures("unread")
@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000])
def test_a_damaged_file_is_as_good_as_none(kept: Path, damage: bytes) -> None:
    kept.write_bytes(damage)
    assert parses()


@pytest.mark.usefixtures("unread")
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_may_write_is_not_read(kept: Path, mode: int) -> None:
    kept.chmod(mode)
    assert parses()


@pytest.mark.usefixtures("unread")
def test_a_file_of_somebody_else_is_not_read(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: kept.stat().st_uid + 1)
    assert parses()


@pytest.mark.usefixtures("unread")
def test_a_link_or_a_pipe_is_not_read(kept: Path) -> None:
    real = kept.rename(kept.with_name("real.json"))
    kept.symlink_to(real)
    assert parses()
    kept.unlink()
    os.mkfifo(kept, 0o600)
    assert parses()


def test_only_the_owner_can_read_what_is_kept(kept: Path) -> None:
    assert kept.stat().st_mode & 0o077 == 0
    assert json.loads(kept.read_text()) != {}


@pytest.mark.parametrize("home", ["", "not/absolute", "/proc/nobody/here"])
def test_it_works_without_a_place_to_write(home: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setenv("HOME", home)
    reader = KeptYaml("here")
    assert reader.load(TEXT, "x.yaml").content == {"lamps": ["lamp", "lantern"]}
    reader.keep()


@pytest.mark.parametrize("pack", ["tropedia", "tvtropes"])
def test_a_kept_pack_is_the_same_pack(pack: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    packs._packaged.cache_clear()
    first = packs.load(pack)
    packs._packaged.cache_clear()
    second = packs.load(pack)
    assert first is not second
    assert digest(first) == digest(second)
    assert [[one.where for one in rule.examples] for rule in first] == [
        [one.where for one in rule.examples] for rule in pickle.loads(pickle.dumps(second))
    ]


def test_a_fault_is_reported_again_with_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "mine.yaml").write_text("extends: common/natter\n\nthreshold: high\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(RuleError, match=r'mine\.yaml:3: "threshold" must be a number'):
            packs.load("tropedia", [tmp_path])
        aside: list[RuleError] = []
        packs.load("tropedia", [tmp_path], aside.append)
        assert len(aside) == 1
