// The editor's and administrator's chat with the bot: a phone for somebody else.
import { Phone } from "./phone.js";

export class Admin extends Phone {
  constructor(world) {
    super(world, "editor", "admin", "Редактор");
  }
}
