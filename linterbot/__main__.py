"""`python -m linterbot` is `linterbot`."""

from linterbot.cli import main

if __name__ == "__main__":
    main()
