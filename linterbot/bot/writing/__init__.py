"""The only way in which the bot writes to a wiki: asks the guards, then notes, sends once and settles each write."""
