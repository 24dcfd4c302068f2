// The page put together: a header, a phone, the operators' group, the editor's chat.
import { Admin } from "./admin.js";
import { Clock } from "./clock.js";
import { h } from "./element.js";
import { Faults } from "./faults.js";
import { Group } from "./group.js";
import { header } from "./header.js";
import { Phone } from "./phone.js";
import { Robot } from "./robot.js";
import { Tabs } from "./tabs.js";
import { Toast } from "./toast.js";
import { Training } from "./training.js";
import { World } from "./world.js";

const world = new World();
const toast = new Toast();
const phone = new Phone(world, "resident");
const training = new Training(world, toast, {
  open: (number) => group.openTicket(number),
  toGroup: () => tabs.choose("group"),
});
const group = new Group(world, training.strip);
const admin = new Admin(world);
const controls = [new Clock(world, toast), new Robot(world, toast), training, new Faults(world, toast)];

const unreadOf = (role) => world.people(role).reduce((sum, { id }) => sum + world.unread(id, id), 0);
const panes = [
  { id: "phone", title: "Житель", icon: "phone", element: phone.element, unread: () => unreadOf("resident") },
  { id: "group", title: "Операторы", icon: "people", element: group.element, unread: () => group.unread() },
  { id: "admin", title: "Редактор", icon: "edit", element: admin.element, unread: () => unreadOf("editor") },
];
const tabs = new Tabs(panes, () => world.changed());

const offline = h(
  "p",
  { class: "offline", role: "status", hidden: true },
  "Связь с песочницей прервалась. Подключаюсь снова…",
);
world.watch(() => (offline.hidden = world.online));

const main = h(
  "main",
  {},
  panes.map(({ id, title, element }) =>
    h("section", { class: "pane", id: `pane-${id}`, "aria-label": title, "data-pane": id }, element),
  ),
);
document
  .getElementById("page")
  .replaceChildren(header(controls, toast), offline, tabs.element, main, toast.element);
toast.element.classList.add("global");

for (const part of [tabs, ...controls, phone, group, admin]) world.watch(() => part.draw());
world.open();
