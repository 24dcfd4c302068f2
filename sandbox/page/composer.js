// Where people write: the line, its attachments, replies and edits.
import { asAttachments, attachMenu } from "./attach.js";
import { fill, h } from "./element.js";
import { icon } from "./icons.js";
import { Inline } from "./inline.js";
import { above, openMenu } from "./menu.js";
import { brief } from "./message.js";
import { nameOf, senderOf } from "./person.js";
import { voice } from "./samples.js";

const EMOJI = [
  "🙂",
  "😊",
  "😀",
  "😂",
  "🥲",
  "😉",
  "😍",
  "🤔",
  "😐",
  "😢",
  "😡",
  "🙏",
  "👍",
  "👎",
  "👌",
  "👏",
  "💪",
  "🤝",
  "❤️",
  "🔥",
  "🎉",
  "✅",
  "❌",
  "❗️",
  "❓",
  "📄",
  "📷",
  "📞",
  "🏠",
  "👶",
  "👵",
  "💰",
];

const button = (name, label, onclick, type = "button") =>
  h("button", { type, class: `tool tool-${name}`, "aria-label": label, title: label, onclick }, icon(name));

export class Composer {
  #drafts = new Map();
  #place = "";
  #answering = null;
  #editing = null;
  #files = [];

  /** `send(fields, files)` and `edit(message, words, attachment)` resolve to true when done; `commands()` → [{command, description}]. */
  constructor({ label, testid, send, edit, commands, phone, editLast, inline }) {
    Object.assign(this, { send, edit, commands, phone, editLast });
    this.input = h("textarea", {
      rows: 1,
      placeholder: "Сообщение",
      "aria-label": label,
      "data-testid": testid,
      enterkeyhint: "send",
      oninput: () => this.#typed(),
      onkeydown: (event) => this.#key(event),
      onpaste: (event) => this.#paste(event),
    });
    this.inline = new Inline({ ...inline, choose: (content) => this.#share(content) });
    this.bar = h("div", { class: "composer-bar", hidden: true });
    this.shelf = h("div", { class: "shelf", hidden: true, role: "list", "aria-label": "Вложения" });
    this.clip = button("clip", "Прикрепить", () =>
      attachMenu(this.clip, { add: (files) => this.add(files), send: (...it) => this.#chosen(...it), phone }),
    );
    this.menu = button("list", "Команды бота", () => this.#commandMenu());
    this.smile = button("smile", "Вставить эмодзи", () => this.#emojiMenu());
    this.mic = button("mic", "Отправить образец голосового", () => this.#now({ kind: "voice" }, [voice()]));
    this.go = button("send", "Отправить", null, "submit");
    this.element = h(
      "form",
      { class: "composer", onsubmit: (event) => this.#submit(event) },
      this.inline.element,
      this.bar,
      this.shelf,
      h("div", { class: "line" }, this.menu, this.clip, this.input, this.smile, this.mic, this.go),
    );
    this.#fit();
  }

  /** Another chat: its own draft, no reply or edit under way. */
  show(place) {
    if (place === this.#place) return;
    this.#drafts.set(this.#place, this.#editing ? "" : this.input.value);
    this.#place = place;
    this.cancel();
    this.#files = [];
    this.#shelve();
    this.#write(this.#drafts.get(place) ?? "");
  }

  draw() {
    this.menu.hidden = !this.commands().length;
  }

  add(attachments) {
    const most = this.#editing ? 1 : 10;
    this.#files.push(...attachments.slice(0, most - this.#files.length));
    this.#shelve();
    this.input.focus();
  }

  reply(message, quote) {
    this.#editing = null;
    this.#answering = { message, quote };
    this.#show("reply", nameOf(senderOf(message)), quote ?? brief(message));
  }

  change(message) {
    this.#answering = null;
    this.#editing = message;
    this.#write(message.text ?? message.caption ?? "");
    this.#show("edit", "Изменить сообщение или заменить файл", brief(message));
  }

  /** Begins «@bot …», for answers to share. */
  begin(words) {
    this.#write(words);
    this.input.focus();
  }

  #typed() {
    this.#fit();
    this.inline.look(this.input.value);
  }

  async #share(content) {
    if (await this.#now(content)) this.#write("");
  }

  cancel() {
    if (this.#editing) {
      this.#write("");
      this.#files = [];
      this.#shelve();
    }
    this.#answering = this.#editing = null;
    this.bar.hidden = true;
    this.#fit();
  }

  #show(drawing, title, words) {
    fill(
      this.bar,
      icon(drawing),
      h("div", { class: "column" }, h("b", {}, title), h("span", {}, words)),
      button("close", drawing === "reply" ? "Не отвечать" : "Не изменять", () => this.cancel()),
    );
    this.bar.hidden = false;
    this.#fit();
    this.input.focus();
  }

  #write(words) {
    this.input.value = words;
    this.#typed();
  }

  #fit() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 150)}px`;
    const ready = this.input.value.trim() !== "" || this.#files.length > 0 || this.#editing !== null;
    this.mic.hidden = ready;
    this.go.hidden = !ready;
  }

  #shelve() {
    this.shelf.hidden = !this.#files.length;
    fill(
      this.shelf,
      this.#files.map(({ kind, file }, at) =>
        h(
          "div",
          { class: "shelved", role: "listitem" },
          kind === "photo"
            ? h("img", { src: URL.createObjectURL(file), alt: "" })
            : icon(kind === "video" ? "video" : "file"),
          h("span", { class: "words" }, file.name),
          button("close", `Убрать «${file.name}»`, () => {
            this.#files.splice(at, 1);
            this.#shelve();
          }),
        ),
      ),
    );
    this.#fit();
  }

  #key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.element.requestSubmit();
    } else if (event.key === "Escape" && !this.bar.hidden) this.cancel();
    else if (event.key === "ArrowUp" && !this.input.value && !this.#files.length) {
      event.preventDefault();
      this.editLast();
    }
  }

  #paste(event) {
    const files = asAttachments(event.clipboardData?.files ?? []);
    if (!files.length) return;
    event.preventDefault();
    this.add(files);
  }

