"""Floods: who writes faster than people can is heard at people's pace; the rest waits in the inbox."""

from __future__ import annotations

from bot.pacing import Bucket

AT_ONCE, A_SECOND = 50.0, 10.0  # visits of one resident; a forwarded conversation has 100 messages at most
QUIET = 5.0  # seconds without anybody else, after which nobody is left to be delayed by a flood
MANY = 1000  # residents that are remembered before those are forgotten who have been quiet


class Floods:
    """How soon the next update of a lane may be visited. Times are monotonic seconds."""

    def __init__(self) -> None:
        self._lanes: dict[str, Bucket] = {}
        self._others_at = 0.0  # when somebody was visited who floods nothing
        self._most = MANY

    def wait(self, lane: str, now: float) -> float:
        """Seconds until the lane's next visit; 0.0: it may begin, and counts. Groups never wait.

        A flood waits for others only: alone it goes on as fast as it can.
        """
        if not lane.removeprefix("user:")[:1].isdigit():
            self._others_at = now
            return 0.0
        bucket = self._lanes.get(lane)
        if bucket is None:
            self._forget(now)
            bucket = self._lanes[lane] = Bucket(A_SECOND, AT_ONCE)
        if wait := bucket.wait(now):
            return wait if now - self._others_at < QUIET else 0.0
        bucket.spend(now, 1)
        if bucket.level >= AT_ONCE / 2:
            self._others_at = now
        return 0.0

    def _forget(self, now: float) -> None:
        if len(self._lanes) >= self._most:
            busy = {lane: one for lane, one in self._lanes.items() if one.wait(now, AT_ONCE - 1)}
            self._lanes, self._most = busy, len(busy) + MANY
