// The sandbox's clock: what time it is there, and how to move it.
import { clockFace, shiftName } from "./dates.js";
import { h } from "./element.js";
import { icon } from "./icons.js";
import { server } from "./server.js";

export class Clock {
  constructor(world, toast) {
    this.world = world;
    const step = (words, label, fields) =>
      h(
        "button",
        {
          type: "button",
          class: "plain",
          "aria-label": label,
          title: label,
          onclick: () => toast.attempt(() => server.clock(fields)),
        },
        words,
      );
    this.face = h("time", { class: "face-of-clock" });
    this.shift = h("span", { class: "shift", hidden: true });
    this.reset = step("сбросить", "Вернуть часы к настоящему времени", { reset: true });
    this.element = h(
      "div",
      { class: "control clock-control", role: "group", "aria-label": "Часы песочницы" },
      icon("clock"),
      this.face,
      this.shift,
      step("+1 час", "Перевести часы на час вперёд", { advance: 3600 }),
      step("+1 день", "Перевести часы на день вперёд", { advance: 86_400 }),
      this.reset,
    );
    setInterval(() => world.changed(), 15_000);
  }

  draw() {
    const { offset } = this.world.state.clock;
    this.face.textContent = clockFace(this.world.now());
    this.shift.hidden = this.reset.hidden = Math.abs(offset) < 30;
    this.shift.textContent = shiftName(offset);
  }
}
