"""The page “Try linterbot” at the desk: static files, for everybody, and nothing of the desk in them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from linterbot.browser.site_files import SiteFiles
from linterbot.web.dispatch import not_found

PATH = "/-/try/{path:path}"


def endpoint(folder: Path | None) -> Callable[[Request], Awaitable[Response]]:
    """Return what sends the files of the page in a folder, if the configuration names one."""
    files = SiteFiles(folder) if folder is not None else None

    async def answer(request: Request) -> Response:
        path, encodings = request.path_params["path"], request.headers.get("accept-encoding", "")
        found = await run_in_threadpool(files.find, path, encodings) if files is not None else None
        return Response(found.content, headers=dict(found.headers)) if found is not None else await not_found(request)

    return answer
