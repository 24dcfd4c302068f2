// What a message carries besides words: pictures, sound, files, places, people, polls.
import { length } from "./dates.js";
import { h } from "./element.js";
import { icon } from "./icons.js";
import { nameOf, portrait } from "./person.js";
import { server } from "./server.js";

const SVG = "http://www.w3.org/2000/svg";
const BARS = 34;
const WIDEST = 320;
const TALLEST = 340;
const NARROWEST = 150;

function size(bytes) {
  if (!bytes) return "";
  const [value, unit] =
    bytes < 1024 ? [bytes, "Б"] : bytes < 1_048_576 ? [bytes / 1024, "КБ"] : [bytes / 1_048_576, "МБ"];
  return `${value.toLocaleString("ru", { maximumFractionDigits: value < 10 ? 1 : 0 })} ${unit}`;
}

function missing(words) {
  return h("span", { class: "missing" }, icon("image"), words);
}

function look(address, words) {
  const dialog = h(
    "dialog",
    { class: "lightbox", "aria-label": words, onclick: () => dialog.close(), onclose: () => dialog.remove() },
    h("img", { src: address, alt: words }),
    h("button", { type: "button", class: "round", "aria-label": "Закрыть", autofocus: true }, icon("close")),
  );
  document.body.append(dialog);
  dialog.showModal();
}

function photo({ photo: sizes }) {
  const best = sizes[sizes.length - 1];
  const address = server.file(best.file_id);
  // Its room is taken before the picture comes, so that nothing jumps.
  const scale = Math.min(1, WIDEST / best.width, TALLEST / best.height);
  const room = `width:${Math.max(NARROWEST, Math.round(best.width * scale))}px; aspect-ratio:${best.width} / ${best.height}`;
  const picture = h("img", { src: address, alt: "Фото", loading: "lazy" });
  const frame = h(
    "button",
    {
      type: "button",
      class: "photo",
      style: room,
      "aria-label": "Фото, открыть крупно",
      onclick: () => look(address, "Фото"),
    },
    picture,
  );
  picture.addEventListener("error", () => frame.replaceChildren(missing("Фото")));
  return frame;
}

function film(file, { round = false, loop = false } = {}) {
  const words = round ? "Видеосообщение" : "Видео";
  const player = h("video", {
    src: server.file(file.file_id),
    loop,
    muted: loop,
    autoplay: loop,
    preload: "metadata",
    playsinline: true,
    "aria-label": words,
    class: round ? "round-film" : "film",
  });
  const begin = h(
    "button",
    {
      type: "button",
      class: "round begin",
      "aria-label": `Смотреть: ${words.toLowerCase()}`,
      onclick: () => {
        player.controls = !round;
        player.play().catch(() => {});
      },
    },
    icon("play"),
  );
  const frame = h("div", { class: "film-frame" }, player, !loop && begin);
  player.addEventListener("play", () => (begin.hidden = true));
  for (const name of ["pause", "ended"]) player.addEventListener(name, () => (begin.hidden = !round));
  if (round) player.addEventListener("click", () => player.pause());
  player.addEventListener("error", () => frame.replaceChildren(missing(`${words} ${length(file.duration)}`)));
  return frame;
}

/** The outline of a voice, made up from the file's id: the sandbox has no ear. */
function wave(seed) {
  let state = [...seed].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) >>> 0, 7);
  const bars = Array.from({ length: BARS }, (_, at) => {
    state = (state * 1_103_515_245 + 12_345) >>> 0;
    const swell = 0.45 + 0.55 * Math.abs(Math.sin(at / 3.3));
    return h("i", { style: `height:${Math.round(3 + ((state % 1000) / 1000) * 17 * swell)}px` });
  });
  return h("span", { class: "wave", "aria-hidden": "true" }, bars);
}

function sound(file, title) {
  const bars = wave(file.file_unique_id ?? file.file_id);
  const clock = h("span", { class: "clock" }, length(file.duration));
  let audio = null;
  const show = (playing) => {
    button.replaceChildren(icon(playing ? "pause" : "play"));
    button.setAttribute("aria-label", `${playing ? "Остановить" : "Слушать"}: ${title}`);
  };
  const begin = () => {
    audio = new Audio(server.file(file.file_id));
    audio.ontimeupdate = () => {
      clock.textContent = length(audio.currentTime);
      const heard = audio.duration ? audio.currentTime / audio.duration : 0;
      [...bars.children].forEach((bar, at) => bar.classList.toggle("heard", at < heard * BARS));
    };
    audio.onplay = () => show(true);
    audio.onpause = () => show(false);
  };
  const button = h(
    "button",
    {
      type: "button",
      class: "round main",
      "aria-label": `Слушать: ${title}`,
      onclick: () => {
        if (!audio) begin();
        if (audio.paused) audio.play().catch(() => (clock.textContent = "не воспроизводится"));
        else audio.pause();
      },
    },
    icon("play"),
  );
  const words = file.title ? h("span", { class: "words" }, h("b", {}, file.title), file.performer) : bars;
  return h("div", { class: "sound" }, button, h("div", { class: "column" }, words, clock));
}

