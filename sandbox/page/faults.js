// Faults on demand: what can go wrong with Telegram, in plain words.
import { h, refill } from "./element.js";
import { icon } from "./icons.js";
import { nameOf } from "./person.js";
import { server } from "./server.js";

const KINDS = {
  429: ["Слишком часто", "Просит подождать (429)", { retry_after: 5 }],
  403: ["Бот заблокирован", "Житель запретил писать (403)", {}],
  500: ["Телеграм сломался", "Внутренняя ошибка (500)", {}],
  502: ["Телеграм недоступен", "Страница вместо ответа (502)", {}],
  delay: ["Медленный ответ", "Ответит через 3 секунды", { seconds: 3 }],
  "lost-answer": ["Ответ потерян", "Сделал, но связь оборвалась", {}],
  half: ["Половина ответа", "Сделал, но связь оборвалась посреди ответа", {}],
  reset: ["Обрыв связи", "Не сделал, связь оборвалась", {}],
  garbled: ["Испорченный ответ", "Сделал, но ответ не прочесть", {}],
  "not-found-thread": ["Тема не найдена", "Как будто её удалили (400)", {}],
  "not-copied": ["Копировать нельзя", "Как будто содержимое защищено (400)", {}],
  "deleted-group": ["Группа удалена", "Как будто её больше нет (403)", {}],
};

const METHODS = {
  "*": "любой запрос бота",
  sendMessage: "новое сообщение",
  copyMessage: "копия сообщения",
  editMessageText: "правка сообщения",
  createForumTopic: "новая тема",
  answerCallbackQuery: "ответ на нажатие",
  getUpdates: "получение новостей",
};

