// Small helpers to build nodes. Text goes in as text nodes only, never as markup: whatever
// a bot or a person writes can therefore not become HTML on this page.

/** Make an element. `props`: attributes; `onclick` and the like are listeners; null and false are left out. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

/** A drawing from the symbols in index.html; decoration only, the button says its name itself. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** A round or square button that shows a drawing and says `label` to a screen reader. */
export function iconButton(name, label, onclick, extra = {}) {
  return el("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...extra }, icon(name));
}

/** "Nguyễn Văn An" is called An. */
export const givenName = (name) => name.trim().split(/\s+/).at(-1);

/** The letter in a round badge, coloured by a number that stays the same for one chat. */
export function avatar(name, index) {
  return el("span", { class: `avatar tone-${index % 5}`, "aria-hidden": "true" }, (givenName(name) || "?").slice(0, 1).toUpperCase());
}
