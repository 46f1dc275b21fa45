"""Two accounts in one process, each in a thread of its own: neither ever sees what is the other's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier

import pytest

from linterbot.bot.opening import Kept
from linterbot.fleet.processes import ledger_of
from linterbot.fleet.wiki_files import WikiFiles
from linterbot.fleet.worker import Worker
from linterbot.ledger import wikis
from linterbot.wiki.known_sites import KnownSites
from linterbot.wiki.mediawiki.wiki import MediaWiki
from linterbot.wiki.protocol import Save, Saved
from linterbot.worker_processes import Processes
from tests.contract.conftest import SECRET, Lab, log_out
from tests.contract.proxy import Proxy, proxy
from tests.ledgers import Databases

pytestmark = pytest.mark.mediawiki
PAGES, LOGIN_LOST_AFTER = 12, 4
HUMAN_SECRET = "human-lab-passphrase-1"


@dataclass
class Line:
    """An account, what only it knows, and all that was said on its line."""

    user: str
    password: str
    proxy: Proxy

    @property
    def secrets(self) -> set[str]:
        """What must be heard on no other line: the password, the cookies and the tokens."""
        heard = "\n".join(self.proxy.heard)
        cookies = re.findall(r"wiki(?:_session|Token|UserID)=([^;\s']{6,})", heard)
        tokens = re.findall(r'"(?:csrf|login)token": ?"([0-9a-f]{20,})', heard)
        return {self.password.removeprefix("lint:"), *cookies, *tokens}


@pytest.fixture
def lines(mediawiki_lab: Lab) -> Iterator[list[Line]]:
    with ExitStack() as stack:
        accounts = [("LinterBot", SECRET), ("LabHuman", HUMAN_SECRET)]
        yield [Line(*account, stack.enter_context(proxy(mediawiki_lab.api))) for account in accounts]


def test_two_accounts_in_two_threads_never_hear_of_each_other(
    mediawiki_lab: Lab, lines: list[Line], tmp_path: Path
) -> None:
    together = Barrier(len(lines), timeout=30)
    titles = {line.user: [mediawiki_lab.title() for _ in range(PAGES)] for line in lines}

    def work(line: Line) -> None:
        # The wikis have one name and one host: only the account differs, as on a farm.
        wiki = MediaWiki("same", line.proxy.api, line.user, line.password, "tests", tmp_path / line.user)
        for number, title in enumerate(titles[line.user]):
            if number % LOGIN_LOST_AFTER == 0:
                log_out(wiki)
                together.wait()
            assert isinstance(wiki.save(Save(title, f"text {number}", "s", None)), Saved)
            assert wiki.account_status().blocked == ""

    with ThreadPoolExecutor(len(lines)) as threads:
        assert list(threads.map(work, lines)) == [None] * len(lines)
    for line in lines:
        assert {one.user for title in titles[line.user] for one in mediawiki_lab.wiki.history(title, 0)} == {line.user}
        assert len(line.secrets) > PAGES / LOGIN_LOST_AFTER  # the canaries are there
    nothing_was_mixed_up(lines)


CONFIG = """ledger: {ledger}
state: state
wiki-folder: wikis
wiki-defaults: {{kind: mediawiki, pack: tropedia, operator: tests, mode: shadow, look-back-days: 0}}
"""


def test_one_worker_does_rounds_for_two_accounts_at_once(
    lines: list[Line], server: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "wikis").mkdir()
    (tmp_path / "config.yaml").write_text(CONFIG.format(ledger=server.empty()))
    for line in lines:
        name = line.user.lower()
        (tmp_path / "wikis" / f"{name}.yaml").write_text(f"api: {line.proxy.api}\nuser: {line.user}\n")
        monkeypatch.setenv(f"LINTERBOT_PASSWORD_{name.upper()}", line.password)
    files = WikiFiles(tmp_path / "config.yaml")
    ledger = ledger_of(files, slots=len(lines))
    wikis.follow(ledger, files.versions())
    with Processes(1) as processes, ThreadPoolExecutor(len(lines)) as threads:
        worker = Worker(files, ledger, Kept(processes, KnownSites()))
        for _ in range(3):
            before = [len(line.proxy.heard) for line in lines]
            list(threads.map(lambda line: worker.patrol(line.user.lower(), 0.0), lines))
    for line, heard in zip(lines, before, strict=True):
        assert "namespacealiases" in "".join(line.proxy.heard[:heard])
        assert "namespacealiases" not in "".join(line.proxy.heard[heard:])  # what the wiki says of itself is known
    assert all(one.finished and not one.trouble for one in wikis.states(ledger))
    nothing_was_mixed_up(lines)


def nothing_was_mixed_up(lines: list[Line]) -> None:
    one, other = lines
    for here, there in ((one, other), (other, one)):
        said = "\n".join(here.proxy.heard)
        assert here.secrets
        assert not [secret for secret in there.secrets if secret in said]
        assert f"assertuser={here.user}" in said
        assert f"assertuser={there.user}" not in said


def test_a_login_outlives_the_process_and_one_that_is_no_longer_good_is_renewed(
    mediawiki_lab: Lab, lines: list[Line], tmp_path: Path
) -> None:
    line = lines[0]

    def logins_of_a_new_session() -> int:
        before = line.proxy.logins
        wiki = MediaWiki("kept", line.proxy.api, line.user, line.password, "tests", tmp_path)
        assert "bot" in wiki._session.token()[1]
        wiki.close()
        return line.proxy.logins - before

    assert [logins_of_a_new_session() for _ in range(3)] == [1, 0, 0]
    (file,) = (path for path in tmp_path.iterdir() if path.suffix == ".lwp")
    assert file.stat().st_mode & 0o777 == 0o600
    kept = file.read_text()
    for spoilt in (
        re.sub("[0-9a-z]{32}", "0" * 32, kept),
        kept.replace("path=", 'path"='),
        "#LWP-Cookies-2.0\nx",
        "\x00",
    ):
        file.write_text(spoilt)
        assert logins_of_a_new_session() == 1
