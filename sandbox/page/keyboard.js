// Buttons under messages and under the line one writes in.
import { h } from "./element.js";
import { icon } from "./icons.js";

const CORNER = [
  ["url", "link"],
  ["login_url", "link"],
  ["web_app", "phone"],
  ["copy_text", "copy"],
  ["switch_inline_query", "send"],
  ["switch_inline_query_current_chat", "send"],
  ["pay", "person"],
];

function corner(button) {
  const found = CORNER.find(([field]) => button[field] !== undefined);
  return found && icon(found[1]);
}

function press(button, element, act) {
  if (element.getAttribute("aria-busy") === "true") return undefined;
  element.setAttribute("aria-busy", "true");
  return Promise.resolve(act(button)).finally(() => element.removeAttribute("aria-busy"));
}

/** An inline keyboard; `act(button)` is awaited while the button shows that it works. */
export function inlineKeyboard(markup, act) {
  const rows = markup.inline_keyboard.map((row) =>
    h(
      "div",
      { class: "keys" },
      row.map((button) => {
        const element = h(
          "button",
          { type: "button", class: `key ${button.style ?? ""}`, onclick: () => press(button, element, act) },
          h("span", { class: "words" }, button.text),
          corner(button),
        );
        return element;
      }),
    ),
  );
  return h("div", { class: "inline-keyboard", role: "group", "aria-label": "Кнопки под сообщением" }, rows);
}

/** A keyboard in place of the phone's own; `act(button)` for each press. */
export function replyKeyboard(markup, act) {
  const rows = markup.keyboard.map((row) =>
    h(
      "div",
      { class: "keys" },
      row.map((button) => {
        const asked = typeof button === "string" ? { text: button } : button;
        return h(
          "button",
          { type: "button", class: "key", onclick: () => act(asked) },
          asked.request_contact && icon("person"),
          asked.request_location && icon("place"),
          h("span", { class: "words" }, asked.text),
        );
      }),
    ),
  );
  return h("div", { class: "reply-keyboard", role: "group", "aria-label": "Готовые ответы" }, rows);
}
