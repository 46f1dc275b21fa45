"""What the bot says on a wiki and to people, all of it from the texts of the pack."""
