"""Gathers and weighs what speaks for or against a fault, for the checks that decide by likelihood.

Checks ask here what can be seen in a bullet; `scoring` turns it into a confidence.
"""