  async #submit(event) {
    event.preventDefault();
    const words = this.input.value.trim();
    if (this.#editing) {
      const [other] = this.#files;
      if ((words || other) && (await this.edit(this.#editing, words, other))) this.cancel();
    } else if (this.#files.length) await this.#sendFiles(words);
    else if (words && (await this.#now({ text: words }))) this.#write("");
    this.input.focus();
  }

  async #sendFiles(caption) {
    const [{ kind }] = this.#files;
    const album = this.#files.map((item, at) => ({
      kind: item.kind,
      caption: at || !caption ? undefined : caption,
    }));
    const fields = album.length > 1 ? { album } : { kind, caption: caption || undefined };
    if (
      !(await this.#now(
        fields,
        this.#files.map(({ file }) => file),
      ))
    )
      return;
    this.#files = [];
    this.#shelve();
    this.#write("");
  }

  /** A ready sample: another file for the message that is being changed, or sent at once. */
  #chosen(fields, files = []) {
    if (this.#editing && files.length) this.add([{ kind: fields.kind, file: files[0] }]);
    else this.#now(fields, files);
  }

  async #now(fields, files = []) {
    const { message, quote } = this.#answering ?? {};
    const done = await this.send({ ...fields, reply_to: message?.message_id, quote }, files);
    if (done) this.cancel();
    return done;
  }

  #commandMenu() {
    openMenu(
      "Команды бота",
      this.commands().map(({ command, description }) => ({
        label: `/${command}`,
        hint: description,
        act: () => this.#now({ text: `/${command}` }),
      })),
      above(this.menu),
    );
  }

  #emojiMenu() {
    const grid = h(
      "div",
      { class: "emoji-grid" },
      EMOJI.map((emoji) =>
        h(
          "button",
          {
            type: "button",
            role: "menuitem",
            onclick: () => {
              this.input.setRangeText(emoji, this.input.selectionStart, this.input.selectionEnd, "end");
              this.#fit();
            },
          },
          emoji,
        ),
      ),
    );
    openMenu("Эмодзи", [grid], above(this.smile));
  }
}
