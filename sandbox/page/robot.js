// The bot's process: whether it runs, and how to stop and start it.
import { h } from "./element.js";
import { icon } from "./icons.js";
import { openMenu, under } from "./menu.js";
import { server } from "./server.js";

export class Robot {
  constructor(world, toast) {
    Object.assign(this, { world, toast });
    this.words = h("span", {});
    this.element = h(
      "button",
      { type: "button", class: "control robot", "aria-haspopup": "menu", onclick: () => this.#menu() },
      h("i", { class: "lamp", "aria-hidden": "true" }),
      this.words,
      icon("down"),
    );
  }

  draw() {
    const { running, child } = this.world.state.bot;
    this.element.hidden = child === false;
    this.element.classList.toggle("off", !running);
    this.words.textContent = running ? "Бот работает" : "Бот остановлен";
  }

  async #do(action, words) {
    this.toast.say(words);
    if (await this.toast.attempt(() => server.bot(action))) this.toast.say("Готово");
  }

  #menu() {
    const { running } = this.world.state.bot;
    const item = (action, label, hint, drawing, danger = false) => ({
      label,
      hint,
      icon: drawing,
      danger,
      act: () => this.#do(action, `${label}: подождите немного…`),
    });
    openMenu(
      "Бот",
      running
        ? [
            item("restart", "Перезапустить", "остановить и запустить", "restart"),
            item("term", "Остановить", "бот успеет закончить начатое", "stop"),
            item("kill", "Оборвать", "как при отключении света (kill −9)", "bolt", true),
          ]
        : [item("start", "Запустить", "бот прочтёт всё, что пришло без него", "play")],
      under(this.element),
    );
  }
}
