// The editor's and administrator's chat with the bot: a phone for somebody else.
import { Phone } from "./phone.js";

const GREETING = [
  "База знаний — в ваших руках",
  "Пришлите файл с ответами, и бот покажет, что изменится. Команда /faq подскажет остальное.",
];

export class Admin extends Phone {
  constructor(world) {
    super(world, "editor", { name: "admin", title: "Редактор", greeting: GREETING });
  }
}
