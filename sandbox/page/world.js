// What the page knows of the sandbox: people, chats, topics, messages, who is typing.
import { threadOf, isService } from "./message.js";
import { listen, server } from "./server.js";

const TYPING_LASTS = 5500;
const STATE_EVENTS = ["topic", "chat", "people", "faults", "clock", "bot", "member", "limits", "training"];

export class World {
  state = {
    bot: {},
    people: [],
    chats: [],
    faults: [],
    limits: {},
    clock: { now: new Date().toISOString(), offset: 0 },
  };
  online = true;
  #chats = new Map();
  #seen = new Map();
  #typing = new Map();
  #watchers = [];
  #version = 0;
  #drawing = false;
  #asking = null;
  #readAt = Date.now();

  /** `draw()` runs after every change, at most once a frame. */
  watch(draw) {
    this.#watchers.push(draw);
  }

  open() {
    listen(
      (event) => this.#take(event),
      () => this.#connect(true),
      () => this.#connect(false),
    );
  }

  #connect(online) {
    this.online = online;
    if (online) this.reload().catch(() => this.#connect(false));
    else this.#changed();
  }

  changed() {
    this.#changed();
  }

  #changed() {
    if (this.#drawing) return;
    this.#drawing = true;
    requestAnimationFrame(() => {
      this.#drawing = false;
      for (const draw of this.#watchers) draw();
    });
  }

  async reload() {
    await this.#readState();
    const ids = new Set([...this.state.people.map(({ id }) => id), ...this.state.chats.map(({ id }) => id)]);
    await Promise.all([...ids].map((id) => this.#readChat(id)));
    this.#changed();
  }

  async #readState() {
    this.state = { ...this.state, ...(await server.state()) };
    this.#readAt = Date.now();
    this.#changed();
  }

  /** Several events in a row cost one question. */
  #readStateSoon() {
    this.#asking ??= setTimeout(() => {
      this.#asking = null;
      this.#readState().catch(() => this.#connect(false));
    }, 60);
  }

  async #readChat(id) {
    const { messages } = await server.messages(id).catch(() => ({ messages: [] }));
    const known = this.#chats.get(id);
    const first = !known;
    const read = new Map(messages.map((message) => [message.message_id, this.#kept(message)]));
    // What was told of while this was being read is newer than the answer.
    const last = messages.at(-1)?.message_id ?? 0;
    for (const [number, message] of known ?? []) if (number > last) read.set(number, message);
    this.#chats.set(id, read);
    if (first) this.#readUpTo(id, messages);
  }

  #readUpTo(chat, messages) {
    for (const message of messages) this.#seen.set(`${chat}:${threadOf(message)}`, message.message_id);
  }

  #kept(message, before = {}) {
    return {
      reactions: before.reactions ?? [],
      pinned: before.pinned ?? false,
      ...message,
      version: ++this.#version,
    };
  }

  #take(event) {
    const chat = event.chat ?? event.message?.chat?.id;
    if (event.type === "reset") {
      this.#chats.clear();
      this.#seen.clear();
      this.reload();
    } else if (event.type === "message" || event.type === "edit") this.#put(chat, event.message);
    else if (event.type === "action") this.#type(chat, event);
    else if (event.type === "delete") this.#mark(chat, event, { deleted: true });
    else if (event.type === "pin") this.#mark(chat, event, { pinned: event.pinned ?? true });
    else if (event.type === "reaction") this.#mark(chat, event, { reactions: event.reactions });
    if (STATE_EVENTS.includes(event.type) || event.type === "pin") this.#readStateSoon();
    this.#changed();
  }

  #put(chat, message) {
    const messages = this.#chats.get(chat) ?? new Map();
    messages.set(message.message_id, this.#kept(message, messages.get(message.message_id)));
    this.#chats.set(chat, messages);
    this.#typing.delete(`${chat}:${threadOf(message)}`);
    const known =
      this.state.people.some(({ id }) => id === chat) || this.state.chats.some(({ id }) => id === chat);
    if (!known) this.#readStateSoon();
  }

  /** A change to known messages; an event that does not say enough makes the chat be read again. */
  #mark(chat, event, change) {
    const ids = event.message_ids ?? (event.message_id ? [event.message_id] : []);
    const messages = this.#chats.get(chat);
    const told = ids.length && Object.values(change).every((value) => value !== undefined);
    if (!messages || !told) return void this.#readChat(chat).then(() => this.#changed());
    for (const id of ids) {
      if (messages.has(id)) messages.set(id, this.#kept({ ...messages.get(id), ...change }));
    }
  }

  #type(chat, event) {
    const key = `${chat}:${event.thread ?? event.message_thread_id ?? 0}`;
    this.#typing.set(key, Date.now() + TYPING_LASTS);
    setTimeout(() => this.#changed(), TYPING_LASTS + 50);
  }

  /** The sandbox's clock in milliseconds. */
  now() {
    return new Date(this.state.clock.now).getTime() + (Date.now() - this.#readAt);
  }

  people(role) {
    return this.state.people.filter((person) => person.role === role);
  }

  person(id) {
    return (
      this.state.people.find((person) => person.id === id) ??
      (id === this.state.bot.id ? this.state.bot : undefined)
    );
  }

  groups() {
    return this.state.chats.filter(
      ({ type, migrated_to: moved }) => ["group", "supergroup"].includes(type) && !moved,
    );
  }

  chat(id) {
    return this.state.chats.find((chat) => chat.id === id);
  }

  message(chat, id) {
    return this.#chats.get(chat)?.get(id);
  }

  /** Messages oldest first; `thread` null means the whole chat. */
  messages(chat, thread = null) {
    const all = [...(this.#chats.get(chat)?.values() ?? [])].filter(({ deleted }) => !deleted);
    return thread === null ? all : all.filter((message) => threadOf(message) === thread);
  }

  typing(chat, thread) {
    return (this.#typing.get(`${chat}:${thread ?? 0}`) ?? 0) > Date.now();
  }

  see(chat, thread, id) {
    const key = `${chat}:${thread ?? 0}`;
    if ((this.#seen.get(key) ?? 0) >= id) return;
    this.#seen.set(key, id);
    this.#changed();
  }

  isUnread(message) {
    return (
      message.message_id > (this.#seen.get(`${message.chat.id}:${threadOf(message)}`) ?? 0) &&
      !isService(message)
    );
  }

  /** How many messages of others nobody has looked at yet. */
  unread(chat, viewer) {
    return this.messages(chat).filter((message) => message.from?.id !== viewer && this.isUnread(message))
      .length;
  }
}
