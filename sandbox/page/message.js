// What a Bot API Message holds, and how to say it in a line.
import { nameOf, senderOf } from "./person.js";

const KINDS = [
  "photo",
  "video",
  "video_note",
  "animation",
  "voice",
  "audio",
  "document",
  "sticker",
  "venue",
  "location",
  "contact",
  "poll",
  "dice",
];

const TITLES = {
  photo: "Фото",
  video: "Видео",
  video_note: "Видеосообщение",
  animation: "Анимация",
  voice: "Голосовое сообщение",
  audio: "Аудио",
  document: "Документ",
  location: "Место на карте",
  venue: "Место на карте",
  contact: "Контакт",
  poll: "Опрос",
  dice: "Игральная кость",
};

/** "text", or the kind of what is attached. An animation also carries a document: the animation wins. */
export const kindOf = (message) => KINDS.find((kind) => message[kind]) ?? "text";

const SERVICE = {
  forum_topic_created: (m, who) => `${who} создаёт тему «${m.forum_topic_created.name}»`,
  forum_topic_edited: (m, who) =>
    m.forum_topic_edited.name
      ? `${who} переименовывает тему: «${m.forum_topic_edited.name}»`
      : `${who} меняет значок темы`,
  forum_topic_closed: (m, who) => `${who} закрывает тему`,
  forum_topic_reopened: (m, who) => `${who} открывает тему снова`,
  general_forum_topic_hidden: (m, who) => `${who} скрывает общую тему`,
  general_forum_topic_unhidden: (m, who) => `${who} показывает общую тему`,
  pinned_message: (m, who) => `${who} закрепляет: «${brief(m.pinned_message, 40)}»`,
  new_chat_members: (m) => `${m.new_chat_members.map(nameOf).join(", ")} — теперь в группе`,
  left_chat_member: (m) => `${nameOf(m.left_chat_member)} — больше не в группе`,
  new_chat_title: (m) => `Новое название группы: «${m.new_chat_title}»`,
  migrate_to_chat_id: () => "Группа стала супергруппой, её номер сменился",
  migrate_from_chat_id: () => "Группа стала супергруппой, её номер сменился",
  group_chat_created: (m, who) => `${who} создаёт группу`,
  supergroup_chat_created: (m, who) => `${who} создаёт группу`,
  users_shared: () => "Житель поделился контактом",
  chat_shared: () => "Житель поделился чатом",
  write_access_allowed: () => "Боту разрешено писать",
};

/** Who did something, in a word or two: the bot's full name would not fit a line. */
export const authorOf = (message) => {
  const who = senderOf(message);
  return who?.is_bot ? "Бот" : nameOf(who);
};

const serviceKind = (message) => Object.keys(SERVICE).find((kind) => message[kind]);
export const isService = (message) => serviceKind(message) !== undefined;
export const serviceWords = (message) => SERVICE[serviceKind(message)](message, authorOf(message));

/** One line about a message: its words, or what it is. */
export function brief(message, limit = 90) {
  if (!message) return "Сообщение";
  if (isService(message)) return serviceWords(message);
  const kind = kindOf(message);
  const words = (message.text ?? message.caption ?? "").replace(/\s+/g, " ").trim();
  const named =
    kind === "sticker"
      ? `${message.sticker.emoji ?? ""} Стикер`.trim()
      : kind === "document"
        ? (message.document.file_name ?? TITLES.document)
        : TITLES[kind];
  const line = kind === "text" ? words : [named, words].filter(Boolean).join(": ");
  return line.length > limit ? `${line.slice(0, limit).trimEnd()}…` : line;
}

/** The topic a message is in: its number, or 0 for the general one. */
export const threadOf = (message) => (message.is_topic_message ? message.message_thread_id : 0);

/** A reaction as a picture: Telegram's heart is a bare letter, which some fonts draw black. */
export const pictured = (emoji) => (emoji === "❤" ? "❤️" : emoji);

const REPLACED = ["text", "caption", "photo", "video", "document", "audio", "animation"];

/** True when a person may still change the words, or put another file there: their own text or file. */
export const isEditable = (message, viewer) =>
  message.from?.id === viewer &&
  !message.forward_origin &&
  !message.sender_chat &&
  REPLACED.some((part) => message[part] !== undefined);
