"""Refusals: what Telegram says when it will not do a thing."""

from sandbox.wire import Json


class Refusal(Exception):
    """A Bot API error: `code`, `description` and `parameters` as Telegram answers them."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> Json:
        """The JSON object Telegram would answer with."""
        answer: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


class Misuse(Exception):
    """A control that makes no sense: told to whoever drives the sandbox, not to the bot."""


def bad(text: str) -> Refusal:
    """400 Bad Request."""
    return Refusal(400, f"Bad Request: {text}")


def forbidden(text: str) -> Refusal:
    """403 Forbidden."""
    return Refusal(403, f"Forbidden: {text}")


def conflict(text: str) -> Refusal:
    """409 Conflict: two ways of receiving updates at once."""
    return Refusal(409, f"Conflict: {text}")


def too_many(retry_after: int) -> Refusal:
    """429, with the whole seconds to wait."""
    return Refusal(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


def migrated(to: int) -> Refusal:
    """400 for a group that lives on under another id."""
    text = "Bad Request: group chat was upgraded to a supergroup chat"
    return Refusal(400, text, {"migrate_to_chat_id": to})
