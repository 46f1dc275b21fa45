"""The embedded wiki."""
