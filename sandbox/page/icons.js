// The drawings on buttons: one 24×24 outline each.

const OUTLINES = {
  send: "M3.5 11.6 20.5 4l-5.4 16.5-3.6-6.6zM11.5 13.9 20.5 4",
  clip: "m20 11.4-8.2 8.2a5.3 5.3 0 0 1-7.5-7.5l8.6-8.6a3.6 3.6 0 0 1 5 5l-8.5 8.6a1.8 1.8 0 0 1-2.6-2.6l7.8-7.8",
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM8.2 14.2a4.6 4.6 0 0 0 7.6 0M9 9.6v.2M15 9.6v.2",
  mic: "M12 15a3.2 3.2 0 0 0 3.2-3.2V6.2a3.2 3.2 0 1 0-6.4 0v5.6A3.2 3.2 0 0 0 12 15ZM5.6 11.6a6.4 6.4 0 0 0 12.8 0M12 18v3",
  list: "M4 7h16M4 12h16M4 17h10",
  back: "M15 5l-7 7 7 7",
  more: "M12 5.6v.2M12 12v.2M12 18.3v.2",
  plus: "M12 5v14M5 12h14",
  close: "M6 6l12 12M18 6 6 18",
  check: "m5 12.5 4.5 4.5L19 7.5",
  checks: "m2.5 12.5 4 4L15 8M10.5 15.3l1.3 1.2L20.5 8",
  reply: "M9.5 6 4 11.2l5.5 5.3v-3.4c5 0 8.2 1.4 10.5 4.9-.6-5.6-4-9.2-10.5-9.2z",
  edit: "M4 20h4L19.2 8.8a2.1 2.1 0 0 0 0-3l-1-1a2.1 2.1 0 0 0-3 0L4 16zM13.5 6.5l4 4",
  copy: "M9 9h10v11H9zM15 9V4H5v11h4",
  trash: "M5 7h14M9.5 7V4.5h5V7M7 7l.8 13h8.4L17 7M10.3 11v5M13.7 11v5",
  lock: "M6.5 11h11v9h-11zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  unlock: "M6.5 11h11v9h-11zM8.5 11V7.5a3.5 3.5 0 0 1 6.8-1.2",
  pin: "M9 4h6l-.8 6 3.3 3.5h-11L9.8 10zM12 13.5V20",
  down: "m6 10 6 6 6-6",
  play: "M8 5.5v13l11-6.5z",
  pause: "M8.5 5.5v13M15.5 5.5v13",
  file: "M6 3.5h8l4.5 4.5v12.5H6zM14 3.5V8h4.5",
  image: "M4 5h16v14H4zM4 16l4.5-4.5 4 4 3-3L20 17M15.2 9.2v.1",
  video: "M4 6.5h11v11H4zM15 11l5-3v8l-5-3",
  sticker: "M12 20.5a8.5 8.5 0 1 1 8.5-8.5c-4.5 0-8.5 4-8.5 8.5ZM8.7 10v.2M13.5 9v.2",
  place:
    "M12 21s6.5-6.2 6.5-11.2a6.5 6.5 0 0 0-13 0C5.5 14.8 12 21 12 21ZM12 12a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Z",
  person: "M12 11.5a3.8 3.8 0 1 0 0-7.5 3.8 3.8 0 0 0 0 7.5ZM4.5 20a7.5 7.5 0 0 1 15 0",
  people:
    "M9 11a3.3 3.3 0 1 0 0-6.6A3.3 3.3 0 0 0 9 11ZM2.8 19a6.2 6.2 0 0 1 12.4 0M15.5 4.8a3.2 3.2 0 0 1 0 6M17.6 14a6.2 6.2 0 0 1 3.6 5",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.3 15.3 20 20",
  clock: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 7.5V12l3 2",
  bolt: "M13.5 3 5 13.5h6L10 21l8.5-11h-6z",
  robot: "M5 9h14v10H5zM12 9V5M9 13.3v.8M15 13.3v.8M12 4.9v.1M2.6 13v3M21.4 13v3",
  restart: "M19.5 12a7.5 7.5 0 1 1-2.2-5.3L19.5 9M19.5 4.5V9H15",
  moon: "M20 14.2A8.3 8.3 0 0 1 9.8 4 8.3 8.3 0 1 0 20 14.2Z",
  hash: "M5 9h14M5 15h14M10 4 8 20M16 4l-2 16",
  download: "M12 4v11M7.5 11 12 15.5 16.5 11M5 20h14",
  phone: "M7.5 3h9v18h-9zM11 18h2",
  shield: "M12 3.5 19 6v5.5c0 4.4-2.9 7.6-7 9-4.1-1.4-7-4.6-7-9V6zM9 12l2.2 2.2L15.2 10",
  tune: "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.8v4.4M9 14.8v4.4",
  cap: "M2.5 9.5 12 5l9.5 4.5L12 14zM6.5 11.6V16c1.6 1.7 3.4 2.5 5.5 2.5s3.9-.8 5.5-2.5v-4.4M21.5 9.5V15",
  link: "M8 16 17 7M10 7h7v7",
  stop: "M7 7h10v10H7z",
};

const SVG = "http://www.w3.org/2000/svg";

/** An `<svg>` outline by name; decoration only, so hidden from screen readers. */
export function icon(name) {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("class", `icon icon-${name}`);
  picture.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", OUTLINES[name]);
  picture.append(path);
  return picture;
}
