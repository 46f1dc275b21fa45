"""The configuration: where its file is, what it may say, and what a mistake in it is called."""
