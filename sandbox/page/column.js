// One chat as a column: head, topics, messages, composer. It draws what the state says and
// keeps only what belongs to the person before the screen (scroll, speaker, topic, draft).

import * as api from "./api.js";
import { bubble } from "./bubble.js";
import { Composer } from "./composer.js";
import { avatar, el, givenName, icon } from "./dom.js";
import { day, moment } from "./time.js";

const NEAR_END = 60; // pixels: this close to the end counts as reading the newest message
const TOAST_MS = 4500;
const ROLES = { viewer: "Người xem", officer: "Cán bộ", unit_head: "Lãnh đạo đơn vị", head: "Lãnh đạo đơn vị", coordinator: "Đầu mối theo dõi", admin: "Quản trị" };
/** Where the bot is not there: what is said, and the button that brings it back. */
const ABSENCES = {
  person: { blocked: ["Người này đã chặn bot.", "Bỏ chặn"] },
  group: { kicked: ["Bot đã bị đưa ra khỏi nhóm.", "Thêm lại bot"], absent: ["Bot chưa ở trong nhóm này.", "Thêm bot"] },
};
const KINDS = { group: "Nhóm", supergroup: "Siêu nhóm" };

export class Column {
  /** `page.openBot(personId, payload)` shows that person's private chat and says /start there. */
  constructor(page) {
    this.page = page;
    this.drawn = new Map(); // message key -> {mark, node}
    this.days = new Map();
    this.speaker = null;
    this.topic = null;
    this.seen = null;
    this.follow = true;
    this.build();
  }

  build() {
    this.head = el("header", { class: "head" });
    this.topics = el("div", { class: "topics", role: "group", "aria-label": "Chủ đề", hidden: true });
    this.log = el("ol", { class: "log", role: "log", "aria-live": "polite", "aria-label": "Tin nhắn" });
    this.empty = el("div", { class: "empty", hidden: true });
    this.scroll = el("div", { class: "scroll", tabindex: "0", "aria-label": "Tin nhắn" }, this.empty, this.log);
    this.scroll.addEventListener("scroll", () => this.scrolled());
    this.jump = el("button", { type: "button", class: "jump", hidden: true, onclick: () => this.toEnd() }, icon("down"), "Tin mới");
    this.toasts = el("div", { class: "toasts", role: "status" });
    this.notice = el("div", { class: "notice", hidden: true });
    this.composer = new Composer({
      send: (text, file, replyTo) => this.send(text, file, replyTo),
      complain: (sentence) => this.toast(sentence, "bad"),
      chooseSpeaker: (id) => this.choose({ speaker: id }),
      resized: () => this.stick(),
    });
    this.node = el("section", { class: "column" }, this.head, this.topics, el("div", { class: "middle" }, this.scroll, this.jump, this.toasts), this.notice, this.composer.node);
    this.acceptDrops();
  }

  // --- what the person does

  where(replyTo) {
    const place = { person: this.speaker, chat: this.chat.id };
    if (this.topic !== null) place.topic = this.topic;
    if (replyTo && replyTo.chat === this.chat.id) place.reply_to = replyTo.id;
    return place;
  }

  async send(text, file, replyTo) {
    this.follow = true;
    if (file) await api.sendDocument(this.where(replyTo), file, text);
    else await api.say(this.where(replyTo), text);
  }

  say(text) {
    return this.send(text, null, null).catch((error) => this.toast(error.message, "bad"));
  }

  async tap(message, button, node) {
    node.setAttribute("aria-busy", "true");
    try {
      await api.tap({ person: this.speaker, chat: message.chat }, message.id, button.data);
    } catch (error) {
      this.toast(error.message, "bad");
    }
    node.removeAttribute("aria-busy");
  }

  choose(change) {
    Object.assign(this, change);
    this.follow = true;
    this.update(this.state, this.chat);
  }

