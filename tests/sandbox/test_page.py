"""The chat page: its files, and a walk through it in a real headless Chromium against the real sandbox.

The bot on the other side is a small echo bot of this module, so that what is tested is the page alone.
"""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from playwright.async_api import FilePayload, Locator, Page, async_playwright, expect

from domain.clock import VIETNAM, MovableClock
from sandbox.chats import Group
from sandbox.fake import ConnectionLost, FakeTelegram, Person
from sandbox.page_routes import PAGE, page_routes
from sandbox.server import sandbox_app

CHROMIUM = shutil.which("chromium")
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WAIT_MS = 5000
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="no `chromium` on this machine: the page is not driven"
)
START = datetime(2026, 3, 2, 8, 0, tzinfo=VIETNAM)


# --- the files


async def test_page_files_have_their_types_and_are_never_stored() -> None:
    app = web.Application()
    app.add_routes(page_routes())
    async with TestClient(TestServer(app)) as client:
        for path, content_type in {
            "/": "text/html",
            "/page/index.html": "text/html",
            "/page/app.js": "text/javascript",
            "/page/style.css": "text/css",
            "/page/icon.svg": "image/svg+xml",
        }.items():
            answer = await client.get(path)
            assert (answer.status, answer.content_type) == (200, content_type)
            assert answer.headers["Cache-Control"] == "no-store"
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["nothing.js", "..%2Fpage_routes.py", "%2e%2e%2f__init__.py"])
async def test_a_file_that_is_not_the_pages_is_not_found(name: str) -> None:
    app = web.Application()
    app.add_routes(page_routes())
    async with TestClient(TestServer(app)) as client:
        assert (await client.get(f"/page/{name}")).status == 404


def test_the_page_builds_nodes_and_loads_nothing_from_outside() -> None:
    for path in PAGE.iterdir():
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://[\w.]*\w", text.replace("https?:\\/\\/t\\.me", "")), path.name
        assert not re.search(r"innerHTML|insertAdjacentHTML|document\.write|eval\(", text), path.name


# --- a walk through the page


@dataclass
class Office:
    """The running sandbox with its echo bot, and the browser's page."""

    tg: FakeTelegram
    people: dict[str, Person]
    group: Group
    base: str
    page: Page
    steps: list[dict[str, Any]] = field(default_factory=list)


async def _echo(tg: FakeTelegram) -> None:
    """Greets with buttons on /start, names a document, answers a tap, says everything else again."""
    offset = 0
    while True:
        for update in await tg.call("getUpdates", {"offset": offset, "timeout": 20}):
            offset = update["update_id"] + 1
            await _answer(tg, update)


async def _answer(tg: FakeTelegram, update: dict[str, Any]) -> None:
    if tap := update.get("callback_query"):
        await tg.call(
            "answerCallbackQuery", {"callback_query_id": tap["id"], "text": f"Đã nhận {tap['data']}"}
        )
        return
    message = update.get("message", {})
    here = {"chat_id": message.get("chat", {}).get("id")}
    if message.get("text", "").startswith("/start"):
        inline = {"inline_keyboard": [[{"text": "Đồng ý", "callback_data": "yes:1"}]]}
        await tg.call(
            "sendMessage", {**here, "text": "<b>Xin chào</b>", "parse_mode": "HTML", "reply_markup": inline}
        )
    elif document := message.get("document"):
        await tg.call("sendMessage", {**here, "text": f"{document['file_name']} + {message.get('caption')}"})
    elif text := message.get("text"):
        await tg.call("sendMessage", {**here, "text": f"Đã nghe: {text}"})


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office() -> AsyncIterator[Office]:
    """One sandbox and one browser for the whole module; every test loads the page anew."""
    clock = MovableClock(START)
    tg = FakeTelegram(now=clock.now, enforce_limits=False)
    people = {name: tg.person(name) for name in ("An", "Bình", "Chi")}
    group = tg.group("Nhóm xã", members=people.values(), admins=[people["Chi"]])
    steps: list[dict[str, Any]] = []

    async def on_clock(step: dict[str, Any]) -> None:
        steps.append(step)
        clock.move_by(timedelta(days=1))

    async with TestServer(sandbox_app(tg, clock, on_clock)) as server, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        bot = asyncio.create_task(_echo(tg))
        page = await browser.new_page()
        page.set_default_timeout(WAIT_MS)
        yield Office(tg, people, group, str(server.make_url("/")), page, steps)
        bot.cancel()
        with suppress(asyncio.CancelledError):
            await bot
        await browser.close()


async def _open(office: Office, width: int = 1400, height: int = 900) -> Page:
    page = office.page
    await page.set_viewport_size({"width": width, "height": height})
    await page.goto(office.base)
    await expect(page.locator("#clock-time")).to_contain_text("2026")
    return page


def _column(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=f"Trò chuyện: {name}")


