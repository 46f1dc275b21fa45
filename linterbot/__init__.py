"""linterbot, an editorial linter and moderation bot for tropes wikis."""

__version__ = "0.1.0"
