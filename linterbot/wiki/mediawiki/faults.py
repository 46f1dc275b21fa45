"""Turns what the library below the MediaWiki adapter raises into our own errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from linterbot.errors import LoginRefused, WikiDown, WikiError, WikiRefused

_LONGEST = 200  # characters of the library's own words that are passed on


@contextmanager
def translated(faults: Any, api: str) -> Iterator[None]:
    """Raise WikiError for whatever goes wrong inside; `faults` is the library's module of exceptions."""
    try:
        yield
    except WikiError:
        raise
    except faults.NoUsernameError:
        remedy = "check `user` and the password; a wrong one is not tried again"
        raise LoginRefused(api, "the wiki does not accept this account or its password", remedy) from None
    except faults.APIError as fault:
        raise WikiRefused(api, f"the wiki said no ({fault.code}: {fault.info})") from None
    except (faults.Error, OSError, EOFError, ValueError, KeyError) as fault:
        reason = str(fault).splitlines()[0][:_LONGEST] if str(fault) else type(fault).__name__
        raise WikiDown(api, f"no usable answer ({reason})", "is the address right, and the wiki up?") from None
