"""Rule files: found, read and checked."""
