"""The review page: who may open it, what it takes, and how it looks and works in a browser."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from sqlmodel import select

from bot.review_link import GOOD_FOR, Links
from bot.review_page import MARK, ReviewPage
from domain.clock import MovableClock
from domain.plan import Doubt
from sandbox.server import running
from services import intake
from storage.tables import PlanDoubt, TaskDeadline
from tests.support.database import sqlite_database
from tests.support.office import ADMIN_ID, CULTURE, POLICE, TestOffice, at, dated, duty, open_office, plan

WRONG = "trước ngày 31/6/2026"
DRAFT = replace(
    plan(
        replace(duty("Rà soát trẻ em <b>&</b>", dated("2026-06-30", WRONG)), lines=(3, 4)),
        replace(duty("Kiểm tra an toàn", dated("2026-05-04"), who=("Công an",)), lines=(40, 40)),
        doubts=[
            Doubt("date_impossible", WRONG, 4, None, 0, "deadlines"),
            Doubt("agency_ambiguous", "Công an", 40, None, 1, "assignees"),
        ],
    ),
    lines=tuple((i, None, f"Dòng {i} của văn bản <script>alert({i})</script>") for i in range(1, 61)),
)


@dataclass
class Site:
    """The office with its page served on this machine."""

    office: TestOffice
    page: ReviewPage
    root: str
    http: aiohttp.ClientSession
    plan_id: int

    @property
    def link(self) -> str:
        return self.root + self.page.link(self.plan_id, ADMIN_ID)

    async def post(self, link: str, *, mark: str | None = None, **wish: Any) -> tuple[int, str]:
        own = self.page.links.mark(link.rsplit("/", 1)[1]) if mark is None else mark
        async with self.http.post(link, json=wish, headers={MARK: own}) as answer:
            return answer.status, (await answer.json())["said"]


@asynccontextmanager
async def served(template: Path, folder: Path, clock: MovableClock) -> AsyncIterator[Site]:
    async with sqlite_database(template, folder) as database, open_office(database, clock) as office:
        async with database.session() as session:
            plan_id = await intake.keep(session, b"a plan", "plan.txt", DRAFT, None, clock.now())
            await session.commit()
        page, app = ReviewPage(office.service.office, Links("1:T"), ""), web.Application()
        page.add_to(app)
        async with running(app) as port, aiohttp.ClientSession() as http:
            yield Site(office, page, f"http://127.0.0.1:{port}", http, plan_id)


@pytest.fixture
async def site(sqlite_template: Path, tmp_path: Path, clock: MovableClock) -> AsyncIterator[Site]:
    async with served(sqlite_template, tmp_path, clock) as made:
        yield made


async def test_the_page_is_closed_to_the_cache_and_to_other_sites(site: Site) -> None:
    async with site.http.get(site.link) as answer:
        text = await answer.text()
        assert answer.status == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "<script>alert" not in text
    assert "Dòng 3 của văn bản &lt;script&gt;" in text
    assert "Rà soát trẻ em &lt;b&gt;&amp;&lt;/b&gt;" in text
    for name in ("review-page.css", "review-page.js"):
        async with site.http.get(f"{site.root}/review-files/{name}") as file:
            assert file.status == 200
            assert "http" not in (await file.text()).replace("https://", "http")
    async with site.http.get(f"{site.root}/review-files/..%2freview_page.py") as file:
        assert file.status == 404


async def test_a_link_opens_nothing_when_it_is_forged_old_or_of_no_admin_any_more(site: Site) -> None:
    good = site.link
    stem, signed = good.rsplit("-", 1)
    other = site.page.links.make(site.plan_id, 1001, site.office.clock.now())
    for link in (
        f"{stem}-{'0' * len(signed)}",
        good.replace(f"/{site.plan_id}-", f"/{site.plan_id + 1}-"),
        good.replace(str(ADMIN_ID), "1001"),
        f"{site.root}/review/{other}",
        f"{site.root}/review/x",
        f"{site.root}/review/é-1",
    ):
        async with site.http.get(link) as answer:
            assert answer.status == 403
            assert "Rà soát" not in await answer.text()
        assert (await site.post(link, doubt=1, act="accept", revision=0))[0] == 403
    site.office.service.office.admin_ids = frozenset()
    async with site.http.get(good) as answer:
        assert answer.status == 403
    assert (await site.post(good, doubt=1, act="accept", revision=0))[0] == 403
    site.office.service.office.admin_ids = frozenset({ADMIN_ID})
    site.office.clock.move_by(GOOD_FOR + timedelta(seconds=1))
    async with site.http.get(good) as answer:
        assert answer.status == 403


async def test_a_change_needs_the_pages_own_mark_and_what_was_looked_at(site: Site) -> None:
    link = site.link
    for mark in ("", "0" * 64, "é"):
        assert (
            await site.post(link, mark=mark.encode().decode("latin-1"), doubt=1, act="accept", revision=0)
        )[0] == 403
    assert (await site.post(link, doubt=1, act="accept", revision=5))[0] == 409
    assert (await site.post(link, doubt=99, act="accept", revision=0))[0] == 409
    assert (await site.post(link, doubt="1", act="accept", revision=0))[0] == 409
    assert (await site.post(link, doubt=1, act="explode", revision=0))[0] == 409
    async with site.http.post(
        link, data=b"no json", headers={MARK: site.page.links.mark(link.rsplit("/", 1)[1])}
    ) as answer:
        assert answer.status == 409
    async with site.office.database.session(writes=False) as session:
        assert (await session.exec(select(PlanDoubt.decision))).all() == [None, None]


async def test_a_doubt_of_another_plan_is_not_taken(site: Site) -> None:
    async with site.office.database.session() as session:
        draft = replace(DRAFT, plan=replace(DRAFT.plan, number="77/KH-UBND"))
        await intake.keep(session, b"another", "b.txt", draft, None, site.office.clock.now())
        await session.commit()
    assert (await site.post(site.link, doubt=3, act="accept", revision=0))[0] == 409


async def test_it_takes_the_same_corrections_as_the_chat(site: Site) -> None:
    link = site.link
    status, said = await site.post(link, doubt=1, act="date", value="hôm nào", revision=0)
    assert (status, "Chưa hiểu" in said) == (422, True)
    assert (await site.post(link, doubt=1, act="date", value="28/6/2026", revision=0))[0] == 200
    assert (await site.post(link, doubt=2, act="agency", value="Phòng nào đó", revision=1))[0] == 422
    assert (await site.post(link, doubt=2, act="agency", value=POLICE, revision=1))[0] == 200
    async with site.office.database.session(writes=False) as session:
        found = await intake.preview(session, site.plan_id, site.office.clock.now())
        assert not found.open_doubts
        assert [(one.name, one.units) for one in found.agencies] == [(CULTURE, 1), (POLICE, 1)]
        assert (await session.exec(select(TaskDeadline.held))).all() == [False, False]
    assert (await site.post(link, doubt=2, act="takeback", revision=2))[0] == 200
    assert (await site.post(link, doubt=2, act="drop", revision=3))[0] == 200


async def test_the_button_is_offered_where_there_is_an_address(site: Site) -> None:
    office = site.office
    office.chi.private.bot = "member"
    listed = await office.says(office.chi, "/kehoach")
    assert (await office.taps(office.chi, "12/KH-UBND", listed)).button("🖥 Xem cạnh văn bản") is None
    office.service.office.review_link = replace(site.page, address="https://bot.example.vn").link
    shown = await office.taps(office.chi, "◀ Bản xem trước", await office.taps(office.chi, "Các cơ quan"))
    button = shown.button("🖥 Xem cạnh văn bản")
    assert button is not None
    assert str(button.url).startswith("https://bot.example.vn/review/1-1003-")


FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]


@pytest.mark.parametrize(("name", "width", "height"), [("phone", 390, 800), ("desk", 1280, 860)])
async def test_in_a_browser_tasks_and_lines_light_each_other_up(
    site: Site, name: str, width: int, height: int
) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no chromium on this machine (apt-get install chromium)")
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        try:
            page = await browser.new_page(viewport={"width": width, "height": height})
            faults: list[str] = []
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda one: faults.append(one.text) if one.type == "error" else None)
            await page.goto(site.link)
            assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            await page.click("article.task >> nth=1")
            assert await page.locator("#line-40").is_visible()
            assert "lit" in (await page.locator("#line-40").get_attribute("class") or "")
            assert await page.evaluate(
                "document.querySelector('#line-40').getBoundingClientRect().top < innerHeight"
            )
            await page.click("#line-40")
            assert await page.locator("article.task.lit").is_visible()
            date = page.locator("article.doubt >> nth=0")
            if width < 800:
                await page.click("[data-show=read]")
            await date.locator("input").fill("không phải ngày")
            await date.get_by_text("Đặt thời hạn").click()
            await page.locator("#message:not([hidden])").wait_for()
            assert "Chưa hiểu" in await page.locator("#message").inner_text()
            assert "422" in faults.pop()
            await date.locator("input").fill("28/6/2026")
            await date.get_by_text("Đặt thời hạn").click()
            await page.locator("article.settled").wait_for()
            assert "28/06/2026" in await page.locator("article.settled").inner_text()
            assert faults == []
        finally:
            await browser.close()


def test_links_are_of_one_key() -> None:
    now = at("2026-03-02")
    link = Links("1:A").make(3, 7, now)
    assert Links("1:A").read(link, now) is not None
    assert Links("1:B").read(link, now) is None
    assert Links("1:A").mark(link) != Links("1:B").mark(link)
