// Light or dark: as the system says, until a person says otherwise.
import { h } from "./element.js";
import { icon } from "./icons.js";

const dark = matchMedia("(prefers-color-scheme: dark)");

/** The button that turns the lights; the choice is kept in this browser. */
export function themeButton() {
  const root = document.documentElement;
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);
  const button = h(
    "button",
    {
      type: "button",
      class: "control bare",
      "aria-label": "Тёмная тема",
      title: "Тёмная тема",
      onclick: () => {
        root.dataset.theme = isDark() ? "light" : "dark";
        localStorage.setItem("theme", root.dataset.theme);
        say();
      },
    },
    icon("moon"),
    h("span", { class: "only-sheet" }, "Тёмная тема"),
  );
  const say = () => button.setAttribute("aria-pressed", String(isDark()));
  const kept = localStorage.getItem("theme");
  if (kept) root.dataset.theme = kept;
  dark.addEventListener("change", say);
  say();
  return button;
}
