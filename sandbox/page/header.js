// The header: the name, and the sandbox's controls, folded away on a narrow screen.
import { confirmed } from "./dialog.js";
import { h } from "./element.js";
import { icon } from "./icons.js";
import { server } from "./server.js";
import { themeButton } from "./theme.js";

async function startOver(toast) {
  const words = "Все сообщения, темы и сбои песочницы исчезнут.";
  if (!(await confirmed("Начать сначала?", words, "Начать сначала"))) return;
  toast.say("Начинаю сначала…");
  if (await toast.attempt(() => server.reset())) toast.say("Готово");
}

/** Opens and folds the controls; anything outside them folds them too. */
function folding(shelf) {
  const fold = (open) => {
    shelf.classList.toggle("open", open);
    toggle.setAttribute("aria-expanded", String(open));
  };
  const toggle = h(
    "button",
    {
      type: "button",
      class: "tool to-controls",
      "aria-controls": "controls",
      "aria-expanded": "false",
      "aria-label": "Пульт песочницы",
      onclick: () => fold(!shelf.classList.contains("open")),
    },
    icon("tune"),
  );
  document.addEventListener("pointerdown", ({ target }) => {
    if (!shelf.contains(target) && !toggle.contains(target) && !target.closest(".menu, dialog")) fold(false);
  });
  // A window opened from here stands over the page; what it leads to must not lie under the shelf.
  shelf.addEventListener("click", ({ target }) => target.closest("[aria-haspopup=dialog]") && fold(false));
  shelf.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    fold(false);
    toggle.focus();
  });
  return toggle;
}

/** `controls`: the clock, the bot, the faults; each has an element. */
export function header(controls, toast) {
  const again = h(
    "button",
    {
      type: "button",
      class: "control startover",
      "aria-label": "Начать сначала",
      title: "Начать сначала",
      onclick: () => startOver(toast),
    },
    icon("restart"),
    h("span", {}, "Начать сначала"),
  );
  const shelf = h(
    "div",
    { class: "controls", id: "controls" },
    controls.map(({ element }) => element),
    again,
    themeButton(),
  );
  const logo = h("span", { class: "logo", "aria-hidden": "true" }, icon("robot"));
  const name = h("h1", {}, "Единый контакт-центр", h("span", {}, " · песочница"));
  return h("header", { class: "top" }, logo, name, shelf, folding(shelf));
}
