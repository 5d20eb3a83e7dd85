// Wires the page: one loop asks the server for the state, columns and bars draw it.
// Nothing is kept here that the server does not know, except what is on the screen.

import * as api from "./api.js";
import { ClockBar } from "./clockbar.js";
import { Column } from "./column.js";
import { el } from "./dom.js";
import { Faults } from "./faults.js";

const WAIT_S = 25;
const RETRY_MS = [500, 1000, 2000, 4000];
const COLUMN_PX = 340; // narrower than this a column is no longer comfortable to read

class Page {
  constructor() {
    this.columns = new Map(); // chat key -> Column
    this.recent = []; // chat keys, the one looked at last comes first
    this.answersSeen = null;
    this.list = document.getElementById("columns");
    this.tabs = document.getElementById("tabs");
    this.banner = document.getElementById("banner");
    this.clock = new ClockBar((sentence) => this.tell(sentence));
    this.faults = new Faults();
    window.addEventListener("resize", () => this.arrange());
    // A file that misses a column must not replace the page.
    for (const type of ["dragover", "drop"]) window.addEventListener(type, (event) => event.preventDefault());
  }

  /** Asks for ever. After a failure it starts from the full state: the server may be another one. */
  async poll() {
    let revision = null;
    for (let failures = 0; ; ) {
      try {
        const state = await api.state(revision, WAIT_S, AbortSignal.timeout((WAIT_S + 15) * 1000));
        failures = 0;
        this.banner.hidden = true;
        if (state.revision !== revision) this.draw(state);
        revision = state.revision;
      } catch (error) {
        if (!(error instanceof api.ApiError) && error.name !== "TimeoutError") console.error(error);
        this.banner.hidden = false;
        revision = null;
        await new Promise((go) => setTimeout(go, RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]));
        failures += 1;
      }
    }
  }

  draw(state) {
    const chats = this.order(state);
    this.clock.update(state.clock);
    this.faults.update(state, chats);
    const keys = chats.map(keyOf);
    this.recent = [...this.recent.filter((key) => keys.includes(key)), ...keys.filter((key) => !this.recent.includes(key))];
    for (const [key, column] of this.columns) if (!keys.includes(key)) this.remove(key, column);
    chats.forEach((chat, index) => {
      const key = keyOf(chat);
      if (!this.columns.has(key)) this.columns.set(key, new Column(this));
      const column = this.columns.get(key);
      column.update(state, chat);
      if (this.list.children[index] !== column.node) this.list.insertBefore(column.node, this.list.children[index] || null);
    });
    this.keys = keys;
    this.arrange();
    this.showAnswers(state);
  }

  /**
   * People in the state's order, then groups. Nobody writes into a channel here. A group that became
   * a supergroup is one chat with a `past` (its former ids), as in Telegram's apps.
   */
  order(state) {
    const privates = state.people.map((person) => state.chats.find((chat) => chat.person === person.id)).filter(Boolean);
    const groups = state.chats.filter((chat) => !chat.person && chat.type !== "channel");
    const formerly = (chat) => groups.filter((one) => one.migrated_to && keyOf(one) === keyOf(chat)).map((one) => one.id);
    return [...privates, ...groups.filter((chat) => !chat.migrated_to).map((chat) => ({ ...chat, past: formerly(chat) }))];
  }

  remove(key, column) {
    column.node.remove();
    this.columns.delete(key);
  }

  /** As many columns as fit are side by side; the others are a tab away. */
  arrange() {
    if (!this.keys) return;
    const room = Math.max(1, Math.floor(window.innerWidth / COLUMN_PX));
    const shown = new Set(this.recent.slice(0, room));
    this.single = room === 1;
    document.body.classList.toggle("single", this.single);
    for (const [key, column] of this.columns) {
      column.node.hidden = !shown.has(key);
      if (shown.has(key)) column.stick();
    }
    this.tabs.hidden = this.keys.length <= shown.size;
    this.drawTabs(shown);
  }

  drawTabs(shown) {
    const nodes = this.keys.map((key) => this.tab(key, shown.has(key)));
    const mark = nodes.map((node) => node.outerHTML).join("");
    if (mark === this.tabsMark) return;
    this.tabsMark = mark;
    const focused = [...this.tabs.children].indexOf(document.activeElement);
    this.tabs.replaceChildren(...nodes);
    if (focused >= 0) nodes[focused]?.focus();
  }

  tab(key, shown) {
    const column = this.columns.get(key);
    const unread = column.unread(shown);
    return el(
      "button",
      { type: "button", class: column.chat.person ? null : "of-group", "aria-pressed": String(shown), title: column.name, onclick: () => this.show(key) },
      column.badge(),
      el("span", { class: "tab-name" }, this.single ? this.shortName(column) : column.name),
      unread ? el("span", { class: "unread", "aria-label": `${unread} tin mới` }, String(unread)) : null,
    );
  }

  /** On a phone four tabs share one line: people by their given names, the only group as such. */
  shortName(column) {
    const groups = [...this.columns.values()].filter((one) => !one.chat.person);
    return groups.length === 1 && groups[0] === column ? "Nhóm" : column.shortName;
  }

  show(key) {
    this.recent = [key, ...this.recent.filter((one) => one !== key)];
    this.arrange();
  }

  /** Someone tapped a link that starts the bot: his private chat comes up and says so. */
  openBot(person, payload) {
    for (const [key, column] of this.columns) {
      if (column.chat.person !== person) continue;
      this.show(key);
      column.say(`/start ${payload}`.trim());
    }
  }

  /** Answers to taps are shown once, and not those from before the page was opened. */
  showAnswers(state) {
    const fresh = this.answersSeen === null ? [] : state.answers.slice(this.answersSeen);
    this.answersSeen = state.answers.length;
    for (const answer of fresh) {
      if (!answer.text) continue;
      if (answer.show_alert) this.alert(answer.text);
      else this.columnOf(answer).toast(answer.text);
    }
  }

  columnOf(answer) {
    const columns = [...this.columns.values()];
    return columns.find((column) => column.chat.id === answer.chat) || columns.find((column) => column.chat.person === answer.person) || this.front();
  }

  front() {
    return this.columns.get(this.recent[0]);
  }

  tell(sentence) {
    this.front()?.toast(sentence);
  }

  alert(text) {
    document.getElementById("alert-text").textContent = text;
    const dialog = document.getElementById("alert");
    if (!dialog.open) dialog.showModal();
  }
}

/** A chat keeps its key when its id changes (a group that becomes a supergroup). */
const keyOf = (chat) => String(chat.key ?? chat.id);

new Page().poll();