@needs_chromium
@pytest.mark.asyncio(loop_scope="module")
async def test_a_person_starts_the_bot_and_taps_its_button(office: Office) -> None:
    page = await _open(office)
    an = _column(page, "An")
    await an.get_by_role("button", name="Bắt đầu").click()
    await expect(an.locator(".theirs strong")).to_have_text("Xin chào")
    await an.get_by_role("button", name="Đồng ý").click()
    await expect(an.get_by_role("status").filter(has_text="Đã nhận yes:1")).to_be_visible()


@needs_chromium
@pytest.mark.asyncio(loop_scope="module")
async def test_typed_markup_stays_text_and_enter_sends_it(office: Office) -> None:
    page = await _open(office)
    binh = _column(page, "Bình")
    await binh.get_by_label("Tin nhắn").last.fill("<img src=x onerror=alert(1)> & <b>đậm</b>")
    await page.keyboard.press("Enter")
    await expect(binh.locator(".mine .text")).to_have_text("<img src=x onerror=alert(1)> & <b>đậm</b>")
    await expect(binh.locator(".theirs .text")).to_contain_text("Đã nghe: <img")
    await expect(binh.locator(".log img")).to_have_count(0)


@needs_chromium
@pytest.mark.asyncio(loop_scope="module")
async def test_a_file_goes_with_its_caption_by_button_and_by_drop(office: Office) -> None:
    page = await _open(office)
    chi = _column(page, "Chi")
    file = FilePayload(name="kế hoạch.txt", mimeType="text/plain", buffer="Kế hoạch".encode())
    await chi.locator("input[type=file]").set_input_files(file)
    await chi.get_by_placeholder("Chú thích").fill("/load")
    await page.keyboard.press("Enter")
    await expect(chi.locator(".theirs .text")).to_have_text("kế hoạch.txt + /load")
    dropped = await page.evaluate_handle(
        "() => { const data = new DataTransfer(); data.items.add(new File(['abc'], 'thả.md')); return data; }"
    )
    await chi.dispatch_event("drop", {"dataTransfer": dropped})
    await chi.get_by_role("button", name="Gửi", exact=True).click()
    await expect(chi.locator(".theirs .text").last).to_have_text("thả.md + None")
    link = chi.get_by_role("link", name="Tải xuống kế hoạch.txt")
    async with page.expect_download() as download:
        await link.click()
    assert await _content(await (await download.value).path()) == "Kế hoạch"


async def _content(path: Path) -> str:
    return await asyncio.to_thread(path.read_text, encoding="utf-8")


@needs_chromium
@pytest.mark.asyncio(loop_scope="module")
async def test_in_the_group_one_chooses_who_speaks(office: Office) -> None:
    page = await _open(office)
    group = _column(page, "Nhóm xã")
    await group.get_by_role("button", name="Chi", exact=True).click()
    await group.get_by_placeholder("Nhập tin nhắn").fill("/start")
    await page.keyboard.press("Enter")
    await expect(group.locator(".theirs strong")).to_have_text("Xin chào")
    assert [one for one in office.tg.messages(office.group) if not one.by_bot][-1].sender is office.people[
        "Chi"
    ]
    await group.get_by_role("button", name="An", exact=True).click()
    await expect(group.locator(".theirs .sender").first).to_have_text("Chi")


@needs_chromium
@pytest.mark.asyncio(loop_scope="module")
async def test_the_clock_is_vietnamese_and_its_buttons_say_which_step(office: Office) -> None:
    page = await _open(office)
    clock = page.locator("#clock-time")
    await expect(clock).to_have_text("Thứ Hai, 02/03/2026 08:00")
    office.steps.clear()
    for name, shown in {
        "+1 ngày": "Thứ Ba, 03/03/2026 08:00",
        "Hạn tiếp theo": "Thứ Tư, 04/03/2026 08:00",
        "08:00": "Thứ Năm, 05/03/2026 08:00",
    }.items():
        await page.get_by_role("button", name=name).click()
        await expect(clock).to_have_text(shown)
    assert [list(step) for step in office.steps] == [["days"], ["action"], ["to"]]
    assert datetime.fromisoformat(office.steps[2]["to"]) == datetime(2026, 3, 5, 8, 0, tzinfo=VIETNAM)


@needs_chromium
@pytest.mark.asyncio(loop_scope="module")
async def test_faults_are_ordered_from_the_panel(office: Office) -> None:
    page = await _open(office)
    await page.get_by_role("button", name="Sự cố", exact=True).click()
    await page.get_by_role("button", name="Mất mạng sau khi gửi").click()
    await expect(page.get_by_text("Đã đặt: Mất mạng sau khi gửi, 1 lần.")).to_be_visible()
    with pytest.raises(ConnectionLost) as lost:
        await office.tg.call("sendMessage", {"chat_id": office.group.id, "text": "đến nơi, không ai hay"})
    assert lost.value.delivered
    group = _column(page, "Nhóm xã")
    await expect(group.locator(".theirs .text").last).to_have_text("đến nơi, không ai hay")
    await page.get_by_role("button", name="Đuổi bot khỏi nhóm").click()
    await expect(group.get_by_text("Bot đã bị đưa ra khỏi nhóm.")).to_be_visible()
    await group.get_by_role("button", name="Thêm lại bot").click()
    await expect(group.get_by_text("Bot đã bị đưa ra khỏi nhóm.")).to_be_hidden()


