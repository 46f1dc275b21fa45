"""People without an account are told apart from those who have one."""

from __future__ import annotations

import pytest

from linterbot.wiki.people import has_account, person


@pytest.mark.parametrize("name", ["Quill", "~tilde", "~2026", "Wren 10.0.0", "1.2.3", "2026-5"])
def test_these_are_accounts(name: str) -> None:
    assert has_account(name)
    assert person(name) == name


@pytest.mark.parametrize("name", ["127.0.0.1", "2001:DB8:0:0:0:0:0:1", "~2026-5", "~2026-12345-67"])
def test_these_are_not_and_may_all_be_one_person(name: str) -> None:
    assert not has_account(name)
    assert person(name) == person("10.0.0.1")
