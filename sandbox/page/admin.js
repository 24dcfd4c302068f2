// The editor's and administrator's chat with the bot: a phone for somebody else.
import { Phone } from "./phone.js";

const GREETING = [
  "База знаний — в ваших руках",
  "Пришлите боту файл темы из faq/entries или таблицу: он покажет, что изменится, и спросит, публиковать ли. Исправленный на диске файл он подхватит сам. /faq — как дела у базы.",
];

export class Admin extends Phone {
  constructor(world) {
    super(world, "editor", { name: "admin", title: "Редактор", greeting: GREETING });
  }
}
