// Finds what WCAG 2.1 AA forbids among the visible elements; answers a list of complaints.
() => {
  const found = [];
  const visible = (e) =>
    e.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && e.getClientRects().length > 0;
  const short = (e) => e.outerHTML.slice(0, 110);
  const nameOf = (e) =>
    e.getAttribute("aria-label") ||
    (e.getAttribute("aria-labelledby") || "")
      .split(" ")
      .map((id) => document.getElementById(id)?.textContent)
      .join("") ||
    [...(e.labels || [])].map((l) => l.textContent).join("") ||
    (["TEXTAREA", "INPUT", "SELECT"].includes(e.tagName) ? "" : e.innerText) ||
    e.getAttribute("alt") ||
    e.title;
  const blocked = document.querySelector("dialog[open]");

  for (const e of document.querySelectorAll(
    "button, a[href], input, textarea, select, video, [role=button], [role=log], nav, section",
  )) {
    if (visible(e) && !nameOf(e)?.trim()) found.push(["no name", short(e)]);
  }
  for (const e of document.querySelectorAll("button, a[href], input, select, [role=button]")) {
    if (!visible(e) || e.closest(".text") || e.closest(".chips") || e.matches(".unfold")) continue;
    const { width, height } = e.getBoundingClientRect();
    const box = e.closest("label")?.getBoundingClientRect();
    if (Math.min(Math.max(width, box?.width ?? 0), Math.max(height, box?.height ?? 0)) < 24)
      found.push(["too small", width, height, short(e)]);
  }
  for (const e of document.querySelectorAll("img"))
    if (!e.hasAttribute("alt")) found.push(["no alt", short(e)]);
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) found.push(["id twice", id]);
  for (const e of document.querySelectorAll("[aria-controls]")) {
    if (!document.getElementById(e.getAttribute("aria-controls"))) found.push(["controls nothing", short(e)]);
  }

  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, under) =>
    top
      .slice(0, 3)
      .map((part, at) => part * top[3] + under[at] * (1 - top[3]))
      .concat(1);
  const groundOf = (e) => {
    const layers = [];
    for (let at = e; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage.includes("gradient")) {
        // The lightest and the darkest stop would both have to pass; the middle one stands for them.
        const stops = style.backgroundImage.match(/(rgba?|oklab|color)\([^)]*\)/g) ?? [];
        if (stops.length) layers.push(rgba(stops[Math.floor(stops.length / 2)]));
      } else layers.push(rgba(style.backgroundColor));
      if (layers.at(-1)?.[3] === 1) break;
    }
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 1]);
  };
  const light = ([r, g, b]) =>
    [r, g, b]
      .map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
      .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (
      !/[\p{L}\p{N}]/u.test(walker.currentNode.data) ||
      !visible(e) ||
      e.closest(".spoiler, [aria-hidden=true], option, .missing")
    )
      continue;
    if (blocked && !blocked.contains(e)) continue;
    const style = getComputedStyle(e);
    const ground = groundOf(e);
    const value = ratio(over(rgba(style.color), ground), ground);
    const large =
      parseFloat(style.fontSize) >= 24 ||
      (parseFloat(style.fontSize) >= 18.6 && Number(style.fontWeight) >= 700);
    if (value < (large ? 3 : 4.5))
      found.push(["contrast", Math.round(value * 100) / 100, walker.currentNode.data.slice(0, 40), short(e)]);
  }
  return found;
};
