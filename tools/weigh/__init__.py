"""Learns the weights of evidence from labelled pages, and measures them on pages they were not learned from."""
