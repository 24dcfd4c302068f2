// The resident's phone.
import { Conversation } from "./conversation.js";
import { clockFace } from "./dates.js";
import { askFor } from "./dialog.js";
import { h } from "./element.js";
import { icon } from "./icons.js";
import { openMenu, under } from "./menu.js";
import { Persona } from "./persona.js";
import { portrait } from "./person.js";
import { server } from "./server.js";

const GREETING = [
  "Что умеет этот бот?",
  "Здесь можно спросить о пособиях, пенсии, жилье, школе, врачах и о другом. Пишите как соседу. Если бот не знает ответа, он позовёт человека.",
];

function statusBar() {
  const time = h("span", { class: "status-time" });
  return [
    time,
    h(
      "div",
      { class: "status-bar", "aria-hidden": "true" },
      time,
      h("span", { class: "island" }),
      h("span", { class: "battery" }),
    ),
  ];
}

export class Phone {
  #who = 0;

  constructor(world, people, { name = "resident", title = "Житель", greeting = GREETING } = {}) {
    Object.assign(this, { world, name, greeting });
    this.role = people;
    this.persona = new Persona({
      title,
      label: title === "Житель" ? "Чьими глазами смотреть" : "Кто пишет боту",
      people: () => world.people(people),
      chosen: () => this.#who,
      choose: (id) => this.#choose(id),
      unread: ({ id }) => world.unread(id, id),
      mark: ({ blocked }) => (blocked ? "бот заблокирован" : ""),
      add: people === "resident" && { label: "Новый житель", act: () => this.#invite() },
    });
    this.state = h("span", { class: "head-state" });
    this.more = h(
      "button",
      {
        type: "button",
        class: "tool",
        "aria-label": "Действия с ботом",
        "aria-haspopup": "menu",
        onclick: () => this.#menu(),
      },
      icon("more"),
    );
    const head = h(
      "header",
      { class: "chat-head" },
      portrait({ is_bot: true }),
      h("div", { class: "column" }, h("h3", {}, "Единый контакт-центр"), this.state),
      this.more,
    );
    this.conversation = new Conversation({
      world,
      name,
      label: title,
      head,
      viewer: () => ({ as: this.#who }),
      place: () => ({ chat: this.#who, thread: null }),
      foot: () => this.#foot(),
      empty: () => this.#empty(),
    });
    [this.time, this.bar] = statusBar();
    this.element = h(
      "div",
      { class: "pane-body" },
      this.persona.element,
      h("div", { class: "device" }, this.bar, this.conversation.element),
    );
  }

  get who() {
    return this.world.person(this.#who);
  }

  draw() {
    this.#who ||= this.world.people(this.role)[0]?.id ?? 0;
    if (this.#who && !this.who) this.#who = this.world.people(this.role)[0]?.id ?? 0;
    this.persona.draw();
    const typing = this.world.typing(this.#who, null);
    this.state.textContent = typing ? "печатает…" : "бот";
    this.state.classList.toggle("live", typing);
    this.time.textContent = clockFace(this.world.now()).slice(-5);
    this.conversation.draw();
  }

  #choose(id) {
    this.#who = id;
    this.world.changed();
  }

  #foot() {
    if (this.who?.blocked) {
      return {
        key: "blocked",
        make: () =>
          h(
            "button",
            { type: "button", class: "wide", onclick: () => this.#block(false) },
            "Разблокировать бота",
          ),
      };
    }
    if (this.world.messages(this.#who).length) return null;
    return {
      key: ["start", this.#who],
      make: () =>
        h(
          "button",
          {
            type: "button",
            class: "wide",
            "data-testid": `${this.name}-start`,
            onclick: () => this.conversation.send({ text: "/start" }),
          },
          "Начать",
        ),
    };
  }

  #empty() {
    return h(
      "div",
      { class: "welcome" },
      portrait({ is_bot: true }, "huge"),
      h("h4", {}, this.greeting[0]),
      h("p", {}, this.greeting[1]),
    );
  }

  #menu() {
    const blocked = this.who?.blocked;
    openMenu(
      "Действия с ботом",
      [
        { label: "Отправить /start", icon: "send", act: () => this.conversation.send({ text: "/start" }) },
        {
          label: "Найти ответ, чтобы поделиться",
          hint: "вопрос после имени бота",
          icon: "search",
          act: () => this.conversation.composer.begin(`@${this.world.state.bot.username} `),
        },
        {
          label: blocked ? "Разблокировать бота" : "Заблокировать бота",
          icon: blocked ? "unlock" : "lock",
          danger: !blocked,
          hint: blocked ? "" : "сообщения перестанут доходить",
          act: () => this.#block(!blocked),
        },
      ],
      under(this.more),
    );
  }

  #block(blocked) {
    return this.conversation.toast.attempt(() => server.block(this.#who, blocked));
  }

  async #invite() {
    const answer = await askFor("Новый житель", [{ name: "first_name", label: "Имя" }], "Добавить");
    if (!answer) return;
    const before = new Set(this.world.people("resident").map(({ id }) => id));
    await this.conversation.toast.attempt(() =>
      server.person({ role: "resident", first_name: answer.first_name }),
    );
    await this.world.reload();
    const fresh = this.world.people("resident").find(({ id }) => !before.has(id));
    if (fresh) this.#choose(fresh.id);
  }
}
