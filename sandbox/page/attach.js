// The paper-clip's menu: own files, and ready samples.
import { openMenu, above } from "./menu.js";
import { document_, film, photo, PLACES, sticker, voice } from "./samples.js";
import { h } from "./element.js";

const MANY = { photo: "image/*", video: "video/*", document: "" };

/** Lets a person choose files; resolves to nothing when they change their mind. */
function choose(accept) {
  return new Promise((resolve) => {
    const input = h("input", {
      type: "file",
      accept,
      multiple: true,
      onchange: () => resolve([...input.files]),
      oncancel: () => resolve([]),
    });
    input.click();
  });
}

const kindOfFile = (file) =>
  file.type.startsWith("image/") ? "photo" : file.type.startsWith("video/") ? "video" : "document";

/** Pasted or dropped files as attachments. */
export const asAttachments = (files) => [...files].map((file) => ({ kind: kindOfFile(file), file }));

export function placesMenu(button, send) {
  openMenu(
    "Какое место отправить",
    PLACES.map(({ name, latitude, longitude }) => ({
      label: name,
      hint: `${latitude}, ${longitude}`,
      icon: "place",
      act: () => send({ kind: "location", latitude, longitude }),
    })),
    above(button),
  );
}

const heading = (words) => h("div", { class: "menu-heading", role: "presentation" }, words);

/** `add(attachments)` puts files beside the text; `send(fields, files)` sends at once. */
export function attachMenu(button, { add, send, phone }) {
  const own = (kind, label, icon) => ({
    label,
    icon,
    act: async () => {
      const files = await choose(MANY[kind]);
      add(files.map((file) => ({ kind, file })));
    },
  });
  const sample = (kind, label, icon, make) => ({
    label,
    icon,
    act: async () => {
      const file = await make();
      send({ kind }, file ? [file] : []);
    },
  });
  openMenu(
    "Прикрепить",
    [
      heading("Свой файл"),
      own("photo", "Фото или альбом", "image"),
      own("video", "Видео", "video"),
      own("document", "Документ", "file"),
      heading("Готовый образец"),
      {
        label: "Фото справки",
        icon: "image",
        act: async () => add([{ kind: "photo", file: await photo() }]),
      },
      sample("document", "Документ", "file", document_),
      sample("voice", "Голосовое", "mic", voice),
      sample("video", "Видео", "video", film),
      sample("video_note", "Видеосообщение", "video", film),
      sample("sticker", "Стикер", "sticker", sticker),
      { label: "Место на карте", icon: "place", act: () => placesMenu(button, send) },
      { label: "Контакт", icon: "person", act: () => send({ kind: "contact", phone_number: phone() }) },
    ],
    above(button),
  );
}
