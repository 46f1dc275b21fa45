"""The only way out to a wiki: every write is asked about, noted, sent once and settled here."""
