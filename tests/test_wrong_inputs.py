"""Everything that can be wrong with what a person types, with the exact words that they then read."""

from __future__ import annotations

import bz2
import errno
import gzip
import json
import os
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from linterbot.cli import run
from tests.test_cli_check import CONFIG

MEDIAWIKI = CONFIG.replace("kind: sandbox\n    path: s.sqlite", "kind: mediawiki\n    api: https://127.0.0.1:9/api.php")
PAGE = "{{work}} {{tropelist}} {{reflist}} [[Category:Theatre]]\n* The keeper lights the lamp and goes to bed.\n"
DRAFT = "A draft.\n"
EXPORT = """<mediawiki><siteinfo><sitename>W</sitename><namespaces><namespace key="0"/>
<namespace key="6">File</namespace></namespaces></siteinfo>
<page><title>A</title><ns>0</ns><revision><id>1</id><timestamp>2026-01-01T00:00:00Z</timestamp>
<text>A draft.</text></revision></page></mediawiki>
"""
SCAN = {"linterbot scan": 1, "what": {}, "findings": 0, "written": None, "set aside": {}}
LARGE, LONG, HUGE = 17 * 2**20, "x" * 300, "9" * 20
NOT_A_DATABASE = "this is no database\n" * 60
_MAY_BE_MADE = "linterbot-state"  # the folder of what linterbot keeps

Content = str | bytes | int  # of a file; a number makes a file of that many zeros


class Wrong(NamedTuple):
    """One wrong input."""

    name: str
    arguments: str  # as a person types them
    stderr: str  # all of it
    files: Mapping[str, Content] = {}  # a name with a slash at its end makes a folder
    environment: Mapping[str, str] = {}
    locked: str = ""  # a file or folder that nobody may read or write
    stdout: str | None = None  # all of it; None if it does not matter
    made: str = ""  # what may be there afterwards besides


def usage(command: str, error: str) -> str:
    """What is said about a command that is typed wrongly, which begins with how to type it."""
    name = f"linterbot {command.split()[0]}" if command[:1].islower() else "linterbot"
    return f"Usage: linterbot {command}\nTry '{name} --help' for help.\n\nError: {error}\n"


def said(*lines: str) -> str:
    """Lines of linterbot's own."""
    return "".join(f"linterbot: {line}\n" for line in lines)


def no_file(name: str) -> str:
    """What is said about a page that is neither a file nor on a wiki."""
    return said(f"{name}: no such file; check the spelling, or, for a page on a wiki, run: linterbot init ADDRESS")


CHECK, SCANS = "check [OPTIONS] [TARGET]...", "scan [OPTIONS] EXPORT"
ANY = "[OPTIONS] COMMAND [ARGS]..."
READ = "p.wiki: read as MediaWiki wikitext, by the rules of tropedia\n"
RULES = "linterbot rule --all lists them"
PACKS = "choose from: allthetropes, tropedia, tvtropes"
NO_CONFIG = "no such file; make one: linterbot init ADDRESS, or linterbot init --example"
NO_FILE = "no such file; check the path"
NOT_EXPORT = "is not a MediaWiki export; export pages with Special:Export or dumpBackup.php"
AGAIN = "download it again; everything before this was read"
NO_XML = f"breaks off here, or is not XML (byte {{}}); export or {AGAIN}".format
BASELINE = "is not a baseline; make it again with --write-baseline"
STATE = "is not the saved state of a scan; name another file with --state"
WATCH = "only files and folders can be watched; check the path"
NATTER = 'unknown rule "nater"; did you mean "natter"?'
NO_WIKI = said('--wiki: no wiki "two" is configured; choose from: one')
NO_SANDBOX = said("s.sqlite: there is no sandbox wiki yet; create it: linterbot sandbox load EXPORT")
NO_LEDGER = said("linterbot-state/ledger.sqlite: there is no ledger yet; it is made by the first round")
SINCE, EARLY = "--rule natter --since", "0001-01-01T00:00:00+14:00"
DAMAGED = "the compressed file is damaged or cut off near byte 60; {} bytes could be decompressed"
NO_PASSWORD = "no password; set LINTERBOT_PASSWORD_ONE, name a password-file, or run"
P: Mapping[str, Content] = {"p.wiki": PAGE}
C: Mapping[str, Content] = {"config.yaml": CONFIG}
X: Mapping[str, Content] = {"x.xml": EXPORT}
D: Mapping[str, Content] = {"d/": ""}

