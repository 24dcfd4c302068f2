"""Media: the Bot API's objects for files in a message."""

import mimetypes
import struct
import zlib
from functools import cache

from sandbox.files import MOST_PHOTO, MOST_UPLOADED, File, Upload
from sandbox.refusals import Refusal, bad
from sandbox.wire import Json
from sandbox.world import World

KINDS = ("photo", "document", "voice", "video", "video_note", "audio", "animation", "sticker")
# Of a message's fields, those that go when another file takes the place of its own.
CONTENT = (*KINDS, "caption", "caption_entities", "has_media_spoiler", "show_caption_above_media")
CAPTIONED = frozenset({"photo", "document", "voice", "video", "audio", "animation"})
REPLACED = CAPTIONED - {"voice"}  # what an edit can put there, or put another file in the place of
# First letters as in Telegram's own ids, which some code looks at.
_PREFIX = {
    "photo": "AgAC", "document": "BQAC", "voice": "AwAC", "video": "BAAC", "video_note": "DQAC",
    "audio": "CQAC", "animation": "CgAC", "sticker": "CAAC",
}  # fmt: skip
_MIME = {
    "photo": "image/jpeg", "document": "application/octet-stream", "voice": "audio/ogg", "video": "video/mp4",
    "video_note": "video/mp4", "audio": "audio/mpeg", "animation": "video/mp4", "sticker": "image/webp",
}  # fmt: skip
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF", b"BM")


def sent(world: World, kind: str, upload: Upload, *, strict: bool) -> Json:
    """A message's content for new bytes: `{"photo": [...]}` and the like. `strict`: the bot's uploads, which
    Telegram checks (empty, too big, not a picture); raises 400 or 413."""
    if not upload.content:
        raise bad("file must be non-empty")
    if len(upload.content) > MOST_UPLOADED:
        raise Refusal(413, "Request Entity Too Large")
    if kind == "photo" and strict:
        if len(upload.content) > MOST_PHOTO:
            size = len(upload.content)
            raise bad(
                f"file of size {size} bytes is too big for a photo; the maximum size is {MOST_PHOTO} bytes"
            )
        if not upload.content.startswith(_IMAGES):
            raise bad("IMAGE_PROCESS_FAILED")
        width, height = dimensions(upload.content)
        # Bot API, sendPhoto: sides of 10,000 pixels together, a ratio of 20 at the most.
        if width + height > 10_000 or max(width, height) > 20 * min(width, height):
            raise bad("PHOTO_INVALID_DIMENSIONS")
    key = world.store.put(upload.content)
    if kind == "photo":
        return {"photo": _photo(world, key, upload)}
    file = _remember(world, kind, key, upload)
    return content_of(file)


def _remember(world: World, kind: str, key: str, upload: Upload, size: tuple[int, int] = (0, 0)) -> File:
    number = world.serial()
    mime = upload.mime or mimetypes.guess_type(upload.name)[0] or _MIME[kind]
    if mime == "application/octet-stream":
        mime = mimetypes.guess_type(upload.name)[0] or _MIME[kind]
    file = File(
        file_id=f"{_PREFIX[kind]}sandbox{number:08d}{key}",
        file_unique_id=f"AQAD{key[:12]}{size[0] or ''}",
        kind=kind,
        key=key,
        name=upload.name,
        mime=mime,
        size=len(upload.content),
        width=size[0],
        height=size[1],
        duration=0 if kind in {"photo", "document", "sticker"} else 3,
    )
    world.state.files[file.file_id] = file
    return file


def _photo(world: World, key: str, upload: Upload) -> list[Json]:
    width, height = dimensions(upload.content)
    sizes: list[Json] = []
    for longest in (90, 320, 800, 1280):
        scale = min(1.0, longest / max(width, height))
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        sizes.append(_size_of(_remember(world, "photo", key, upload, size)))
        if scale == 1.0:
            break
    return sizes


def _size_of(file: File) -> Json:
    return {**_named(file), "width": file.width, "height": file.height}


def _named(file: File) -> Json:
    return {"file_id": file.file_id, "file_unique_id": file.file_unique_id, "file_size": file.size}


def content_of(file: File) -> Json:
    """A message's content for a file other than a photo."""
    named = _named(file)
    match file.kind:
        case "sticker":
            more: Json = {
                "type": "regular",
                "width": 512,
                "height": 512,
                "is_animated": False,
                "is_video": False,
            }
            return {"sticker": {**named, **more, "emoji": "👍"}}
        case "voice":
            return {"voice": {**named, "duration": file.duration, "mime_type": file.mime}}
        case "video_note":
            return {"video_note": {**named, "length": 240, "duration": file.duration}}
        case "video" | "animation":
            body = {**named, "width": 640, "height": 360, "duration": file.duration, "mime_type": file.mime}
            body["file_name"] = file.name
            # Bot API: for backward compatibility an animation also fills `document`.
            extra = {"document": body} if file.kind == "animation" else {}
            return {file.kind: body, **extra}
        case "audio":
            more = {"duration": file.duration, "mime_type": file.mime, "file_name": file.name}
            return {"audio": {**named, **more}}
        case _:
            return {"document": {**named, "file_name": file.name, "mime_type": file.mime}}


def _type_name(kind: str) -> str:
    """TDLib's name of a kind of file."""
    return "VoiceNote" if kind == "voice" else "".join(part.title() for part in kind.split("_"))


def known(world: World, kind: str, file_id: str) -> Json:
    """A message's content for a file that is already there. Raises 400 for an id nobody gave out, for an
    address (nothing is fetched here), and for a file of another kind."""
    file = world.state.files.get(file_id)
    if file is None:
        raise bad("wrong file identifier/HTTP URL specified")
    if file.kind != kind:
        raise bad(f"can't use file of type {_type_name(file.kind)} as {_type_name(kind)}")
    if kind != "photo":
        return content_of(file)
    sizes = [f for f in world.state.files.values() if f.kind == "photo" and f.key == file.key]
    newest = {f.file_unique_id: f for f in sizes}
    return {"photo": [_size_of(f) for f in sorted(newest.values(), key=lambda f: f.width)]}


def dimensions(content: bytes) -> tuple[int, int]:
    """Width and height in pixels of a PNG or JPEG; 800 × 600 for what cannot be read."""
    if content.startswith(b"\x89PNG") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return max(1, width), max(1, height)
    at = 2
    while content.startswith(b"\xff\xd8") and at + 9 < len(content):
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if 0xC0 <= marker <= 0xC3:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return max(1, width), max(1, height)
        at += 2 + max(2, length)
    return 800, 600


def sample(kind: str, file_name: str | None) -> Upload:
    """Something to send when nobody chose a file: a small picture, or a few bytes under a fitting name."""
    if kind == "photo":
        return Upload(file_name or "photo.png", "image/png", _picture())
    names = {
        "document": "документ.txt",
        "voice": "voice.ogg",
        "audio": "audio.mp3",
        "sticker": "sticker.webp",
    }
    name = file_name or names.get(kind, f"{kind}.mp4")
    if kind == "document":
        return Upload(name, mimetypes.guess_type(name)[0] or "", "Образец документа.\n".encode())
    return Upload(name, _MIME[kind], f"sample {kind}".encode())


@cache
def _picture(width: int = 320, height: int = 200) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    rows = b"".join(
        b"\0" + bytes(v for x in range(width) for v in (90 + x // 3, 140 + y // 4, 210 - x // 6))
        for y in range(height)
    )
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