function document_({ document: file }) {
  return h(
    "a",
    { class: "document", href: server.file(file.file_id), download: file.file_name ?? "файл" },
    h("span", { class: "round main" }, icon("file")),
    h(
      "span",
      { class: "column" },
      h("b", {}, file.file_name ?? "Документ"),
      h("small", {}, size(file.file_size) || "Скачать"),
    ),
  );
}

function sticker({ sticker: file }) {
  const words = `Стикер ${file.emoji ?? ""}`.trim();
  const picture = h("img", { class: "sticker", src: server.file(file.file_id), alt: words });
  picture.addEventListener("error", () =>
    picture.replaceWith(
      h("span", { class: "sticker-emoji", role: "img", "aria-label": words }, file.emoji ?? "🙂"),
    ),
  );
  return picture;
}

function shape(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/** A drawing instead of a map: no tiles are fetched. Roads differ from place to place. */
function map({ latitude, longitude }) {
  const turn = Math.abs(latitude * 131 + longitude * 71) % 60;
  const picture = shape("svg", { viewBox: "0 0 280 150", class: "map", "aria-hidden": "true" });
  const roads = [
    `M-10 ${40 + turn} C 90 ${20 + turn} 160 ${90 - turn / 2} 290 ${50 + turn / 3}`,
    `M ${60 + turn} -10 C ${80 + turn} 60 ${50 + turn} 100 ${90 + turn} 160`,
    `M ${190 - turn / 2} -10 L ${230 - turn} 160`,
    "M-10 128 L 290 112",
  ];
  picture.append(
    shape("rect", { width: 280, height: 150, class: "land" }),
    shape("path", {
      class: "water",
      d: `M-10 ${86 + turn / 3} C 60 ${66 + turn / 2} 130 ${120 + turn / 4} 290 ${92 + turn / 3} V 118 C 150 146 60 96 -10 112 Z`,
    }),
    shape("rect", { x: 16, y: 12, width: 52, height: 26, rx: 5, class: "park" }),
    shape("rect", { x: 210, y: 18, width: 50, height: 24, rx: 5, class: "park" }),
    ...roads.map((d) => shape("path", { d, class: "road" })),
    shape("path", { class: "mark", d: "M140 92c13-18 20-27 20-38a20 20 0 1 0-40 0c0 11 7 20 20 38Z" }),
    shape("circle", { class: "eye", cx: 140, cy: 54, r: 7 }),
  );
  return picture;
}

function place(message) {
  const spot = message.venue?.location ?? message.location;
  const coordinates = `${spot.latitude.toFixed(4)}, ${spot.longitude.toFixed(4)}`;
  return h(
    "div",
    { class: "place" },
    map(spot),
    h(
      "div",
      { class: "column" },
      message.venue && h("b", {}, message.venue.title),
      h("span", {}, message.venue?.address ?? `Координаты: ${coordinates}`),
    ),
  );
}

function contact({ contact: card }) {
  return h(
    "div",
    { class: "contact" },
    portrait({ ...card, id: card.user_id ?? 3 }),
    h("div", { class: "column" }, h("b", {}, nameOf(card)), h("span", {}, card.phone_number)),
  );
}

function poll({ poll: vote }) {
  const total = vote.total_voter_count || 0;
  const options = vote.options.map((option) => {
    const share = total ? Math.round((option.voter_count / total) * 100) : 0;
    return h(
      "li",
      {},
      h("span", {}, `${share} %`),
      h("span", { class: "words" }, option.text),
      h("i", { style: `width:${share}%` }),
    );
  });
  return h(
    "div",
    { class: "poll" },
    h("b", {}, vote.question),
    h("small", {}, vote.is_anonymous === false ? "Открытое голосование" : "Анонимный опрос"),
    h("ul", {}, options),
    h("small", {}, total ? `Голосов: ${total}` : "Голосов пока нет"),
  );
}

const DRAW = {
  photo,
  poll,
  contact,
  sticker,
  document: document_,
  location: place,
  venue: place,
  video: (m) => film(m.video),
  video_note: (m) => film(m.video_note, { round: true }),
  animation: (m) => film(m.animation, { loop: true }),
  voice: (m) => sound(m.voice, "голосовое сообщение"),
  audio: (m) => sound(m.audio, m.audio.title ?? "аудио"),
  dice: (m) => h("div", { class: "dice" }, `${m.dice.emoji} ${m.dice.value}`),
};

/** The element of a message's attachment, or null for plain text. */
export const attachment = (message, kind) => DRAW[kind]?.(message) ?? null;