@needs_chromium
@pytest.mark.asyncio(loop_scope="module")
async def test_a_refused_message_is_told_and_not_lost(office: Office) -> None:
    page = await _open(office)
    an = _column(page, "An")
    office.people["An"].blocks_bot()
    await expect(an.get_by_text("Người này đã chặn bot.")).to_be_visible()
    await an.get_by_placeholder("Nhập tin nhắn").fill("có ai không")
    await page.keyboard.press("Enter")
    await expect(an.locator(".toast.bad")).to_be_visible()
    await expect(an.get_by_placeholder("Nhập tin nhắn")).to_have_value("có ai không")
    await an.get_by_role("button", name="Bỏ chặn").click()
    await expect(an.get_by_text("Người này đã chặn bot.")).to_be_hidden()


@needs_chromium
@pytest.mark.asyncio(loop_scope="module")
async def test_a_lost_server_is_a_quiet_banner_until_it_is_back(office: Office) -> None:
    page = await _open(office)
    banner = page.get_by_text("Mất kết nối với máy chủ")
    await expect(banner).to_be_hidden()
    await page.route("**/sandbox/state*", lambda route: route.abort())
    office.tg.touch()
    await expect(banner).to_be_visible()
    await page.unroute("**/sandbox/state*")
    await expect(banner).to_be_hidden()


@needs_chromium
@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("width", [320, 360])
async def test_a_phone_shows_one_chat_and_never_scrolls_sideways(office: Office, width: int) -> None:
    page = await _open(office, width, 640)
    await expect(_column(page, "An")).to_be_visible()
    await expect(_column(page, "Bình")).to_be_hidden()
    await page.get_by_role("navigation").get_by_role("button", name="Nhóm").click()
    group = _column(page, "Nhóm xã")
    await expect(group).to_be_visible()
    await group.get_by_placeholder("Nhập tin nhắn").fill("dài" * 200)
    await page.keyboard.press("Enter")
    await expect(group.locator(".mine").last).to_contain_text("dàidài")
    await page.get_by_role("button", name="Sự cố", exact=True).click()
    await expect(page.get_by_role("heading", name="Đường truyền")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == width
    await page.get_by_role("button", name="Sự cố", exact=True).click()
    assert await page.evaluate("document.documentElement.scrollWidth") == width
    assert await page.evaluate(_TOO_SMALL) == []


_TOO_SMALL = """() => [...document.querySelectorAll("button, a, input, select, textarea")]
    .filter((one) => one.checkVisibility() && !one.closest(".text"))
    .filter((one) => one.getBoundingClientRect().height < 44 || one.getBoundingClientRect().width < 44)
    .map((one) => one.outerHTML)"""
"""Tap targets under 44 pixels; links within a sentence are not meant."""


# --- groups of other kinds; they stay in the sandbox, therefore these tests come last


@needs_chromium
@pytest.mark.asyncio(loop_scope="module")
async def test_a_group_that_becomes_a_supergroup_stays_one_chat(office: Office) -> None:
    office.tg.group("Nhóm huyện", members=office.people.values(), admins=[office.people["Chi"]])
    page = await _open(office, 2400)
    group = _column(page, "Nhóm huyện")
    await group.get_by_placeholder("Nhập tin nhắn").fill("trước khi nâng")
    await page.keyboard.press("Enter")
    await expect(group.locator(".mine .text")).to_have_text(["trước khi nâng"])
    await page.get_by_role("button", name="Sự cố", exact=True).click()
    await page.get_by_role("button", name="Nâng lên siêu nhóm").filter(has_text="Nhóm huyện").click()
    await expect(group.get_by_text("Từ đây là siêu nhóm")).to_be_visible()
    await group.get_by_placeholder("Nhập tin nhắn").fill("sau khi nâng")
    await page.keyboard.press("Enter")
    await expect(group.locator(".mine .text")).to_have_text(["trước khi nâng", "sau khi nâng"])


@needs_chromium
@pytest.mark.asyncio(loop_scope="module")
async def test_topics_of_a_forum_are_tabs_and_keep_their_messages_apart(office: Office) -> None:
    forum = office.tg.group("Diễn đàn", members=office.people.values(), kind="supergroup", forum=True)
    topic = office.tg.topic(forum, "Báo cáo")
    page = await _open(office, 2400)
    column = _column(page, "Diễn đàn")
    await column.get_by_role("button", name="Báo cáo").click()
    await column.get_by_placeholder("Nhập tin nhắn").fill("trong chủ đề")
    await page.keyboard.press("Enter")
    await expect(column.locator(".mine .text")).to_have_text(["trong chủ đề"])
    assert [one.text for one in office.tg.messages(forum, topic)][-1] == "trong chủ đề"
    await column.get_by_role("button", name="Chung").click()
    await expect(column.locator(".mine")).to_have_count(0)
