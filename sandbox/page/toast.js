// Short words that come and go at the bottom of a pane.
import { h } from "./element.js";

const LASTS = 4500;

export class Toast {
  #timer;

  constructor() {
    this.element = h("div", { class: "toast", role: "status", "aria-live": "polite" });
  }

  say(words, kind = "") {
    clearTimeout(this.#timer);
    this.element.textContent = words;
    this.element.className = `toast shown ${kind}`;
    this.#timer = setTimeout(() => this.element.classList.remove("shown"), LASTS);
  }

  /** Runs `work()`; a refusal is said aloud, and its value is undefined. */
  async attempt(work) {
    try {
      return await work();
    } catch (error) {
      this.say(error.message, "bad");
      return undefined;
    }
  }
}
