// Training: scripted residents to practise on, and the score at the end.
import { length } from "./dates.js";
import { h, refill } from "./element.js";
import { icon } from "./icons.js";
import { server } from "./server.js";

export class Training {
  #ended = null; // the resident of the lesson that had ended when the page last looked
  #put = 0; // the resident whose finished lesson was put away

  /** `open(number)` shows a ticket's topic in the group; `toGroup()` shows the group. */
  constructor(world, toast, { open, toGroup }) {
    Object.assign(this, { world, toast, toGroup });
    this.element = h(
      "button",
      { type: "button", class: "control", "aria-haspopup": "dialog", onclick: () => this.show() },
      icon("cap"),
      h("span", {}, "Тренировка"),
    );
    this.now = h("span", { class: "words" });
    this.topic = h(
      "button",
      { type: "button", class: "plain", onclick: () => open(this.lesson.number) },
      "К теме",
    );
    this.end = h("button", { type: "button", class: "plain", onclick: () => this.#finish() });
    this.away = h(
      "button",
      { type: "button", class: "tool", "aria-label": "Убрать", onclick: () => this.#putAway() },
      icon("close"),
    );
    this.strip = h(
      "div",
      { class: "lesson", role: "status", hidden: true },
      icon("cap"),
      this.now,
      this.topic,
      this.end,
      this.away,
    );
    this.score = h("div", { class: "score" });
    this.list = h("div", { class: "scripts" });
    this.dialog = h(
      "dialog",
      { class: "sheet", "aria-labelledby": "training-title" },
      h(
        "div",
        { class: "sheet-head" },
        h("h2", { id: "training-title" }, "Тренировка оператора"),
        h(
          "button",
          { type: "button", class: "tool", "aria-label": "Закрыть", onclick: () => this.dialog.close() },
          icon("close"),
        ),
      ),
      this.score,
      this.list,
    );
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close());
    document.body.append(this.dialog);
    setInterval(() => this.#tick(), 1000);
  }

  get lesson() {
    return this.world.state.lesson;
  }

  async show() {
    const told = await this.toast.attempt(() => server.training());
    if (!told) return;
    this.#drawList(told);
    if (!this.dialog.open) this.dialog.showModal();
    this.dialog.scrollTop = 0;
    this.draw();
  }

  draw() {
    const lesson = this.lesson;
    if (lesson === undefined) return; // the page has not read the world yet
    this.strip.hidden = !lesson || lesson.resident === this.#put;
    this.#drawScore(lesson?.ended ? lesson : null);
    if (!lesson) return void (this.#ended = 0);
    const known = this.world.groups().some(({ topics }) => topics.some(({ name }) => isOf(name, lesson)));
    this.topic.hidden = lesson.ended || !known;
    this.away.hidden = !lesson.ended;
    this.end.textContent = lesson.ended ? "Итог" : "Закончить";
    this.#tick();
    // The score opens by itself once, for whoever has seen the lesson going on.
    const ended = lesson.ended ? lesson.resident : 0;
    if (ended && this.#ended === 0) this.show();
    this.#ended = ended;
  }

  #tick() {
    const { lesson } = this;
    if (!lesson || this.strip.hidden) return;
    const words = `${lesson.title}: ${this.#state(lesson)}`;
    if (this.now.textContent !== words) this.now.textContent = words;
  }

  #state({ ended, opened_at: opened, replied, marks }) {
    if (ended) return `${marks.filter(({ good }) => good).length} из ${marks.length}`;
    if (!opened) return "житель пишет боту";
    if (replied) return "разговор идёт";
    return `ждёт ответа ${length(Math.max(0, this.world.now() / 1000 - opened))}`;
  }

  #drawScore(lesson) {
    this.score.hidden = !lesson;
    refill(this.score, lesson, () => {
      if (!lesson) return [];
      const good = lesson.marks.filter((mark) => mark.good);
      const better = lesson.marks.filter((mark) => !mark.good);
      return [
        h("p", { class: "total" }, h("b", {}, `${good.length} из ${lesson.marks.length}`), ` · ${lesson.title}`),
        this.#marks("Хорошо", "check", good),
        this.#marks("Что сделать лучше", "reply", better),
        h(
          "button",
          { type: "button", class: "main", onclick: () => this.#start(lesson.script) },
          "Ещё раз",
        ),
      ];
    });
  }

  #marks(title, picture, marks) {
    if (!marks.length) return null;
    const rows = marks.map((mark) =>
      h(
        "li",
        { class: mark.good ? "good" : "better" },
        icon(picture),
        h("p", {}, h("b", {}, mark.title), " ", mark.words),
      ),
    );
    return h("section", { "aria-label": title }, h("h3", {}, title), h("ul", {}, rows));
  }

  #drawList({ scripts, problems }) {
    const ended = this.lesson?.ended;
    this.list.replaceChildren(
      h("h3", {}, ended ? "Выберите, кто ещё обратится" : "Кто обратится"),
      h(
        "p",
        { class: "faint" },
        "Житель напишет боту и попросит специалиста. Вы — оператор: откройте тему в группе и помогите. Когда закроете обращение, увидите итог.",
      ),
      ...problems.map((words) => h("p", { class: "problem", role: "alert" }, words)),
      h(
        "ul",
        {},
        scripts.map(({ id, title, about }) =>
          h(
            "li",
            {},
            h(
              "button",
              { type: "button", class: "script", onclick: () => this.#start(id) },
              h("span", {}, h("b", {}, title), h("small", {}, about)),
              icon("play"),
            ),
          ),
        ),
      ),
    );
  }

  async #start(script) {
    const begun = await this.toast.attempt(() => server.train({ action: "start", script }));
    // A refusal is said in the page's own toast, which an open window would hide.
    this.dialog.close();
    if (begun) this.toGroup();
  }

  async #finish() {
    if (!this.lesson.ended) await this.toast.attempt(() => server.train({ action: "finish" }));
    else await this.show();
  }

  #putAway() {
    this.#put = this.lesson.resident;
    this.draw();
  }
}

/** True when a topic of that name is the lesson's ticket. */
function isOf(name, { number }) {
  return Boolean(number) && name.includes(number.slice(-6));
}
