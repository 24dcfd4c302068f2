// The sandbox's HTTP controls, and its stream of events. See docs/sandbox.md.

import { refusalWords } from "./refusals.js";

/** The sandbox did not do what was asked; `message` is for people. */
export class Refused extends Error {}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Refused("Песочница не отвечает. Проверьте, что она запущена.");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok || answer.ok === false) {
    throw new Refused(refusalWords(answer.error ?? "") || `Песочница ответила ошибкой ${response.status}.`);
  }
  return answer;
}

const read = (path) => ask(`/sandbox/${path}`);
const tell = (path, body = {}) =>
  ask(`/sandbox/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

function form(fields, files) {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || value === null) continue;
    data.append(name, typeof value === "object" ? JSON.stringify(value) : String(value));
  }
  for (const file of files) data.append("file", file, file.name);
  return data;
}

const tellWith = (path, fields, files = []) =>
  files.length ? ask(`/sandbox/${path}`, { method: "POST", body: form(fields, files) }) : tell(path, fields);

export const server = {
  state: () => read("state"),
  messages: (chat) => read(`messages?chat=${chat}`),
  send: (fields, files) => tellWith("send", fields, files),
  edit: (fields, files) => tellWith("edit", fields, files),
  react: (fields) => tell("react", fields),
  press: (fields) => tell("press", fields),
  inline: (as, query) => tell("inline", { as, query }),
  block: (as, blocked) => tell("block", { as, blocked }),
  topic: (fields) => tell("topic", fields),
  member: (chat, user, status) => tell("member", { chat, user, status }),
  forum: (chat, isForum) => tell("group", { chat, is_forum: isForum }),
  migrate: (chat) => tell("migrate", { chat }),
  person: (fields) => tell("people", fields),
  fault: (fields) => tell("faults", fields),
  clearFaults: () => ask("/sandbox/faults", { method: "DELETE" }),
  limits: (fields) => tell("limits", fields),
  clock: (fields) => tell("clock", fields),
  bot: (action) => tell("bot", { action }),
  training: () => read("training"),
  train: (fields) => tell("training", fields),
  reset: () => tell("reset"),
  file: (id) => `/sandbox/files/${encodeURIComponent(id)}`,
};

/** Calls `onEvent` for each event and `onOpen` after every (re)connection, when events may have been missed. */
export function listen(onEvent, onOpen, onLost) {
  const stream = new EventSource("/sandbox/events");
  stream.onopen = onOpen;
  stream.onerror = onLost;
  stream.onmessage = ({ data }) => onEvent(JSON.parse(data));
}
