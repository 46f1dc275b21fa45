"""Text in, findings out: applies rules to pages, and fixes to texts."""
