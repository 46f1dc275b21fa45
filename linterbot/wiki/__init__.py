"""The wikis that linterbot can work on."""