export class Faults {
  constructor(world, toast) {
    Object.assign(this, { world, toast });
    this.badge = h("span", { class: "badge", hidden: true });
    this.button = h(
      "button",
      { type: "button", class: "control", "aria-haspopup": "dialog", onclick: () => this.open() },
      icon("bolt"),
      h("span", {}, "Сбои"),
      this.badge,
    );
    this.active = h("div", { class: "active-faults", "aria-live": "polite" });
    this.events = h("div", { class: "group-events" });
    this.dialog = h(
      "dialog",
      { class: "sheet", "aria-labelledby": "faults-title" },
      h(
        "div",
        { class: "sheet-head" },
        h("h2", { id: "faults-title" }, "Сбои и события"),
        h(
          "button",
          { type: "button", class: "tool", "aria-label": "Закрыть", onclick: () => this.dialog.close() },
          icon("close"),
        ),
      ),
      h(
        "p",
        {},
        "Проверьте, как бот переживёт неполадки. Сбой случится со следующими запросами бота, затем пройдёт сам.",
      ),
      this.#form(),
      this.active,
      this.events,
    );
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close());
    document.body.append(this.dialog);
    this.element = this.button;
  }

  open() {
    this.dialog.showModal();
    this.draw();
  }

  #form() {
    const options = Object.entries(KINDS).map(([kind, [title, words]], at) =>
      h(
        "label",
        { class: "option" },
        h("input", { type: "radio", name: "kind", value: kind, checked: at === 0 }),
        h("span", {}, h("b", {}, title), h("small", {}, words)),
      ),
    );
    this.where = h("select", { name: "chat" });
    const method = h(
      "select",
      { name: "method" },
      Object.entries(METHODS).map(([value, words]) => h("option", { value }, words)),
    );
    return h(
      "form",
      { class: "fault-form", onsubmit: (event) => this.#ask(event) },
      h("fieldset", {}, h("legend", {}, "Что случится"), h("div", { class: "options" }, options)),
      h(
        "div",
        { class: "fault-line" },
        h("label", {}, "С чем", method),
        h("label", {}, "Где", this.where),
        h(
          "label",
          {},
          "Сколько раз",
          h("input", { type: "number", name: "times", value: 1, min: 1, max: 1000 }),
        ),
        h("button", { type: "submit", class: "main" }, "Устроить сбой"),
      ),
    );
  }

  #ask(event) {
    event.preventDefault();
    const { kind, method, chat, times } = Object.fromEntries(new FormData(event.target));
    const fields = { kind, method, chat: Number(chat) || undefined, times: Number(times) };
    return this.toast.attempt(() => server.fault({ ...fields, ...KINDS[kind][2] }));
  }

  draw() {
    const { faults } = this.world.state;
    this.badge.hidden = !faults.length;
    this.badge.textContent = faults.length;
    this.button.setAttribute(
      "aria-label",
      faults.length ? `Сбои, ждут своего часа: ${faults.length}` : "Сбои",
    );
    refill(this.active, faults, () => [
      h("h3", {}, "Ждут своего часа"),
      faults.length
        ? h(
            "ul",
            {},
            faults.map((fault) =>
              h(
                "li",
                {},
                icon("bolt"),
                h(
                  "span",
                  {},
                  h("b", {}, KINDS[fault.kind]?.[0] ?? fault.kind),
                  ` — ${METHODS[fault.method] ?? fault.method}, осталось раз: ${fault.times}`,
                ),
              ),
            ),
          )
        : h("p", { class: "faint" }, "Сейчас всё исправно."),
      faults.length > 0 &&
        h(
          "button",
          { type: "button", class: "plain", onclick: () => this.toast.attempt(() => server.clearFaults()) },
          "Убрать все сбои",
        ),
    ]);
    this.#drawPlaces();
    this.#drawEvents();
  }

  #drawPlaces() {
    const places = [
      [0, "везде"],
      ...this.world.groups().map(({ id, title }) => [id, `группа «${title}»`]),
      ...this.world.state.people
        .filter(({ role }) => role !== "operator")
        .map((person) => [person.id, nameOf(person)]),
    ];
    refill(this.where, places, () => places.map(([value, words]) => h("option", { value }, words)));
  }

  /** What happens to the group as a whole, and Telegram's own limits. */
  #drawEvents() {
    const group = this.world.groups()[0];
    const bot = group?.members.find(({ user }) => user === this.world.state.bot.id);
    const limited = Boolean(this.world.state.limits.group_per_minute);
    const admin = ["administrator", "creator"].includes(bot?.status);
    refill(this.events, [group?.id, group?.is_forum, admin, limited], () => [
      h("h3", {}, "События"),
      h(
        "div",
        { class: "event-list" },
        this.#switch(
          "Телеграм ограничивает бота",
          "20 действий в минуту в группе, около 1 сообщения в секунду жителю",
          limited,
          () =>
            server.limits(
              limited
                ? { group_per_minute: 0, chat_per_second: 0 }
                : { group_per_minute: 20, chat_per_second: 1 },
            ),
        ),
        group &&
          this.#switch(
            "В группе есть темы",
            "Без тем обращения идут одной лентой, отвечают цитатой",
            group.is_forum,
            () => server.forum(group.id, !group.is_forum),
          ),
        group &&
          bot &&
          this.#switch("Бот — администратор группы", "Без прав бот не может работать с темами", admin, () =>
            server.member(group.id, bot.user, admin ? "member" : "administrator"),
          ),
        group &&
          h(
            "button",
            {
              type: "button",
              class: "plain",
              onclick: () => this.toast.attempt(() => server.migrate(group.id)),
            },
            "Сменить номер группы (переезд в супергруппу)",
          ),
      ),
    ]);
  }

  #switch(title, words, on, act) {
    return h(
      "button",
      {
        type: "button",
        class: "switch",
        role: "switch",
        "aria-checked": String(on),
        onclick: () => this.toast.attempt(act),
      },
      h("span", { class: "words" }, h("b", {}, title), h("small", {}, words)),
      h("i", { class: "track", "aria-hidden": "true" }),
    );
  }
}
