// One chat as people see it: messages, what is pinned, and the line to write in.
import { asAttachments, placesMenu } from "./attach.js";
import { Composer } from "./composer.js";
import { alertOf } from "./dialog.js";
import { h, refill } from "./element.js";
import { Feed } from "./feed.js";
import { icon } from "./icons.js";
import { replyKeyboard } from "./keyboard.js";
import { closeMenu, openMenu, under } from "./menu.js";
import { brief, isEditable, pictured } from "./message.js";
import { server } from "./server.js";
import { Toast } from "./toast.js";

const REACTIONS = ["👍", "👎", "❤", "🔥", "👏", "🙏", "👌", "🎉", "🤔", "😢", "👀", "💯"];

export class Conversation {
  /**
   * `viewer()`: {as, anonymous?} who writes; `place()`: {chat, thread|null}; `head`: the element on top; `foot()`: an
   * element in place of the composer, or null; `notice()`: an element above it, or null; `empty()`: shown without messages.
   */
  constructor({
    world,
    name,
    label,
    crowd = false,
    viewer,
    place,
    head,
    foot = () => null,
    notice = () => null,
    empty,
  }) {
    Object.assign(this, { world, viewer, place, foot, notice });
    this.toast = new Toast();
    this.feed = new Feed({
      world,
      crowd,
      empty,
      label: `Сообщения: ${label}`,
      testid: `${name}-log`,
      viewer: () => viewer().as,
      acts: {
        press: (message, button) => this.#press(message, button),
        react: (message, emoji) => this.#react(message, emoji),
        menu: (message, anchor, point) => this.#menu(message, anchor, point),
        command: (text) => this.send({ text }),
      },
    });
    this.composer = new Composer({
      label: `Написать: ${label}`,
      testid: `${name}-input`,
      send: (...it) => this.send(...it),
      edit: (...change) => this.#edit(...change),
      // Telegram lists the residents' commands in private chats; a group has none of its own here.
      commands: () => (crowd ? [] : (world.state.bot.commands ?? [])),
      phone: () => this.#phone(),
      editLast: () => this.#editLast(),
      inline: { bot: () => world.state.bot.username, ask: (query) => this.#find(query) },
    });
    this.pinned = h(
      "button",
      { type: "button", class: "pinned", hidden: true, onclick: () => this.feed.jump(this.pinnedId) },
      icon("pin"),
      h("span", { class: "column" }, h("b", {}, "Закреплено"), h("span", { class: "words" })),
    );
    this.above = h("div", { class: "notice-place" });
    this.keys = h("div", { class: "keys-place" });
    this.instead = h("div", { class: "instead" });
    this.feed.element.append(this.toast.element);
    this.element = h(
      "div",
      { class: "conversation" },
      head,
      this.pinned,
      this.feed.element,
      h("div", { class: "foot" }, this.above, this.composer.element, this.instead, this.keys),
    );
    this.#takeDrops();
  }

  draw() {
    const { chat, thread } = this.place();
    this.composer.show(`${chat}:${thread}`);
    this.feed.show(chat, thread);
    this.feed.draw();
    this.composer.draw();
    this.#drawPinned(chat, thread);
    const foot = this.foot();
    refill(this.instead, foot?.key ?? null, () => foot?.make());
    this.composer.element.hidden = Boolean(foot);
    const notice = this.notice();
    refill(this.above, notice?.key ?? null, () => notice?.make());
    this.#drawKeys(chat, Boolean(foot));
  }

  #drawPinned(chat, thread) {
    const last = this.world.messages(chat, thread).findLast(({ pinned }) => pinned);
    this.pinned.hidden = !last;
    this.pinnedId = last?.message_id;
    if (last) this.pinned.querySelector(".words").textContent = brief(last);
  }

  /** The newest keyboard the bot left, unless it took it away since. */
  #drawKeys(chat, hidden) {
    const last = hidden
      ? null
      : this.world
          .messages(chat, this.place().thread)
          .findLast(({ reply_markup: markup }) => markup?.keyboard || markup?.remove_keyboard);
    refill(
      this.keys,
      last?.reply_markup.keyboard ? [last.message_id, last.version] : null,
      () => last?.reply_markup.keyboard && replyKeyboard(last.reply_markup, (button) => this.#answer(button)),
    );
  }

  #answer(button) {
    if (button.request_location) return placesMenu(this.composer.clip, (fields) => this.send(fields));
    if (button.request_contact) return this.send({ kind: "contact", phone_number: this.#phone() });
    return this.send({ text: button.text });
  }

  #phone() {
    return `+7900000${this.viewer().as}`;
  }

