"""What a pack knows about pages besides its rules: words of its language, kinds of pages, names of templates."""

from __future__ import annotations

from functools import cached_property

from linterbot.records import Record
from linterbot.view.language import NO_LANGUAGE, Language
from linterbot.view.media_names import same
from linterbot.view.page_kind import NO_KINDS, PageKinds
from linterbot.view.phrase_index import Phrases

Names = tuple[str, ...]


class Conventions(Record):
    """What the view of a page needs to know; conventions are equal only to themselves."""

    language: Language = NO_LANGUAGE
    kinds: PageKinds = NO_KINDS
    # Names of templates and headings, from the lists with these names.
    quotation_templates: Names = ()  # templates whose words somebody else says
    source_templates: Names = ()  # templates that name a source
    example_templates: Names = ()  # templates after which examples begin
    example_headings: Names = ()  # headings after which examples begin, by their first words
    example_lines: Names = ()  # lines of text after which examples begin, by words in them
    no_examples: Names = ()  # sections whose bullets are no examples
    media: Names = ()  # what a section of examples may be called
    last_media: Names = ()  # those that come last

    @cached_property
    def media_keys(self) -> frozenset[str]:
        """What a section of examples may be called, as `same` compares names."""
        return self._same((*self.media, *self.last_media))

    @cached_property
    def no_example_keys(self) -> frozenset[str]:
        """The sections whose bullets are no examples, likewise."""
        return self._same(self.no_examples)

    @cached_property
    def heading_keys(self) -> tuple[str, ...]:
        """How headings begin after which examples begin, likewise."""
        return tuple(self._same(self.example_headings))

    @cached_property
    def announcements(self) -> Phrases:
        """The words in a line after which examples begin."""
        return Phrases(self.example_lines)

    def _same(self, names: Names) -> frozenset[str]:
        return frozenset(same(name, self.language) for name in names)


NO_CONVENTIONS = Conventions()
