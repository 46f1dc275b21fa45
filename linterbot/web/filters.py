"""Which findings somebody looks at, as part of an address that can be kept and shared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from linterbot.desk.queue import QueueFilter
from linterbot.ledger.findings import Order

SURE = (0, 50, 80, 95)  # percent that one can choose
DAYS = (0, 1, 7, 30, 90)
_LONGEST = 255  # characters of a title, a name or a rule


@dataclass(frozen=True)
class Filters:
    """What is asked of the findings; whatever an address says that makes no sense is left out."""

    rule: str = ""
    page: str = ""  # words in the title
    author: str = ""
    sure: int = 0  # percent
    days: int = 0
    older: bool = False
    mine: bool = False  # brought in by who looks
    order: Order = Order.PAGE

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Filters:
        """Read them from the query of an address."""
        order = query.get("order", "")
        return cls(
            rule=query.get("rule", "")[:_LONGEST],
            page=query.get("page", "")[:_LONGEST],
            author=query.get("author", "")[:_LONGEST],
            sure=_one_of(query.get("sure", ""), SURE),
            days=_one_of(query.get("days", ""), DAYS),
            older=query.get("older") == "1",
            mine=query.get("mine") == "1",
            order=Order(order) if order in tuple(Order) else Order.PAGE,
        )

    @classmethod
    def of_text(cls, text: str) -> Filters:
        """Read them from the query of an address as it is written."""
        try:
            return cls.of(dict(parse_qsl(text[:4_000], max_num_fields=20)))
        except ValueError:  # far more than a page of ours would send
            return cls()

    @property
    def any(self) -> bool:
        """Whether something is left out."""
        return replace(self, order=Order.PAGE) != Filters()

    def query(self, **more: object) -> str:
        """Return them as the query of an address, "" if there is nothing to say; `more` is added."""
        values = {name: value for name, value in vars(self).items() if value and value != Order.PAGE}
        shown = {name: "1" if value is True else str(value) for name, value in {**values, **more}.items()}
        return f"?{urlencode(shown)}" if shown else ""

    def but(self, **changes: Any) -> Filters:
        """Return them with some changed."""
        return replace(self, **changes)

    def wanted(self, who: str) -> QueueFilter:
        """Return them as a question to the desk, for one person."""
        return QueueFilter(
            rule=self.rule,
            title_words=self.page,
            days=float(self.days) if self.days else None,
            older=self.older,
            author=who if self.mine else self.author,
            sure=self.sure / 100,
            waits_for="" if self.mine else who,
            order=self.order,
        )


def _one_of(text: str, known: tuple[int, ...]) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 and int(text) in known else 0
