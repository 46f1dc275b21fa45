"""The wikis linterbot can work on."""
