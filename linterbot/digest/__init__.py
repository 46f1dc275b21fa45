"""A wiki's week in review: who has to do something, what became of findings, and how good the rules are.

`review` gathers it, one file for each form shows it. Nobody whose edits were flagged is ever named.
"""
