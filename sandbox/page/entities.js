// Text with its entities, as elements. Offsets are UTF-16 units, as JavaScript counts.
import { h } from "./element.js";

const SAFE_LINK = /^(https?|tg|mailto|tel):/i;

function link(address, content) {
  if (!SAFE_LINK.test(address)) return h("span", {}, content);
  return h("a", { href: address, target: "_blank", rel: "noreferrer noopener" }, content);
}

function spoiler(content) {
  const cover = h(
    "span",
    {
      class: "spoiler",
      role: "button",
      tabindex: "0",
      "aria-label": "Скрытый текст, нажмите, чтобы показать",
    },
    content,
  );
  const reveal = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    cover.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-label"]) cover.removeAttribute(name);
  };
  cover.addEventListener("click", reveal, { once: true });
  cover.addEventListener("keydown", reveal);
  return cover;
}

function expandable(content) {
  const body = h("blockquote", { class: "folded" }, content);
  const toggle = h(
    "button",
    {
      type: "button",
      class: "unfold",
      "aria-expanded": "false",
      onclick: () => {
        const folded = body.classList.toggle("folded");
        toggle.setAttribute("aria-expanded", String(!folded));
        toggle.textContent = folded ? "Показать полностью" : "Свернуть";
      },
    },
    "Показать полностью",
  );
  return h("div", { class: "expandable" }, body, toggle);
}

const PAINT = {
  bold: (content) => h("strong", {}, content),
  italic: (content) => h("em", {}, content),
  underline: (content) => h("u", {}, content),
  strikethrough: (content) => h("s", {}, content),
  code: (content) => h("code", {}, content),
  pre: (content) => h("pre", {}, content),
  blockquote: (content) => h("blockquote", {}, content),
  expandable_blockquote: expandable,
  spoiler,
  text_link: (content, entity) => link(entity.url, content),
  url: (content, _, text) => link(/^[a-z]+:/i.test(text) ? text : `https://${text}`, content),
  email: (content, _, text) => link(`mailto:${text}`, content),
  phone_number: (content, _, text) => link(`tel:${text.replace(/[^\d+]/g, "")}`, content),
  bot_command: (content, _, text, onCommand) =>
    h("button", { type: "button", class: "command", onclick: () => onCommand?.(text) }, content),
};

const NAMED = ["mention", "text_mention", "hashtag", "cashtag"];

function painted(entity, content, text, onCommand) {
  if (NAMED.includes(entity.type)) return h("span", { class: "named" }, content);
  const paint = PAINT[entity.type];
  return paint ? paint(content, entity, text, onCommand) : h("span", {}, content);
}

/** The nodes of `text[from:to]`; `entities` lie inside it, sorted outermost first. */
function nodes(text, from, to, entities, onCommand) {
  const made = [];
  let at = from;
  while (entities.length) {
    const [entity, ...rest] = entities;
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    entities = rest;
    if (end <= start) continue;
    const inside = rest.filter((other) => other.offset < end);
    entities = rest.filter((other) => other.offset + other.length > end);
    if (start > at) made.push(text.slice(at, start));
    made.push(painted(entity, nodes(text, start, end, inside, onCommand), text.slice(start, end), onCommand));
    at = end;
  }
  if (at < to) made.push(text.slice(at, to));
  return made;
}

/** `text` as nodes. `onCommand(text)` is called when somebody presses a /command in it. */
export function formatted(text, entities = [], onCommand = undefined) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return nodes(text, 0, text.length, sorted, onCommand);
}
