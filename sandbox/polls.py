"""Polls: the Bot API's objects for them."""

from sandbox.wire import Json
from sandbox.world import World


def poll_json(world: World, question: str, options: list[str], given: Json) -> Json:
    """`Poll` with nobody's votes yet; `given` may hold is_anonymous, type and allows_multiple_answers."""
    number = 5_000_000_000 + world.serial()
    answers = [
        {"persistent_id": f"{number}-{place}", "text": option, "voter_count": 0}
        for place, option in enumerate(options)
    ]
    return {
        "id": str(number),
        "question": question,
        "options": answers,
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": given.get("is_anonymous", True),
        "type": given.get("type") or "regular",
        "allows_multiple_answers": bool(given.get("allows_multiple_answers")),
        "allows_revoting": True,
        "members_only": False,
    }
