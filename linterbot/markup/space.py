"""What a namespace is for, whatever the wiki calls it."""

from __future__ import annotations

from enum import StrEnum


class Space(StrEnum):
    """What the namespace of a page is for."""

    MAIN = "main"
    TALK = "talk"
    USER = "user"
    FILE = "file"
    TEMPLATE = "template"
    CATEGORY = "category"
    PROJECT = "project"
    OTHER = "other"
