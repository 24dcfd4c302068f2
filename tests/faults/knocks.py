"""Requests at the webhook's door with anything wrong about them, the same for the same seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from tests.faults.wire import PATH, SECRET

TOKEN = b"X-Telegram-Bot-Api-Secret-Token"
BODIES = (
    b'{"update_id":1}',
    b"{}",
    b"",
    b"x",
    b"\xff\x00\r\n\r\n",
    b"0\r\n\r\n",
    b'{"a":"\\ud800"}',
    b"[" * 300,
)
HIDDEN = b"POST /telegram HTTP/1.1\r\n%s: %s\r\nContent-Length: 6\r\n\r\nHIDDEN" % (TOKEN, SECRET.encode())
LINES = (
    *(
        b"POST %s HTTP/1.1",
        b"POST %s HTTP/1.0",
        b"GET %s HTTP/1.1",
        b"post %s HTTP/1.1",
        b"POST  %s HTTP/1.1",
    ),
    *(b"POST %s HTTP/1.2", b"POST %s HTTP/2.0", b"POST %s HTTP/0.9", b"POST %s", b"POST %s HTTP/1.1 ", b""),
    *(b"POST %s?a=b HTTP/1.1", b"POST /%s HTTP/1.1", b"POST %s/ HTTP/1.1", b"POST http://bot%s HTTP/1.1"),
    *(b"POST %s#a HTTP/1.1", b"POST\t%s HTTP/1.1", b"POST %s\0 HTTP/1.1", b"POST %s HTTP/1.1\0", b"\0", b" "),
    *(b"POST /%%74elegram HTTP/1.1", b"\r\nPOST %s HTTP/1.1", b"PRI * HTTP/2.0", b"CONNECT bot:1 HTTP/1.1"),
)
LENGTHS = (
    *(
        b"%d",
        b"+%d",
        b"-%d",
        b"0%d",
        b"%d,%d",
        b"%d, 0",
        b"%d ",
        b"\t%d\t",
        b"0x%x",
        b"%d.0",
        b"%d;",
        b"",
        b"x",
    ),
    *(
        b"99999999",
        b"18446744073709551616",
        b"1e2",
        b"\xd9\xa3",
        b"%d\x0b",
        b"\x0c%d",
        b"%d\0",
        b"1_0",
        b'"%d"',
    ),
)
ENCODINGS = (
    *(
        b"chunked",
        b"Chunked",
        b"chunked, identity",
        b"identity",
        b"gzip, chunked",
        b"xchunked",
        b"chunked\x0b",
    ),
    *(b"\x0bchunked", b"chunked,", b"", b"chunked, chunked", b"deflate", b"chun\0ked", b"chunked;q=1"),
)
SECRETS = (
    b"s3cre",
    b"s3crett",
    b"S3CRET",
    b"",
    b"s3cret\0",
    b'"s3cret"',
    b"s3cret, s3cret",
    b"\xff",
    b"s3cret\x0b",
)
OTHERS = (
    *(
        b"Host: bot",
        b"Host: a\r\nHost: b",
        b"Host: ",
        b"Connection: close",
        b"Connection: keep-alive",
        b"X: y",
    ),
    *(
        b"Connection: upgrade\r\nUpgrade: websocket",
        b"Expect: 100-continue",
        b"Content-Encoding: gzip",
        b"X:",
    ),
    *(
        b": x",
        b"X y: z",
        b"X\t: y",
        b"X: a\0b",
        b"X: \xff\xfe",
        b" folded: x",
        b"\tfolded",
        b"X: a\r b",
        b"X: a\nb",
    ),
    *(
        b"nothing",
        b"X: " + b"a" * 5000,
        b"X: " + b"a" * 9000,
        b"(X): y",
        b"X: \x7f\x01",
        b"\xd0\xaf: x",
        b"@: x",
    ),
    *(b"Content_Length: 3", b"Content-Length", b"Content-Encoding: identity", b"Connection: Close", b"X;: y"),
    *(b"Proxy-Connection: close", b"Sec-WebSocket-Key: a", b"Trailer: X", b"Connection: close, x", b'"X": y'),
    *(b"Content-Type: a\r\nContent-Type: b", b"User-Agent: a\r\nUser-Agent: b", b"Cookie: a\r\nCookie: b"),
    *(b"X: content-length: 3", b"X: transfer-encoding: chunked", b"Upgrade: h2c", b"TE: trailers", b"x{}: y"),
)
ENDS = (b"\r\n", b"\r\n", b"\r\n", b"\r\n", b"\n", b"\r", b"\r\r\n", b"\n\r", b"\r\n ", b"\0\r\n")


@dataclass(slots=True)
class Request:
    """One that Telegram would make, before something happens to it."""

    body: bytes
    line: bytes = b"POST %s HTTP/1.1"
    headers: list[bytes] = field(default_factory=list)
    chunked: bool = False

    def written(self, end: bytes = b"\r\n") -> bytes:
        line = self.line % PATH.encode() if b"%s" in self.line else self.line
        head = end.join((line, *self.headers, b"", b""))
        return head + (self._chunks() if self.chunked else self.body)

    def _chunks(self) -> bytes:
        return b"%x\r\n%s\r\n0\r\n\r\n" % (len(self.body), self.body) if self.body else b"0\r\n\r\n"


class Knocks:
    """As many as are asked for."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)

    def next(self) -> bytes:
        """What is sent over one connection: a request or several."""
        whole = b"".join(self._one() for _ in range(self._chance.choice((1, 1, 1, 2, 3))))
        if self._chance.random() < 0.1:
            whole += self._chance.choice((HIDDEN, b"\r\n", b"\0", b"GET /", HIDDEN[:50]))
        if self._chance.random() < 0.2 and whole:
            at = self._chance.randrange(len(whole))
            other = self._chance.choice(
                (b"\0", b"\r\n", b"\n", b"\r", b" ", b":", b"\xff", b"", bytes([at % 256]))
            )
            whole = whole[:at] + other + whole[at + self._chance.randrange(3) :]
        return whole

    def pieces(self, whole: bytes) -> list[bytes]:
        """The same, cut anywhere."""
        cuts = sorted(self._chance.choices(range(len(whole) + 1), k=self._chance.randrange(1, 5)))
        return [whole[one:other] for one, other in zip([0, *cuts], [*cuts, len(whole)], strict=True)]

    def _one(self) -> bytes:
        one = Request(self._chance.choice(BODIES))
        one.chunked = self._chance.random() < 0.2
        framing = b"Transfer-Encoding: chunked" if one.chunked else b"Content-Length: %d" % len(one.body)
        one.headers = [b"Host: bot", TOKEN + b": " + SECRET.encode(), framing]
        for _ in range(self._chance.choice((0, 0, 1, 1, 1, 2, 3))):
            self._spoil(one)
        if self._chance.random() < 0.3:
            self._chance.shuffle(one.headers)
        written = one.written(self._chance.choice(ENDS) if self._chance.random() < 0.1 else b"\r\n")
        return written + (self._chance.choice(BODIES) if self._chance.random() < 0.05 else b"")

    def _spoil(self, one: Request) -> None:
        chance, here = self._chance, self._chance.randrange(len(one.headers) + 1)
        match chance.randrange(9):
            case 0:
                one.line = chance.choice(LINES)
            case 1:
                one.headers.insert(here, b"Content-Length: " + self._length(len(one.body)))
            case 2:
                one.headers.insert(here, b"Transfer-Encoding: " + chance.choice(ENCODINGS))
            case 3:
                one.headers.insert(here, TOKEN + b": " + chance.choice((*SECRETS, SECRET.encode())))
            case 4 | 5:
                one.headers.insert(here, chance.choice(OTHERS))
            case 6 if one.headers:
                del one.headers[here - 1]
            case 7 if one.headers:
                one.headers[here - 1] = self._respelled(one.headers[here - 1])
            case _:
                one.headers = [self._relength(each, one.body) for each in one.headers]

    def _length(self, long: int) -> bytes:
        form = self._chance.choice(LENGTHS)
        number = self._chance.choice((long, long, 0, long + 1, max(0, long - 1)))
        return form.replace(b"%d", b"%d" % number).replace(b"%x", b"%x" % number)

    def _relength(self, header: bytes, body: bytes) -> bytes:
        return b"Content-Length: " + self._length(len(body)) if header.startswith(b"Content-L") else header

    def _respelled(self, header: bytes) -> bytes:
        name, colon, value = header.partition(b":")
        value = value.strip(b" ")
        return self._chance.choice(
            (
                *(name.upper() + colon + b" " + value, name.lower() + colon + value, name + b" :" + value),
                *(
                    name + b":\t" + value + b" ",
                    name + b": \r\n " + value,
                    name + b"\0:" + value,
                    name + b"::" + value,
                ),
                *(
                    name + b": " + value + b"\x0b",
                    name.replace(b"-", b"_") + b": " + value,
                    b" " + header,
                    header * 2,
                ),
                *(name + b": " + value + b"," + value, header + b"\r\n" + header, name + b"\xa0: " + value),
            )
        )
