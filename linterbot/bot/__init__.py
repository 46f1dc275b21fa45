"""One round of the bot: what changed is read, linted and recorded, and only then fixed, flagged and reported."""
