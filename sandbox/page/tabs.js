// Tabs for screens too narrow for three panes.
import { h } from "./element.js";
import { icon } from "./icons.js";

const narrow = matchMedia("(max-width: 900px)");

export class Tabs {
  #chosen = "phone";

  /** `panes`: `[{id, title, icon, element, unread()}]`. On a middling screen the first is always shown. */
  constructor(panes, changed) {
    Object.assign(this, { panes, changed });
    this.buttons = panes.map((pane) => {
      pane.badge = h("span", { class: "badge", hidden: true });
      return h(
        "button",
        {
          type: "button",
          role: "tab",
          id: `tab-${pane.id}`,
          "aria-controls": `pane-${pane.id}`,
          onclick: () => this.choose(pane.id),
        },
        icon(pane.icon),
        h("span", {}, pane.title),
        pane.badge,
      );
    });
    this.element = h(
      "div",
      {
        class: "tabs",
        role: "tablist",
        "aria-label": "Кого показать",
        onkeydown: (event) => this.#key(event),
      },
      this.buttons,
    );
    narrow.addEventListener("change", () => this.changed());
  }

  choose(id) {
    this.#chosen = id;
    this.changed();
  }

  get chosen() {
    return this.#chosen === "phone" && !narrow.matches ? "group" : this.#chosen;
  }

  draw() {
    document.body.dataset.tab = this.chosen;
    this.panes.forEach(({ id, badge, unread }, at) => {
      const own = id === this.chosen;
      this.buttons[at].setAttribute("aria-selected", String(own));
      this.buttons[at].tabIndex = own ? 0 : -1;
      const count = own ? 0 : unread();
      badge.hidden = !count;
      badge.textContent = count;
    });
  }

  #key(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const shown = this.buttons.filter((button) => button.offsetParent);
    const next = shown[(shown.indexOf(document.activeElement) + step + shown.length) % shown.length];
    event.preventDefault();
    next.focus();
    next.click();
  }
}
