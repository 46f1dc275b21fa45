"""Signing in with a wiki's own OAuth 2.0 (Extension:OAuth): who somebody is, and no more; the only import of authlib.

The wiki is asked for a token that identifies a person and does no more. It is used once, for their profile, and thrown
away.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session

from linterbot.config.sections import Config, WikiConfig
from linterbot.credentials import from_file
from linterbot.errors import WikiDown, WikiRefused
from linterbot.version import __version__

_METHOD = "client_secret_post"  # how the wiki is shown the secret
_TIMEOUT = 10.0  # seconds for each answer
_VERIFIER, _STATE = 64, 32  # characters; RFC 7636 asks for 43 to 128
_LARGEST = 100_000  # bytes of a profile
_LONGEST_NAME = 255  # bytes


class Begun(NamedTuple):
    """What a browser takes along while it is at the wiki."""

    address: str  # where it has to go
    state: str  # what it has to bring back
    verifier: str  # what proves that the one who comes back is the one who left


class OAuth:
    """The OAuth of one wiki."""

    def __init__(self, config: Config, settings: WikiConfig, back: str) -> None:
        """Read the client's secret; `back` is where the wiki sends people afterwards. Raises ConfigError."""
        assert settings.oauth is not None
        self._client, self._back = settings.oauth.client, back
        self._secret = from_file(config.path(settings.oauth.password_file))
        self._address = (settings.oauth.address or (settings.api or "").removesuffix("api.php") + "rest.php").rstrip(
            "/"
        )
        self._agent = f"linterbot/{__version__} ({settings.operator})"

    def begin(self) -> Begun:
        """Return the way to the wiki, for one person and once."""
        state, verifier = generate_token(_STATE), generate_token(_VERIFIER)
        with self._session() as session:
            address, _ = session.create_authorization_url(
                f"{self._address}/oauth2/authorize", state=state, code_verifier=verifier
            )
        return Begun(str(address), state, verifier)

    def name_of(self, code: str, verifier: str) -> str:
        """Return the name of the account that came back with a code, "" if it is blocked.

        Raises WikiRefused if the wiki does not know the code, WikiDown if it does not answer.
        """
        with self._session() as session, _in_words(self._address):
            session.fetch_token(f"{self._address}/oauth2/access_token", code=code, code_verifier=verifier)
            answer = session.get(f"{self._address}/oauth2/resource/profile", stream=True)
            answer.raise_for_status()
            profile = _json(answer)
        name = profile.get("username")
        if not isinstance(name, str) or not 0 < len(name.encode("utf-8", "replace")) <= _LONGEST_NAME:
            raise WikiRefused(self._address, "the wiki did not say who it is")
        return "" if profile.get("blocked") else name

    def _session(self) -> Any:
        session = OAuth2Session(
            self._client,
            self._secret,
            token_endpoint_auth_method=_METHOD,
            redirect_uri=self._back,
            code_challenge_method="S256",
            default_timeout=_TIMEOUT,
        )
        session.max_redirects = 0  # what we send is only meant for this wiki
        session.headers["User-Agent"] = self._agent
        return session


def _json(answer: requests.Response) -> dict[str, Any]:
    body = answer.raw.read(_LARGEST + 1, decode_content=True)
    if len(body) > _LARGEST:
        raise ValueError("the profile is too large")
    answer._content = body
    found = answer.json()
    if not isinstance(found, dict):
        raise ValueError("the profile is no object")
    return found


@contextmanager
def _in_words(address: str) -> Iterator[None]:
    try:
        yield
    except AuthlibBaseError as error:
        raise WikiRefused(address, f"the wiki refused the sign-in ({error.error})") from None
    except requests.HTTPError as error:
        raise WikiRefused(address, f"the wiki refused the sign-in (status {error.response.status_code})") from None
    except (requests.RequestException, ValueError, KeyError, TypeError) as error:
        raise WikiDown(address, f"no usable answer ({type(error).__name__})", "try again in a moment") from None
