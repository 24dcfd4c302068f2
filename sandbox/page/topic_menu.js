// What may be done to a topic, and to oneself in the group.
import { askFor, confirmed } from "./dialog.js";
import { openMenu, under } from "./menu.js";
import { server } from "./server.js";

export class TopicMenu {
  /** `standing()` → {as, chat, topic, forum, member, status}; `attempt(work)` says a refusal aloud. */
  constructor(standing, attempt) {
    Object.assign(this, { standing, attempt });
  }

  open(button) {
    const { topic, forum, member } = this.standing();
    openMenu(
      "Действия с темой",
      [
        ...(topic.id ? this.#topicItems(topic) : []),
        !topic.id && forum && { label: "Новая тема", icon: "plus", act: () => this.create() },
        ...(member ? this.#memberItems() : []),
      ],
      under(button),
    );
  }

  #topicItems({ closed }) {
    return [
      { label: "Переименовать", icon: "edit", act: () => this.#rename() },
      {
        label: closed ? "Открыть снова" : "Закрыть тему",
        icon: closed ? "unlock" : "lock",
        act: () => this.act(closed ? "reopen" : "close"),
      },
      { label: "Удалить тему", icon: "trash", danger: true, act: () => this.#delete() },
    ];
  }

  #memberItems() {
    const { as, chat, status } = this.standing();
    const become = (next) => this.attempt(() => server.member(chat, as, next));
    const admin = status === "administrator";
    return [
      {
        label: admin ? "Снять с администраторов" : "Сделать администратором",
        icon: "shield",
        act: () => become(admin ? "member" : "administrator"),
      },
      { label: "Выйти из группы", icon: "close", danger: true, act: () => become("left") },
    ];
  }

  act(action, more = {}) {
    const { as, chat, topic } = this.standing();
    return this.attempt(() => server.topic({ as, chat, thread: topic.id || undefined, action, ...more }));
  }

  async create() {
    const answer = await askFor("Новая тема", [{ name: "name", label: "Название" }], "Создать");
    const { as, chat } = this.standing();
    if (answer) await this.attempt(() => server.topic({ as, chat, action: "create", name: answer.name }));
  }

  async #rename() {
    const { topic } = this.standing();
    const answer = await askFor(
      "Название темы",
      [{ name: "name", label: "Название", value: topic.name }],
      "Сохранить",
    );
    if (answer) await this.act("rename", answer);
  }

  async #delete() {
    const words = "Телеграм не скажет об этом боту: он узнает, когда попробует написать сюда.";
    if (await confirmed("Удалить тему?", words, "Удалить")) await this.act("delete");
  }
}
