"""A real MediaWiki."""
