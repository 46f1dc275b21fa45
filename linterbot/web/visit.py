"""One request to the desk: which wiki it is about, who it is from, and what they may do."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import quote

from linterbot.desk.give_verdict import By
from linterbot.ledger.rights import Right
from linterbot.ledger.sessions import Session
from linterbot.web.filters import Filters
from linterbot.web.wikis import DeskWiki
from linterbot.web.words import Words

_KEYS_OFF = "linterbot-keys"
_DIGITS = 12  # of a number; no ledger has more findings


@dataclass(frozen=True)
class Visit:
    """A request, with everything that a page needs to know of it."""

    wiki: DeskWiki
    words: Words
    now: str
    address: str  # the network address that it came from
    query: Mapping[str, str]
    path: Mapping[str, str]  # the changing parts of the path
    form: Mapping[str, str]
    cookies: Mapping[str, str]
    secure: bool  # whether people reach the desk by https
    secret: str = ""  # of the session
    session: Session | None = None  # None for somebody who is not signed in
    right: Right = Right.NONE

    @property
    def who(self) -> str:
        """The person's name on the wiki, "" if they are not signed in."""
        return self.session.who if self.session else ""

    @property
    def since(self) -> str:
        """When the person came in, "" if they are not signed in."""
        return self.session.made_at if self.session else ""

    @property
    def person(self) -> str:
        """The person as one whose doings are counted."""
        return f"{self.wiki.name} {self.who}"

    @property
    def by(self) -> By:
        """The person as the one who decides."""
        return By(self.who, self.now, origin_of(self.address, self.wiki.origin_key))

    @property
    def filters(self) -> Filters:
        """What they look at, by the address or by the form that was sent from there."""
        return Filters.of_text(self.form["q"]) if "q" in self.form else Filters.of(self.query)

    @property
    def number(self) -> int:
        """The finding that the path names, 0 if it names none."""
        number = self.path["number"]
        return int(number) if number.isascii() and number.isdigit() and len(number) < _DIGITS else 0

    @property
    def token(self) -> str:
        """What a form of this session has to bring along, so that no other site can send it."""
        return token_of(self.secret)

    @property
    def keys(self) -> bool:
        """Whether the person wants keys."""
        return self.cookies.get(_KEYS_OFF) != "off"

    @property
    def cookie(self) -> str:
        """The name of the session's cookie."""
        return cookie_name(self.wiki.name, self.secure)

    def may(self, right: Right) -> bool:
        """Whether the person may do something."""
        return self.right >= right

    def to(self, *parts: object) -> str:
        """Return the path of a page of this wiki."""
        return path_of(self.wiki.name, *parts)


def path_of(wiki: str, *parts: object) -> str:
    """Return the path of a page of a wiki; without parts, of its queue."""
    return f"/{quote(wiki, safe='')}/" + "/".join(quote(str(part), safe="") for part in parts)


def cookie_name(wiki: str, secure: bool) -> str:
    """Return the name of the cookie of a wiki's sessions; its prefix makes browsers refuse it from other hosts."""
    return f"{'__Host-' if secure else ''}linterbot-{sha256(wiki.encode()).hexdigest()[:8]}"


def token_of(secret: str) -> str:
    """Return the token of the forms of a session."""
    return hmac.new(secret.encode(), b"form", sha256).hexdigest()


def origin_of(address: str, key: str) -> str:
    """Return what is kept of a network address: enough to see that two requests came from the same one."""
    return hmac.new(key.encode(), address.encode(), sha256).hexdigest()[:16]