  acceptDrops() {
    const hasFiles = (event) => [...event.dataTransfer.types].includes("Files");
    this.node.addEventListener("dragover", (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      this.node.classList.add("dropping");
    });
    this.node.addEventListener("dragleave", (event) => {
      if (!this.node.contains(event.relatedTarget)) this.node.classList.remove("dropping");
    });
    this.node.addEventListener("drop", (event) => {
      event.preventDefault();
      this.node.classList.remove("dropping");
      const files = event.dataTransfer.files;
      if (files.length > 1) this.toast("Mỗi lần gửi một tệp; trang lấy tệp đầu tiên.");
      if (files.length > 0) this.composer.attach(files[0]);
    });
  }

  // --- what the state says

  update(state, chat) {
    this.state = state;
    this.chat = chat;
    const people = state.people.map((person, index) => ({ ...person, index }));
    this.chooseSpeaker(people);
    this.drawHead(people);
    this.drawTopics();
    this.drawMessages();
    this.drawNotice();
    this.composer.setSpeakers(chat.person ? [] : people.filter((person) => chat.members.includes(person.id)), this.speaker);
    this.composer.setCommands(this.commands());
    this.composer.setKeyboard(this.keyboard());
  }

  chooseSpeaker(people) {
    const can = this.chat.person ? [this.chat.person] : people.filter((one) => this.chat.members.includes(one.id)).map((one) => one.id);
    if (!can.includes(this.speaker)) this.speaker = can[0] ?? null;
  }

  drawHead(people) {
    const person = people.find((one) => one.id === this.chat.person);
    this.name = person ? person.name : this.chat.title;
    const hint = person
      ? [ROLES[person.role_hint] || person.role_hint, person.username ? `@${person.username}` : ""].filter(Boolean).join(" · ")
      : `${KINDS[this.chat.type] || "Nhóm"} · ${this.chat.members.length} thành viên`;
    this.shortName = person ? givenName(this.name) : this.name;
    const mark = JSON.stringify([this.name, hint]);
    if (mark === this.headMark) return;
    this.headMark = mark;
    this.badge = () => (person ? avatar(this.name, person.index) : el("span", { class: "avatar tone-4", "aria-hidden": "true" }, icon("group")));
    this.head.replaceChildren(this.badge(), el("div", {}, el("h2", {}, this.name), el("p", {}, hint)));
    this.node.setAttribute("aria-label", `Trò chuyện: ${this.name}`);
  }

  drawTopics() {
    const topics = this.chat.topics || [];
    if (!topics.some((topic) => topic.id === this.topic)) this.topic = null;
    const mark = JSON.stringify([topics, this.topic]);
    if (mark === this.topicsMark) return;
    this.topicsMark = mark;
    const tab = (id, name) => el("button", { type: "button", "aria-pressed": String(this.topic === id), onclick: () => this.choose({ topic: id }) }, name);
    this.topics.replaceChildren(tab(null, "Chung"), ...topics.map((topic) => tab(topic.id, topic.closed ? `${topic.name} (đã đóng)` : topic.name)));
    this.topics.hidden = topics.length === 0;
  }

  /** The messages in order, each with a `key` of its own; those from before the group became a supergroup come first. */
  all() {
    const ofRoom = (room) => (this.state.messages[room] || []).map((message) => ({ ...message, chat: room, key: `${room}/${message.id}` }));
    return [...(this.chat.past || []), this.chat.id].flatMap(ofRoom);
  }

  inTopic() {
    return this.all().filter((message) => !this.chat.topics?.length || (message.topic ?? null) === this.topic);
  }

  drawMessages() {
    const messages = this.inTopic();
    const nodes = [];
    messages.forEach((message, index) => {
      const date = day(moment(message.date));
      if (index === 0 || day(moment(messages[index - 1].date)) !== date) nodes.push(this.dayNode(date));
      nodes.push(this.messageNode(messages, index));
    });
    const lastKey = messages.at(-1)?.key ?? null;
    const fresh = lastKey !== null && lastKey !== this.lastKey;
    this.lastKey = lastKey;
    place(this.log, nodes);
    this.drawEmpty(messages.length === 0);
    if (this.follow) this.stick();
    else if (fresh) this.jump.hidden = false;
  }

