"""The kinds of test that a rule can use, one a file; `CHECKS` lists what a rule may name under `extends`."""

from __future__ import annotations

from collections.abc import Mapping

from linterbot.checks.adjacent_links import AdjacentLinks
from linterbot.checks.bare_example import BareExample
from linterbot.checks.base import Check
from linterbot.checks.deep_example import DeepExample
from linterbot.checks.entry_dash import EntryDash
from linterbot.checks.example_count import ExampleCount
from linterbot.checks.example_header import ExampleHeader
from linterbot.checks.file_attribution import FileAttribution
from linterbot.checks.file_licence import FileLicence
from linterbot.checks.folder_closed import FolderClosed
from linterbot.checks.folder_control import FolderControl
from linterbot.checks.folder_empty import FolderEmpty
from linterbot.checks.folder_name import FolderName
from linterbot.checks.folder_nested import FolderNested
from linterbot.checks.folder_order import FolderOrder
from linterbot.checks.folder_stray import FolderStray
from linterbot.checks.folder_twice import FolderTwice
from linterbot.checks.last_markup import LastMarkup
from linterbot.checks.leftover_markup import LeftoverMarkup
from linterbot.checks.missing_category import MissingCategory
from linterbot.checks.missing_file import MissingFile
from linterbot.checks.nested_reply import NestedReply
from linterbot.checks.only_child import OnlyChild
from linterbot.checks.outside_folder import OutsideFolder
from linterbot.checks.page_origin import PageOrigin
from linterbot.checks.phrase import Phrase
from linterbot.checks.preload_markup import PreloadMarkup
from linterbot.checks.repeated_example import RepeatedExample
from linterbot.checks.repeated_work import RepeatedWork
from linterbot.checks.required_markup import RequiredMarkup
from linterbot.checks.sort_key import SortKey
from linterbot.checks.split_example import SplitExample
from linterbot.checks.swallowed_bullet import SwallowedBullet
from linterbot.checks.template_argument import TemplateArgument
from linterbot.checks.unbalanced_markup import UnbalancedMarkup
from linterbot.checks.unnamed_work import UnnamedWork
from linterbot.checks.unwanted_section import UnwantedSection
from linterbot.checks.used_image import UsedImage
from linterbot.checks.weblink_example import WeblinkExample
from linterbot.checks.wrong_folder import WrongFolder

CHECKS: Mapping[str, type[Check]] = {
    "adjacent-links": AdjacentLinks,
    "bare-example": BareExample,
    "deep-example": DeepExample,
    "entry-dash": EntryDash,
    "example-count": ExampleCount,
    "example-header": ExampleHeader,
    "file-attribution": FileAttribution,
    "file-licence": FileLicence,
    "folder-closed": FolderClosed,
    "folder-control": FolderControl,
    "folder-empty": FolderEmpty,
    "folder-name": FolderName,
    "folder-nested": FolderNested,
    "folder-order": FolderOrder,
    "folder-stray": FolderStray,
    "folder-twice": FolderTwice,
    "last-markup": LastMarkup,
    "leftover-markup": LeftoverMarkup,
    "missing-category": MissingCategory,
    "missing-file": MissingFile,
    "nested-reply": NestedReply,
    "only-child": OnlyChild,
    "outside-folder": OutsideFolder,
    "page-origin": PageOrigin,
    "phrase": Phrase,
    "preload-markup": PreloadMarkup,
    "repeated-example": RepeatedExample,
    "repeated-work": RepeatedWork,
    "required-markup": RequiredMarkup,
    "sort-key": SortKey,
    "split-example": SplitExample,
    "swallowed-bullet": SwallowedBullet,
    "template-argument": TemplateArgument,
    "unbalanced-markup": UnbalancedMarkup,
    "unnamed-work": UnnamedWork,
    "unwanted-section": UnwantedSection,
    "used-image": UsedImage,
    "weblink-example": WeblinkExample,
    "wrong-folder": WrongFolder,
}
