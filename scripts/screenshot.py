"""Takes the README's pictures from the demo: `.venv/bin/python scripts/screenshot.py`.

Needs Debian's chromium and fonts with Vietnamese letters and emoji (fonts-dejavu-core,
fonts-noto-color-emoji). Everything shown comes from the running bot.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Page, async_playwright
from sqlmodel import select

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.demo import add_review  # noqa: E402
from bot.stage import Stage, raise_curtain  # noqa: E402 - the project is not installed, only checked out
from sandbox.office import office  # noqa: E402
from sandbox.server import running, sandbox_app  # noqa: E402
from storage.tables import Plan  # noqa: E402

IMAGES = ROOT / "docs" / "images"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]


async def play(stage: Stage) -> None:
    """The path of the demo up to the first reminders."""
    an, binh, chi = stage.an, stage.binh, stage.chi
    for action in (
        lambda: binh.says("/start"),
        lambda: chi.says("/start"),
        lambda: an.says("/start"),
        lambda: an.says("vhxh suoi may"),
        lambda: an.taps(office.AN.unit or ""),
        lambda: chi.taps("✅ Xác nhận"),
        lambda: chi.sends_document(
            office.PLAN_TO_LOAD.read_bytes(), office.PLAN_TO_LOAD.name, caption="/load"
        ),
        lambda: binh.says("/gan", chat=stage.group),
        lambda: an.says("📋 Nhiệm vụ của tôi"),
        lambda: binh.says("/han"),
    ):
        action()
        await stage.pump()
    await stage.move({"action": "next"})
    an.says("/duongday")
    await stage.pump()


async def draft_of(stage: Stage) -> int:
    """The plan that Chi has loaded and not yet published."""
    async with stage.service.database.session(writes=False) as session:
        return (await session.exec(select(Plan.id).where(Plan.state == "draft"))).one() or 0


async def take(page: Page, name: str) -> None:
    await page.wait_for_timeout(1500)
    await page.screenshot(path=IMAGES / name)
    print(IMAGES / name)


async def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        stage = await raise_curtain(Path(folder) / "demo.db")
        await play(stage)
        app = sandbox_app(stage.telegram, stage.clock, stage.move)
        add_review(stage, app, "")
        async with (
            running(app) as port,
            async_playwright() as playwright,
        ):
            chromium = shutil.which("chromium")
            browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            for name, width, height in (("demo.png", 1440, 900), ("demo-phone.png", 390, 800)):
                page = await browser.new_page(viewport={"width": width, "height": height})
                await page.goto(f"http://127.0.0.1:{port}/")
                await take(page, name)
            plan_id = await draft_of(stage)
            for name, width, height in (("review.png", 1280, 860), ("review-phone.png", 390, 800)):
                page = await browser.new_page(viewport={"width": width, "height": height})
                link = stage.service.office.review_link
                assert link is not None
                await page.goto(f"http://127.0.0.1:{port}{link(plan_id, office.CHI.user_id)}")
                await page.click("article.doubt h3")
                await page.click("[data-show=read]") if width < 800 else None
                await take(page, name)
            await browser.close()
        await stage.close()


if __name__ == "__main__":
    asyncio.run(main())
