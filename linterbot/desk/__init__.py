"""Shows people what waits for them, and carries out what they decide: approve, reject, undo, pause and the like.

Every function returns data; the command that calls it does the printing.
"""