  /** Sends as whoever writes here; true when the sandbox took it. */
  async send(fields, files = []) {
    const { chat, thread } = this.place();
    const { as, anonymous } = this.viewer();
    const whole = { as, chat, thread: thread || undefined, anonymous: anonymous || undefined, ...fields };
    const sent = await this.toast.attempt(() => server.send(whole, files));
    if (sent) this.feed.toBottom();
    return Boolean(sent);
  }

  async #edit(message, words, other) {
    const field = message.text === undefined || other ? "caption" : "text";
    const fields = {
      as: this.viewer().as,
      chat: message.chat.id,
      message_id: message.message_id,
      [field]: words,
      kind: other?.kind,
    };
    return Boolean(await this.toast.attempt(() => server.edit(fields, other ? [other.file] : [])));
  }

  async #find(query) {
    const found = await this.toast.attempt(() => server.inline(this.viewer().as, query));
    return found?.answer?.results ?? [];
  }

  #editLast() {
    const { chat, thread } = this.place();
    const mine = this.world
      .messages(chat, thread)
      .findLast((message) => isEditable(message, this.viewer().as));
    if (mine) this.composer.change(mine);
  }

  #react(message, emoji) {
    const fields = { as: this.viewer().as, chat: message.chat.id, message_id: message.message_id, emoji };
    return this.toast.attempt(() => server.react(fields));
  }

  async #press(message, button) {
    const address = button.url ?? button.login_url?.url;
    if (address) return this.#follow(address);
    if (button.copy_text) return this.#copy(button.copy_text.text);
    if (button.callback_data === undefined)
      return this.toast.say("Эта кнопка работает только в настоящем Телеграме.");
    const fields = {
      as: this.viewer().as,
      chat: message.chat.id,
      message_id: message.message_id,
      data: button.callback_data,
    };
    const reply = await this.toast.attempt(() => server.press(fields));
    const answer = reply?.answer;
    if (answer?.url) open(answer.url, "_blank", "noopener");
    if (answer?.text && answer.show_alert) await alertOf("Единый контакт-центр", answer.text);
    else if (answer?.text) this.toast.say(answer.text);
    else if (reply && !answer) this.toast.say("Бот не ответил на нажатие.", "bad");
    return undefined;
  }

  /** A link to the bot itself begins a conversation here; any other opens beside. */
  #follow(address) {
    const start = new RegExp(
      `^https?://t\\.me/${this.world.state.bot.username}\\?start=([\\w-]+)$`,
      "i",
    ).exec(address);
    if (start && this.place().thread === null) return this.send({ text: `/start ${start[1]}` });
    return void window.open(address, "_blank", "noopener");
  }

  async #copy(words) {
    await this.toast.attempt(() => navigator.clipboard.writeText(words));
    this.toast.say("Скопировано");
  }

  #menu(message, anchor, point) {
    const mine = this.world.message(message.chat.id, message.message_id);
    const given = mine.reactions.find(({ by }) => by === this.viewer().as)?.emoji;
    const row = h(
      "div",
      { class: "reaction-row", role: "group", "aria-label": "Реакция" },
      REACTIONS.map((emoji) =>
        h(
          "button",
          {
            type: "button",
            role: "menuitemradio",
            "aria-checked": String(emoji === given),
            "aria-label": `Реакция ${emoji}`,
            onclick: () => {
              closeMenu();
              this.#react(message, emoji === given ? null : emoji);
            },
          },
          pictured(emoji),
        ),
      ),
    );
    const words = message.text ?? message.caption;
    const quote = this.#selected(anchor, words);
    openMenu(
      "Действия с сообщением",
      [
        row,
        { label: "Ответить", icon: "reply", act: () => this.composer.reply(message) },
        quote && {
          label: "Ответить с цитатой",
          icon: "reply",
          act: () => this.composer.reply(message, quote),
        },
        isEditable(message, this.viewer().as) && {
          label: "Изменить",
          icon: "edit",
          act: () => this.composer.change(message),
        },
        words && { label: "Копировать текст", icon: "copy", act: () => this.#copy(words) },
      ],
      point ?? under(anchor),
    );
  }

  #selected(anchor, words) {
    const selection = getSelection();
    const inside = selection.anchorNode && anchor.closest("article")?.contains(selection.anchorNode);
    const quote = inside ? selection.toString().trim() : "";
    return words?.includes(quote) ? quote : "";
  }

  #takeDrops() {
    this.element.addEventListener("dragover", (event) => event.preventDefault());
    this.element.addEventListener("drop", (event) => {
      event.preventDefault();
      this.composer.add(asAttachments(event.dataTransfer.files));
    });
  }
}
