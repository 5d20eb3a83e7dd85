"""getMe, getUpdates, webhooks, getFile, logOut, close."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from sandbox import wire
from sandbox.errors import bad_request
from sandbox.params import Params
from sandbox.updates import Webhook
from sandbox.world import World

LONGEST_POLL = 50
DOWNLOAD_LIMIT = 20 * 1024 * 1024
WEBHOOK_PORTS = (443, 80, 88, 8443)
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


async def get_me(world: World, params: Params) -> dict[str, Any]:
    return {
        **wire.user(world.bot),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def get_updates(world: World, params: Params) -> list[dict[str, Any]]:
    limit = min(max(params.integer("limit", 100) or 100, 1), 100)
    seconds = min(max(params.integer("timeout", 0) or 0, 0), LONGEST_POLL)
    world.queue.want(params.json("allowed_updates", list))
    if world.queue.webhook is None:
        world.queue.acknowledge(params.integer("offset", 0) or 0)
    return await world.queue.poll(limit, seconds)


async def set_webhook(world: World, params: Params) -> bool:
    """Set or, with an empty url, remove the webhook. On this machine plain http:// is allowed."""
    url = params.text("url")
    if params.boolean("drop_pending_updates"):
        world.queue.take_all()
    if not url:
        world.queue.set_webhook(None)
        return True
    _check_url(url)
    secret = params.text("secret_token") or None
    if secret is not None and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    world.queue.want(params.json("allowed_updates", list))
    connections = params.integer("max_connections", 40) or 40
    world.queue.set_webhook(Webhook(url, secret, connections))
    return True


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    if not parts.hostname or parts.scheme not in ("http", "https"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if _on_this_machine(parts.hostname):
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (parts.port or 443) not in WEBHOOK_PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def _on_this_machine(host: str) -> bool:
    """A webhook here needs no certificate and may have any port: nothing leaves the machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def delete_webhook(world: World, params: Params) -> bool:
    if params.boolean("drop_pending_updates"):
        world.queue.take_all()
    world.queue.set_webhook(None)
    return True


async def get_webhook_info(world: World, params: Params) -> dict[str, Any]:
    hook = world.queue.webhook
    info: dict[str, Any] = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(world.queue),
    }
    if hook is not None:
        info["max_connections"] = hook.max_connections
        if hook.last_error is not None:
            info |= {"last_error_date": hook.last_error_at, "last_error_message": hook.last_error}
    if world.queue.wanted:
        info["allowed_updates"] = sorted(world.queue.wanted)
    return info


async def get_file(world: World, params: Params) -> dict[str, Any]:
    kept = world.files.get(params.text("file_id"))
    if kept is None:
        raise bad_request("invalid file_id")
    if len(kept.data) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {
        "file_id": kept.file_id,
        "file_unique_id": kept.file_unique_id,
        "file_size": len(kept.data),
        "file_path": kept.path,
    }


async def leave_the_server(world: World, params: Params) -> bool:
    """logOut and close: the sandbox has one server only, so there is nothing to do."""
    return True


METHODS = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "getFile": get_file,
    "logOut": leave_the_server,
    "close": leave_the_server,
}
