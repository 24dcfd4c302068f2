// One message (or one album) as a bubble.
import { attachment } from "./attachment.js";
import { fullTimeOf, timeOf } from "./dates.js";
import { h } from "./element.js";
import { formatted } from "./entities.js";
import { icon } from "./icons.js";
import { inlineKeyboard } from "./keyboard.js";
import { brief, isService, kindOf, pictured, serviceWords } from "./message.js";
import { colourOf, nameOf, portrait, senderOf } from "./person.js";

const BARE = ["sticker", "video_note", "dice"];
const VISUAL = ["photo", "video", "animation"];
const ONLY_EMOJI = /^\p{Emoji_Presentation}{1,3}$/u;

export function servicePill(message) {
  return h("div", { class: "pill", "data-id": message.message_id }, h("span", {}, serviceWords(message)));
}

function forwarded({ forward_origin: origin }) {
  if (!origin) return null;
  const name = nameOf(
    origin.sender_user ?? origin.sender_chat ?? origin.chat ?? { first_name: origin.sender_user_name },
  );
  return h("div", { class: "forwarded" }, "Переслано от: ", h("b", {}, name));
}

/** The quoted message; the one that opens a topic is not a reply anybody wrote. */
function quoted(message, context) {
  const answered = message.reply_to_message;
  if (!answered || answered.forum_topic_created) return null;
  const who = nameOf(senderOf(answered));
  return h(
    "button",
    {
      type: "button",
      class: `quoted colour-${colourOf(senderOf(answered))}`,
      "aria-label": `В ответ на: ${who}. Перейти к сообщению`,
      onclick: () => context.jump(answered.message_id),
    },
    h("b", {}, who),
    h("span", {}, message.quote?.text ?? brief(answered)),
  );
}

function meta(message, context) {
  const ticks = context.own && icon(context.read ? "checks" : "check");
  return h(
    "span",
    { class: "meta" },
    message.edit_date && h("span", {}, "изменено "),
    h(
      "time",
      { datetime: new Date(message.date * 1000).toISOString(), title: fullTimeOf(message.date) },
      timeOf(message.date),
    ),
    ticks,
  );
}

function reactions(message, context) {
  const byEmoji = Map.groupBy(message.reactions ?? [], ({ emoji }) => emoji);
  const chips = [...byEmoji].map(([emoji, given]) => {
    const own = given.some(({ by }) => by === context.viewer);
    const people = given.map(({ by }) => context.person(by));
    return h(
      "button",
      {
        type: "button",
        class: "chip",
        "aria-pressed": String(own),
        title: people.map(nameOf).join(", "),
        "aria-label": `Реакция ${emoji}: ${people.map(nameOf).join(", ")}`,
        onclick: () => context.react(message, own ? null : emoji),
      },
      h("span", { class: "emoji" }, pictured(emoji)),
      given.length < 3 ? people.map((person) => portrait(person, "tiny")) : h("span", {}, given.length),
    );
  });
  return chips.length ? h("div", { class: "chips" }, chips) : null;
}

function words(message, context, last) {
  const text = message.text ?? message.caption;
  if (text === undefined) return null;
  const entities = message.entities ?? message.caption_entities;
  const jumbo = message.text && !entities?.length && ONLY_EMOJI.test(text);
  return h("div", { class: jumbo ? "text jumbo" : "text" }, formatted(text, entities, context.command), last);
}

function spoken(unit, context) {
  const [first] = unit;
  const who = context.own ? "Вы" : nameOf(senderOf(first));
  const what = unit.length > 1 ? `Альбом из ${unit.length}` : "";
  return [who, timeOf(first.date), what].filter(Boolean).join(", ");
}

function body(unit, context) {
  const [first] = unit;
  const kind = kindOf(first);
  const captioned = unit.find(({ caption }) => caption !== undefined) ?? first;
  const time = meta(captioned, context);
  const text = words(captioned, context, time);
  const media = unit.map((message) => attachment(message, kindOf(message))).filter(Boolean);
  const visual = VISUAL.includes(kind);
  const name =
    context.crowd &&
    !context.own &&
    context.starts &&
    h(
      "div",
      { class: `name colour-${colourOf(senderOf(first))}` },
      nameOf(senderOf(first)),
      first.author_signature && h("small", {}, first.author_signature),
    );
  const holder =
    unit.length > 1
      ? h("div", { class: `album ${visual ? "grid" : "stack"} of-${unit.length}` }, media)
      : media;
  const classes = [
    "bubble",
    `is-${kind}`,
    visual && "visual",
    BARE.includes(kind) && "bare",
    !text && "wordless",
  ];
  return h(
    "div",
    { class: classes.filter(Boolean).join(" ") },
    name,
    forwarded(first),
    quoted(first, context),
    holder,
    text ?? time,
    reactions(captioned, context),
  );
}

/**
 * An article for `unit`, the messages of one album or a single one. `context`: `viewer`, `own`, `crowd` (several
 * people write here), `starts`/`ends` (of a run by one person), `read`, and acts: press, react, jump, command, menu, person.
 */
export function bubble(unit, context) {
  const [first] = unit;
  if (isService(first)) return servicePill(first);
  const keyboard =
    first.reply_markup?.inline_keyboard?.length &&
    inlineKeyboard(first.reply_markup, (button) => context.press(first, button));
  const side = context.own ? "own" : "theirs";
  const classes = ["message", side, context.starts && "starts", context.ends && "ends", keyboard && "keyed"];
  return h(
    "article",
    {
      class: classes.filter(Boolean).join(" "),
      tabindex: "-1",
      "data-id": first.message_id,
      "aria-label": spoken(unit, context),
    },
    context.crowd && !context.own && h("div", { class: "beside" }, context.ends && portrait(senderOf(first))),
    h("div", { class: "stack" }, body(unit, context), keyboard),
    h(
      "button",
      {
        type: "button",
        class: "act",
        tabindex: "-1",
        "aria-label": "Действия с сообщением",
        "aria-haspopup": "menu",
        onclick: (event) => context.menu(first, event.currentTarget),
      },
      icon("more"),
    ),
  );
}