CHECKED = [
    Wrong("nothing", "check", usage(CHECK, "name a file, a folder or a page, or - for standard input")),
    Wrong("empty name", "check ''", usage(CHECK, "name a file, a folder or a page, or - for standard input"), P),
    Wrong("missing file", "check nope.wiki", no_file("nope.wiki")),
    Wrong("missing beside another", "check p.wiki nope.wiki", no_file("nope.wiki") + READ, P),
    Wrong("missing --file", "check --file nope.wiki", said(f"nope.wiki: {NO_FILE}")),
    Wrong(
        "title without a wiki", "check --page A", said("the configuration: there is none; run: linterbot init ADDRESS")
    ),
    Wrong("title on an empty wiki", "check 'A Page'", NO_SANDBOX, C),
    Wrong("folder as a file", "check --file d", said("d: is a folder; leave out --file, or name the files in it"), D),
    Wrong(
        "folder without pages",
        "check d",
        said(
            "d: there are no pages in this folder; "
            "pages end in .wiki, .wikitext, .mediawiki, .tvtropes, .txt, .md; name the file itself"
        ),
        {"d/p.xyz": PAGE},
    ),
    Wrong(
        "no permission",
        "check p.wiki",
        said("p.wiki: cannot be read (Permission denied); check who may read it"),
        P,
        locked="p.wiki",
    ),
    Wrong(
        "not UTF-8",
        "check p.wiki",
        said("p.wiki:2: is not UTF-8 text; save the file as UTF-8 and try again"),
        {"p.wiki": b"a\n\xe9"},
    ),
    Wrong(
        "too large",
        "check p.wiki",
        said("p.wiki: larger than 16 MiB; check the file: no wiki page is as large"),
        {"p.wiki": LARGE},
    ),
    Wrong(
        "folder without rules",
        "check p.wiki --rules d",
        said('--rules: the folder "d" contains no rule files; rule files end in .yaml'),
        {**P, **D},
    ),
    Wrong("pattern", "check '*.nope'", said("*.nope: no file matches this pattern; check the spelling")),
    Wrong("open pattern", "check '[z.wiki'", no_file("[z.wiki")),
    Wrong("endless name", f"check {LONG}", no_file(LONG)),
    Wrong("endless file name", f"check --file {LONG}", said(f"{LONG}: {NO_FILE}")),
    Wrong("name with escapes", "check 'a\x1b[31m\nb.wiki'", no_file("a␛[31m␊b.wiki")),
    Wrong(
        "bytes in a name",
        "check 'a\udce9.wiki'",
        said("a\ufffd.wiki:1: is not UTF-8 text; save the file as UTF-8 and try again"),
        {"a\udce9.wiki": b"\xe9"},
    ),
    Wrong("select", "check p.wiki --select nater", said(f"--select: {NATTER}"), P),
    Wrong(
        "select a code", "check p.wiki --select EX999", said('--select: unknown rule "EX999"; did you mean "EX109"?'), P
    ),
    Wrong("select nonsense", "check p.wiki --select zebra", said(f'--select: unknown rule "zebra"; {RULES}'), P),
    Wrong("select nothing", "check p.wiki --select ''", usage(CHECK, "Invalid value for --select: names no rule"), P),
    Wrong("ignore", "check p.wiki --ignore nater", said(f"--ignore: {NATTER}"), P),
    Wrong("extend-select", "check p.wiki --extend-select nater", said(f"--extend-select: {NATTER}"), P),
    Wrong(
        "nothing left",
        "check p.wiki --ignore ALL",
        said("--ignore: no rule is left to apply; ignore fewer of them, or select more"),
        P,
    ),
    Wrong("pack", "check p.wiki --pack trope", said('--pack: unknown pack "trope"; did you mean "tvtropes"?'), P),
    Wrong("pack nonsense", "check p.wiki --pack ../x", said(f'--pack: unknown pack "../x"; {PACKS}'), P),
    Wrong(
        "format",
        "check p.wiki --output-format html5",
        usage(
            CHECK,
            "Invalid value for '--output-format': 'html5' is not one of 'full', 'concise', 'json-lines', 'grouped', "
            "'json', 'sarif', 'github', 'gitlab', 'junit', 'rdjson', 'html', 'wikitext'.",
        ),
        P,
    ),
    Wrong(
        "markup",
        "check p.wiki --markup html",
        usage(CHECK, "Invalid value for '--markup': 'html' is not one of 'mediawiki', 'tvtropes', 'rendered'."),
        P,
    ),
    Wrong(
        "severity",
        "check p.wiki --min-severity fatal",
        usage(CHECK, "Invalid value for '--min-severity': 'fatal' is not one of 'notice', 'warning', 'error'."),
        P,
    ),
    Wrong(
        "recent", "check --recent many", usage(CHECK, "Invalid value for '--recent': 'many' is not a whole number."), C
    ),
    Wrong(
        "recent nothing", "check --recent 0", usage(CHECK, "Invalid value for '--recent': 0 is not from 1 to 5000."), C
    ),
    Wrong("rules", "check p.wiki --rules nope", said('--rules: there is no folder "nope"; check the path'), P),
    Wrong(
        "rules in a file",
        "check p.wiki --rules r.yaml",
        said('--rules: "r.yaml" is a file; name the folder it is in'),
        {**P, "r.yaml": ""},
    ),
    Wrong(
        "endless rules",
        f"check p.wiki --rules {LONG}",
        said(f'--rules: there is no folder "{LONG}"; check the path'),
        P,
    ),
    Wrong("wiki", "check p.wiki --wiki two", NO_WIKI, {**P, **C}),
    Wrong(
        "wiki without configuration",
        "check p.wiki --wiki one",
        said('--wiki: no wiki "one" is configured; run: linterbot init ADDRESS'),
        P,
    ),
    Wrong(
        "wiki, isolated",
        "check p.wiki --wiki one --isolated",
        said('--wiki: no wiki "one" is configured; leave out --isolated'),
        {**P, **C},
    ),
    Wrong("configuration", "check p.wiki --config nope.yaml", said(f"nope.yaml: {NO_CONFIG}"), P),
    Wrong(
        "folder as configuration",
        "check p.wiki --config d",
        said("d: is a folder; name the configuration in it"),
        {**P, **D},
    ),
    Wrong(
        "LINTERBOT_CONFIG",
        "check p.wiki",
        said("nope.yaml: no such file; correct LINTERBOT_CONFIG, which names it"),
        P,
        {"LINTERBOT_CONFIG": "nope.yaml"},
    ),
    Wrong(
        "only-added",
        "check p.wiki --only-added nonsense",
        said(
            '--only-added: "nonsense" is no file, and "p.wiki" is not kept in git; name the file with the earlier text'
        )
        + READ,
        P,
    ),
    Wrong(
        "earlier text not UTF-8",
        "check p.wiki --only-added old",
        said("old: is not UTF-8 text; save the file as UTF-8 and try again") + READ,
        {**P, "old": b"\xe9"},
    ),
    Wrong(
        "no baseline",
        "check p.wiki --baseline k.json",
        said("k.json: there is no such baseline; make one: linterbot check --write-baseline k.json PAGES"),
        P,
    ),
    *(
        Wrong(
            f"baseline {text[:12]!r}",
            "check p.wiki --baseline k.json",
            said(f"k.json: {BASELINE}"),
            {**P, "k.json": text},
        )
        for text in (
            '{"pages": ',
            "[]",
            '{"linterbot baseline": 2, "pages": {}}',
            '{"linterbot baseline": 1, "pages": {"p": [1]}}',
            b"\xe9",
            "[" * 100_000,
        )
    ),
    Wrong("folder as baseline", "check p.wiki --baseline d", said("d: is a folder; name a file"), {**P, **D}),
    Wrong(
        "baseline to prune",
        "check p.wiki --prune-baseline",
        said("--prune-baseline: there is no baseline; name it with --baseline"),
        P,
    ),
    Wrong(
        "baseline into nothing",
        "check p.wiki --write-baseline no/k.json",
        said('no/k.json: there is no folder "no"; make it, or name another file'),
        P,
    ),
    Wrong(
        "baseline over notes",
        "check p.wiki --write-baseline n.txt",
        said("n.txt: is not a baseline, and is kept; name another file"),
        {**P, "n.txt": "my notes"},
    ),
    Wrong(
        "bytes in a baseline",
        "check . --write-baseline k.json",
        said("a\ufffd.wiki: its name is not UTF-8, so no baseline can hold it; rename it"),
        {"a\udce9.wiki": DRAFT},
    ),
    Wrong(
        "output into nothing",
        "check p.wiki -o no/o.txt",
        said('no/o.txt: there is no folder "no"; make it, or name another file'),
        P,
    ),
    Wrong("output into a folder", "check p.wiki -o d", said("d: is a folder; name a file"), {**P, **D}),
    Wrong(
        "output over the page",
        "check p.wiki -o p.wiki",
        said("p.wiki: is a page to check, and is kept; name another file with -o"),
        P,
    ),
    Wrong(
        "nobody to ask",
        "check p.wiki --ask",
        said("--ask: there is nobody to ask; run it on a terminal, or use --diff to see the fixes") + READ,
        P,
    ),
    Wrong("watch a title", "check --watch A", said(f"A: {WATCH}"), C),
    Wrong("watch standard input", "check --watch -", said(f"-: {WATCH}")),
    Wrong("watch a list", "check --watch --recent 4", said(f"--watch: {WATCH}"), C),
    Wrong(
        "fix without permission",
        "check --fix d/p.wiki",
        said("d/p.wiki: cannot be written (Permission denied); nothing was changed")
        + READ.replace("p.wiki", "d/p.wiki"),
        {"d/p.wiki": f"{PAGE}* The keeper lights the lamp and goes to bed.\n"},
        locked="d",
    ),
    Wrong(
        "misspelt option",
        "check --slect x",
        usage(CHECK, "No such option '--slect'. (Did you mean one of: '--extend-select', '--recent', '--select'?)"),
    ),
    Wrong("option without value", "check p.wiki --select", "Error: Option '--select' requires an argument.\n", P),
    Wrong("option with escapes", "check '--x\x1b[31m'", usage(CHECK, "No such option '--x\\x1b[31m'.")),
    Wrong("misspelt command", "chekc", usage(ANY, 'there is no command "chekc"; did you mean "check"?')),
    Wrong(
        "command with escapes",
        "'ch\x1b[31m\neck'",
        usage(ANY, 'there is no command "ch␛[31m␊eck"; did you mean "check"?'),
    ),
]
EXPORTS = [
    Wrong("no export", "scan", usage(SCANS, "Missing argument 'EXPORT'.")),
    Wrong("missing export", "scan nope.xml", said(f"nope.xml: {NO_FILE}")),
    Wrong("folder as export", "scan d", said("d: is a folder; name the export in it"), D),
    Wrong("text as export", "scan x.xml", said(f"x.xml:1: {NO_XML(0)}"), {"x.xml": "hello"}),
    Wrong("empty export", "scan x.xml", said(f"x.xml:1: {NO_XML(0)}"), {"x.xml": ""}),
    Wrong("web page as export", "scan x.xml", said(f"x.xml: {NOT_EXPORT}"), {"x.xml": "<html/>"}),
    Wrong("zip archive", "scan x.zip", said("x.zip: is a zip archive; unpack it first"), {"x.zip": b"PK\x03\x04x"}),
    Wrong(
        "7z archive",
        "scan x.7z",
        said("x.7z: is a 7z archive; unpack it first: 7z e -so FILE > FILE.xml"),
        {"x.7z": b"7z\xbc\xaf\x27\x1cx"},
    ),
    Wrong(
        "cut off",
        "scan x.xml",
        said(f"x.xml:3: {NO_XML(200)}"),
        {"x.xml": EXPORT[:200]},
    ),
    *(
        Wrong(
            f"cut off {name}",
            f"scan {name}",
            said(f"{name}: {DAMAGED.format(read)}; {AGAIN}"),
            {name: data[:60]},
        )
        for name, data, read in (
            ("x.gz", gzip.compress(EXPORT.encode(), mtime=0), 8),
            ("x.bz2", bz2.compress(EXPORT.encode()), 0),  # which is unpacked in blocks
        )
    ),
    Wrong(
        "namespace",
        "scan x.xml --namespace Flie",
        said('--namespace: the export has no namespace "Flie"; did you mean "File"?'),
        X,
    ),
    Wrong(
        "nothing to resume",
        "scan x.xml --resume",
        said("x.xml.scan.json: there is no interrupted scan to continue; leave out --resume, or see --state"),
        X,
    ),
    Wrong(
        "other scan to resume",
        "scan x.xml --resume --state s.json",
        said(
            "s.json: the interrupted scan was different (changed, export, namespaces, pack, rules, size, version); "
            "start again without --resume"
        ),
        {**X, "s.json": json.dumps({**SCAN, "place": {"pages": 0}})},
    ),
    Wrong("state over notes", "scan x.xml --state s.json", said(f"s.json: {STATE}"), {**X, "s.json": "my notes"}),
    Wrong(
        "state into nothing",
        "scan x.xml --state no/s",
        said('no/s: there is no folder "no"; make it, or name another file'),
        X,
    ),
    Wrong(
        "processes",
        "scan x.xml --jobs many",
        usage(SCANS, "Invalid value for '--jobs': 'many' is not a whole number."),
        X,
    ),
    Wrong(
        "no processes", "scan x.xml --jobs 0", usage(SCANS, "Invalid value for '--jobs': 0 is not from 1 to 256."), X
    ),
    Wrong(
        "format of a scan",
        "scan x.xml --output-format full",
        usage(SCANS, "Invalid value for '--output-format': 'full' is not one of 'json-lines', 'concise'."),
        X,
    ),
]
DESK = [
    *(
        Wrong(f"{command.split()[0]} without configuration", command, said(f"config.yaml: {NO_CONFIG}"))
        for command in shlex.split(
            "doctor patrol daemon status queue 'show 1' 'approve 1' 'reject 1 --why x' 'undo --run x' 'pause one' "
            "'resume one' log learn 'notify test' 'ledger check' 'sandbox show A'"
        )
    ),
    *(
        Wrong(f"{command.split()[0]} of another wiki", command, NO_WIKI, C)
        for command in shlex.split(
            "'patrol --wiki two' 'queue --wiki two' 'show 1 --wiki two' 'approve 1 --wiki two' 'log --wiki two' "
            "'reject 1 --why x --wiki two' 'undo --run x --wiki two' 'pause two' 'resume two' 'learn two' "
            "'sandbox --wiki two show A'"
        )
    ),
    Wrong(
        "wiki with escapes",
        "pause 'o\x1b[31m\nn'",
        said('--wiki: no wiki "o␛[31m␊n" is configured; choose from: one'),
        C,
    ),
    Wrong(
        "doctor of another wiki",
        "doctor --wiki two",
        "",
        C,
        stdout='two: error   --wiki: no wiki "two" is configured; choose from: one\n',
    ),
    *(
        Wrong(
            f"{command} without wikis",
            command,
            said("wikis: no wiki is configured; run: linterbot init ADDRESS"),
            {"config.yaml": ""},
        )
        for command in ("queue", "doctor", "status")
    ),
    Wrong(
        "number", "show x", usage("show [OPTIONS] NUMBER", "Invalid value for 'NUMBER': 'x' is not a whole number."), C
    ),
    *(
        Wrong(
            f"{command} {number}",
            f"{command} {number}",
            said(f'no. {number}: there is no such finding on "one"; see `linterbot queue`'),
            C,
            made="s.sqlite",
        )
        for command, number in (
            ("show", "1"),
            ("show", HUGE),
            ("approve", "1"),
            ("reject --why x", "1"),
            ("ignore", HUGE),
        )
    ),
    Wrong("no reason", "reject 1", usage("reject [OPTIONS] NUMBERS...", "Missing option '--why'."), C),
    Wrong("rule of the queue", "queue --rule nater", said(f"RULE: {NATTER}"), C),
    Wrong("limit", "queue --limit 0", usage("queue [OPTIONS]", "Invalid value for '--limit': 0 is not 1 or more."), C),
    Wrong(
        "endless age",
        "queue --age inf",
        usage("queue [OPTIONS]", "Invalid value for '--age': 'inf' is not a number of days."),
        C,
    ),
    Wrong("rule to pause", "pause one nater", said(f"RULE: {NATTER}"), C),
    Wrong("rule to resume", "resume one nater", said(f"RULE: {NATTER}"), C),
    Wrong(
        "rule to show",
        "patrol --rule natter",
        usage("patrol [OPTIONS]", "--rule and --page only choose what --dry-run shows; a round is always whole"),
        C,
    ),
    Wrong(
        "week of a review",
        "digest --week zebra",
        said('--week: "zebra" is no week; write it as in 2026-W47'),
        C,
    ),
    Wrong(
        "form of a review",
        "digest --format pdf",
        usage(
            "digest [OPTIONS] [WIKI]",
            "Invalid value for '--format': 'pdf' is not one of 'text', 'html', 'json', 'wikitext'.",
        ),
        C,
    ),
    Wrong(
        "review that is shown and sent",
        "digest --send -o x",
        usage("digest [OPTIONS] [WIKI]", "--send sends the last week that is over, and shows nothing"),
        C,
    ),
    Wrong("nothing to reopen", "reopen 1", said('no. 1: there is no such finding on "one"; see `linterbot queue`'), C),
    Wrong("rule to learn", "learn --rule nater", said(f"--rule: {NATTER}"), C),
    Wrong(
        "nothing to undo", "undo", usage("undo [OPTIONS]", "use either --run RUN, or --rule RULE with --since TIME."), C
    ),
    Wrong(
        "round to undo",
        "undo --run zebra",
        said('--run: there is no round "zebra"; see `linterbot log`'),
        C,
        made="s.sqlite",
    ),
    *(
        Wrong(
            f"time {time!r}",
            f"undo {SINCE} '{time}'",
            usage("undo [OPTIONS]", f'cannot read the time "{shown}"; write it like 2026-11-20T14:00:00Z.'),
            C,
        )
        for time, shown in (("today", "today"), ("x\x1b[31m", "x␛[31m"), (EARLY, EARLY))
    ),
    Wrong("jobs", "daemon", said("jobs: no job is configured; add one under `jobs:` (see config.example.yaml)"), C),
    Wrong(
        "no target",
        "notify test",
        said("notify: nobody is to be told of anything; add a target (see config.example.yaml)"),
        C,
    ),
    Wrong(
        "target",
        "notify test hosue",
        said('notify: there is no target "hosue"; did you mean "house"?'),
        {"config.yaml": "notify:\n  house: {kind: mail, address: a@b.example}\n"},
    ),
    Wrong(
        "address of a target",
        "notify test",
        "",
        {"config.yaml": "notify:\n  house: {kind: webhook, address: 'ftp://x.example'}\n"},
        stdout="house could not be told: the address must begin with https://\n",
    ),
    Wrong(
        "several wikis",
        "queue",
        said("--wiki: several wikis are configured; name one of: one, two"),
        {"config.yaml": CONFIG + CONFIG.replace("wikis:\n  one", "  two")},
    ),
    Wrong(
        "password",
        "patrol",
        said(f'wikis.one: {NO_PASSWORD}: keyring set "linterbot one" LinterBot'),
        {"config.yaml": MEDIAWIKI},
    ),
    Wrong(
        "password for all",
        "patrol",
        said("pw: others can read this password file; run: chmod 600 pw"),
        {"config.yaml": f"{MEDIAWIKI}    password-file: pw\n", "pw": "LinterBot:x"},
    ),
    # the ledger and the sandbox
    Wrong("no ledger to check", "ledger check", NO_LEDGER, C),
    Wrong("no ledger to copy", "ledger backup b", NO_LEDGER, C),
    Wrong("no copy", "ledger restore b", said("b: no such file; name a file that `linterbot ledger backup` made"), C),
    Wrong(
        "no ledger in a copy",
        "ledger restore b",
        said("b: the file is no ledger; name a file that `ledger backup` made"),
        {**C, "b": ""},
    ),
    Wrong(
        "damaged ledger",
        "queue",
        said(
            "linterbot-state/ledger.sqlite: is damaged, or no ledger; bring back a copy: linterbot ledger restore FILE"
        ),
        {**C, "linterbot-state/ledger.sqlite": NOT_A_DATABASE},
    ),
    Wrong(
        "file for a folder",
        "queue",
        said('linterbot-state: is a file, and must be a folder; name another one under "state"'),
        {**C, "linterbot-state": ""},
    ),
    Wrong("sandbox that is not there", "sandbox show A", NO_SANDBOX, C),
    Wrong(
        "sandbox that is none",
        "sandbox show A",
        said("s.sqlite: is not a sandbox wiki; name another path"),
        {**C, "s.sqlite": NOT_A_DATABASE},
    ),
    Wrong(
        "sandbox on the internet",
        "sandbox show A",
        said("wikis.one: is not a sandbox; name one with --wiki"),
        {"config.yaml": MEDIAWIKI},
    ),
    Wrong("nothing to load", "sandbox load nope.xml", said(f"nope.xml: {NO_FILE}"), C),
    Wrong(
        "text not UTF-8",
        "sandbox edit A t",
        said("t:1: is not UTF-8 text; save the file as UTF-8 and try again"),
        {**C, "t": b"\xe9"},
    ),
    *(
        Wrong(
            f"state {text[:9]!r}",
            "status s.json",
            said("s.json: is not the saved state of a scan; name the file in which the scan keeps its state"),
            {**C, "s.json": text},
        )
        for text in ("my notes", "[]", json.dumps({**SCAN, "place": {"pages": "x"}}))
    ),
    Wrong(
        "ledger without permission",
        "queue",
        said('linterbot-state: cannot be made (Permission denied); name another folder under "state"'),
        C,
        locked=".",
    ),
    # small commands
    Wrong(
        "demo without permission",
        "demo",
        said("demo: cannot be made (Permission denied); name another folder with --folder"),
        locked=".",
    ),
    Wrong(
        "used folder",
        "demo --folder d",
        said("d: is used for something else; name another folder with --folder"),
        {"d/x": ""},
    ),
    Wrong(
        "used file",
        "demo --folder f",
        said("f: is used for something else; name another folder with --folder"),
        {"f": ""},
    ),
    Wrong(
        "folder in a file",
        "demo --folder f/d",
        said("f/d: cannot be made, for f is a file; name another folder with --folder"),
        {"f": ""},
    ),
    Wrong(
        "shell",
        "completion powershell",
        usage(
            "completion [OPTIONS] {bash|zsh|fish}",
            "Invalid value for '{bash|zsh|fish}': 'powershell' is not one of 'bash', 'zsh', 'fish'.",
        ),
    ),
    Wrong(
        "command of a command",
        "ledger chek",
        usage("ledger [OPTIONS] COMMAND [ARGS]...", "No such command 'chek'. Did you mean 'check'?"),
        C,
    ),
]


