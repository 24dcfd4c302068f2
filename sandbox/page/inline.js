// Inline mode: «@bot words» in the line one writes in brings answers to share.
import { fill, h } from "./element.js";

const PAUSE = 500;

export class Inline {
  #timer;
  #asked = "";

  /** `bot()` → the bot's username; `ask(query)` → Bot API inline results; `choose(content)` sends one. */
  constructor({ bot, ask, choose }) {
    Object.assign(this, { bot, ask, choose });
    this.element = h("div", {
      class: "inline-results",
      role: "group",
      "aria-label": "Найденные ответы",
      hidden: true,
    });
  }

  /** Looks at what has been typed so far; anything but «@bot words» puts the answers away. */
  look(words) {
    clearTimeout(this.#timer);
    const name = `@${this.bot()} `;
    const query = words.startsWith(name) ? words.slice(name.length).trim() : "";
    this.#asked = query;
    if (!query) this.element.hidden = true;
    else this.#timer = setTimeout(() => this.#show(query), PAUSE);
  }

  async #show(query) {
    const results = await this.ask(query);
    if (query !== this.#asked) return;
    const found = results.filter(({ input_message_content: content }) => content?.message_text);
    fill(
      this.element,
      found.length
        ? found.map((result) => this.#item(result))
        : h("p", { class: "faint" }, "Ничего не нашлось"),
    );
    this.element.hidden = false;
  }

  #item({ title, description, input_message_content: content }) {
    const act = () => this.choose({ text: content.message_text, entities: content.entities });
    return h("button", { type: "button", onclick: act }, h("b", {}, title), h("small", {}, description));
  }
}
