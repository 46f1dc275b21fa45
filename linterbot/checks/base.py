"""What every check type is: a frozen dataclass whose fields are the options a rule may set."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, field, fields
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple

from linterbot.markup.document import Document
from linterbot.model import Facts, Hit, Markup
from linterbot.view.language import NO_LANGUAGE, Language
from linterbot.view.phrase_index import Heard, Phrases


class Wants(NamedTuple):
    """What a check has to know beyond the page.

    The file pages with these titles, where templates redirect, which templates stand in these categories, and whether
    the page was made under its title. `helpful_files` are file pages that it can do without.
    """

    files: frozenset[str] = frozenset()
    template_redirects: bool = False
    licence_categories: tuple[str, ...] = ()
    created: bool = False
    helpful_files: frozenset[str] = frozenset()


NOTHING = Wants()


@dataclass(frozen=True)
class Check(ABC):
    """A kind of test. Pure: the same document and facts give the same hits.

    `reads` are the markups it understands, `says` the placeholders a rule's message may use besides `{found}`,
    `in_general` what stands for them where no finding is at hand. `evidence` is what a check that weighs can see, by
    the names that a rule gives weights to.
    """

    reads: ClassVar[frozenset[Markup]] = frozenset(Markup)
    says: ClassVar[frozenset[str]] = frozenset()
    in_general: ClassVar[Mapping[str, str]] = MappingProxyType({})
    evidence: ClassVar[Mapping[str, str]] = MappingProxyType({})

    language: Language = field(default=NO_LANGUAGE, kw_only=True, compare=False, repr=False)  # the pack's, no option

    @classmethod
    def options(cls) -> list[Field[Any]]:
        """Return the fields that a rule may set."""
        return [one for one in fields(cls) if one.name != "language"]

    @abstractmethod
    def hits(self, document: Document, facts: Facts, heard: Heard) -> Iterator[Hit]:
        """Yield what breaks the rule, in the order of the page."""

    def listens(self) -> tuple[Phrases, ...]:
        """Name the phrases that `heard` has to tell of; those of all rules are looked for together."""
        return ()

    def wants(self, document: Document) -> Wants:
        """Say what has to be known before `hits` may be asked."""
        return NOTHING
