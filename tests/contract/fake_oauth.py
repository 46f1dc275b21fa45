"""A wiki's OAuth 2.0 as far as the desk uses it: authorize, access_token and profile, strict about every step.

Debian's MediaWiki has no Extension:OAuth, and its libraries are in no package, so the tests make do with this.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "the-desk", "a-secret-of-the-desk"


@dataclass
class FakeOAuth:
    """The provider, and what it was asked."""

    address: str = ""  # of its rest.php
    profile: dict[str, Any] = field(default_factory=lambda: {"username": "LabAdmin", "blocked": False})
    back: str = ""  # the only address that it sends people to, as the operator registered it
    denies: bool = False  # whether people refuse
    broken: bool = False  # whether it answers with nonsense
    codes: dict[str, str] = field(default_factory=dict)  # the challenge of each code that was not used yet
    tokens: set[str] = field(default_factory=set)  # those that were not used yet
    given: list[str] = field(default_factory=list)  # every token there was

    def authorize(self, request: Request) -> Response:
        asked = request.query_params
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        self.back = self.back or asked["redirect_uri"]
        assert asked["redirect_uri"] == self.back
        if self.denies:
            return RedirectResponse(f"{self.back}?{urlencode({'error': 'access_denied', 'state': asked['state']})}")
        code = secrets.token_hex(16)
        self.codes[code] = asked["code_challenge"]
        return RedirectResponse(f"{self.back}?{urlencode({'code': code, 'state': asked['state']})}")

    async def access_token(self, request: Request) -> Response:
        asked = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        challenge = self.codes.pop(asked.get("code", ""), None)
        digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        right = base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == challenge
        client = (asked.get("client_id"), asked.get("client_secret")) == (CLIENT, SECRET)
        if not (right and client and asked["grant_type"] == "authorization_code"):
            return JSONResponse({"error": "invalid_grant"}, 400)
        token = secrets.token_hex(16)
        self.tokens.add(token)
        self.given.append(token)
        return JSONResponse({"token_type": "Bearer", "expires_in": 14_400, "access_token": token})

    def resource(self, request: Request) -> Response:
        if self.broken:
            return Response("<html>not what you expect</html>")
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if token not in self.tokens:
            return JSONResponse({"error": "invalid_token"}, 401)
        self.tokens.discard(token)
        return JSONResponse(self.profile)


@contextmanager
def fake_oauth() -> Iterator[FakeOAuth]:
    """Yield a provider that runs on 127.0.0.1."""
    fake = FakeOAuth()
    routes = [
        Route("/w/rest.php/oauth2/authorize", fake.authorize),
        Route("/w/rest.php/oauth2/access_token", fake.access_token, methods=["POST"]),
        Route("/w/rest.php/oauth2/resource/profile", fake.resource),
    ]
    listening = socket.create_server(("127.0.0.1", 0))
    fake.address = f"http://127.0.0.1:{listening.getsockname()[1]}/w/rest.php"
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), log_level="warning", lifespan="off"))
    serving = threading.Thread(target=lambda: server.run(sockets=[listening]))
    serving.start()
    try:
        yield fake
    finally:
        server.should_exit = True
        serving.join()
        listening.close()
