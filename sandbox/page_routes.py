"""Serves the chat page: `/` and `/page/*`. Called by sandbox/server.py.

It hands out the files of sandbox/page/ as they are, and no others. It knows nothing of chats; the
page talks to the people's side (`/sandbox/*`) itself.
"""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

PAGE = Path(__file__).parent / "page"
CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
HEADERS = {
    # The page changes with the program; a browser must never show yesterday's page to today's server.
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    # Everything comes from this server, so a message that became markup could still load and run nothing.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'",
}


def page_routes() -> list[web.RouteDef]:
    """The routes of the page: `/` is index.html, `/page/NAME` a file beside it, anything else 404."""
    files = {path.name: path for path in PAGE.iterdir() if path.suffix in CONTENT_TYPES}

    async def index(_: web.Request) -> web.StreamResponse:
        return _file(files["index.html"])

    async def page_file(request: web.Request) -> web.StreamResponse:
        path = files.get(request.match_info["name"])
        if path is None:
            raise web.HTTPNotFound(text="no such file")
        return _file(path)

    return [web.get("/", index), web.get("/page/{name}", page_file)]


def _file(path: Path) -> web.FileResponse:
    return web.FileResponse(path, headers={**HEADERS, "Content-Type": CONTENT_TYPES[path.suffix]})
