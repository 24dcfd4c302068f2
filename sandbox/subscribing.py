"""Subscribing: how the bot says where its updates go."""

import re

from sandbox.call import Call
from sandbox.refusals import bad
from sandbox.updates import Subscription
from sandbox.wire import Json
from sandbox.world import World

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_MOST_TIMEOUT = 50


async def poll(world: World, params: Json) -> list[bytes]:
    """getUpdates: the bodies of at most 100 updates, held for 50 seconds at the most."""
    if params.get("allowed_updates") is not None:
        world.updates.subscription.allowed = _allowed(params["allowed_updates"])
    limit = params.get("limit") or 100
    seconds = min(max(0, params.get("timeout") or 0), _MOST_TIMEOUT)
    return await world.updates.poll(params.get("offset") or 0, min(max(1, limit), 100), seconds)


def _allowed(given: list[str]) -> list[str] | None:
    """An empty list is Telegram's default set."""
    return given or None


def set_webhook(call: Call) -> bool:
    """setWebhook. Plain HTTP is let through: the sandbox is local."""
    url: str = call.params["url"]
    if not url:
        return delete_webhook(call)
    secret: str = call.params.get("secret_token") or ""
    if secret and not _SECRET.fullmatch(secret):
        raise bad("secret token contains unallowed characters")
    if not url.startswith(("http://", "https://")):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    updates = call.world.updates
    allowed = call.params.get("allowed_updates")
    kept = updates.subscription.allowed if allowed is None else _allowed(allowed)
    updates.subscription = Subscription(url, secret, kept, call.params.get("max_connections") or 40)
    _drop(call)
    return True


def delete_webhook(call: Call) -> bool:
    """deleteWebhook."""
    updates = call.world.updates
    updates.subscription = Subscription(allowed=updates.subscription.allowed)
    _drop(call)
    return True


def _drop(call: Call) -> None:
    if call.params.get("drop_pending_updates"):
        call.world.updates.drop()
    call.world.updates.ring()


def webhook_info(call: Call) -> Json:
    """getWebhookInfo."""
    updates = call.world.updates
    subscription = updates.subscription
    info: Json = {"url": subscription.url, "has_custom_certificate": False}
    info["pending_update_count"] = len(updates.waiting)
    if subscription.url:
        info |= {"max_connections": subscription.max_connections, **subscription.last_error}
    if subscription.allowed is not None:
        info["allowed_updates"] = subscription.allowed
    return info


METHODS = {"setWebhook": set_webhook, "deleteWebhook": delete_webhook, "getWebhookInfo": webhook_info}
