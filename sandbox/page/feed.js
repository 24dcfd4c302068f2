// The running list of messages of one chat or topic.
import { bubble } from "./bubble.js";
import { dayKey, dayName } from "./dates.js";
import { h } from "./element.js";
import { icon } from "./icons.js";
import { isService } from "./message.js";
import { senderOf } from "./person.js";

const PAGE = 200;
const NEAR = 60;
const RUN_GAP = 600;
const LONG_PRESS = 450;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

function unitsOf(messages) {
  const units = [];
  for (const message of messages) {
    const album = message.media_group_id;
    if (album && units.at(-1)?.[0].media_group_id === album) units.at(-1).push(message);
    else units.push([message]);
  }
  return units;
}

/** True when `b` goes on where `a` stopped: the same person, the same side, a short while. */
function sameRun(a, b) {
  if (!a || !b || isService(a[0]) || isService(b[0])) return false;
  return (
    senderOf(a[0])?.id === senderOf(b[0])?.id &&
    b[0].date - a[0].date < RUN_GAP &&
    dayKey(a[0].date) === dayKey(b[0].date)
  );
}

export class Feed {
  #rows = new Map();
  #place = { chat: 0, thread: null };
  #firstId = null;
  #stuck = true;
  #lastTop = 0;
  #lastId = 0;
  #growing = false;

  /** `crowd`: several people write here; `viewer()`: whose eyes; `acts`: what bubbles may do. */
  constructor({ world, label, testid, crowd, viewer, acts, empty }) {
    Object.assign(this, { world, crowd, viewer, acts, empty });
    this.log = h("div", {
      class: "log",
      role: "log",
      "aria-live": "polite",
      "aria-label": label,
      "data-testid": testid,
      tabindex: "0",
      "aria-description": "Стрелки вверх и вниз — по сообщениям, Enter — действия с сообщением",
    });
    this.count = h("span", { class: "badge", hidden: true });
    this.down = h(
      "button",
      {
        type: "button",
        class: "to-bottom",
        hidden: true,
        "aria-label": "К новым сообщениям",
        onclick: () => this.toBottom(),
      },
      icon("down"),
      this.count,
    );
    this.element = h("div", { class: "stage" }, this.log, this.down);
    this.#listen();
  }

