"""The review page on the web: a signed link shows a document beside what was read, and takes corrections.

Mounted by `serve`, by `poll` where PUBLIC_URL is set, and by the demo. Every request checks the link and looks the
role up again; a change must carry the page's mark, which no other site knows, and the revision that was looked at.
Nothing is cached, nothing is loaded from elsewhere, nothing of the link is logged.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web
from markupsafe import Markup
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.review_html import closed, page
from bot.review_link import Links, Pass
from domain.errors import DomainError, Stale
from domain.roles import Actor, Right
from domain.states import Decision
from handlers.office import Office
from handlers.views.base import Words
from services import corrections, intake, people, review

FILES = {"review-page.css": "text/css", "review-page.js": "text/javascript"}
FOLDER = Path(__file__).parent / "review_files"
MARK = "X-Review-Mark"
MOST_BYTES = 16 * 1024
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Its routes and its links. `address` is the public address without a slash at its end."""

    office: Office
    links: Links
    address: str
    prefix: str = ""

    def link(self, plan_id: int, admin: int) -> str:
        """The address of the page for one admin."""
        return f"{self.address}/review/{self.links.make(plan_id, admin, self.office.clock.now())}"

    def add_to(self, app: web.Application) -> None:
        app.router.add_get(f"{self.prefix}/review/{{link}}", self._show)
        app.router.add_post(f"{self.prefix}/review/{{link}}", self._change)
        app.router.add_get(f"{self.prefix}/review-files/{{name}}", _file)

    async def _show(self, request: web.Request) -> web.Response:
        found = self.links.read(request.match_info["link"], self.office.clock.now())
        if found is None:
            return _html(closed(Words(self.office.catalogs, "vi")), 403)
        async with self.office.database.session(writes=False) as session:
            actor = await self._actor(session, found)
            words = Words(self.office.catalogs, actor.language)
            if not actor.may(Right.LOAD_PLAN):
                return _html(closed(words), 403)
            try:
                preview = await intake.preview(session, found.plan_id, self.office.clock.now())
            except DomainError:
                return _html(closed(words), 404)
            read = await review.read(session, found.plan_id)
        mark = self.links.mark(request.match_info["link"])
        return _html(page(words, preview, read, mark=mark, files=f"{self.prefix}/review-files"))

    async def _change(self, request: web.Request) -> web.Response:
        link = request.match_info["link"]
        found = self.links.read(link, self.office.clock.now())
        if found is None or not self.links.holds(link, request.headers.get(MARK, "")):
            return _said(self.office.catalogs.plain("vi", "review.closed"), 403)
        wish = await _wish(request)
        async with self.office.database.session() as session:
            actor = await self._actor(session, found)
            words = Words(self.office.catalogs, actor.language)
            if not actor.may(Right.LOAD_PLAN):
                return _said(words.plain("review.closed"), 403)
            try:
                await self._carry_out(session, found, actor, wish)
            except DomainError as refusal:
                status = 409 if isinstance(refusal, Stale) else 422
                return _said(words.plain(refusal.key, **refusal.values), status)
            await session.commit()
        return _said("", 200)

    async def _actor(self, session: AsyncSession, found: Pass) -> Actor:
        return await people.find_actor(session, found.admin, "", "vi", self.office.admin_ids)

    async def _carry_out(
        self, session: AsyncSession, found: Pass, actor: Actor, wish: dict[str, Any]
    ) -> None:
        """One correction, as the chat makes it; it must be of this link's plan and of what was looked at."""
        doubt_id, act, value = wish.get("doubt"), wish.get("act"), str(wish.get("value") or "")
        if not isinstance(doubt_id, int) or not 0 < doubt_id < 2**31:
            raise Stale("load.doubt_settled")
        plan = await corrections.plan_of(session, doubt_id)
        if plan.id != found.plan_id or wish.get("revision") != plan.revision:
            raise Stale("load.changed_meanwhile")
        by, now = actor, self.office.clock.now()
        match act:
            case "accept":
                await corrections.settle(session, doubt_id, Decision.ACCEPTED, by, now)
            case "drop":
                await corrections.settle(session, doubt_id, Decision.DROPPED, by, now)
            case "date":
                deadline = corrections.read_typed_date(value, plan)
                await corrections.settle(session, doubt_id, Decision.DATED, by, now, deadline=deadline)
            case "agency":
                name = await review.agency_named(session, doubt_id, value)
                await corrections.settle(session, doubt_id, Decision.ASSIGNED, by, now, agency=name)
            case "takeback":
                await corrections.take_back(session, doubt_id, by, now)
            case _:
                raise Stale("error.old_button")


async def _wish(request: web.Request) -> dict[str, Any]:
    """What the page asks for; anything that is no small JSON object asks for nothing."""
    body = await request.content.read(MOST_BYTES)
    try:
        wish = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return wish if isinstance(wish, dict) else {}


def _html(text: Markup, status: int = 200) -> web.Response:
    return web.Response(
        text=str(text), content_type="text/html", charset="utf-8", status=status, headers=HEADERS
    )


def _said(text: str, status: int) -> web.Response:
    return web.json_response({"said": text}, status=status, headers=HEADERS)


async def _file(request: web.Request) -> web.Response:
    name = request.match_info["name"]
    if name not in FILES:
        return web.Response(status=404, headers=HEADERS)
    return web.Response(
        text=(FOLDER / name).read_text(encoding="utf-8"),
        content_type=FILES[name],
        charset="utf-8",
        headers=HEADERS,
    )
