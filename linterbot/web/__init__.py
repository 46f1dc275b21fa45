"""The desk on the web, for people without a shell: what waits for them, one verdict at a time.

It reads wikis without an account and never writes to them: what people approve is noted in the ledger, and sent by the
daemon. Pages are made here of what `desk/` returns.
"""
