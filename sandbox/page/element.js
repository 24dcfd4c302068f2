// Page elements made from plain values; text always goes in as text.

/** An element: `h("b", {class: "x", onclick: f, "aria-label": "…"}, "text", child)`. Empty children are skipped. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child || child === 0));
  return element;
}

/** Puts `children` into `parent` in place of what was there, unless they are the same already. */
export function fill(parent, ...children) {
  parent.replaceChildren(...children.flat().filter(Boolean));
}

/** Runs `make` and fills `parent` only when `key` differs from the last time. */
export function refill(parent, key, make) {
  const now = JSON.stringify(key);
  if (parent.dataset.key === now) return;
  parent.dataset.key = now;
  fill(parent, make());
}
