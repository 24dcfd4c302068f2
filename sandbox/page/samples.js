// Ready things to send: a photo of a paper, a voice, a film, a document, a sticker, places.

function canvas(width, height, paint) {
  const sheet = document.createElement("canvas");
  Object.assign(sheet, { width, height });
  paint(sheet.getContext("2d"), width, height);
  return sheet;
}

const fileOf = (sheet, name, type) =>
  new Promise((resolve) =>
    sheet.toBlob((blob) => resolve(new File([blob], name, { type: blob.type })), type, 0.9),
  );

function paper(pen, width, height) {
  const table = pen.createLinearGradient(0, 0, width, height);
  table.addColorStop(0, "#9a6b46");
  table.addColorStop(1, "#6f4a30");
  pen.fillStyle = table;
  pen.fillRect(0, 0, width, height);
  pen.translate(width / 2, height / 2);
  pen.rotate(-0.05);
  pen.shadowColor = "rgba(0,0,0,.45)";
  pen.shadowBlur = 30;
  pen.fillStyle = "#fbfaf5";
  pen.fillRect(-310, -215, 620, 430);
  pen.shadowColor = "transparent";
  pen.fillStyle = "#27313d";
  pen.textAlign = "center";
  pen.font = "bold 38px sans-serif";
  pen.fillText("СПРАВКА", 0, -140);
  pen.font = "24px sans-serif";
  pen.fillText("о составе семьи (образец)", 0, -102);
  pen.fillStyle = "#c5cbd3";
  [-50, -16, 18, 52, 86].forEach((y, at) => pen.fillRect(-260, y, at === 4 ? 300 : 520, 10));
  pen.strokeStyle = "#3a63b8";
  pen.lineWidth = 5;
  pen.beginPath();
  pen.arc(190, 140, 46, 0, 7);
  pen.stroke();
  pen.fillStyle = "#3a63b8";
  pen.font = "bold 18px sans-serif";
  pen.fillText("ОБРАЗЕЦ", 190, 146);
}

export const photo = () => fileOf(canvas(800, 560, paper), "справка.jpg", "image/jpeg");

export function sticker() {
  const sheet = canvas(256, 256, (pen) => {
    pen.font = "200px 'Noto Color Emoji', 'Apple Color Emoji', 'Segoe UI Emoji', sans-serif";
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillText("🙏", 128, 140);
  });
  return fileOf(sheet, "спасибо.webp", "image/webp");
}

const RATE = 16_000;

/** Three seconds of a humming voice, 16-bit mono WAV. */
export function voice() {
  const frames = RATE * 3;
  const view = new DataView(new ArrayBuffer(44 + frames * 2));
  const header = [
    "RIFF",
    36 + frames * 2,
    "WAVEfmt ",
    16,
    [1, 1],
    RATE,
    RATE * 2,
    [2, 16],
    "data",
    frames * 2,
  ];
  let at = 0;
  for (const part of header) {
    if (typeof part === "string") for (const letter of part) view.setUint8(at++, letter.charCodeAt(0));
    else
      for (const half of [part].flat()) {
        if (Array.isArray(part)) view.setUint16(at, half, true);
        else view.setUint32(at, half, true);
        at += Array.isArray(part) ? 2 : 4;
      }
  }
  for (let frame = 0; frame < frames; frame++) {
    const time = frame / RATE;
    const syllable = Math.sin(Math.PI * ((time * 3.2) % 1)) ** 2;
    const pitch = 150 + 30 * Math.sin(time * 4);
    const hum = Math.sin(2 * Math.PI * pitch * time) + 0.4 * Math.sin(4 * Math.PI * pitch * time);
    view.setInt16(44 + frame * 2, 9000 * syllable * hum, true);
  }
  return new File([view], "голос.wav", { type: "audio/wav" });
}

export const document_ = () =>
  new File(["Образец заявления.\n\nПрошу назначить мне выплату.\n"], "Заявление (образец).txt", {
    type: "text/plain",
  });

/** A film of a second and a half; undefined where the browser cannot make one. */
export async function film() {
  const sheet = canvas(320, 240, () => {});
  const type = "video/webm";
  if (!sheet.captureStream || !window.MediaRecorder?.isTypeSupported(type)) return undefined;
  const recorder = new MediaRecorder(sheet.captureStream(20), { mimeType: type });
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const done = new Promise((resolve) => (recorder.onstop = resolve));
  recorder.start();
  const pen = sheet.getContext("2d");
  for (let step = 0; step < 30; step++) {
    pen.fillStyle = `hsl(${200 + step * 3} 60% 45%)`;
    pen.fillRect(0, 0, 320, 240);
    pen.fillStyle = "#fff";
    pen.fillRect(20 + step * 8, 100, 40, 40);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  recorder.stop();
  await done;
  return new File(parts, "видео.webm", { type });
}

export const PLACES = [
  { name: "Астрахань, центр", latitude: 46.3497, longitude: 48.0326 },
  { name: "Ахтубинск", latitude: 48.2833, longitude: 46.1667 },
  { name: "Знаменск", latitude: 48.5866, longitude: 45.7368 },
  { name: "Икряное", latitude: 46.0936, longitude: 47.7288 },
  { name: "Харабали", latitude: 47.405, longitude: 47.2583 },
];
