// Names, initials and round portraits.
import { h } from "./element.js";
import { icon } from "./icons.js";

const COLOURS = 7;

export function nameOf(person) {
  if (!person) return "Неизвестный";
  return [person.first_name, person.last_name].filter(Boolean).join(" ") || person.title || "Без имени";
}

function initials(name) {
  const words = name.split(/\s+/).filter((word) => /\p{L}/u.test(word));
  return (
    words
      .slice(0, 2)
      .map((word) => [...word][0].toUpperCase())
      .join("") || "•"
  );
}

/** A person's (or a topic's) own colour, by number. */
export const colourOf = (one) => (one?.is_bot ? "bot" : Math.abs(Number(one?.id) || 0) % COLOURS);

/** A portrait: initials on the person's colour, a drawing for the bot and for groups. */
export function portrait(person, size = "") {
  const drawn = person?.is_bot ? "robot" : person?.title ? "people" : null;
  return h(
    "span",
    { class: `portrait ${size} colour-${colourOf(person)}`, "aria-hidden": "true" },
    drawn ? icon(drawn) : initials(nameOf(person)),
  );
}

/** Who a message is from, as a chat shows it: an anonymous administrator is the group itself. */
export const senderOf = (message) => message.sender_chat ?? message.from ?? message.chat;
