"""Where people decide and ask: every service here returns data, and whoever calls it shows it."""
