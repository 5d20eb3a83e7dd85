// One message becomes one list item: bubble, reply quote, document, contact, inline buttons.

import { documentUrl } from "./api.js";
import { el, icon, iconButton } from "./dom.js";
import { link, richText } from "./entities.js";
import { serviceText } from "./service.js";
import { hour, moment } from "./time.js";

/**
 * `view`: {mine, name (shown above, or null), quoted (message that is replied to, or null)}.
 * `actions`: command(text), start(payload), tap(message, button, node), reply(message).
 */
export function bubble(message, view, actions) {
  const event = serviceText(message);
  if (event !== null) return el("li", { class: "service" }, el("span", {}, event));
  const body = el(
    "div",
    { class: "bubble" },
    view.name ? el("p", { class: "sender" }, view.name) : null,
    view.quoted ? quote(view.quoted) : null,
    message.document ? documentCard(message.document) : null,
    message.contact ? contactCard(message.contact) : null,
    message.text ? el("div", { class: "text" }, ...richText(message.text, message.entities, actions)) : null,
    el("p", { class: "meta" }, message.edited ? "đã sửa · " : "", el("time", {}, hour(moment(message.date)))),
  );
  const buttons = inlineButtons(message, actions);
  return el(
    "li",
    { class: `message ${view.mine ? "mine" : "theirs"}`, "data-id": message.id, "data-from": message.from.is_bot ? "bot" : "person" },
    el("div", { class: buttons ? "stack wide" : "stack" }, body, buttons),
    iconButton("reply", "Trả lời tin này", () => actions.reply(message), { class: "icon-button answer" }),
  );
}

/** What a message is called where there is room for one line only. */
export function summary(message) {
  if (message.document) return [message.document.name, message.text].filter(Boolean).join(" · ");
  if (message.contact) return contactName(message.contact);
  return message.text || "Tin nhắn";
}

function quote(message) {
  return el("div", { class: "quote" }, el("strong", {}, message.from.name), el("span", {}, summary(message)));
}

function documentCard(file) {
  return el(
    "a",
    { class: "card", href: documentUrl(file.file_id), download: file.name, "aria-label": `Tải xuống ${file.name}, ${size(file.size)}` },
    el("span", { class: "card-icon" }, icon("file")),
    el("span", { class: "card-text" }, el("strong", {}, file.name), el("span", {}, `${size(file.size)} · Tải xuống`)),
  );
}

const contactName = (contact) => [contact.first_name || contact.name, contact.last_name].filter(Boolean).join(" ");

function contactCard(contact) {
  const number = contact.phone_number || contact.phone || "";
  return el(
    "a",
    { class: "card", href: `tel:${number.replace(/[^+\d]/g, "")}` },
    el("span", { class: "card-icon call" }, icon("phone")),
    el("span", { class: "card-text" }, el("strong", {}, contactName(contact)), el("span", {}, `${number} · Gọi`)),
  );
}

function inlineButtons(message, actions) {
  if (!message.buttons || message.buttons.length === 0) return null;
  const rows = message.buttons.map((row) => el("div", { class: "row" }, ...row.map((button) => inlineButton(message, button, actions))));
  return el("div", { class: "inline", role: "group", "aria-label": "Nút của tin nhắn" }, ...rows);
}

function inlineButton(message, button, actions) {
  if (button.url) return link(button.url, [button.text], actions, { class: "button" });
  const node = el("button", { type: "button", class: "button", "data-data": button.data }, button.text);
  node.addEventListener("click", () => actions.tap(message, button, node));
  return node;
}

function size(bytes) {
  if (bytes < 1024) return `${bytes} byte`;
  const [value, unit] = bytes < 1024 * 1024 ? [bytes / 1024, "KB"] : [bytes / 1024 / 1024, "MB"];
  return `${value.toFixed(value < 10 ? 1 : 0).replace(".", ",")} ${unit}`;
}
