"""The linter in a browser: what goes there, the page to try it on, and what that page asks of it."""