  #listen() {
    this.log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.log.addEventListener("keydown", (event) => this.#key(event));
    this.log.addEventListener("contextmenu", (event) => this.#openMenu(event));
    let timer;
    const forget = () => clearTimeout(timer);
    this.log.addEventListener("pointerdown", (event) => {
      forget();
      if (event.pointerType === "touch") timer = setTimeout(() => this.#openMenu(event), LONG_PRESS);
    });
    for (const name of ["pointerup", "pointercancel", "pointermove"])
      this.log.addEventListener(name, forget, { passive: true });
    this.log.addEventListener("load", () => this.#stuck && this.#jumpDown("instant"), true);
    new ResizeObserver(() => this.#stuck && this.#jumpDown("instant")).observe(this.log);
  }

  show(chat, thread = null) {
    if (chat === this.#place.chat && thread === this.#place.thread) return;
    this.#place = { chat, thread };
    this.#firstId = null;
    this.#stuck = true;
    this.#lastId = 0;
    this.#rows.clear();
    this.log.replaceChildren();
    this.log.setAttribute("aria-live", "off");
    setTimeout(() => this.log.setAttribute("aria-live", "polite"), 400);
    this.draw();
  }

  draw() {
    const { chat, thread } = this.#place;
    const messages = this.world.messages(chat, thread);
    const units = this.#window(unitsOf(messages));
    const wasAt = this.#growing ? this.log.scrollHeight - this.log.scrollTop : 0;
    this.#reconcile(this.#plan(units));
    const last = messages.at(-1);
    if (this.#stuck) this.#jumpDown(this.#lastId && last?.message_id > this.#lastId ? "smooth" : "instant");
    else if (this.#growing) this.log.scrollTop = this.log.scrollHeight - wasAt;
    this.#growing = false;
    this.#lastId = last?.message_id ?? 0;
    this.#look(messages);
  }

  #window(units) {
    if (!units.length) return units;
    const tooMany = this.#stuck && this.#rows.size > 2 * PAGE;
    if (this.#firstId === null || tooMany) this.#firstId = (units.at(-PAGE) ?? units[0])[0].message_id;
    return units.filter((unit) => unit[0].message_id >= this.#firstId);
  }

  /** Rows to show: `[key, signature, make]`; a row is made anew only when its signature changes. */
  #plan(units) {
    const rows = [];
    const viewer = this.viewer();
    const heardAt =
      units.findLast((unit) => unit[0].from?.id !== viewer && !isService(unit[0]))?.[0].message_id ?? 0;
    units.forEach((unit, at) => {
      const [first] = unit;
      const day = dayKey(first.date);
      if (!at || dayKey(units[at - 1][0].date) !== day)
        rows.push([`day ${day}`, dayName(first.date, this.world.now()), () => this.#day(first)]);
      const own = first.from?.id === viewer && !first.sender_chat;
      const shown = {
        own,
        viewer,
        crowd: this.crowd,
        read: first.message_id < heardAt || first.reactions.some(({ by }) => by !== viewer),
        starts: !sameRun(units[at - 1], unit),
        ends: !sameRun(unit, units[at + 1]),
      };
      const signature = [unit.map(({ version }) => version), Object.values(shown)].join();
      rows.push([
        `m ${first.message_id}`,
        signature,
        () =>
          bubble(unit, {
            ...shown,
            ...this.acts,
            person: (id) => this.world.person(id),
            jump: (id) => this.jump(id),
          }),
      ]);
    });
    if (!units.length) rows.push(["empty", JSON.stringify(this.#place), () => this.empty()]);
    if (this.world.typing(this.#place.chat, this.#place.thread))
      rows.push(["typing", "", () => this.#typing()]);
    return rows;
  }

  #day(message) {
    return h("div", { class: "pill day" }, h("span", {}, dayName(message.date, this.world.now())));
  }

  #typing() {
    return h(
      "div",
      { class: "message theirs typing", "aria-label": "Бот печатает" },
      h("div", { class: "bubble" }, h("i"), h("i"), h("i")),
    );
  }

  #reconcile(rows) {
    const kept = new Map();
    const wanted = new Set(rows.map(([key]) => key));
    for (const [key, { element }] of this.#rows) if (!wanted.has(key)) element.remove();
    let next = this.log.firstChild;
    for (const [key, signature, make] of rows) {
      const old = this.#rows.get(key);
      const row = old?.signature === signature ? old : { signature, element: make() };
      if (old && old !== row) {
        const focused = old.element.contains(document.activeElement);
        if (next === old.element) next = row.element;
        old.element.replaceWith(row.element);
        if (focused) row.element.focus({ preventScroll: true });
      } else if (row.element !== next) this.log.insertBefore(row.element, next);
      if (row.element === next) next = next.nextSibling;
      kept.set(key, row);
    }
    this.#rows = kept;
  }

  #look(messages) {
    const { chat, thread } = this.#place;
    const fresh = messages.filter(
      (message) => message.from?.id !== this.viewer() && this.world.isUnread(message),
    ).length;
    const seen = this.#stuck && this.log.offsetParent !== null && !document.hidden;
    if (seen && this.#lastId) this.world.see(chat, thread, this.#lastId);
    this.down.hidden = this.#stuck;
    this.count.hidden = !fresh || seen;
    this.count.textContent = fresh;
    this.down.setAttribute("aria-label", fresh ? `К новым сообщениям: ${fresh}` : "К последним сообщениям");
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.log;
    const near = scrollHeight - clientHeight - scrollTop < NEAR;
    const stuck = scrollTop < this.#lastTop - 1 ? near : this.#stuck || near;
    this.#lastTop = scrollTop;
    if (stuck !== this.#stuck) {
      this.#stuck = stuck;
      this.#look(this.world.messages(this.#place.chat, this.#place.thread));
    }
    if (scrollTop < NEAR && !this.#growing && this.#rows.size) this.#older();
  }

  #older() {
    const units = unitsOf(this.world.messages(this.#place.chat, this.#place.thread));
    const at = units.findIndex((unit) => unit[0].message_id >= this.#firstId);
    if (at <= 0) return;
    this.#firstId = units[Math.max(0, at - PAGE)][0].message_id;
    this.#growing = true;
    this.#stuck = false;
    this.draw();
  }

  #jumpDown(behavior) {
    this.log.scrollTo({ top: this.log.scrollHeight, behavior: calm.matches ? "instant" : behavior });
  }

  toBottom() {
    this.#stuck = true;
    this.#jumpDown("smooth");
    this.draw();
  }

  /** Scrolls to a message and lights it up for a moment. */
  jump(id) {
    if (!this.world.message(this.#place.chat, id)) return;
    if (id < this.#firstId) {
      this.#firstId = id;
      this.#stuck = false;
      this.draw();
    }
    const element = this.log.querySelector(`[data-id="${id}"]`);
    if (!element) return;
    this.#stuck = false;
    element.scrollIntoView({ block: "center", behavior: calm.matches ? "instant" : "smooth" });
    element.classList.add("lit");
    setTimeout(() => element.classList.remove("lit"), 1600);
  }

  #openMenu(event) {
    const article = event.target.closest("article");
    const message = article && this.world.message(this.#place.chat, Number(article.dataset.id));
    if (!message || event.target.closest("a")) return;
    event.preventDefault();
    const point = event.clientX ? { x: event.clientX, y: event.clientY } : null;
    this.acts.menu(message, article, point);
  }

  #key(event) {
    const articles = [...this.log.querySelectorAll("article")];
    const at = articles.indexOf(document.activeElement);
    if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      this.#openMenu({ target: articles[at], preventDefault() {} });
    } else if (
      ["ArrowUp", "ArrowDown"].includes(event.key) &&
      (at >= 0 || document.activeElement === this.log)
    ) {
      event.preventDefault();
      const goal = at < 0 ? articles.length - 1 : at + (event.key === "ArrowUp" ? -1 : 1);
      articles[Math.max(0, Math.min(goal, articles.length - 1))]?.focus();
    }
  }
}
