// The operators' group: topics on one side, the open topic on the other.
import { Conversation } from "./conversation.js";
import { askFor } from "./dialog.js";
import { h, refill } from "./element.js";
import { icon } from "./icons.js";
import { Persona } from "./persona.js";
import { portrait } from "./person.js";
import { server } from "./server.js";
import { TopicMenu } from "./topic_menu.js";
import { topicIcon, Topics } from "./topics.js";

const ANONYMOUS = { id: "anonymous", first_name: "Анонимно", title: "Анонимный администратор" };
const STATUS = {
  creator: "владелец",
  administrator: "администратор",
  member: "участник",
  left: "не в группе",
  kicked: "удалён",
};

export class Group {
  #who = 0;
  #groupId = 0;
  #thread = null;

  /** `strip`: an element above the topics. */
  constructor(world, strip) {
    this.world = world;
    this.persona = new Persona({
      title: "Операторы",
      label: "Кто пишет в группе",
      people: () => [...world.people("operator"), ANONYMOUS],
      chosen: () => this.#who,
      choose: (id) => this.#become(id),
      mark: ({ id }) => this.#mark(id),
      add: { label: "Новый оператор", act: () => this.#invite() },
    });
    this.topics = new Topics({
      world,
      group: () => this.group,
      chosen: () => this.#thread ?? 0,
      choose: (id) => this.open(id),
      create: () => this.menu.create(),
      viewer: () => this.#as(),
    });
    this.conversation = new Conversation({
      world,
      name: "group",
      label: "группа операторов",
      crowd: true,
      head: this.#head(),
      viewer: () => ({ as: this.#as(), anonymous: this.#who === ANONYMOUS.id }),
      place: () => ({ chat: this.#groupId, thread: this.group?.is_forum ? (this.#thread ?? 0) : null }),
      foot: () => this.#foot(),
      notice: () => this.#notice(),
      empty: () => this.#empty(),
    });
    this.menu = new TopicMenu(
      () => this.#standing(),
      (work) => this.#attempt(work),
    );
    this.groups = h("div", { class: "groups" });
    this.frame = h("div", { class: "group" }, this.topics.element, this.conversation.element);
    this.element = h("div", { class: "pane-body" }, this.persona.element, strip, this.groups, this.frame);
  }

  #head() {
    this.title = h("h3", {});
    this.state = h("span", { class: "head-state" });
    this.face = h("span", { class: "head-face" });
    this.back = h(
      "button",
      {
        type: "button",
        class: "tool to-topics",
        "aria-label": "К списку тем",
        onclick: () => this.open(null),
      },
      icon("back"),
    );
    this.more = h(
      "button",
      {
        type: "button",
        class: "tool",
        "aria-label": "Действия с темой",
        "aria-haspopup": "menu",
        onclick: () => this.menu.open(this.more),
      },
      icon("more"),
    );
    return h(
      "header",
      { class: "chat-head" },
      this.back,
      this.face,
      h("div", { class: "column" }, this.title, this.state),
      this.more,
    );
  }

  #empty() {
    const words =
      this.group?.is_forum && !this.#thread
        ? [
            "Здесь работают операторы",
            "Когда бот не знает ответа, в списке появится тема с вопросом жителя. Откройте её и напишите ответ — житель его получит.",
          ]
        : ["Сообщений пока нет", "Напишите первое."];
    return h("div", { class: "welcome" }, h("h4", {}, words[0]), h("p", {}, words[1]));
  }

  get group() {
    return this.world.groups().find(({ id }) => id === this.#groupId);
  }

  get topic() {
    return this.group?.topics.find(({ id }) => id === this.#thread) ?? { id: 0, name: "Общая тема" };
  }

  /** The person behind the chosen face: anonymous words still come from somebody's hands. */
  #as() {
    return this.#who === ANONYMOUS.id ? this.world.people("operator").at(-1)?.id : this.#who;
  }

  #status(id) {
    return this.group?.members.find(({ user }) => user === id)?.status;
  }

  #mark(id) {
    return STATUS[this.#status(id)] ?? "";
  }

  unread() {
    return this.#groupId ? this.world.unread(this.#groupId, this.#as()) : 0;
  }

  #settle() {
    const groups = this.world.groups();
    if (!this.group) {
      const moved = this.world.chat(this.#groupId)?.migrated_to;
      this.#groupId = groups.find(({ id }) => id === moved)?.id ?? groups[0]?.id ?? 0;
      this.#thread = null;
    }
    const known =
      this.#who === ANONYMOUS.id || this.world.people("operator").some(({ id }) => id === this.#who);
    if (!known) this.#who = this.world.people("operator")[0]?.id ?? 0;
    if (this.#thread && this.group && !this.group.topics.some(({ id }) => id === this.#thread)) this.#lost();
  }

  #lost() {
    this.#thread = null;
    this.conversation.toast.say("Темы больше нет");
  }

  draw() {
    this.#settle();
    this.persona.draw();
    this.#drawGroups();
    const { group, topic } = this;
    this.frame.dataset.shown = this.#thread === null && group?.is_forum ? "topics" : "conversation";
    this.frame.classList.toggle("flat", !group?.is_forum);
    if (group?.is_forum) this.topics.draw();
    this.title.textContent = group?.is_forum ? topic.name : (group?.title ?? "Группы нет");
    const typing = group && this.world.typing(group.id, this.#thread);
    this.state.textContent = typing ? "бот печатает…" : topic.closed ? "тема закрыта" : (group?.title ?? "");
    this.state.classList.toggle("live", Boolean(typing));
    refill(this.face, [topic, group?.is_forum], () =>
      group?.is_forum ? topicIcon(topic) : portrait(group ?? {}),
    );
    this.conversation.draw();
  }

  /** A choice of groups, when departments have their own. */
  #drawGroups() {
    const groups = this.world.groups();
    this.groups.hidden = groups.length < 2;
    refill(this.groups, [this.#groupId, groups.map(({ id, title }) => [id, title])], () =>
      h(
        "label",
        {},
        "Группа: ",
        h(
          "select",
          {
            onchange: (event) => {
              this.#groupId = Number(event.target.value);
              this.open(null);
            },
          },
          groups.map(({ id, title }) => h("option", { value: id, selected: id === this.#groupId }, title)),
        ),
      ),
    );
  }

  /** Opens a topic; null goes back to the list. */
  open(thread) {
    this.#thread = thread;
    this.world.changed();
  }

  /** Opens the topic of a ticket, whichever group it is in. */
  openTicket(number) {
    const mark = number.slice(-6);
    for (const { id, topics } of this.world.groups()) {
      const topic = topics.findLast(({ name }) => name.includes(mark));
      if (!topic) continue;
      this.#groupId = id;
      this.open(topic.id);
    }
  }

  #become(id) {
    this.#who = id;
    this.world.changed();
  }

  #foot() {
    const status = this.#status(this.#who);
    if (this.topic.closed && status === "member") return { key: "closed", make: () => null };
    if (!["left", "kicked"].includes(status)) return null;
    return {
      key: ["left", this.#who],
      make: () =>
        h(
          "button",
          {
            type: "button",
            class: "wide",
            onclick: () => this.#attempt(() => server.member(this.#groupId, this.#who, "member")),
          },
          "Вернуться в группу",
        ),
    };
  }

  #notice() {
    if (!this.topic.closed) return null;
    return {
      key: this.#thread,
      make: () =>
        h(
          "div",
          { class: "notice" },
          icon("lock"),
          h("span", {}, "Тема закрыта"),
          h("button", { type: "button", onclick: () => this.menu.act("reopen") }, "Открыть снова"),
        ),
    };
  }

  /** Who acts, and where: what the menu needs to know. */
  #standing() {
    const member = this.#who !== ANONYMOUS.id;
    return {
      as: this.#as(),
      chat: this.#groupId,
      topic: this.topic,
      forum: this.group?.is_forum,
      member,
      status: this.#status(this.#who),
    };
  }

  #attempt(work) {
    return this.conversation.toast.attempt(work);
  }

  async #invite() {
    const answer = await askFor("Новый оператор", [{ name: "first_name", label: "Имя" }], "Добавить");
    if (answer) await this.#attempt(() => server.person({ role: "operator", first_name: answer.first_name }));
  }
}