  dayNode(date) {
    if (!this.days.has(date)) this.days.set(date, el("li", { class: "service day" }, el("span", {}, date)));
    return this.days.get(date);
  }

  messageNode(messages, index) {
    const message = messages[index];
    const before = messages[index - 1] ?? null;
    const mine = message.from.id === this.speaker;
    const sameSender = before !== null && !before.service && before.from.id === message.from.id;
    const view = {
      mine,
      name: this.chat.person || mine || sameSender ? null : message.from.name,
      quoted: (message.reply_to && messages.find((one) => one.id === message.reply_to && one.chat === message.chat)) || null,
    };
    const mark = JSON.stringify([message, view]);
    const known = this.drawn.get(message.key);
    if (known && known.mark === mark) return known.node;
    const node = bubble(message, view, this.actions());
    if (known) keepFocus(known.node, node);
    this.drawn.set(message.key, { mark, node });
    return node;
  }

  actions() {
    return {
      command: (text) => this.say(text),
      start: (payload) => this.page.openBot(this.speaker, payload),
      botUsername: this.state.bot?.username ?? null,
      tap: (message, button, node) => this.tap(message, button, node),
      reply: (message) => this.composer.reply(message),
    };
  }

  drawEmpty(isEmpty) {
    this.empty.hidden = !isEmpty;
    if (!isEmpty || this.empty.childElementCount > 0) return;
    const start = el("button", { type: "button", class: "primary", onclick: () => this.say("/start") }, "Bắt đầu");
    this.empty.append(el("p", {}, "Chưa có tin nhắn nào."), ...(this.chat.person ? [start] : []));
  }

  drawNotice() {
    const out = (this.chat.person ? ABSENCES.person : ABSENCES.group)[this.chat.bot];
    this.notice.hidden = !out;
    if (!out) return;
    const undo = () => (this.chat.person ? api.personAction(this.chat.person, "unblock") : api.groupAction(this.chat.id, "add"));
    const button = el("button", { type: "button", onclick: () => undo().catch((error) => this.toast(error.message, "bad")) }, out[1]);
    this.notice.replaceChildren(el("span", {}, out[0]), button);
  }

  commands() {
    const own = this.state.commands[this.chat.id] || [];
    return Array.isArray(own) ? own : own[this.speaker] || [];
  }

  keyboard() {
    const latest = this.all().filter((message) => message.from.is_bot && message.keyboard).at(-1);
    return latest ? latest.keyboard : null;
  }

  // --- scroll, unread, toasts

  scrolled() {
    this.follow = this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < NEAR_END;
    if (this.follow) this.jump.hidden = true;
  }

  toEnd() {
    this.follow = true;
    this.stick();
  }

  stick() {
    if (!this.follow) return;
    this.scroll.scrollTop = this.scroll.scrollHeight;
    this.jump.hidden = true;
  }

  /** Messages that came while this column was not on the screen. */
  unread(visible) {
    const keys = this.all().filter((message) => !message.service).map((message) => message.key);
    if (visible || this.seen === null) this.seen = new Set(keys);
    return keys.filter((key) => !this.seen.has(key)).length;
  }

  toast(text, kind = "plain") {
    const node = el("p", { class: `toast ${kind}` }, text);
    this.toasts.append(node);
    setTimeout(() => node.remove(), TOAST_MS);
  }
}

/** Put `nodes` into `list` in this order and touch only what differs, so that focus and announcements stay. */
function place(list, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (list.children[index] !== node) list.insertBefore(node, list.children[index] || null);
  });
}

/** A message that was edited under the person's finger hands the focus to its new self. */
function keepFocus(before, after) {
  const at = [...before.querySelectorAll("button, a")].indexOf(document.activeElement);
  if (at < 0) return;
  queueMicrotask(() => (after.querySelectorAll("button, a")[at] || after.querySelector("button, a"))?.focus());
}
