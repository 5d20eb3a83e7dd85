// Text with the Bot API's entities becomes nodes. Offsets are UTF-16 units, as in JavaScript's strings.

import { el } from "./dom.js";

const SAFE_LINK = /^(https?:|tg:|tel:|mailto:)/i;
const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", blockquote: "blockquote", expandable_blockquote: "blockquote" };

/** Nodes for `text`. `actions`: command(text) says a command, start(payload) opens the bot by a link to `botUsername`. */
export function richText(text, entities, actions) {
  const order = [...(entities || [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return pieces(text, 0, text.length, order, actions);
}

function pieces(text, from, to, entities, actions) {
  const nodes = [];
  let at = from;
  for (let i = 0; i < entities.length; i += 1) {
    const entity = entities[i];
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at || entity.offset >= to) continue;
    if (entity.offset > at) nodes.push(document.createTextNode(text.slice(at, entity.offset)));
    const inner = entities.slice(i + 1).filter((other) => other.offset >= entity.offset && other.offset + other.length <= end);
    nodes.push(wrap(entity, text.slice(entity.offset, end), pieces(text, entity.offset, end, inner, actions), actions));
    at = end;
  }
  if (at < to) nodes.push(document.createTextNode(text.slice(at, to)));
  return nodes;
}

function wrap(entity, raw, children, actions) {
  switch (entity.type) {
    case "pre":
      return el("pre", {}, el("code", {}, ...children));
    case "spoiler":
      return spoiler(children);
    case "text_link":
      return link(entity.url, children, actions);
    case "url":
      return link(/^[a-z]+:/i.test(raw) ? raw : `https://${raw}`, children, actions);
    case "email":
      return link(`mailto:${raw}`, children, actions);
    case "phone_number":
      return link(`tel:${raw.replace(/[^+\d]/g, "")}`, children, actions);
    case "bot_command":
      return el("button", { type: "button", class: "command", onclick: () => actions.command(raw) }, ...children);
    default:
      return el(TAGS[entity.type] || "span", { class: TAGS[entity.type] ? null : "mark" }, ...children);
  }
}

function spoiler(children) {
  const node = el("button", { type: "button", class: "spoiler", "aria-label": "Nội dung ẩn, bấm để xem" }, el("span", {}, ...children));
  node.addEventListener("click", () => {
    node.classList.add("open");
    node.removeAttribute("aria-label");
  }, { once: true });
  return node;
}

/** A link, or plain text when the address is none that a person should be able to tap. */
export function link(url, children, actions, extra = {}) {
  if (!SAFE_LINK.test(url || "")) return el("span", {}, ...children);
  const payload = startPayload(url, actions.botUsername);
  const onclick = payload === null ? null : (event) => {
    event.preventDefault();
    actions.start(payload);
  };
  const outside = /^https?:/i.test(url) ? { target: "_blank", rel: "noopener noreferrer" } : {};
  return el("a", { href: url, onclick, ...outside, ...extra }, ...children);
}

/** The payload of a link to this bot (t.me/Bot?start=payload); null for any other link. */
function startPayload(url, botUsername) {
  const match = /^https?:\/\/t\.me\/(\w+)\?start=([\w-]*)$/i.exec(url);
  return match && match[1].toLowerCase() === String(botUsername).toLowerCase() ? match[2] : null;
}
