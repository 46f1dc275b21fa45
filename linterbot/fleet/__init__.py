"""Wakes the bot on many wikis from many machines: a queue in the ledger's PostgreSQL says who is next."""
