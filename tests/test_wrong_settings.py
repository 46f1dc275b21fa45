"""Everything that can be wrong in a configuration or a rule file, with the exact words that a person then reads."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from linterbot.rulebook import packs
from tests.conftest import ROOT
from tests.test_cli_check import CONFIG
from tests.test_rulebook import GOOD as RULE
from tests.test_wrong_inputs import (
    LONG,
    NO_FILE,
    NO_WIKI,
    NOT_EXPORT,
    PAGE,
    RULES,
    C,
    D,
    Wrong,
    X,
    assert_told,
    said,
    usage,
)

MEDIAWIKI = CONFIG.replace("kind: sandbox\n    path: s.sqlite", "kind: mediawiki\n    api: https://w.example/api.php")
JOB = f'{CONFIG}jobs:\n  nightly:\n    wiki: one\n    cron: "0 3 * * *"\n'
TARGET = "notify:\n  house: {kind: webhook, address: 'https://x.example/'}\n"
DRAFTS = f"{CONFIG}files:\n  per-file:\n    'drafts/*': "
NATTER_FILE = next(rule.where for rule in packs.load("tvtropes") if rule.name == "natter")
NATTER = "extends: common/natter\n"
BAD, GOOD = '  - bad: "a «lamp»"\n', '  - good: "a light"\n'

PACKS = "choose from: allthetropes, tropedia, tvtropes"
MODES = "choose from: auto, flag, shadow, suggest"
TOP = "choose from: desk, files, health, jobs, ledger, metrics, notify, requests-per-second, rule-paths, state, "
TOP += "wiki-defaults, wiki-folder, wikis"
PAIRS = 'must be made of "key: value" lines'
A_LIST = "must be a list, as in [one, another]"
EXAMPLE = "see config.example.yaml"
NO_SECRET = "does not belong in this file; use password-file, the keyring or the environment"
HTTPS = "the address must begin with https://; otherwise anybody on the way could read the password"
TEXT = "must be text; write it in quotes"
KINDS_OF_EXAMPLE = 'an example is either "bad" or "good"; start it with "- bad:" or "- good:"'
MARKS = "a bad example needs «marks», a good one has none; mark what to underline"
CODES = "codes are EX1xx, FO2xx, IM3xx, PG4xx or WD5xx"
RE2 = "patterns are in RE2 syntax; phrases may do"
SHARE = "must be from 0 to 1; 0.5 means as likely as not"
README = "see rules/README.md"


def config(name: str, text: str | bytes, *lines: str) -> Wrong:
    """A configuration, with what is said about it: each line with the number of the line in the file."""
    return Wrong(name, "config", said(*(f"config.yaml:{line}" for line in lines)), {"config.yaml": text})


def wiki(name: str, settings: str, *lines: str) -> Wrong:
    """Settings of a wiki; the first is on line 7."""
    return config(name, CONFIG + "".join(f"    {line}\n" for line in settings.splitlines()), *lines)


def edited(name: str, text: str, old: str, new: str, *lines: str) -> Wrong:
    """A configuration with a part that is replaced."""
    assert old in text
    return config(name, text.replace(old, new), *lines)


def files(name: str, texts: Mapping[str, str | bytes], *lines: str) -> Wrong:
    """Some files in the folder “house”."""
    told = said(*(f"house/{line}" for line in lines))
    return Wrong(name, "test house", told, {f"house/{file}": text for file, text in texts.items()})


def rule(name: str, old: str, new: str, *lines: str) -> Wrong:
    """A rule file with a part that is replaced."""
    assert old in RULE
    return files(name, {"x.yaml": RULE.replace(old, new)}, *(f"x.yaml:{line}" for line in lines))


CONFIGS = [
    # what is not well-formed
    config("open bracket", "wikis: [\n", "1: a [ is not closed; close it with a ]"),
    config("open quote", 'state: "x\n', "1: a quotation mark is not closed; close it, or leave both out"),
    config(
        "colon", "wikis:\n  one:\n    operator: you: me\n", "3: there is one colon too many; put the text in quotes"
    ),
    config("tab", "wikis:\n\tone:\n", "2: begins with a tab; indent with spaces"),
    config("indent", "wikis:\n  one: {}\n two: {}\n", "3: is not indented as the lines above; line it up with them"),
    config("no colon", "state: x\nwikis\nhealth: y\n", '2: has no colon; write it as "key: value"'),
    config("alias", "files:\n  include: [*.wiki]\n", "2: a text that begins with * needs quotes; put it in quotes"),
    config("two parts", "state: a\n---\nstate: b\n", "2: a second configuration begins here; keep one"),
    config("escape character", "state: x\nhealth: \x1b\n", "2: holds a control character; remove it"),
    config("not UTF-8", b"state: x\nhealth: caf\xe9\n", "2: is not UTF-8 text; save it as UTF-8"),
    config("a list", "- a\n", f'1: a configuration is made of "key: value" lines; {EXAMPLE}'),
    config(
        "a key twice", "state: a\nhealth: x\nstate: b\n", '3: "state" is here twice; the first is on line 1; keep one'
    ),
    wiki("a mode twice", "mode: flag\nmode: auto", '8: "mode" is here twice; the first is on line 7; keep one'),
    config("too deep", "a: " + "[" * 99 + "]" * 99, "1: nested too deeply; use fewer levels"),
    config("itself", "wikis: &a\n  one: *a\n", "2: nested too deeply; use fewer levels"),
    # keys
    config("misspelt section", "wiki: {}\n", '1: unknown key "wiki"; did you mean "wikis"?'),
    config("unknown section", "zebra: 1\n", f'1: unknown key "zebra"; {TOP}'),
    config("our own key", "source: x\n", f'1: unknown key "source"; {TOP}'),
    config("key with escapes", '"z\\e[31m\\nz": 1\n', f'1: unknown key "z␛[31m␊z"; {TOP}'),
    wiki("misspelt key", "reportpage: x", '7: unknown key "reportpage"; did you mean "report-page"?'),
    edited(
        "misspelt needed key", CONFIG, "operator", "operater", '6: unknown key "operater"; did you mean "operator"?'
    ),
    # the sections above the wikis
    config("state", "state: [a]\n", f'1: "state" must be the path of a file or folder, not a list; {EXAMPLE}'),
    config("empty state", "state:\n", f'1: "state" must be the path of a file or folder, not ""; {EXAMPLE}'),
    config("ledger", "ledger: {a: b}\n", f'1: "ledger" must be text, not lines under it; {EXAMPLE}'),
    config(
        "password in ledger",
        "ledger: postgresql://me:hunter2@host/db\n",
        "1: an address with a password does not belong in this file; "
        "leave the password out; for a database, use ~/.pgpass or PGPASSWORD",
    ),
    config("rule-paths", "rule-paths: house\n", f'1: "rule-paths" {A_LIST}, not "house"; {EXAMPLE}'),
    config("no rule-path", CONFIG + "rule-paths: [house]\n", '7: there is no folder "house"; check rule-paths'),
    config("wikis", "wikis: [one]\n", f'1: "wikis" {PAIRS}, not a list; {EXAMPLE}'),
    config("one wiki", "wikis:\n  one: sandbox\n", f'2: "one" {PAIRS}, not "sandbox"; {EXAMPLE}'),
    edited(
        "path for a name", CONFIG, "one:", '"../one":', '2: no wiki can be called "../one"; use letters and hyphens'
    ),
    # a wiki: what it is
    config(
        "empty wiki",
        "wikis:\n  one: {}\n",
        *(f'2: "{key}" is missing; {EXAMPLE}' for key in ("kind", "pack", "operator")),
    ),
    edited("kind", CONFIG, "kind: sandbox", "kind: sandbx", '3: unknown kind "sandbx"; did you mean "sandbox"?'),
    edited("pack", CONFIG, "tropedia", "zebra", f'5: unknown pack "zebra"; {PACKS}'),
    edited("pack with escapes", CONFIG, "tropedia", '"t\\e[31m\\n"', f'5: unknown pack "t␛[31m␊"; {PACKS}'),
    edited("operator", CONFIG, "somebody", "me", f'6: "operator" must have at least 3 characters, not "me"; {EXAMPLE}'),
    edited("no path", CONFIG, "    path: s.sqlite\n", "", '2: a sandbox wiki needs "path"; add the file it is kept in'),
    edited(
        "no api",
        MEDIAWIKI,
        "    api: https://w.example/api.php\n",
        "",
        '2: a mediawiki wiki needs "api"; add the address of its api.php',
    ),
    edited("api in clear", MEDIAWIKI, "https:", "http:", f"4: {HTTPS}"),
    edited("api by ftp", MEDIAWIKI, "https:", "ftp:", f"4: {HTTPS}"),
    edited(
        "api of a page",
        MEDIAWIKI,
        "/api.php",
        "/wiki/Main",
        '4: "https://w.example/wiki/Main" is not the address of an api.php; see Special:Version on the wiki',
    ),
    edited(
        "api with a bracket",
        MEDIAWIKI,
        "//w.example",
        "//[::1",
        '4: "https://[::1/api.php" is not the address of an api.php; see Special:Version on the wiki',
    ),
    wiki("password", "password: hunter2", f'7: "password" {NO_SECRET}'),
    wiki("api-key", "api-key: hunter2", f'7: "api-key" {NO_SECRET}'),
    # a wiki: how far rules go
    wiki("mode", "mode: autofix", '7: unknown mode "autofix"; did you mean "auto"?'),
    wiki("list of modes", "mode: [auto]", f'7: "mode" must be one word, not a list; {MODES}'),
    wiki("endless mode", f"mode: {'x' * 300}", f'7: unknown mode "{"x" * 40}…"; {MODES}'),
    wiki("rules", "rules: [natter]", f'7: "rules" {PAIRS}, not a list; {EXAMPLE}'),
    wiki("mode of a rule", "rules:\n  natter: fix", f'8: unknown mode "fix"; {MODES}'),
    wiki("lines for a mode", "rules: {natter: {a: b}}", f'7: "natter" must be one word, not lines under it; {MODES}'),
    wiki("rule", "rules: {nater: auto}", '7: unknown rule "nater"; did you mean "natter"?'),
    wiki("no rule at all", "rules: {zebra: auto}", f'7: unknown rule "zebra"; {RULES}'),
    wiki("talk", "talk: natter", f'7: "talk" {A_LIST}, not "natter"; {EXAMPLE}'),
    wiki("rule for talk", "talk: [nater]", '7: unknown rule "nater"; did you mean "natter"?'),
    wiki("rule for a template", "templates: {nater: Cleanup}", '7: unknown rule "nater"; did you mean "natter"?'),
    wiki("rule for authors", "message-authors: [nater]", '7: unknown rule "nater"; did you mean "natter"?'),
    wiki(
        "page of weeks",
        "digest-page: User:LinterBot/Report",
        "7: the page that reviews weeks must be a page of its own; name another one: something else is written there",
    ),
    wiki(
        "stop page that is written to",
        "complaints-page: User:LinterBot/Stop",
        "2: the stop page must be a page of its own; name another one: anything written there stops the bot",
    ),
    wiki("rule to adjust", "adjust: {nater: {threshold: 1}}", '7: unknown rule "nater"; did you mean "natter"?'),
    wiki(
        "rule to yield to",
        "adjust: {natter: {yields-to: [nattter]}}",
        '7: unknown rule "nattter"; did you mean "natter"?',
    ),
    wiki("adjust", "adjust: {natter: 0.5}", f'7: "natter" {PAIRS}, not "0.5"; {EXAMPLE}'),
    wiki(
        "adjusted key",
        "adjust: {natter: {treshold: 1}}",
        '7: unknown key "treshold" for a "nested-reply" rule; did you mean "threshold"?',
    ),
    wiki("adjusted value", "adjust: {natter: {threshold: high}}", f'7: "threshold" must be a number; {README}'),
    wiki("adjusted range", "adjust: {natter: {threshold: 2}}", f'7: "threshold" {SHARE}'),
    wiki(
        "adjusted name", "adjust: {natter: {name: x}}", '7: "name" cannot be adjusted; write a rule of your own instead'
    ),
    wiki(
        "adjusted severity",
        "adjust: {natter: {severity: fatal}}",
        '7: unknown severity "fatal"; choose from: error, notice, warning',
    ),
    # a wiki: pages and numbers
    wiki("report-page", 'report-page: "User:[x]"', '7: "report-page": no page can have this title'),
    wiki(
        "stop page",
        'stop-page: "User:LinterBot/Report"',
        "7: the stop page must be a page of its own; name another one: anything written there stops the bot",
    ),
    wiki(
        "words for a number", "edits-per-run: many", f'7: "edits-per-run" must be a whole number, not "many"; {EXAMPLE}'
    ),
    wiki("below zero", "edits-per-run: -1", f'7: "edits-per-run" must be at least 0, not "-1"; {EXAMPLE}'),
    wiki(
        "a list for a number", "edits-per-run: [1]", f'7: "edits-per-run" must be a whole number, not a list; {EXAMPLE}'
    ),
    wiki(
        "endless number",
        f"edits-per-run: {'9' * 5000}",
        f'7: "edits-per-run" must be at most 500, not "{"9" * 40}…"; {EXAMPLE}',
    ),
    wiki(
        "seconds", "seconds-between-edits: soon", f'7: "seconds-between-edits" must be a number, not "soon"; {EXAMPLE}'
    ),
    wiki("no number", "largest-change: nan", f'7: "largest-change" must be a number, not "nan"; {EXAMPLE}'),
    wiki("largest-change", "largest-change: 2", f'7: "largest-change" must be at most 1, not "2"; {EXAMPLE}'),
    wiki("look-back-days", "look-back-days: 91", f'7: "look-back-days" must be at most 90, not "91"; {EXAMPLE}'),
    wiki("scope", "scope: pages", '7: unknown scope "pages"; did you mean "page"?'),
    wiki("quiet-kinds", "quiet-kinds: [tropes]", '7: unknown kind of page "tropes"; did you mean "trope"?'),
    wiki("edits", "edits: 5", f'7: "edits" {PAIRS}, not "5"; {EXAMPLE}'),
    wiki("key under edits", "edits: {minutes: 5}", '7: unknown key "minutes"; did you mean "minute"?'),
    wiki("endless patience", "patience: {page-hours: inf}", f'7: "page-hours" must be a number, not "inf"; {EXAMPLE}'),
    wiki(
        "key under patience", "patience: {edit-minute: 5}", '7: unknown key "edit-minute"; did you mean "edit-minutes"?'
    ),
    wiki(
        "four at once",
        "mode: autofix\nedits-per-run: many\ntalk: natter\nreprt-page: x",
        '7: unknown mode "autofix"; did you mean "auto"?',
        f'8: "edits-per-run" must be a whole number, not "many"; {EXAMPLE}',
        f'9: "talk" {A_LIST}, not "natter"; {EXAMPLE}',
        '10: unknown key "reprt-page"; did you mean "report-page"?',
    ),
    wiki(
        "two rules, in order",
        "talk: [nater]\nrules: {wordcruft: auto}",
        '7: unknown rule "nater"; did you mean "natter"?',
        '8: unknown rule "wordcruft"; did you mean "word-cruft"?',
    ),
    # files
    config("files", CONFIG + "files: [a]\n", f'7: "files" {PAIRS}, not a list; {EXAMPLE}'),
    config("key of files", CONFIG + "files: {ignores: [a]}\n", '7: unknown key "ignores"; did you mean "ignore"?'),
    config("select", CONFIG + "files: {select: natter}\n", f'7: "select" {A_LIST}, not "natter"; {EXAMPLE}'),
    config("rule of files", CONFIG + "files: {ignore: [nater]}\n", '7: unknown rule "nater"; did you mean "natter"?'),
    config(
        "markup",
        CONFIG + "files: {markup: html}\n",
        '7: unknown markup "html"; choose from: mediawiki, rendered, tvtropes',
    ),
    config("wiki of files", CONFIG + "files: {wiki: two}\n", '7: no wiki "two" is configured; choose from: one'),
    config("per-file", DRAFTS + "PG\n", f'9: "drafts/*" {PAIRS}, not "PG"; {EXAMPLE}'),
    config("per-file key", DRAFTS + "{ignor: [PG]}\n", '9: unknown key "ignor"; did you mean "ignore"?'),
    config("per-file pack", DRAFTS + "{pack: zebra}\n", f'9: unknown pack "zebra"; {PACKS}'),
    config("per-file rule", DRAFTS + "{ignore: [nater]}\n", '9: unknown rule "nater"; did you mean "natter"?'),
    # jobs
    config("jobs", CONFIG + "jobs: {nightly: patrol}\n", f'7: "nightly" {PAIRS}, not "patrol"; {EXAMPLE}'),
    edited("wiki of a job", JOB, "wiki: one", "wiki: two", '9: no wiki "two" is configured; choose from: one'),
    edited(
        "kind of job",
        JOB,
        "    wiki: one\n",
        "    wiki: one\n    run: scan\n",
        '10: unknown run "scan"; choose from: patrol',
    ),
    edited("no schedule", JOB, '    cron: "0 3 * * *"\n', "", f'8: "cron" is missing; {EXAMPLE}'),
    *(
        edited(
            f"schedule {cron}",
            JOB,
            "0 3 * * *",
            cron,
            '10: "cron": a schedule has five parts: minute hour day month weekday, as in "*/10 * * * *"',
        )
        for cron in ("0 3 * *", "99 * * * *", "a b c d e")
    ),
    # who is told
    edited("kind of target", TARGET, "webhook", "email", '2: unknown kind "email"; did you mean "mail"?'),
    config(
        "no address",
        "notify:\n  house: {kind: mail}\n",
        f'2: a target of the kind mail needs "address"; {EXAMPLE}',
    ),
    edited(
        "true or false",
        TARGET,
        "}",
        ", allow-private: maybe}",
        f'2: "allow-private" must be true or false, not "maybe"; {EXAMPLE}',
    ),
    edited("token", TARGET, "}", ", token: x}", f'2: "token" {NO_SECRET}'),
    edited(
        "address with a bracket",
        TARGET,
        "https://x.example/",
        "https://[::1",
        '2: "https://[::1" is not the address of a webhook; it begins with https:// and the name of a machine',
    ),
    config(
        "two lines in an address",
        'notify:\n  house: {kind: mail, address: "a@b.example\\nBcc: c"}\n',
        '2: "a@b.example␊Bcc: c" is not the address of a mail; it looks like wren@house.example',
    ),
]
RULE_FILES = [
    *(
        rule(f"no {key}", line, "", f'1: the rule lacks "{key}"; every rule needs one')
        for key, line in (
            ("code", "code: WD599\n"),
            ("name", "name: no-lamp\n"),
            ("policy", "policy: https://wiki.test/wiki/Lamps\n"),
            ("examples", f"examples:\n{BAD}{GOOD}"),
        )
    ),
    rule(
        "no check type", "extends: phrase\n", "", '1: a rule needs "extends"; docs/checks.md lists what it may extend'
    ),
    rule("code", "WD599", "XX599", f'1: "XX599" is not a valid code; {CODES}'),
    rule("list for a code", "WD599", "[WD599]", f'1: "code" {TEXT}'),
    rule("code with escapes", "WD599", '"W\\e[31m\\nD"', f'1: "W␛[31m␊D" is not a valid code; {CODES}'),
    rule("name", "no-lamp", "No_Lamp", '2: "No_Lamp" is not a valid name; names are lower-case letters and hyphens'),
    rule(
        "severity",
        "code: WD599",
        "code: WD599\nseverity: fatal",
        '2: unknown severity "fatal"; choose from: error, notice, warning',
    ),
    rule("list for a severity", "code: WD599", "code: WD599\nseverity: [error]", f'2: "severity" {TEXT}'),
    rule("placeholder", "{found}", "{fond}", '4: unknown placeholder "{fond}"; did you mean "found"?'),
    rule(
        "colon in a message",
        '"“{found}” is a lamp."',
        "a lamp: bad",
        "4: there is one colon too many; put the text in quotes",
    ),
    # what it extends
    rule("check type", "phrase\n", "phrases\n", '3: unknown check type or rule "phrases"; did you mean "phrase"?'),
    rule(
        "no check type at all",
        "extends: phrase",
        "extends: zebra",
        '3: unknown check type or rule "zebra"; docs/checks.md lists what it may extend',
    ),
    rule("list of check types", "extends: phrase", "extends: [phrase]", f'3: "extends" {TEXT}'),
    rule(
        "a rule that is not there",
        "extends: phrase",
        "extends: common/nater",
        '3: unknown check type or rule "common/nater"; did you mean "common/natter"?',
    ),
    files(
        "a circle",
        {
            "a.yaml": RULE.replace("extends: phrase", "extends: house/no-moss"),
            "b.yaml": RULE.replace("extends: phrase", "extends: house/no-lamp").replace("no-lamp\n", "no-moss\n", 1),
        },
        'a.yaml:3: unknown check type or rule "house/no-moss"; docs/checks.md lists what it may extend',
        'b.yaml:3: unknown check type or rule "house/no-lamp"; docs/checks.md lists what it may extend',
    ),
    rule(
        "a rule to yield to",
        "why:",
        "yields-to: [natter, zero-contxt-example]\nwhy:",
        '6: unknown rule "zero-contxt-example"; did you mean "zero-context-example"?',
    ),
    rule(
        "a rule to leave the repair to",
        "why:",
        "leaves-repair-to: [zebra]\nwhy:",
        '6: unknown rule "zebra"; linterbot rule --all lists them',
    ),
    # options
    rule("option", "phrases:", "phrase:", '7: unknown key "phrase" for a "phrase" rule; did you mean "phrases"?'),
    rule("type of an option", "[lamp]", "lamp", f'7: "phrases" must be a list of texts; {README}'),
    rule("yes or no", "[lamp]", "[lamp]\nexamples-only: maybe", f'8: "examples-only" must be true or false; {README}'),
    rule("pattern", "phrases: [lamp]", 'patterns: ["(lamp"]', f'7: cannot read "(lamp": missing ): (lamp; {RE2}'),
    rule(
        "long pattern",
        "phrases: [lamp]",
        f"patterns: [{'a' * 501}]",
        f"7: a pattern may have 500 characters, this one has 501; {RE2}",
    ),
    rule("threshold", "[lamp]", "[lamp]\nthreshold: 2", f'8: "threshold" {SHARE}'),
    rule("no threshold", "[lamp]", "[lamp]\nthreshold: nan", f'8: "threshold" must be a number; {README}'),
    rule("list", "[lamp]", "lists/meda", '7: there is no list "meda"; did you mean "media"?'),
    rule(
        "kind of page", "[lamp]", "[lamp]\nkinds: [tropes]", '8: unknown kind of page "tropes"; did you mean "trope"?'
    ),
    rule(
        "rules it yields to", "[lamp]", "[lamp]\nyields-to: natter", f'8: "yields-to" must be a list of texts; {README}'
    ),
    rule(
        "adding to nothing",
        "[lamp]",
        "[lamp]\nphrases+: [b]",
        '8: "phrases+" must add to a list of the extended rule; check that both are lists',
    ),
    files(
        "evidence",
        {"x.yaml": f"{NATTER}weights+: {{nope: 1}}\n"},
        'x.yaml:2: unknown evidence "nope"; did you mean "opener"?',
    ),
    files(
        "weight", {"x.yaml": f"{NATTER}weights: {{opener: heavy}}\n"}, f'x.yaml:2: "weights" must be a number; {README}'
    ),
    files(
        "fewest",
        {"x.yaml": "extends: common/too-few-examples\nfewest: few\n"},
        f'x.yaml:2: "fewest" must be a whole number; {README}',
    ),
    # examples
    rule("open mark", "«lamp»", "«lamp", "9: a « has no partner; every « needs a »"),
    rule("mark too many", "«lamp»", "lamp»", "9: a » has no partner; every « needs a »"),
    rule("no marks", "«lamp»", "lamp", f"9: {MARKS}"),
    rule("marks in a good one", "a light", "a «light»", f"10: {MARKS}"),
    rule("bad and good", BAD, f"{BAD}    good: x\n", f"9: {KINDS_OF_EXAMPLE}"),
    rule("neither", BAD, "  - text: x\n", f"9: {KINDS_OF_EXAMPLE}"),
    rule(
        "no list of examples",
        f"{BAD}{GOOD}",
        "  bad: x\n",
        '8: "examples" must be a list; start each with "- bad:" or "- good:"',
    ),
    rule("list for an example", '"a «lamp»"', "[a, b]", f'9: "bad" {TEXT}'),
    rule("lines for an example", '"a light"', "{a: b}", f'10: "good" {TEXT}'),
    rule("key of an example", GOOD, f"{GOOD}    tilte: x\n", '11: unknown key "tilte"; did you mean "title"?'),
    rule("list for a title", GOOD, f"{GOOD}    title: [a]\n", f'11: "title" {TEXT}'),
    rule("files", GOOD, f"{GOOD}    files: Lamp.jpg\n", f'11: "files" must be pairs of a name and a value; {README}'),
    *(
        rule(
            f"age {age}",
            GOOD,
            f"{GOOD}    made-days-ago: {age}\n",
            f'11: "made-days-ago" must be a whole number, not {shown}; say how many days ago the page was created',
        )
        for age, shown in (("yesterday", '"yesterday"'), ("²", '"²"'), ("[1]", "a list"))
    ),
    # files
    files(
        "not UTF-8",
        {"x.yaml": RULE.encode().replace(b"a light", b"\xe9")},
        "x.yaml:10: is not UTF-8 text; save the rule file as UTF-8",
    ),
    files("empty file", {"x.yaml": ""}, 'x.yaml:1: a rule needs "extends"; docs/checks.md lists what it may extend'),
    files("folder for a file", {"x.yaml/": ""}, "x.yaml: is a folder, not a rule file; give it a name without .yaml"),
    files(
        "name with escapes",
        {"x\x1b[31m\n.yaml": RULE.replace("WD599", "W")},
        f'x␛[31m␊.yaml:1: "W" is not a valid code; {CODES}',
    ),
    files(
        "code of another rule",
        {"x.yaml": RULE.replace("WD599", "EX101")},
        f'x.yaml:1: code EX101 already belongs to "natter" ({NATTER_FILE}); choose a free one',
    ),
    files(
        "name of another rule",
        {"a.yaml": RULE, "b.yaml": RULE.replace("WD599", "WD598")},
        'b.yaml:1: "no-lamp" is WD599 in house/a.yaml, and WD598 here; keep its code, or choose another name',
    ),
    files(
        "shared list",
        {"x.yaml": RULE, "lists.yaml": "media: Theatre\n"},
        f'lists.yaml:1: "media" must be a list, or pairs of names; {README}',
    ),
    files(
        "misspelt list",
        {"x.yaml": RULE, "lists.yaml": "medai+: [Podcasts]\n"},
        'lists.yaml:1: there is no list "medai"; did you mean "media"?',
    ),
    files(
        "table of kinds",
        {"x.yaml": RULE, "page-kinds.yaml": "kind-templates+: {work: film page}\n"},
        'page-kinds.yaml:1: "work" must be a list of texts; see rules/README.md',
    ),
    files(
        "lines in a table of kinds",
        {"x.yaml": RULE, "page-kinds.yaml": "kind-templates+: {work: [{a: b}]}\n"},
        'page-kinds.yaml:1: "work" must be a list of texts; see rules/README.md',
    ),
]
ALONE = [
    Wrong("no address", "init", usage("init [OPTIONS] [ADDRESS]", "give the address of a wiki, or --example")),
    Wrong(
        "no operator",
        "init https://w.example",
        usage(
            "init [OPTIONS] [ADDRESS]",
            'Invalid value for --operator: name somebody, and how to reach them, as in "Wren, wren@wiki.example"',
        ),
    ),
    *(
        Wrong(
            f"address {address}",
            f"init '{address}' --operator somebody",
            said(f"{address}: is not the address of a wiki; give the address of its api.php"),
        )
        for address in ("ftp://w.example", "https://", "https://[::1", "not a wiki", "https://127.0.0.1:99999/api.php")
    ),
    Wrong(
        "configuration is there",
        "init --example",
        said("config.yaml: is there already; move it away, or name another file with --output"),
        C,
    ),
    Wrong(
        "configuration into nothing",
        "init --example --output no/c.yaml",
        said('no/c.yaml: there is no folder "no"; make it, or name another file'),
    ),
    Wrong("configuration of a wiki", "config --wiki two", NO_WIKI, C),
    Wrong("configuration for nothing", "config nope.wiki", said(f"nope.wiki: {NO_FILE}")),
    Wrong("rule", "rule nater", said('nater: there is no such rule; did you mean "natter"?')),
    Wrong("no rule at all", "rule zebra", said(f"zebra: there is no such rule; {RULES}")),
    Wrong(
        "rule with escapes",
        "rule 'nat\x1b[31m\nter'",
        said('nat␛[31m␊ter: there is no such rule; did you mean "natter"?'),
    ),
    Wrong("try on a text", "rule natter --try x.xml", said(f"x.xml: {NOT_EXPORT}"), {"x.xml": "<html/>"}),
    Wrong("try on a folder", "rule natter --try d", said("d: is a folder; name the export in it"), D),
    Wrong("try nothing", "rule --try x.xml", said("--try: no rule is named; run: linterbot rule NAME --try EXPORT"), X),
    Wrong(
        "test nothing",
        "test nope",
        said("nope: there is no such file or folder; check the path"),
        stdout="0 rules, 0 examples: 1 file cannot be used\n",
    ),
    Wrong("test an endless name", f"test {LONG}", said(f"{LONG}: there is no such file or folder; check the path")),
    Wrong("test an empty folder", "test d", said("d: contains no rule files; rule files end in .yaml"), D),
    Wrong(
        "text of the bot",
        "patrol --dry-run",
        'linterbot: house/texts.yaml:1: unknown text "fix-summary"; did you mean "tag-summary"?\n',
        {"config.yaml": f"{CONFIG}rule-paths: [house]\n", "house/texts.yaml": "fix-summary: x\n"},
    ),
    Wrong(
        "broken rule in check",
        "check p.wiki --rules house",
        'linterbot: house/x.yaml:7: unknown key "phrase" for a "phrase" rule; did you mean "phrases"?\n',
        {"p.wiki": PAGE, "house/x.yaml": RULE.replace("phrases", "phrase")},
    ),
    Wrong(
        "kind of database",
        "queue",
        'linterbot: config.yaml:7: "ledger" is not the address of a database; leave it out, and a file is used\n',
        {"config.yaml": f"{CONFIG}ledger: nonsense\n"},
    ),
]


@pytest.mark.parametrize("wrong", [*CONFIGS, *ALONE], ids=lambda one: one.name)
def test_a_wrong_configuration_is_named_with_its_remedy(
    wrong: Wrong, here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_told(wrong, here, capsys, monkeypatch)


@pytest.mark.parametrize("wrong", RULE_FILES, ids=lambda one: one.name)
def test_a_wrong_rule_file_is_named_with_its_remedy(
    wrong: Wrong, here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_told(wrong, here, capsys, monkeypatch)


BOMB = "a0: &a0 [x]\n" + "".join(f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 10)}]\n" for at in range(1, 10))


@pytest.mark.parametrize("text", [f"a: {'[' * 100_000}", BOMB], ids=["levels", "references"])
def test_no_file_takes_the_memory_or_the_stack(text: str, here: Path) -> None:
    (here / "config.yaml").write_text(text)
    command = [sys.executable, "-m", "linterbot", "config"]
    room = 1_500_000_000  # bytes, so that a file that wants more cannot hurt this machine

    def little_memory() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (room, room))

    environment = {"PYTHONPATH": str(ROOT), "HOME": str(here)}
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=60, preexec_fn=little_memory, env=environment
    )
    assert done.returncode == 2
    assert done.stderr.startswith("linterbot: config.yaml:")
    assert len(done.stderr.splitlines()) < 30
