"""Turns the exceptions of the library below the MediaWiki adapter into our own errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from linterbot.errors import LoginRefused, WikiDown, WikiError, WikiRefused

_LONGEST = 200  # characters of the library's own message that are passed on


@contextmanager
def translated(faults: Any, api: str) -> Iterator[None]:
    """Turn whatever goes wrong inside into a WikiError; `faults` is the library's module of exceptions."""
    try:
        yield
    except WikiError:
        raise
    except faults.NoUsernameError:
        remedy = "check `user` and the password; linterbot does not try a wrong one again"
        raise LoginRefused(api, "the wiki does not accept this account or its password", remedy) from None
    except faults.APIError as fault:
        raise WikiRefused(api, f"the wiki refused the request ({fault.code}: {fault.info})") from None
    except (faults.Error, OSError, EOFError, ValueError, KeyError) as fault:
        reason = str(fault).splitlines()[0][:_LONGEST] if str(fault) else type(fault).__name__
        raise WikiDown(api, f"no usable answer ({reason})", "check the address, and whether the wiki is up") from None
