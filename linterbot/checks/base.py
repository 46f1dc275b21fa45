"""The base of every check type: a frozen record whose fields are the options that a rule may set."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple

from linterbot.markup.document import Document
from linterbot.model import Hit, Markup
from linterbot.records import Field, Record, fields
from linterbot.view.language import NO_LANGUAGE, Language
from linterbot.view.page_view import View
from linterbot.view.phrase_index import Phrases
from linterbot.view.wake import Wake


class Wants(NamedTuple):
    """What a check has to know beyond the page."""

    files: frozenset[str] = frozenset()  # titles of file pages that it cannot do without
    template_redirects: bool = False  # whether it has to know where the page's templates redirect
    licence_categories: tuple[str, ...] = ()  # categories whose templates it has to know
    created: bool = False  # whether it has to know when the page was created under its title
    helpful_files: frozenset[str] = frozenset()  # titles of file pages that it can do without


NOTHING = Wants()
NO_PAIRS: Mapping[str, Any] = {}  # an option without pairs of names and values


class Check(Record, ABC):
    """A kind of test, which is pure: the same view always gives the same hits."""

    reads: ClassVar[frozenset[Markup]] = frozenset(Markup)  # the markups that it understands
    says: ClassVar[frozenset[str]] = frozenset()  # the placeholders that a message may use besides `{found}`
    in_general: ClassVar[Mapping[str, str]] = MappingProxyType({})  # what fills them where there is no finding
    wakes: ClassVar[Wake] = Wake.NOTHING  # what a page has to have before it could find something
    reads_words: ClassVar[bool] = False  # whether it knows words of the pack's language, and would guess at others
    needs_wiki: ClassVar[bool] = False  # whether it may lack facts without a wiki
    needs_file_pages: ClassVar[bool] = False  # whether it finds nothing without the pages of files
    needs_files: ClassVar[bool] = False  # whether it has to know all files, those of a shared store included
    evidence: ClassVar[Mapping[str, str]] = MappingProxyType({})  # what it can weigh, by the names of the weights

    no_options: ClassVar[frozenset[str]] = frozenset({"language"})  # the fields that a rule cannot set

    language: Language = NO_LANGUAGE  # the pack's

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.values() == other.values()

    def __hash__(self) -> int:
        return hash((type(self), *map(str, self.values())))

    def values(self) -> list[Any]:
        """Return what the options are set to."""
        return [getattr(self, option.name) for option in self.options()]

    @classmethod
    def options(cls) -> tuple[Field, ...]:
        """Return the fields that a rule may set."""
        return tuple(one for one in fields(cls) if one.name not in cls.no_options)

    @abstractmethod
    def hits(self, view: View) -> Iterator[Hit]:
        """Yield each place that breaks the rule, in the order of the page."""

    def listens(self) -> tuple[Phrases, ...]:
        """Return the phrases that the view has to listen for; those of all rules are searched for together."""
        return ()

    def wants(self, document: Document) -> Wants:
        """Return what has to be known before `hits` is called."""
        return NOTHING
