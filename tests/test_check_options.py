"""The options of `linterbot check`: which pages, which rules, what is done with what was found, and the exit status."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from linterbot.cli import Status, run
from linterbot.wiki.sandbox.people import Person
from tests.conftest import WORK
from tests.terminal import at_a_terminal
from tests.test_cli_check import CONFIG, LONE, LONG, PAGE, TWICE
from tests.test_rulebook import GOOD

Out = pytest.CaptureFixture[str]
NOTICE = f"{WORK}\n== Literature ==\n* ''Ropewalk'': Mother Ansel.\n"  # zero-context-example, a notice
FORMAT = ["--output-format", "json"]
SYSTEM = [sys.executable, "-m", "linterbot"]


def found(out: Out) -> set[tuple[str, str]]:
    """Return the pages and rules of what was found, from JSON."""
    return {(one["filename"] or one["page"], one["name"]) for one in json.loads(out.readouterr().out)}


@pytest.fixture
def house(here: Path) -> Path:
    """A folder of pages."""
    for name, text in [
        ("a.wiki", PAGE),
        ("old/b.wiki", PAGE),
        ("drafts/c.wiki", PAGE),
        ("d.py", PAGE),
        (".git/e.wiki", PAGE),
    ]:
        (here / name).parent.mkdir(exist_ok=True)
        (here / name).write_text(text)
    return here


def test_folders_and_patterns_stand_for_the_pages_in_them(house: Path, capsys: Out) -> None:
    run(["check", ".", *FORMAT])
    assert {page for page, _ in found(capsys)} == {"a.wiki", "drafts/c.wiki", "old/b.wiki"}
    run(["check", ".", "--exclude", "drafts", *FORMAT])
    assert {page for page, _ in found(capsys)} == {"a.wiki", "old/b.wiki"}
    run(["check", "*/[bc].wiki", *FORMAT])
    assert {page for page, _ in found(capsys)} == {"drafts/c.wiki", "old/b.wiki"}
    run(["check", "drafts/c.wiki", "--exclude", "drafts", *FORMAT])
    assert {page for page, _ in found(capsys)} == {"drafts/c.wiki"}
    run(["check", "drafts/c.wiki", "--exclude", "drafts", "--force-exclude", *FORMAT])
    assert found(capsys) == set()
    assert run(["check", "***"]) is Status.CANNOT_RUN


def test_the_configuration_counts_for_files(house: Path, capsys: Out) -> None:
    adjust = "    adjust: {natter: {threshold: 0.99}}\n"
    files = "files: {exclude: [drafts], per-file: {'old/*': {ignore: [lone-sub-example]}}}\n"
    (house / "config.yaml").write_text(f"{files}{CONFIG}{adjust}")
    for _ in range(2):  # the second time, it is known to be valid
        run(["check", ".", *FORMAT])
        shown = found(capsys)
        assert ("a.wiki", "natter") not in shown
        assert {page for page, name in shown if name == "lone-sub-example"} == {"a.wiki"}
        assert {page for page, _ in shown} == {"a.wiki", "old/b.wiki"}
    run(["check", ".", "--isolated", *FORMAT])
    assert ("drafts/c.wiki", "natter") in found(capsys)
    (house / "config.yaml").write_text(f"{files}{CONFIG}{adjust}".replace("threshold", "treshold"))
    assert run(["check", "a.wiki"]) is Status.CANNOT_RUN
    assert 'config.yaml:8: unknown key "treshold"' in capsys.readouterr().err


def test_what_is_selected_in_the_configuration_can_be_overruled(house: Path, capsys: Out) -> None:
    (house / "config.yaml").write_text(f"files: {{select: [natter], ignore: [EX102]}}\n{CONFIG}")
    run(["check", "a.wiki", *FORMAT])
    assert found(capsys) == {("a.wiki", "natter")}
    run(["check", "a.wiki", "--select", "EX102", *FORMAT])
    assert found(capsys) == {("a.wiki", "lone-sub-example")}
    run(["check", "a.wiki", "--extend-select", "EX102", *FORMAT])
    assert found(capsys) == {("a.wiki", "natter"), ("a.wiki", "lone-sub-example")}
    (house / "config.yaml").write_text(f"files: {{select: [nater]}}\n{CONFIG}")
    assert run(["check", "a.wiki"]) is Status.CANNOT_RUN
    assert 'config.yaml:1: unknown rule "nater"; did you mean "natter"?' in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "rules"),
    [
        (["--select", "ex"], {"natter", "lone-sub-example"}),
        (["--select", "EX101"], {"natter"}),
        (["--select", "Natter"], {"natter"}),
        (["--select", "ALL", "--ignore", "EX10"], set()),
        (["--select", "ALL", "--ignore", "EX102"], {"natter"}),
        (["--select", "natter", "--ignore", "EX"], {"natter"}),
        (["--select", "EX", "--ignore", "natter"], {"lone-sub-example"}),
        (["--select", "PG,FO"], set()),
        (["--select", "lb"], set()),
    ],
)
def test_rules_are_selected_by_name_code_and_family(
    here: Path, capsys: Out, options: list[str], rules: set[str]
) -> None:
    (here / "a.wiki").write_text(PAGE)
    run(["check", "a.wiki", *options, *FORMAT])
    assert {name for _, name in found(capsys)} == rules


def test_only_what_is_as_severe_as_wanted_fails(here: Path, capsys: Out) -> None:
    (here / "notice.wiki").write_text(NOTICE)
    (here / "warning.wiki").write_text(PAGE)
    assert run(["check", "notice.wiki"]) is Status.CLEAN
    assert "1 finding in 1 page: 1 notice (zero-context-example 1)." in capsys.readouterr().out
    assert run(["check", "notice.wiki", "--fail-on", "notice"]) is Status.FINDINGS
    assert run(["check", "notice.wiki", "--fail-on", "notice", "--min-severity", "warning"]) is Status.FINDINGS
    assert "Nothing found in 1 page. 1 milder finding not shown.\n" in capsys.readouterr().out
    assert run(["check", "warning.wiki"]) is Status.FINDINGS
    assert run(["check", "warning.wiki", "--fail-on", "error"]) is Status.CLEAN
    assert run(["check", "warning.wiki", "--fail-on", "never"]) is Status.CLEAN


def test_statistics_sum_up(here: Path, capsys: Out) -> None:
    (here / "a.wiki").write_text(PAGE)
    (here / "b.wiki").write_text(TWICE)
    assert run(["check", "a.wiki", "b.wiki", "--statistics"]) is Status.FINDINGS
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert ["1", "EX101", "[ ] natter"] in rows
    assert ["1", "EX103", "[*] duplicate-example"] in rows
    run(["check", "a.wiki", "b.wiki", "--statistics", *FORMAT])
    assert {"code": "EX101", "name": "natter", "count": 1, "fixable": False} in json.loads(capsys.readouterr().out)


def test_a_difference_fails_only_if_there_is_one(here: Path, capsys: Out) -> None:
    (here / "a.wiki").write_text(LONE)
    assert run(["check", "--diff", "a.wiki"]) is Status.CLEAN
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "a.wiki: 1 fix is for a person to review: --diff --unsafe-fixes shows more" in captured.err
    assert run(["check", "--diff", "--unsafe-fixes", "a.wiki"]) is Status.FINDINGS


def test_fixes_are_named_and_what_is_left_can_be_left_out(here: Path, capsys: Out) -> None:
    (here / "a.wiki").write_text(TWICE + "** To be fair, they were good candles.\n")
    assert run(["check", "--fix-only", "--show-fixes", "a.wiki"]) is Status.CLEAN
    captured = capsys.readouterr()
    assert "natter" not in captured.out
    (here / "b.wiki").write_text(TWICE)
    assert run(["check", "--fix", "--show-fixes", "--exit-non-zero-on-fix", "b.wiki"]) is Status.FINDINGS
    assert "b.wiki: 1 fixed: duplicate-example 1" in capsys.readouterr().err


def test_a_baseline_knows_what_was_there(here: Path, capsys: Out) -> None:
    (here / "a.wiki").write_text(PAGE)
    assert run(["check", "a.wiki", "--write-baseline", "known.json"]) is Status.CLEAN
    assert "known.json: 2 known from now on" in capsys.readouterr().err
    (here / "a.wiki").write_text(f"{PAGE}{LONG.replace('Ansel', 'Quill')}** Although, who counts candles?\n")
    assert run(["check", "a.wiki", "--baseline", "known.json", *FORMAT]) is Status.FINDINGS
    assert json.loads(capsys.readouterr().out)[-1]["location"]["row"] == 6
    (here / "a.wiki").write_text(PAGE.replace("** To be fair, they were good candles.\n", ""))
    assert run(["check", "a.wiki", "--baseline", "known.json"]) is Status.CLEAN
    assert (
        "known.json: 2 no longer there (EX101 natter on a.wiki, …); --prune-baseline removes them"
        in capsys.readouterr().err
    )
    run(["check", "a.wiki", "--baseline", "known.json", "--prune-baseline"])
    assert json.loads((here / "known.json").read_text()) == {"linterbot baseline": 1, "pages": {}}
    assert run(["check", "a.wiki", "--baseline", "none.json"]) is Status.CANNOT_RUN
    assert "none.json: there is no such baseline" in capsys.readouterr().err
    (here / "known.json").write_text("{}")
    assert run(["check", "a.wiki", "--baseline", "known.json"]) is Status.CANNOT_RUN
    assert "known.json: is not a baseline" in capsys.readouterr().err


def test_a_baseline_may_be_configured(house: Path, capsys: Out) -> None:
    run(["check", ".", "--write-baseline", "known.json"])
    (house / "config.yaml").write_text(f"files: {{baseline: known.json}}\n{CONFIG}")
    capsys.readouterr()
    assert run(["check", ".", *FORMAT]) is Status.CLEAN
    assert found(capsys) == set()


def test_only_what_was_added_is_shown(here: Path, capsys: Out) -> None:
    (here / "before.wiki").write_text(PAGE)
    (here / "a.wiki").write_text(f"{PAGE}{LONG.replace('Ansel', 'Quill')}** Although, who counts candles?\n")
    run(["check", "a.wiki", "--only-added", "before.wiki", *FORMAT])
    assert {one["location"]["row"] for one in json.loads(capsys.readouterr().out)} == {5, 6}
    assert run(["check", "a.wiki", "--only-added", "none.wiki"]) is Status.CANNOT_RUN
    assert '"none.wiki" is no file, and "a.wiki" is not kept in git' in capsys.readouterr().err


def test_only_what_was_added_since_a_revision_of_git(here: Path, capsys: Out) -> None:
    (here / "pages").mkdir()
    page = here / "pages" / "a.wiki"
    page.write_text(PAGE)
    git = ["git", "-c", "user.name=q", "-c", "user.email=q@example.org", "-C", str(here)]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run([*git, *words], check=True)
    page.write_text(f"{PAGE}{LONG.replace('Ansel', 'Quill')}** Although, who counts candles?\n")
    (here / "pages" / "new.wiki").write_text(PAGE)
    run(["check", "pages", "--only-added", "HEAD", *FORMAT])
    rows = {(one["filename"], one["location"]["row"]) for one in json.loads(capsys.readouterr().out)}
    assert rows == {("pages/a.wiki", 5), ("pages/a.wiki", 6), ("pages/new.wiki", 4)}
    assert run(["check", "pages", "--only-added", "nonsense"]) is Status.CANNOT_RUN
    assert '"nonsense" is neither a file nor a revision of git' in capsys.readouterr().err


def test_comments_that_silence_are_written(here: Path, capsys: Out) -> None:
    (here / "a.wiki").write_text(PAGE)
    assert run(["check", "a.wiki", "--add-ignores", "--reason", "both views are needed"]) is Status.CLEAN
    assert "a.wiki: 2 silenced" in capsys.readouterr().err
    comment = "<!-- linterbot: ignore natter, lone-sub-example because both views are needed -->"
    assert (here / "a.wiki").read_text() == PAGE.rstrip() + f" {comment}\n"
    assert run(["check", "a.wiki"]) is Status.CLEAN
    (here / "b.txt").write_text(
        "!! ExampleTrope\n* Candles: Mother Ansel lives on candles for four days.\n** To be fair, they were good.\n"
    )
    run(["check", "b.txt", "--add-ignores", "--markup", "tvtropes"])
    assert "\n%% linterbot: ignore natter, lone-sub-example\n** To be fair" in (here / "b.txt").read_text()
    assert run(["check", "b.txt", "--markup", "tvtropes"]) is Status.CLEAN


def test_findings_go_into_a_file(here: Path, capsys: Out) -> None:
    (here / "a.wiki").write_text(PAGE)
    assert run(["check", "a.wiki", *FORMAT, "-o", "found.json"]) is Status.FINDINGS
    assert capsys.readouterr().out == ""
    assert len(json.loads((here / "found.json").read_text())) == 2


def test_pages_of_a_category_recent_ones_and_those_of_a_person(here: Path, capsys: Out) -> None:
    (here / "config.yaml").write_text(CONFIG)
    for title, user in [("Ropewalk", "Quill"), ("Moss", "Oda"), ("Gullhouse", "Quill")]:
        Person(here / "s.sqlite", user).edit(title, PAGE.replace("Theatre", "Plays") if title == "Moss" else PAGE)
    for options, pages in [
        (["--category", "Theatre"], {"Ropewalk", "Gullhouse"}),
        (["--user", "Oda"], {"Moss"}),
        (["--recent", "2"], {"Moss", "Gullhouse"}),
        (["--recent", "1", "Ropewalk"], {"Gullhouse", "Ropewalk"}),
    ]:
        run(["check", *options, *FORMAT])
        assert {page for page, _ in found(capsys)} == pages
    assert run(["check", "--category", "Opera"]) is Status.CANNOT_RUN
    assert 'there is no page in the category "Opera"' in capsys.readouterr().err


def test_only_what_was_added_to_a_page_of_a_wiki(here: Path, capsys: Out) -> None:
    (here / "config.yaml").write_text(CONFIG)
    person = Person(here / "s.sqlite", "Quill")
    before = person.edit("Ropewalk", PAGE)
    person.edit("Ropewalk", f"{PAGE}{LONG.replace('Ansel', 'Quill')}** Although, who counts candles?\n")
    run(["check", "Ropewalk", "--only-added", str(before), *FORMAT])
    assert {one["location"]["row"] for one in json.loads(capsys.readouterr().out)} == {5, 6}
    assert run(["check", "Ropewalk", "--only-added", "99"]) is Status.CANNOT_RUN
    assert "the wiki has no revision 99" in capsys.readouterr().err


def test_a_person_is_asked_about_each_fix(here: Path) -> None:
    text = TWICE + "* ''Moss'': Quill borrows the lamp of the harbour master.\n** In the film, she steals it.\n"
    (here / "a.wiki").write_text(text)
    shown = at_a_terminal([*SYSTEM, "check", "--isolated", "--ask", "a.wiki"], ["n\n", "y\n"], asks="[q]uit ")
    assert shown.count("Fix it?") == 2
    assert (here / "a.wiki").read_text() != text
    (here / "a.wiki").write_text(text)
    at_a_terminal([*SYSTEM, "check", "--isolated", "--ask", "a.wiki"], ["q\n"], asks="[q]uit ")
    assert (here / "a.wiki").read_text() == text


def test_nobody_to_ask(here: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "a.wiki").write_text(TWICE)
    done = subprocess.run(
        [*SYSTEM, "check", "--ask", "a.wiki"], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "--ask: there is nobody to ask" in done.stderr


def test_a_page_of_a_wiki_is_saved_when_a_person_agrees(here: Path) -> None:
    (here / "config.yaml").write_text(f"{CONFIG}    patience: {{edit-minutes: 0, page-hours: 0}}\n")
    person = Person(here / "s.sqlite", "Quill")
    person.edit("Ropewalk", TWICE)
    shown = at_a_terminal([*SYSTEM, "check", "--fix", "Ropewalk"], ["n\n"], asks="[y/N]: ")
    assert "-" + LONG.strip() in shown.replace("\r", "")
    assert [page.text for page in person.wiki.pages(["Ropewalk"])] == [TWICE.rstrip()]
    shown = at_a_terminal([*SYSTEM, "check", "--fix", "Ropewalk"], ["y\n"], asks="[y/N]: ")
    assert "Save this on one as LinterBot?" in shown
    (page,) = person.wiki.pages(["Ropewalk"])
    assert page.text.count("Mother Ansel") == 1
    assert page.user == "LinterBot"


def test_a_held_page_is_not_saved(here: Path) -> None:
    (here / "config.yaml").write_text(f"{CONFIG}    patience: {{edit-minutes: 0, page-hours: 0}}\n")
    person = Person(here / "s.sqlite", "Quill")
    person.edit("Ropewalk", "{{nobots}}\n" + TWICE)
    shown = at_a_terminal([*SYSTEM, "check", "--fix", "Ropewalk"], ["y\n"], asks="[y/N]: ")
    assert "not saved: the page carries {{Nobots}}" in shown
    assert person.wiki.pages(["Ropewalk"])[0].user == "Quill"


def test_the_configuration_is_found_as_other_linters_find_theirs(
    here: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = here / "pages" / "drama"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    monkeypatch.setenv("HOME", str(here / "home"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)

    def in_force(*options: str) -> str:
        run(["config", *options, "--output-format", "json"])
        return str(json.loads(capsys.readouterr().out)["configuration"])

    assert in_force() == "None"
    own = here / "home" / ".config" / "linterbot" / "config.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(CONFIG)
    assert in_force() == str(own)
    (here / "config.yaml").write_text("services: [another program's]\n")
    assert in_force() == str(own)
    (here / "config.yaml").write_text(CONFIG)
    assert in_force() == str(here / "config.yaml")
    (here / "pages" / "linterbot.yaml").write_text(CONFIG)
    assert in_force() == str(here / "pages" / "linterbot.yaml")
    (deep / "config.yaml").write_text(CONFIG)
    assert in_force() == "config.yaml"
    monkeypatch.setenv("LINTERBOT_CONFIG", str(own))
    assert in_force() == str(own)
    assert in_force("-c", "config.yaml") == "config.yaml"
    assert in_force("--isolated") == "None"


def test_config_says_what_counts_for_a_file(house: Path, capsys: Out) -> None:
    files = "files: {per-file: {'old/*': {pack: tvtropes, markup: tvtropes}}}\n"
    (house / "config.yaml").write_text(f"{files}{CONFIG}    adjust: {{natter: {{threshold: 0.7}}}}\n")
    assert run(["config", "a.wiki"]) is Status.CLEAN
    out = capsys.readouterr().out
    assert "configuration: config.yaml (found in this folder)" in out
    assert "adjusted: natter: threshold 0.7 (config.yaml:8)" in out
    run(["config", "old/b.wiki", "--show-rules"])
    out = capsys.readouterr().out
    assert "pack: tvtropes\nmarkup: tvtropes\n" in out
    assert "  EX101  natter " in out
    (house / "config.yaml").write_text(
        f"{CONFIG}    rules: {{nater: flag}}\n    moode: flag\n    edits-per-run: many\n"
    )
    assert run(["config"]) is Status.CANNOT_RUN
    err = capsys.readouterr().err.splitlines()
    assert err == [
        'linterbot: config.yaml:8: unknown key "moode"; did you mean "mode"?',
        'linterbot: config.yaml:9: "edits-per-run" must be a whole number, not "many"; see config.example.yaml',
    ]


def test_rule_and_scan_heed_the_configuration(here: Path, capsys: Out) -> None:
    (here / "house").mkdir()
    (here / "house" / "lamp.yaml").write_text(GOOD)
    (here / "config.yaml").write_text(f"rule-paths: [house]\n{CONFIG}    adjust: {{natter: {{threshold: 0.99}}}}\n")
    assert run(["rule", "no-lamp"]) is Status.CLEAN
    assert run(["rule", "NATTER"]) is Status.CLEAN
    assert "Adjusted for one:\n  threshold (config.yaml:8)" in capsys.readouterr().out
    page = f"<page><title>Moss</title><revision><id>1</id><text>{PAGE}A lamp.</text></revision></page>"
    (here / "wiki.xml").write_text(f"<mediawiki><siteinfo><sitename>W</sitename></siteinfo>{page}</mediawiki>")
    run(["scan", "wiki.xml"])
    names = {json.loads(line)["name"] for line in capsys.readouterr().out.splitlines()}
    assert names >= {"lone-sub-example", "no-lamp"}
    assert "natter" not in names
    run(["scan", "wiki.xml", "--isolated", "--select", "EX"])
    assert {json.loads(line)["name"] for line in capsys.readouterr().out.splitlines()} == {"natter", "lone-sub-example"}


@pytest.mark.parametrize(
    ("options", "environ", "coloured"),
    [
        ([], {}, False),
        (["--color", "always"], {}, True),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colour_is_wanted_or_not(here: Path, options: list[str], environ: dict[str, str], coloured: bool) -> None:
    (here / "a.wiki").write_text(PAGE)
    done = subprocess.run(
        [*SYSTEM, "check", *options, "a.wiki"],
        capture_output=True,
        env={"PATH": "/usr/bin:/bin", **environ},
        check=False,
    )
    assert (b"\x1b[" in done.stdout) is coloured


def test_on_a_terminal_there_is_colour_unless_it_is_dumb(here: Path) -> None:
    (here / "a.wiki").write_text(PAGE)
    assert "\x1b[" in at_a_terminal([*SYSTEM, "check", "a.wiki"], [], NO_COLOR="")
    assert "\x1b[" not in at_a_terminal([*SYSTEM, "check", "a.wiki"], [], TERM="dumb")


def test_a_full_disk_is_reported_in_a_sentence(here: Path) -> None:
    (here / "a.wiki").write_text(PAGE)
    with Path("/dev/full").open("wb") as full:
        for command in (["check", "a.wiki"], ["rule", "--all"], ["config"]):
            done = subprocess.run([*SYSTEM, *command], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
            assert done.returncode == 2
            assert done.stderr.splitlines()[-1] == "linterbot: standard output: the disk is full; what follows is lost"
            assert "Traceback" not in done.stderr


def test_a_closed_standard_output_is_reported(here: Path) -> None:
    (here / "a.wiki").write_text(PAGE)
    command = f"{sys.executable} -m linterbot check a.wiki >&-"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "linterbot: standard output: is closed\n")


def test_watching_checks_again(here: Path) -> None:
    (here / "a.wiki").write_text(WORK)
    command = [*SYSTEM, "check", "--isolated", "--watch", "a.wiki"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("Nothing found")
        (here / "a.wiki").write_text(PAGE)
        assert "EX101 natter" in process.stdout.readline()
        process.terminate()
        process.communicate()
    assert run(["check", "--watch", "none.wiki"]) is Status.CANNOT_RUN


def test_a_longer_command_says_on_a_terminal_that_it_is_at_work(here: Path) -> None:
    code = (
        "import time; from linterbot.cli.waiting import waiting\n"
        "with waiting('the round is under way'): time.sleep(1.5)\n"
        "print('done')"
    )
    shown = at_a_terminal([sys.executable, "-c", code], [])
    assert "the round is under way … 1 s" in shown
    assert shown.rstrip().endswith("\r\x1b[Kdone")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("done\n", "")


def test_a_page_can_be_pasted_into_the_terminal(here: Path) -> None:
    shown = at_a_terminal([*SYSTEM, "check", "--isolated", "-"], [f"{PAGE}\x04"], asks="ends it\r\n")
    assert "paste the page here; Ctrl-D ends it" in shown
    assert "EX101 natter" in shown


def test_all_broken_rules_of_a_house_are_reported_at_once(here: Path, capsys: Out) -> None:
    (here / "house").mkdir()
    (here / "house" / "a.yaml").write_text(GOOD.replace("phrases:", "phrase:"))
    (here / "house" / "b.yaml").write_text(GOOD.replace("code: WD599", "code: WD9"))
    (here / "a.wiki").write_text(PAGE)
    assert run(["check", "a.wiki", "--rules", "house"]) is Status.CANNOT_RUN
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith('linterbot: house/a.yaml:7: unknown key "phrase"')
    assert second.startswith('linterbot: house/b.yaml:1: "WD9" is not a valid code')
