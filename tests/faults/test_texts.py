"""Texts that were written to break something arrive letter by letter, both ways."""

from __future__ import annotations

import itertools
import json

from sandbox.chats import GROUP_ID
from tests.faults.town import ANNA, Town

SIGNATURE = "👤 Анна, специалист:\n"
STRANGE = (
    *("\u202e", "\u202d", "\u2066", "\u2067", "\u2068", "\u2069", "\u200e", "\u200f", "\u061c"),  # directions
    *("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u180e", "\u3164"),  # nothing to be seen
    *("\u0000", "\u0001", "\u0008", "\u001b[31m", "\u007f", "\u0085", "\u2028", "\u2029"),  # controls
    *("\ufffd", "\ufffe", "\U0001ffff", "\U0010ffff", "\ue000"),  # nobody's characters
    *("é", "e\u0301", "й", "и\u0306", "ﬁ", "Å", "ß", "ı", "İ", "ǅ", "가", "가"),  # two ways to write one
    *("👨‍👩‍👧‍👦", "👍🏽", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "1️⃣", "🇷🇺🇷"),
    *("з" + "\u0301" * 300, "𝕋𝕖𝕤𝕥", "ⓗⓔⓛⓟ", "Ꙭ", "ꙮ", "﷽", "𒐫", "مرحبا שלום", "ไทย", "हिन्दी"),
)
BROKEN = ("\ud83d", "\ude00", "\udc00\ud800")  # halves of pairs: only an update as such can carry them
MARKS = (
    *("<b>{}</b>", "<i>{}", "</b>{}", "<a href='javascript:alert(1)'>{}</a>", "<script>{}</script>"),
    *(
        "<tg-spoiler>{}</tg-spoiler>",
        "<pre><code class='x'>{}</code></pre>",
        "&lt;{}&gt;",
        "&#0;{}",
        "<!--{}-->",
    ),
    *("**{}**", "__{}__", "_{}_", "*{}", "~{}~", "||{}||", "`{}`", "```{}", "[{}](tg://user?id=1)"),
    *("[{}](http://a.b)", "![{}](tg://emoji?id=5368324170671202286)", "> {}", "# {}", "- {}", "1. {}"),
    *("\\{}\\", "{{{}}}", "{{0.__class__}}{}", "%s%n{}", "${{{}}}", "{{{{ {} }}}}", "{{% raw %}}{}", "$({})"),
    *("'; DROP TABLE tickets; --{}", '" OR 1=1 --{}', "{}\\'", "../../{}", "//{} не заметка?", "/{}"),
    *(
        "@{}",
        "#{}",
        "https://{}.example",
        "tg://resolve?domain={}",
        "+7 999 {}",
        "\t{}\t",
        "a\r\nb{}",
        "\n\n{}",
    ),
)
WORDS = ("слово", "x" * 200, "<b>")


def hostile() -> list[str]:
    """Texts of strange characters, alone among words and next to each other."""
    return [f"Начало {one} конец" for one in STRANGE] + [f"а{a}{b}я" for a, b in itertools.pairwise(STRANGE)][
        :20
    ]


def payloads() -> list[str]:
    """Markup of every kind that ever was understood somewhere, around words and around itself."""
    return [mark.format(word) for word in WORDS for mark in MARKS]


async def bring(town: Town, texts: list[str]) -> tuple[list[str], list[str]]:
    """Said by a resident and by Anna: what Telegram had of each, and what the other side has got."""
    resident = town.residents[0]
    [topic] = [one for one, words in town.bot_words(GROUP_ID) if "⟨0⟩" in words]
    sent: list[str] = []
    for text in texts:
        # A command and a note are nobody's words to the other side.
        said = text if not text.startswith(("/", "@")) else f"«{text}»"
        theirs = await town.client.send(resident, said)
        ours = await town.client.send(ANNA, said, chat=GROUP_ID, thread=topic)
        sent += [theirs[-1]["text"], SIGNATURE + ours[-1]["text"]]
    await town.quiet()
    there = [words for thread, words in town.bot_words(GROUP_ID) if thread == topic]
    back = [words for _, words in town.bot_words(resident)]
    return sent, there + back


async def test_strange_characters_and_markup_arrive_as_they_were_written(town: Town) -> None:
    await town.acquainted()
    strange, marked = hostile(), payloads()
    assert len(strange) >= 50
    assert len(marked) >= 100
    sent, got = await bring(town, strange + marked)
    missing = [one for one in sent if one not in got]
    twice = [one for one in set(sent) if got.count(one) > sent.count(one)]
    await town.stop()
    verdict = await town.verdict()
    print(
        f"{len(strange)} strange texts and {len(marked)} of markup, both ways: {len(sent) - len(missing)} of "
        f"{len(sent)} arrived byte by byte, {len(twice)} doubled; {verdict}"
    )
    assert not missing, [one.encode("unicode_escape") for one in missing[:5]]
    assert not twice
    assert verdict.holds, verdict


async def test_what_no_server_lets_through_harms_nothing(town: Town) -> None:
    """Halves of surrogate pairs and NUL, as a foreign server might bring them: PostgreSQL takes neither."""
    await town.acquainted()
    [topic] = [one for one, words in town.bot_words(GROUP_ID) if "⟨0⟩" in words]
    for number, one in enumerate((*BROKEN, "\0")):
        body = town.unheard_reply(topic)
        update = {
            "update_id": 700_000 + number,
            "message": body | {"text": f"Пол{one}символа {body['text']}"},
        }
        await town.client.update(json.dumps(update).encode(), raw=True)
    await town.quiet()
    await town.stop()
    verdict = await town.verdict()
    print(f"{len(BROKEN) + 1} texts that are no Unicode: {verdict}")
    assert verdict.holds, verdict
    assert verdict.arrived == verdict.messages
    words = " ".join(words for _, words in town.bot_words(town.residents[0]))
    assert words.count("\N{REPLACEMENT CHARACTER}") >= len(BROKEN) + 1
