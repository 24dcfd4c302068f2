// The list of a group's topics.
import { briefTime } from "./dates.js";
import { h, refill } from "./element.js";
import { icon } from "./icons.js";
import { authorOf, brief, isService, threadOf } from "./message.js";
import { colourOf } from "./person.js";

// Telegram's own icons for topics (getForumTopicIconStickers).
const ICONS = {
  "5434144690511290129": "📰",
  "5312536423851630001": "💡",
  "5312016608254762256": "⚡️",
  "5377544228505134960": "🎙",
  "5418085807791545980": "🔝",
  "5370870893004203704": "🗣",
  "5420216386448270341": "🆒",
  "5379748062124056162": "❗️",
  "5373251851074415873": "📝",
  "5433614043006903194": "📆",
  "5357315181649076022": "📁",
  "5309965701241379366": "🔎",
  "5309984423003823246": "📣",
  "5312241539987020022": "🔥",
  "5312138559556164615": "❤️",
  "5377316857231450742": "❓",
  "5350305691942788490": "📈",
  "5350713563512052787": "📉",
  "5309958691854754293": "💎",
  "5350452584119279096": "💰",
  "5377438129928020693": "⁉️",
  "5409357944619802453": "📱",
  "5312486108309757006": "🏠",
  "5377498341074542641": "‼️",
  "5312315739842026755": "🏆",
  "5408906741125490282": "🏁",
  "5350481781306958339": "📚",
  "5357121491508928442": "👀",
  "5309832892262654231": "🤖",
  "5350387571199319521": "🗳",
  "5357419403325481346": "🎓",
  "5348227245599105972": "💼",
  "5411138633765757782": "🧪",
  "5386435923204382258": "👨‍👩‍👧‍👦",
  "5377675010259297233": "👶",
  "5350548830041415279": "🏛",
  "5377494501373780436": "👮‍♂️",
  "5350307998340226571": "🩺",
  "5310094636159607472": "💊",
  "5418115271267197333": "🪪",
  "5417915203100613993": "💬",
  "5238156910363950406": "✍️",
  "5235579393115438657": "⭐️",
  "5237699328843200968": "✅",
};

/** The picture of a topic: Telegram's icon when it has one, else its first letter. `id` 0 is the general topic. */
export function topicIcon(topic) {
  if (!topic.id) return h("span", { class: "topic-icon general", "aria-hidden": "true" }, icon("hash"));
  const known = topic.icon_emoji ?? ICONS[topic.icon_custom_emoji_id];
  if (known) return h("span", { class: "topic-icon", "aria-hidden": "true" }, known);
  const words = topic.name.split("·").at(1) ?? topic.name;
  const letter = [...words.replace(/[^\p{L}\p{N}]/gu, "")][0] ?? "•";
  return h(
    "span",
    { class: `topic-icon letter colour-${colourOf(topic)}`, "aria-hidden": "true" },
    letter.toUpperCase(),
  );
}

export class Topics {
  #query = "";
  #items = new Map();

  /** `chosen()` → the open topic's id or 0; `choose(id)`; `create()`; `viewer()` → id. */
  constructor({ world, group, chosen, choose, create, viewer }) {
    Object.assign(this, { world, group, chosen, choose, viewer });
    this.list = h("ul", { class: "topic-list", "data-testid": "topics", "aria-label": "Темы группы" });
    const search = h("input", {
      type: "search",
      placeholder: "Найти тему",
      "aria-label": "Найти тему",
      oninput: () => {
        this.#query = search.value.trim().toLowerCase();
        this.draw();
      },
    });
    this.element = h(
      "nav",
      { class: "topics", "aria-label": "Темы" },
      h(
        "div",
        { class: "topics-head" },
        h("label", { class: "search" }, icon("search"), search),
        h(
          "button",
          { type: "button", class: "tool", "aria-label": "Новая тема", title: "Новая тема", onclick: create },
          icon("plus"),
        ),
      ),
      this.list,
    );
  }

  /** Items stay what they are and move only when their place changes: who presses or tabs keeps hold of one. */
  draw() {
    const rows = this.#rows();
    const shown = new Map(rows.map((row) => [row.topic.id, this.#item(row)]));
    for (const [id, item] of this.#items) if (!shown.has(id)) item.remove();
    this.#items = shown;
    [...shown.values()].forEach((item, place) => {
      const there = this.list.children[place];
      if (there !== item) this.list.insertBefore(item, there ?? null);
    });
  }

  /** Topics with their last words and how many are new, the liveliest first, the general one on top. */
  #rows() {
    const group = this.group();
    if (!group) return [];
    const all = [{ id: 0, name: "Общая тема" }, ...group.topics];
    const rows = new Map(all.map((topic) => [topic.id, { topic, last: null, unread: 0 }]));
    for (const message of this.world.messages(group.id)) {
      const row = rows.get(threadOf(message));
      if (!row) continue;
      // Words tell more than «Бот переименовывает тему»; the service line stands only where nothing was said.
      if (!row.last || isService(row.last) || !isService(message)) row.last = message;
      row.lastId = message.message_id;
      if (message.from?.id !== this.viewer() && this.world.isUnread(message)) row.unread += 1;
    }
    const wanted = [...rows.values()].filter(({ topic }) => topic.name.toLowerCase().includes(this.#query));
    return wanted.sort(
      (a, b) =>
        Boolean(a.topic.id) - Boolean(b.topic.id) ||
        (b.lastId ?? b.topic.id) - (a.lastId ?? a.topic.id),
    );
  }

  #item({ topic, last, unread }) {
    const item = this.#items.get(topic.id) ?? this.#newItem(topic.id);
    const button = item.firstChild;
    if (topic.id === this.chosen()) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
    const who = last && !isService(last) ? `${authorOf(last).split(" ")[0]}: ` : "";
    refill(button, [topic.name, topic.closed, topic.icon_custom_emoji_id, last?.version, unread], () => [
      topicIcon(topic),
      h(
        "span",
        { class: "column" },
        h(
          "span",
          { class: "topic-line" },
          h("b", {}, topic.name),
          topic.closed && h("span", { class: "lock", role: "img", "aria-label": "закрыта" }, icon("lock")),
          last && h("time", {}, briefTime(last.date, this.world.now())),
        ),
        h(
          "span",
          { class: "topic-line" },
          h("span", { class: "words" }, last ? who + brief(last, 80) : "Сообщений нет"),
          unread > 0 && h("span", { class: "badge", "aria-label": `новых: ${unread}` }, unread),
        ),
      ),
    ]);
    return item;
  }

  #newItem(id) {
    const attributes = { type: "button", class: "topic", "data-thread": id, onclick: () => this.choose(id) };
    return h("li", {}, h("button", attributes));
  }
}
