// The lower end of a column: reply keyboard, who speaks, pending file and reply, command menu, input.

import { summary } from "./bubble.js";
import { avatar, el, givenName, icon, iconButton } from "./dom.js";

export class Composer {
  /** `send(text, file, replyTo)` is called once a message; it returns a promise that fails with a sentence. */
  constructor({ send, complain, chooseSpeaker, resized }) {
    Object.assign(this, { send, complain, chooseSpeaker });
    this.file = null;
    this.replyTo = null;
    this.commands = [];
    this.speakerMark = "";
    this.keyboardMark = "[]";
    this.build();
    new ResizeObserver(resized).observe(this.node);
  }

  build() {
    this.keyboard = el("div", { class: "keyboard", role: "group", "aria-label": "Bàn phím của bot", hidden: true });
    this.speakers = el("div", { class: "speakers", role: "group", "aria-label": "Ai đang nói", hidden: true });
    this.pending = el("div", { class: "pending", hidden: true });
    this.menu = el("div", { class: "menu", role: "group", "aria-label": "Các lệnh của bot", hidden: true });
    this.menu.addEventListener("keydown", (event) => this.walkMenu(event));
    this.picker = el("input", { type: "file", hidden: true, tabindex: "-1", "aria-label": "Chọn tệp", onchange: () => this.picked() });
    this.input = el("textarea", { rows: "1", placeholder: "Nhập tin nhắn", "aria-label": "Tin nhắn", enterkeyhint: "send" });
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    // On a phone the telephone's own keyboard comes up now; both together would hide the messages.
    this.input.addEventListener("focus", () => matchMedia("(pointer: coarse)").matches && this.foldKeyboard(true));
    this.menuButton = el("button", { type: "button", class: "icon-button slash", "aria-label": "Các lệnh của bot", title: "Các lệnh của bot", "aria-expanded": "false" }, "/");
    this.menuButton.addEventListener("click", () => this.toggleMenu());
    this.keysButton = iconButton("keys", "Bàn phím của bot", () => this.toggleKeyboard(), { hidden: true, "aria-expanded": "true" });
    const form = el(
      "form",
      { class: "composer" },
      this.menuButton,
      iconButton("clip", "Gửi tệp", () => this.picker.click()),
      this.picker,
      this.input,
      this.keysButton,
      el("button", { type: "submit", class: "icon-button send", "aria-label": "Gửi", title: "Gửi" }, icon("send")),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.node = el("div", { class: "foot" }, this.speakers, this.pending, this.menu, form, this.keyboard);
  }

  // --- sending

  async submit() {
    const text = this.input.value.trim();
    if (!text && !this.file) return;
    const { file, replyTo } = this;
    this.attach(null);
    this.reply(null);
    this.write("");
    try {
      await this.send(text, file, replyTo);
    } catch (error) {
      this.complain(error.message);
      // Nothing that the person wrote may be lost, unless he is already writing the next thing.
      if (!this.input.value && !this.file) {
        this.write(text);
        this.attach(file);
        this.reply(replyTo);
      }
    }
  }

  pressed(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "ArrowUp" && !this.menu.hidden) {
      event.preventDefault();
      this.menu.lastElementChild?.focus();
    } else if (event.key === "Escape") {
      this.closeMenu();
      this.reply(null);
    }
  }

  write(text) {
    this.input.value = text;
    this.typed();
  }

