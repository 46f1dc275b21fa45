"""Does one round: reads, lints and records what changed on a wiki, and only then fixes, flags and reports it."""
