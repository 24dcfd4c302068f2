// Windows that ask for a word or say one.
import { h } from "./element.js";

function show(dialog) {
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Asks for some words; null when the person changed their mind. `fields`: `[{name, label, value?, required?}]`. */
export async function askFor(title, fields, action) {
  const inputs = fields.map(({ name, label, value = "", required = true }) =>
    h("label", {}, label, h("input", { name, value, required, autocomplete: "off", maxlength: 128 })),
  );
  const form = h(
    "form",
    { method: "dialog" },
    h("h2", {}, title),
    inputs,
    h(
      "div",
      { class: "choices" },
      h("button", { type: "submit", value: "", formnovalidate: true, class: "quiet" }, "Отмена"),
      h("button", { type: "submit", value: "yes", class: "main" }, action),
    ),
  );
  form.querySelector("input")?.setAttribute("autofocus", "");
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    form.querySelector(".main").click();
  });
  if ((await show(h("dialog", { "aria-label": title }, form))) !== "yes") return null;
  return Object.fromEntries(new FormData(form));
}

/** Asks yes or no. */
export async function confirmed(title, words, action) {
  const dialog = h(
    "dialog",
    { "aria-label": title, role: "alertdialog" },
    h(
      "form",
      { method: "dialog" },
      h("h2", {}, title),
      h("p", {}, words),
      h(
        "div",
        { class: "choices" },
        h("button", { value: "", class: "quiet" }, "Отмена"),
        h("button", { value: "yes", class: "main danger" }, action),
      ),
    ),
  );
  return (await show(dialog)) === "yes";
}

/** Says something that has to be read, as Telegram's alert. */
export function alertOf(title, words) {
  return show(
    h(
      "dialog",
      { "aria-label": title, role: "alertdialog" },
      h(
        "form",
        { method: "dialog" },
        h("h2", {}, title),
        h("p", {}, words),
        h("div", { class: "choices" }, h("button", { value: "", class: "main", autofocus: true }, "Понятно")),
      ),
    ),
  );
}