  typed() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight + 2, 140)}px`;
    const command = /^\/(\w*)$/.exec(this.input.value);
    if (command) this.openMenu(command[1]);
    else this.closeMenu();
  }

  // --- a file or a reply that waits to be sent

  attach(file) {
    this.file = file;
    this.showPending();
    if (file) this.input.focus();
  }

  picked() {
    if (this.picker.files.length > 0) this.attach(this.picker.files[0]);
    this.picker.value = "";
  }

  reply(message) {
    this.replyTo = message;
    this.showPending();
    if (message) this.input.focus();
  }

  showPending() {
    const rows = [];
    if (this.replyTo) {
      rows.push(strip("reply", `Trả lời ${this.replyTo.from.name}`, summary(this.replyTo), "Bỏ trả lời", () => this.reply(null)));
    }
    if (this.file) {
      rows.push(strip("file", this.file.name, "Viết chú thích rồi bấm gửi", "Bỏ tệp", () => this.attach(null), this.captionHint()));
    }
    this.pending.replaceChildren(...rows);
    this.pending.hidden = rows.length === 0;
    this.input.placeholder = this.file ? "Chú thích" : "Nhập tin nhắn";
  }

  /** A file often goes with a command of the bot: the one that loads it is offered as a tap. */
  captionHint() {
    const load = this.commands.find((one) => one.command === "load") || this.commands.find((one) => one.command === "nap");
    if (!load) return null;
    const put = () => {
      this.write(`/${load.command}`);
      this.closeMenu();
      this.input.focus();
    };
    return el("button", { type: "button", class: "chip", onclick: put }, `/${load.command}`);
  }

  // --- commands of the bot

  toggleMenu() {
    if (!this.menu.hidden) return this.closeMenu();
    this.openMenu("");
    return this.menu.querySelector("button")?.focus();
  }

  openMenu(prefix) {
    const fitting = this.commands.filter((one) => one.command.startsWith(prefix.toLowerCase()));
    const rows = fitting.map((one) =>
      el("button", { type: "button", onclick: () => this.sayCommand(one.command) }, el("strong", {}, `/${one.command}`), el("span", {}, one.description)),
    );
    if (rows.length === 0 && prefix) return this.closeMenu();
    this.menu.replaceChildren(...(rows.length ? rows : [el("p", {}, "Bot chưa đặt lệnh nào cho cuộc trò chuyện này.")]));
    this.menu.hidden = false;
    return this.menuButton.setAttribute("aria-expanded", "true");
  }

  closeMenu() {
    this.menu.hidden = true;
    this.menuButton.setAttribute("aria-expanded", "false");
  }

  walkMenu(event) {
    const items = [...this.menu.querySelectorAll("button")];
    const at = items.indexOf(document.activeElement);
    if (event.key === "Escape") {
      this.closeMenu();
      this.menuButton.focus();
    } else if (event.key === "ArrowDown") (items[at + 1] || this.input).focus();
    else if (event.key === "ArrowUp") items[Math.max(at - 1, 0)]?.focus();
    else return;
    event.preventDefault();
  }

  sayCommand(command) {
    this.closeMenu();
    if (this.file) this.write(`/${command}`);
    else {
      this.write(`/${command}`);
      this.submit();
    }
    this.input.focus();
  }

  // --- what the state brings

  setCommands(commands) {
    this.commands = commands;
  }

  /** `rows`: [["…"]] or null. The newest keyboard is open; the person may fold it. */
  setKeyboard(rows) {
    const mark = JSON.stringify(rows || []);
    if (mark === this.keyboardMark) return;
    this.keyboardMark = mark;
    const say = (text) => this.send(text, null, null).catch((error) => this.complain(error.message));
    this.keyboard.replaceChildren(
      ...(rows || []).map((row) =>
        el("div", { class: "row" }, ...row.map((key) => el("button", { type: "button", onclick: () => say(key.text || key) }, key.text || key))),
      ),
    );
    this.keysButton.hidden = !rows || rows.length === 0;
    this.foldKeyboard(this.keysButton.hidden);
  }

  toggleKeyboard() {
    this.foldKeyboard(!this.keyboard.hidden);
  }

  foldKeyboard(folded) {
    this.keyboard.hidden = folded;
    this.keysButton.setAttribute("aria-expanded", String(!folded));
  }

  /** `people`: those of whom one speaks here; fewer than two: there is nothing to choose. */
  setSpeakers(people, chosen) {
    const mark = JSON.stringify([people, chosen]);
    if (mark === this.speakerMark) return;
    this.speakerMark = mark;
    const chips = people.map((person) =>
      el("button", { type: "button", class: "chip", title: person.name, "aria-pressed": String(person.id === chosen), onclick: () => this.chooseSpeaker(person.id) },
        avatar(person.name, person.index), givenName(person.name)),
    );
    this.speakers.replaceChildren(el("span", {}, "Người nói:"), ...chips);
    this.speakers.hidden = people.length < 2;
  }
}

function strip(drawing, title, detail, cancelLabel, cancel, more = null) {
  return el("div", { class: "strip" }, icon(drawing), el("div", {}, el("strong", {}, title), el("span", {}, detail)), more, iconButton("close", cancelLabel, cancel));
}
