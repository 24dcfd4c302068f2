// The strip that says who one is in a pane, and lets one be somebody else.
import { h, refill } from "./element.js";
import { icon } from "./icons.js";
import { nameOf, portrait } from "./person.js";

export class Persona {
  /** `people()` → persons to choose from; `chosen()` → id; `choose(id)`; `unread(person)` → count; `add` optional. */
  constructor({ title, label, people, chosen, choose, unread = () => 0, mark = () => "", add }) {
    Object.assign(this, { people, chosen, choose, unread, mark, add });
    this.row = h("div", {
      class: "faces",
      role: "radiogroup",
      "aria-label": label,
      onkeydown: (event) => this.#key(event),
    });
    this.element = h("div", { class: "persona" }, h("h2", {}, title), this.row);
  }

  draw() {
    const shown = this.people().map((person) => [
      person.id,
      nameOf(person),
      this.unread(person),
      this.mark(person),
      person.id === this.chosen(),
    ]);
    refill(this.row, shown, () => {
      const focused = this.row.contains(document.activeElement);
      const faces = this.people().map((person) => this.#face(person));
      if (focused) queueMicrotask(() => this.row.querySelector("[aria-checked=true]")?.focus());
      return [
        ...faces,
        this.add &&
          h(
            "button",
            {
              type: "button",
              class: "face add",
              "aria-label": this.add.label,
              title: this.add.label,
              onclick: this.add.act,
            },
            icon("plus"),
          ),
      ];
    });
  }

  #face(person) {
    const own = person.id === this.chosen();
    const unread = own ? 0 : this.unread(person);
    const mark = this.mark(person);
    return h(
      "button",
      {
        type: "button",
        class: "face",
        role: "radio",
        "aria-checked": String(own),
        tabindex: own ? "0" : "-1",
        "data-person": person.id,
        title: mark || null,
        onclick: () => this.choose(person.id),
        "aria-label": [nameOf(person), mark, unread ? `новых: ${unread}` : ""].filter(Boolean).join(", "),
      },
      portrait(person, "small"),
      h("span", { class: "words" }, person.first_name.split(" ")[0]),
      unread > 0 && h("span", { class: "badge" }, unread),
    );
  }

  #key(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const people = this.people();
    const at = people.findIndex(({ id }) => id === this.chosen());
    this.choose(people[(at + step + people.length) % people.length].id);
  }
}
