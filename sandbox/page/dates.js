// Moments as people read them, in the region's own time zone.

const ZONE = "Europe/Astrakhan";
const format = (options) => new Intl.DateTimeFormat("ru", { timeZone: ZONE, ...options });
const TIME = format({ hour: "2-digit", minute: "2-digit" });
const DAY = format({ day: "numeric", month: "long" });
const DAY_OF_ANOTHER_YEAR = format({ day: "numeric", month: "long", year: "numeric" });
const SHORT_DAY = format({ day: "2-digit", month: "2-digit" });
const CLOCK = format({
  weekday: "short",
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});
const FULL = format({ dateStyle: "long", timeStyle: "short" });
const KEY = format({ year: "numeric", month: "2-digit", day: "2-digit" });

/** `seconds` since 1970 → «14:05». */
export const timeOf = (seconds) => TIME.format(seconds * 1000);
export const fullTimeOf = (seconds) => FULL.format(seconds * 1000);
export const clockFace = (now) => CLOCK.format(now);

const days = new Map();

/** The day a moment falls on, as a key. Midnights fall on quarters of an hour in every zone, so a quarter's day is kept. */
export function dayKey(seconds) {
  const quarter = Math.floor(seconds / 900);
  if (!days.has(quarter)) days.set(quarter, KEY.format(seconds * 1000));
  return days.get(quarter);
}

/** The words between two days' messages: «Сегодня», «Вчера», «3 ноября». */
export function dayName(seconds, now) {
  if (dayKey(seconds) === KEY.format(now)) return "Сегодня";
  if (dayKey(seconds) === KEY.format(now - 86_400_000)) return "Вчера";
  const sameYear = KEY.format(now).slice(-4) === dayKey(seconds).slice(-4);
  return (sameYear ? DAY : DAY_OF_ANOTHER_YEAR).format(seconds * 1000);
}

/** For a list of topics: the time today, else the day. */
export function briefTime(seconds, now) {
  return dayKey(seconds) === KEY.format(now) ? timeOf(seconds) : SHORT_DAY.format(seconds * 1000);
}

/** Seconds → «+1 д 2 ч» or «−30 мин». */
export function shiftName(seconds) {
  const total = Math.abs(Math.round(seconds / 60));
  const parts = [
    [Math.floor(total / 1440), "д"],
    [Math.floor((total % 1440) / 60), "ч"],
    [total % 60, "мин"],
  ];
  const words = parts.filter(([count]) => count).map(([count, unit]) => `${count} ${unit}`);
  return (seconds < 0 ? "−" : "+") + (words.slice(0, 2).join(" ") || "0 мин");
}

/** Seconds of sound or film → «1:05». */
export const length = (seconds = 0) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
