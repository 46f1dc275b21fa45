"""The language server: what `check` says, in an editor while one types (an extra, with pygls)."""
