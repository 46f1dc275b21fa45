"""Tells operators outside the wiki what they have to know: that the bot stopped, failed, or is well again."""
