"""Replays a wiki's history: what the rules would have said of past edits, and what people did about it by themselves.

That is weaker evidence than what somebody decided, so it is told beside a rule's record and never added to it.
"""
