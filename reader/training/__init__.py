"""Trains the second reader from labelled bullets, measures it on pages it has not seen, and writes its files."""
