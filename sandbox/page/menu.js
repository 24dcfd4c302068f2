// Menus that open beside what was pressed, and close by themselves.
import { h } from "./element.js";
import { icon } from "./icons.js";

let opened = null;

export function closeMenu() {
  opened?.();
}

function place(menu, { x, y, up }) {
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = !up && y + height + 8 <= innerHeight;
  menu.style.left = `${Math.max(8, Math.min(x, innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(below ? y : y - height, innerHeight - height - 8))}px`;
}

function walk(menu, event) {
  const items = [...menu.querySelectorAll("button:not(:disabled)")];
  const at = items.indexOf(document.activeElement);
  const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
  const goal =
    event.key === "Home"
      ? 0
      : event.key === "End"
        ? items.length - 1
        : event.key in steps
          ? (at + steps[event.key] + items.length) % items.length
          : null;
  if (goal === null) return;
  event.preventDefault();
  items[goal]?.focus();
}

/** An item: `{label, icon?, act, danger?, hint?, checked?}`. */
function itemButton(item) {
  const role = item.checked === undefined ? "menuitem" : "menuitemradio";
  return h(
    "button",
    {
      type: "button",
      role,
      class: item.danger ? "danger" : null,
      "aria-checked": item.checked === undefined ? null : String(item.checked),
      onclick: () => {
        closeMenu();
        item.act();
      },
    },
    item.icon && icon(item.icon),
    h("span", { class: "words" }, item.label, item.hint && h("small", {}, item.hint)),
    item.checked && icon("check"),
  );
}

/** Opens a menu of items and of ready elements at a point; focus returns to where it was. */
export function openMenu(label, contents, point) {
  closeMenu();
  const before = document.activeElement;
  const menu = h(
    "div",
    { class: "menu", role: "menu", "aria-label": label },
    contents.filter(Boolean).map((content) => (content instanceof Element ? content : itemButton(content))),
  );
  const away = (event) => {
    if (!menu.contains(event.target)) closeMenu();
  };
  opened = () => {
    opened = null;
    const inside = menu.contains(document.activeElement);
    menu.remove();
    document.removeEventListener("pointerdown", away, true);
    if (inside) before?.focus?.({ preventScroll: true });
  };
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" || event.key === "Tab") {
      event.stopPropagation();
      closeMenu();
    } else walk(menu, event);
  });
  document.addEventListener("pointerdown", away, true);
  (document.querySelector("dialog[open]") ?? document.body).append(menu);
  place(menu, point);
  menu.querySelector("button")?.focus({ preventScroll: true });
}

/** The point under a button, for its menu. */
export function under(button) {
  const { left, bottom } = button.getBoundingClientRect();
  return { x: left, y: bottom + 6 };
}

/** The point above a button, for menus at the bottom of the screen. */
export function above(button) {
  const { left, top } = button.getBoundingClientRect();
  return { x: left, y: top - 8, up: true };
}