@pytest.mark.parametrize("wrong", [*CHECKED, *EXPORTS, *DESK], ids=lambda one: ascii(one.name))
def test_what_is_wrong_is_named_with_its_remedy(
    wrong: Wrong, here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_told(wrong, here, capsys, monkeypatch)


@pytest.mark.parametrize("option", ["-o", "--write-baseline"])
def test_nothing_is_left_half_written_on_a_full_disk(
    option: str, here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    (here / "p.wiki").write_text(PAGE)
    monkeypatch.setattr(os, "fsync", full)
    assert run(["check", "p.wiki", option, "new"]) == 2
    assert capsys.readouterr().err == said("new: cannot be written (No space left on device); nothing was changed")
    assert [one.name for one in here.iterdir()] == ["p.wiki"]


def assert_told(wrong: Wrong, here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Assert that a wrong input is refused with exactly these words, and that all files are as they were."""
    monkeypatch.setenv("HOME", str(here))
    monkeypatch.setenv("XDG_CACHE_HOME", str(here.parent / "cache"))
    for name in ("LINTERBOT_CONFIG", "LINTERBOT_OUTPUT_FORMAT", "LINTERBOT_PASSWORD_ONE", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in wrong.environment.items():
        monkeypatch.setenv(name, value)
    for name, content in wrong.files.items():
        _make(here / name, name.endswith("/"), content)
    before = _contents(here)
    status = _run_locked(wrong, here)
    told = capsys.readouterr()
    after = {name: content for name, content in _contents(here).items() if not _may_be_new(name, wrong, before)}
    assert told.err == wrong.stderr
    assert status == 2
    assert wrong.stdout in (None, told.out)
    assert after == before


def _make(path: Path, is_folder: bool, content: Content) -> None:
    (path if is_folder else path.parent).mkdir(parents=True, exist_ok=True)
    if is_folder:
        return
    if isinstance(content, int):
        with path.open("wb") as file:
            file.truncate(content)
    else:
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def _contents(folder: Path) -> dict[str, bytes | None]:
    return {str(one): one.read_bytes() if one.is_file() else None for one in folder.rglob("*")}


def _may_be_new(name: str, wrong: Wrong, before: Mapping[str, bytes | None]) -> bool:
    return name not in before and any(part in (_MAY_BE_MADE, wrong.made) for part in Path(name).parts)


def _run_locked(wrong: Wrong, here: Path) -> int:
    """Run the command, with a file or folder locked meanwhile; skip if this person's rights open every lock."""
    arguments = shlex.split(wrong.arguments)
    if not wrong.locked:
        return run(arguments)
    locked = here / wrong.locked
    locked.chmod(0o500 if locked.is_dir() else 0)
    try:
        if os.access(locked, os.W_OK if locked.is_dir() else os.R_OK):
            pytest.skip("root may read and write everything")
        return run(arguments)
    finally:
        locked.chmod(0o700)
