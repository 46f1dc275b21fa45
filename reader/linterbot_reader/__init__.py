"""The second reader: a small model that reads a nested bullet beside the example above it."""

from linterbot_reader.reader import Reader

__all__ = ["Reader"]
__version__ = "1.0.0"
