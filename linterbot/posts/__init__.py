"""Puts together what the bot says on a wiki and to people; all its sentences come from the pack's texts."""
