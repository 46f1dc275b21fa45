"""Lints every page of an export, in many processes; an interrupted scan can be resumed."""
