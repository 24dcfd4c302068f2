// The editor's and administrator's chat with the bot: a phone for somebody else.
import { Phone } from "./phone.js";

const GREETING = [
  "База знаний — в ваших руках",
  "Ответы лежат в файлах faq/entries. Исправьте файл — бот подхватит его сразу и напишет сюда. /faq — сколько сейчас ответов.",
];

export class Admin extends Phone {
  constructor(world) {
    super(world, "editor", { name: "admin", title: "Редактор", greeting: GREETING });
  }
}
