"""Files: sent, uploaded, downloaded, copied, in albums."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import BufferedInputFile, InputMediaDocument, InputMediaPhoto, ReactionTypeEmoji
from aiohttp import ClientSession, FormData

from sandbox.client import Client, Refused
from sandbox.files import Upload
from sandbox.media import KINDS, sample
from sandbox.sandbox import Sandbox

PNG = sample("photo", None).content


async def test_a_resident_file_can_be_downloaded_by_the_bot(bot: Bot, client: Client) -> None:
    await client.send(
        1001, kind="document", caption="вот", files=[Upload("справка.pdf", "application/pdf", b"%PDF")]
    )
    [update] = await bot.get_updates()
    assert update.message is not None
    document = update.message.document
    assert document is not None
    assert (document.file_name, document.mime_type, document.file_size) == (
        "справка.pdf",
        "application/pdf",
        4,
    )
    found = await bot.download(document.file_id)
    assert found is not None
    assert found.read() == b"%PDF"


async def test_photos_come_in_sizes_the_largest_last(bot: Bot, client: Client) -> None:
    await client.send(1001, kind="photo")
    [update] = await bot.get_updates()
    assert update.message is not None
    sizes = update.message.photo or []
    assert [(p.width, p.height) for p in sizes] == [(90, 56), (320, 200)]
    assert len({p.file_unique_id for p in sizes}) == 2


@pytest.mark.parametrize("kind", KINDS)
async def test_every_kind_is_copied_with_its_caption(bot: Bot, client: Client, kind: str) -> None:
    [sent] = await client.send(1001, kind=kind, caption="слова")
    copied = await bot.copy_message(1002, 1001, sent["message_id"])
    [copy] = await client.messages(1002)
    assert copy["message_id"] == copied.message_id
    assert (copy[kind], copy.get("caption")) == (sent[kind], sent.get("caption"))
    assert "forward_origin" not in copy
    await bot.copy_message(1002, 1001, sent["message_id"], caption="другие")
    captioned = kind not in {"video_note", "sticker"}
    assert (await client.messages(1002))[1].get("caption") == ("другие" if captioned else "слова")


async def test_an_album_arrives_in_pieces_and_is_copied_whole(bot: Bot, client: Client) -> None:
    album = [{"kind": "photo", "caption": "раз"}, {"kind": "photo"}, {"kind": "video"}]
    sent = await client.send(1001, album=album)
    updates = await bot.get_updates()
    groups = {update.message.media_group_id for update in updates if update.message}
    assert len(updates) == 3
    assert groups == {sent[0]["media_group_id"]}
    copies = await bot.copy_messages(1002, 1001, [message["message_id"] for message in sent])
    copied = await client.messages(1002)
    assert [c.message_id for c in copies] == [m["message_id"] for m in copied]
    assert len({m["media_group_id"] for m in copied}) == 1
    assert copied[0]["media_group_id"] != sent[0]["media_group_id"]
    assert copied[0]["caption"] == "раз"


async def test_the_bot_uploads_alone_and_in_albums(bot: Bot, client: Client) -> None:
    photo = BufferedInputFile(PNG, "a.png")
    await bot.send_photo(1001, photo, caption="фото")
    note = BufferedInputFile(b"1", "a.txt")
    await bot.send_media_group(
        1001, [InputMediaDocument(media=note), InputMediaDocument(media=note, caption="два")]
    )
    one, two, three = await client.messages(1001)
    assert one["photo"][-1]["width"] == 320
    assert two["media_group_id"] == three["media_group_id"]
    assert three["caption"] == "два"
    again = await bot.send_photo(1002, one["photo"][0]["file_id"])
    assert [p.width for p in again.photo or []] == [90, 320]


async def test_an_upload_may_come_under_the_fields_name(sandbox: Sandbox, client: Client) -> None:
    form = FormData({"chat_id": "1001", "caption": "да"})
    form.add_field("document", b"%PDF", filename="a.pdf")
    async with ClientSession() as session:
        answer = await session.post(f"{sandbox.url}/bot{sandbox.token}/sendDocument", data=form)
        assert (await answer.json())["result"]["document"]["file_name"] == "a.pdf"
    [call] = await client.calls("sendDocument")
    assert call["params"]["uploads"] == {"document": {"file_name": "a.pdf", "size": 4}}
    assert call["unknown_params"] == []


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "file must be non-empty"), (b"text", "IMAGE_PROCESS_FAILED")]
)
async def test_what_is_no_picture_is_refused_as_a_photo(bot: Bot, content: bytes, words: str) -> None:
    with pytest.raises(Exception, match=words):
        await bot.send_photo(1001, BufferedInputFile(content, "a.png"))


async def test_a_file_of_another_kind_is_refused(bot: Bot, client: Client) -> None:
    [sent] = await client.send(1001, kind="voice")
    with pytest.raises(Exception, match="can't use file of type VoiceNote as Photo"):
        await bot.send_photo(1001, sent["voice"]["file_id"])


async def test_only_20_mb_can_be_downloaded(bot: Bot, client: Client) -> None:
    big = Upload("big.bin", "", b"0" * (20 * 2**20 + 1))
    [sent] = await client.send(1001, kind="document", files=[big])
    with pytest.raises(Exception, match="file is too big"):
        await bot.get_file(sent["document"]["file_id"])


async def test_service_messages_cannot_be_copied(bot: Bot, client: Client) -> None:
    sent = await bot.send_message(1001, "да")
    await bot.pin_chat_message(1001, sent.message_id)
    with pytest.raises(Exception, match="the message can't be copied"):
        await bot.copy_message(1002, 1001, sent.message_id + 1)
    assert (await client.state())["chats"][0]["pinned"] == [sent.message_id]


async def test_a_media_message_is_edited_as_media(bot: Bot) -> None:
    sent = await bot.send_document(1001, BufferedInputFile(b"1", "a.txt"), caption="раз")
    with pytest.raises(Exception, match="there is no text in the message to edit"):
        await bot.edit_message_text("два", chat_id=1001, message_id=sent.message_id)
    edited: Any = await bot.edit_message_caption(chat_id=1001, message_id=sent.message_id, caption="два")
    assert edited.caption == "два"
    photo = InputMediaPhoto(media=BufferedInputFile(PNG, "a.png"))
    changed: Any = await bot.edit_message_media(photo, chat_id=1001, message_id=sent.message_id)
    assert (changed.document, changed.caption, len(changed.photo)) == (None, None, 2)


async def test_an_unknown_kind_is_refused_to_people_too(client: Client) -> None:
    with pytest.raises(Refused, match="nothing of the kind"):
        await client.send(1001, kind="hologram")


async def test_one_item_of_an_album_is_copied_alone(bot: Bot, client: Client) -> None:
    sent = await client.send(1001, album=[{"kind": "photo"}, {"kind": "photo"}])
    await bot.copy_messages(1002, 1001, [sent[1]["message_id"]])
    [copy] = await client.messages(1002)
    assert "media_group_id" not in copy


async def test_a_reaction_to_an_album_goes_to_its_first_message(bot: Bot, client: Client) -> None:
    sent = await client.send(1001, album=[{"kind": "photo"}] * 3)
    await bot.set_message_reaction(1001, sent[2]["message_id"], [ReactionTypeEmoji(emoji="👌")])
    assert [len(m["reactions"]) for m in await client.messages(1001)] == [1, 0, 0]


async def test_a_photo_has_telegrams_proportions(bot: Bot) -> None:
    header = PNG[:16] + (2100).to_bytes(4) + (100).to_bytes(4) + PNG[24:]
    with pytest.raises(Exception, match="PHOTO_INVALID_DIMENSIONS"):
        await bot.send_photo(1001, BufferedInputFile(header, "a.png"))
