"""`linterbot check`, as a person runs it."""

from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from linterbot.cli import Status, run
from linterbot.wiki.mediawiki import connection
from linterbot.wiki.sandbox.people import Person
from tests.conftest import WORK
from tests.test_rulebook import GOOD

LONG = "* ''Ropewalk'': Mother Ansel has forgotten the key, and lives on candles for four days.\n"
PAGE = f"{WORK}\n== Literature ==\n{LONG}** To be fair, they were good candles.\n"
LONE = PAGE.replace("To be fair, they were good candles.", "In the stage version, Quill brings her a ham.")
TWICE = f"{WORK}\n== Literature ==\n{LONG}* Crabbe does without, and says so.\n{LONG}"
CONFIG = """wikis:
  one:
    kind: sandbox
    path: s.sqlite
    pack: tropedia
    operator: somebody
"""


Typed = Callable[[bytes], None]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Put bytes on standard input."""

    def put(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data), isatty=lambda: False))

    return put


def test_full_shows_place_words_policy_and_fix(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "page.wiki").write_text(PAGE)
    assert run(["check", "page.wiki"]) is Status.FINDINGS
    out = capsys.readouterr().out
    assert "page.wiki:4:4: EX101 natter (warning)" in out
    assert "      4 | ** To be fair, they were good candles.\n        |    ^^^^" in out
    assert "  policy: https://tropedia.fandom.com/wiki/Tropedia:Style_Guide" in out
    assert "        - ** To be fair, they were good candles." in out
    assert "  suggestion: Remove it" in out
    assert out.endswith("2 findings in 1 page: 2 warnings (natter 1, lone-sub-example 1).\n")
    (here / "page.wiki").write_text(LONE)
    run(["check", "page.wiki"])
    out = capsys.readouterr().out
    assert "candles for four days. In the stage version, Quill brings her a ham." in out
    assert "1 finding in 1 page: 1 warning (lone-sub-example 1).\n" in out
    assert "--fix --unsafe-fixes fixes 1 that a person should review." in out


def test_json_lines_hold_everything(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "page.wiki").write_text("é\U0001f409\n" + PAGE)
    assert run(["check", "page.wiki", "--output-format", "json-lines", "--exit-zero"]) is Status.CLEAN
    natter, lone = map(json.loads, capsys.readouterr().out.splitlines())
    keys = "code name severity message filename page revision wiki pack location end_location related fix fingerprint"
    assert set(keys.split()) <= natter.keys()
    assert (natter["location"], natter["end_location"]) == ({"row": 5, "column": 4}, {"row": 5, "column": 39})
    assert natter["related"][0]["location"]["row"] == 4
    assert (natter["filename"], natter["pack"], natter["wiki"]) == ("page.wiki", "tropedia", None)
    assert (natter["fix"]["safety"], lone["fix"]) == ("display", None)


def test_a_clean_page_is_called_so_and_exits_with_zero(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "page.wiki").write_text(WORK + "\n* The keeper lights the lamp and goes to bed.\n")
    assert run(["check", "page.wiki"]) is Status.CLEAN
    assert capsys.readouterr().out == "Nothing found in 1 page.\n"


def test_fix_makes_only_safe_fixes(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = here / "page.wiki"
    path.write_text(TWICE)
    path.chmod(0o640)
    assert run(["check", "--diff", "page.wiki"]) is Status.FINDINGS
    assert path.read_text() == TWICE
    assert "-" + LONG.strip() in capsys.readouterr().out
    assert run(["check", "--fix", "page.wiki"]) is Status.CLEAN
    assert path.read_text() == TWICE[: -len(LONG)]
    assert path.stat().st_mode & 0o777 == 0o640
    assert not [one for one in here.iterdir() if one.name.startswith(".linterbot")]


def test_unsafe_fixes_are_made_only_on_request(here: Path) -> None:
    (here / "page.wiki").write_text(LONE)
    run(["check", "--fix", "page.wiki"])
    assert (here / "page.wiki").read_text() == LONE
    run(["check", "--fix", "--unsafe-fixes", "page.wiki"])
    assert "four days. In the stage version" in (here / "page.wiki").read_text()


def test_line_endings_survive_a_fix(here: Path) -> None:
    text = TWICE.replace("\n", "\r\n")
    (here / "page.wiki").write_bytes(text.encode())
    run(["check", "--fix", "page.wiki"])
    assert (here / "page.wiki").read_bytes() == text[: -len(LONG) - 1].encode()


def test_standard_input_with_a_title(here: Path, typed: Typed, capsys: pytest.CaptureFixture[str]) -> None:
    typed(b"A draft.\n")
    assert run(["check", "-", "--stdin-filename", "Trope Workshop:Draft", "--markup", "mediawiki"]) is Status.FINDINGS
    assert "Trope Workshop:Draft:1:1: PG402" in capsys.readouterr().out
    typed(b"A draft.\n")
    run(["check", "-", "--stdin-filename", "Trope Workshop:Draft", "--markup", "mediawiki", "--fix"])
    assert capsys.readouterr().out == "{{Trope Workshop}}\nA draft.\n"


def test_select_and_ignore(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "page.wiki").write_text(PAGE)
    run(["check", "page.wiki", "--select", "natter,EX103"])
    assert "EX102" not in capsys.readouterr().out
    run(["check", "page.wiki", "--ignore", "EX101"])
    assert "EX101" not in capsys.readouterr().out
    assert run(["check", "page.wiki", "--select", "nater"]) is Status.CANNOT_RUN
    assert 'unknown rule "nater"; did you mean "natter"?' in capsys.readouterr().err


BAD_TARGETS = [
    (["none.wiki"], "none.wiki: no such file"),
    (["--file", "none.wiki"], "none.wiki: no such file; check the path"),
    (["--file", "."], ".: is a folder"),
    (["empty"], "empty: there are no pages in this folder"),
    (["latin.wiki"], "latin.wiki:2: is not UTF-8 text"),
    (["--page", "Foo"], "the configuration: there is none; run: linterbot init ADDRESS"),
    (["-c", "none.yaml", "Foo"], "none.yaml: no such file"),
    (["--wiki", "one", "good.wiki"], '--wiki: no wiki "one" is configured'),
    (["--pack", "tropedea", "good.wiki"], '--pack: unknown pack "tropedea"; did you mean "tropedia"?'),
]


@pytest.mark.parametrize(("arguments", "words"), BAD_TARGETS)
def test_a_target_that_cannot_be_checked_is_reported(
    here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    (here / "latin.wiki").write_bytes(b"first\n\xe9t\xe9\n")
    (here / "good.wiki").write_text(WORK)
    (here / "empty").mkdir()
    assert run(["check", *arguments]) is Status.CANNOT_RUN
    captured = capsys.readouterr()
    assert f"linterbot: {words}" in captured.err
    assert "Traceback" not in captured.err


def test_a_bad_target_does_not_hide_the_good_ones(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "page.wiki").write_text(PAGE)
    assert run(["check", "none.wiki", "page.wiki"]) is Status.CANNOT_RUN
    assert "EX101" in capsys.readouterr().out


def test_an_empty_page_is_reported(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "page.wiki").write_text(" \n")
    assert run(["check", "page.wiki"]) is Status.CLEAN
    assert "the page is empty" in capsys.readouterr().err


@pytest.mark.slow
def test_a_page_of_two_megabytes_is_read(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "page.wiki").write_text(
        WORK + "\n" + "".join(f"* example number {number} tells a little, quite shortly\n" for number in range(60_000))
    )
    assert (here / "page.wiki").stat().st_size > 2_000_000
    assert run(["check", "page.wiki"]) is Status.CLEAN


def test_a_page_beyond_the_limit_is_a_finding(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "page.wiki").write_text("x" * 5_000_000)
    assert run(["check", "page.wiki"]) is Status.FINDINGS
    assert "LB001 page-not-read" in capsys.readouterr().out
    assert run(["check", "--fix", "page.wiki"]) is Status.FINDINGS
    assert (here / "page.wiki").stat().st_size == 5_000_000


def test_hostile_text_does_nothing_to_the_terminal(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "page.wiki").write_text(
        WORK + "\n* this troper \x1b[2J\u202e\x07 \udcff".encode("utf-8", "replace").decode()
    )
    run(["check", "page.wiki"])
    out = capsys.readouterr().out
    assert "\x1b[2J" not in out
    assert "\u202e" not in out
    assert "\x07" not in out


def test_skipped_rules_are_listed(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "page.wiki").write_text(WORK + "\n[[File:Lamp.png]]\n")
    assert run(["check", "page.wiki"]) is Status.CLEAN
    short = "page.wiki: 2 rules not checked (needs the file pages, which only the wiki has; -v names them)"
    assert short in capsys.readouterr().err
    assert run(["check", "-v", "page.wiki"]) is Status.CLEAN
    whole = "not checked: missing-file, unlicensed-image (needs the file pages, which only the wiki has)"
    assert whole in capsys.readouterr().err
    assert run(["check", "-q", "page.wiki"]) is Status.CLEAN
    assert capsys.readouterr().err == ""


def test_a_redirect_is_reported(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "page.wiki").write_text("#REDIRECT [[Elsewhere]]")
    run(["check", "page.wiki"])
    assert "is a redirect; check the page it leads to" in capsys.readouterr().err


def test_who_has_just_uploaded_a_file_has_time_to_say_where_it_is_from(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "config.yaml").write_text(CONFIG)
    person = Person(here / "s.sqlite", "Quill")
    person.edit("Ropewalk", PAGE + "[[File:Lamp.png]]")
    person.edit("File:Lamp.png", "no licence")
    assert run(["check", "Ropewalk", "--output-format", "json-lines"]) is Status.FINDINGS
    assert "unlicensed-image" not in capsys.readouterr().out


def test_pages_of_a_wiki(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "config.yaml").write_text(f"{CONFIG}    adjust: {{unlicensed-image: {{grace-days: 0}}}}\n")
    person = Person(here / "s.sqlite", "Quill")
    person.edit("Ropewalk", PAGE + "[[File:Lamp.png]]")
    person.edit("File:Lamp.png", "no licence")
    person.edit("Rope Walk", "#REDIRECT [[Ropewalk]]")
    assert run(["check", "Ropewalk", "--output-format", "json-lines"]) is Status.FINDINGS
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {one["name"] for one in found} == {"natter", "lone-sub-example", "unlicensed-image"}
    assert {(one["wiki"], one["page"], one["revision"]) for one in found} == {("one", "Ropewalk", 1)}
    assert run(["check", "Nowhere"]) is Status.CANNOT_RUN
    assert 'there is no such file, and no such page on "one"' in capsys.readouterr().err
    assert run(["check", "Rope Walk"]) is Status.CLEAN
    assert "Rope Walk: is a redirect" in capsys.readouterr().err
    assert run(["check", "--wiki", "two", "Ropewalk"]) is Status.CANNOT_RUN


def test_a_broken_configuration_is_not_hidden(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "config.yaml").write_text(CONFIG.replace("kind", "kin"))
    assert run(["check", "Ropewalk"]) is Status.CANNOT_RUN
    assert 'config.yaml:3: unknown key "kin"' in capsys.readouterr().err


def test_house_rules_are_applied_and_broken_ones_reported(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "house").mkdir()
    (here / "house" / "lamp.yaml").write_text(GOOD)
    (here / "page.wiki").write_text(WORK + "\nA lamp.\n")
    assert run(["check", "page.wiki", "--rules", "house"]) is Status.FINDINGS
    assert "WD599 no-lamp" in capsys.readouterr().out
    for old, new, words in [
        ("phrases:", "phrase:", 'lamp.yaml:7: unknown key "phrase"'),
        ("phrases: [lamp]", "phrases: [lamp]\nphrases: [x]", 'lamp.yaml:8: "phrases" is here twice'),
        ("phrases: [lamp]", "patterns: ['(']", 'lamp.yaml:7: cannot read "("'),
    ]:
        (here / "house" / "lamp.yaml").write_text(GOOD.replace(old, new))
        assert run(["check", "page.wiki", "--rules", "house"]) is Status.CANNOT_RUN
        assert words in capsys.readouterr().err
    (here / "config.yaml").write_text(f"rule-paths: [house]\n{CONFIG}")
    Person(here / "s.sqlite", "Quill").edit("Ropewalk", PAGE)
    assert run(["check", "Ropewalk"]) is Status.CANNOT_RUN
    assert "lamp.yaml:7" in capsys.readouterr().err


@pytest.mark.parametrize("password", ["secret-words", ""])
def test_a_wiki_that_cannot_be_reached_is_reported(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    monkeypatch.setattr(connection, "_WAITS", ())
    if password:
        monkeypatch.setenv("LINTERBOT_PASSWORD_FAR", password)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    api = f"http://127.0.0.1:{port}/api.php"
    settings = f"{{kind: mediawiki, api: '{api}', pack: tropedia, operator: me!}}"
    (here / "config.yaml").write_text(f"wikis:\n  far: {settings}\n")
    assert run(["check", "--page", "Ropewalk"]) is Status.CANNOT_RUN
    err = capsys.readouterr().err
    assert f"linterbot: {api}: no usable answer" in err
    assert "secret-words" not in err
    assert "Traceback" not in err


def test_wrong_options_exit_with_two(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check"]) is Status.CANNOT_RUN
    assert run(["chekc"]) is Status.CANNOT_RUN
    assert run(["check", "--output-format", "xml", "x"]) is Status.CANNOT_RUN


def test_a_terminal_without_the_characters_causes_no_failure(here: Path) -> None:
    (here / "page.wiki").write_text(PAGE.replace("candles", "\u8721\u71ed"))
    command = [sys.executable, "-m", "linterbot", "check", "page.wiki"]
    own = {**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    done = subprocess.run(command, capture_output=True, env=own, check=False)
    assert done.returncode == 1
    assert b"EX101 natter" in done.stdout
    assert b"Traceback" not in done.stderr


def test_a_closed_pipe_causes_no_failure(here: Path) -> None:
    (here / "page.wiki").write_text(WORK + "\n" + "* this troper\n" * 5000)
    command = f"{sys.executable} -m linterbot check page.wiki | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("page.wiki:2:3: WD501")
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_a_text_without_clear_markup_is_read_as_the_pack_says(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "page").write_text("* nothing to go by\n")
    run(["check", "page", "--pack", "tvtropes"])
    assert "read as TV Tropes markup, by the rules of tvtropes" in capsys.readouterr().err


def test_checking_a_file_loads_nothing_it_does_not_use(here: Path) -> None:
    (here / "page.wiki").write_text(PAGE)
    run(["check", "page.wiki"])  # the first time, the pack is read and kept
    code = "import sys; from linterbot.cli import run; run(['check', 'page.wiki']); print(*sys.modules, sep='\\n')"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    for module in (
        "pywikibot",
        "apscheduler",
        "sqlalchemy",
        "alembic",
        "pydantic",
        "requests",
        "rich",
        "mwparserfromhell",
        "rapidfuzz",
        "zstandard",
        "pebble",
        "multiprocessing",
        "xml",
        "sqlite3",
        "difflib",
        "tempfile",
        "linterbot.config.reader",
        "linterbot.config.sections",
        "linterbot.ledger",
        "linterbot.wiki",
        "linterbot.bot",
        "linterbot.markup.tvtropes",
        "linterbot.markup.rendered",
        "linterbot.formats.json_lines",
    ):
        assert module not in loaded
