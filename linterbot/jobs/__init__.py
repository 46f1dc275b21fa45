"""What the bot does, one job a file: plain functions over a wiki, a ledger and rules."""
