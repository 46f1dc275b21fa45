"""The table of check types: what a rule may say under `extends`."""

from __future__ import annotations

from collections.abc import Mapping

from linterbot.checks.base import Check
from linterbot.checks.file_attribution import FileAttribution
from linterbot.checks.file_licence import FileLicence
from linterbot.checks.folder_closed import FolderClosed
from linterbot.checks.folder_control import FolderControl
from linterbot.checks.folder_name import FolderName
from linterbot.checks.folder_order import FolderOrder
from linterbot.checks.nested_reply import NestedReply
from linterbot.checks.only_child import OnlyChild
from linterbot.checks.outside_folder import OutsideFolder
from linterbot.checks.phrase import Phrase
from linterbot.checks.repeated_example import RepeatedExample
from linterbot.checks.required_markup import RequiredMarkup
from linterbot.checks.used_image import UsedImage

CHECKS: Mapping[str, type[Check]] = {
    "file-attribution": FileAttribution,
    "file-licence": FileLicence,
    "folder-closed": FolderClosed,
    "folder-control": FolderControl,
    "folder-name": FolderName,
    "folder-order": FolderOrder,
    "nested-reply": NestedReply,
    "only-child": OnlyChild,
    "outside-folder": OutsideFolder,
    "phrase": Phrase,
    "repeated-example": RepeatedExample,
    "required-markup": RequiredMarkup,
    "used-image": UsedImage,
}
