// The panel "Sự cố": what Telegram and the network do to a bot on a bad day, one tap each.

import * as api from "./api.js";
import { el } from "./dom.js";

const METHODS = [
  ["sendMessage", "gửi tin nhắn"],
  ["sendDocument", "gửi tệp"],
  ["editMessageText", "sửa tin nhắn"],
  ["answerCallbackQuery", "trả lời nút bấm"],
];
const RETRY_AFTER = 3; // seconds; long enough to see the bot wait, short enough for a demonstration
const CALL_FAULTS = [
  ["429", "Quá nhiều tin (429)", `Telegram từ chối, bảo chờ ${RETRY_AFTER} giây.`],
  ["502", "Máy chủ lỗi (5xx)", "Telegram trả lời lỗi 502, tin không đi."],
  ["timeout_before", "Mất mạng trước khi gửi", "Không nối được, tin không đi."],
  ["timeout_after", "Mất mạng sau khi gửi", "Tin đã đến nơi, câu trả lời bị mất."],
];

export class Faults {
  constructor() {
    this.panel = document.getElementById("faults");
    this.toggle = document.getElementById("faults-toggle");
    this.toggle.addEventListener("click", () => this.show(this.panel.hidden));
    this.panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.show(false);
      this.toggle.focus();
    });
    this.build();
  }

  build() {
    this.method = el("select", { "aria-label": "Lần gọi nào của bot" }, ...METHODS.map(([value, label]) => el("option", { value }, label)));
    this.times = el("input", { type: "number", min: "1", max: "20", value: "1", "aria-label": "Mấy lần" });
    this.people = el("div", { class: "choices" });
    this.groups = el("div", { class: "choices" });
    this.result = el("p", { class: "result", role: "status" });
    this.panel.replaceChildren(
      el("div", { class: "fault-block" },
        el("h2", {}, "Đường truyền"),
        el("p", { class: "sentence" }, "Lần tới bot ", this.method, ", ", this.times, " lần:"),
        el("div", { class: "choices" }, ...CALL_FAULTS.map((fault) => this.callFault(...fault)),
          this.choice("Hết sự cố", "Bỏ các sự cố đường truyền còn đang chờ.", () => this.run(() => api.fault("none"), "Đã bỏ các sự cố đang chờ."), { "data-kind": "none" }))),
      el("div", { class: "fault-block" }, el("h2", {}, "Người"), this.people),
      el("div", { class: "fault-block" }, el("h2", {}, "Nhóm"), this.groups),
      this.result,
    );
  }

  callFault(kind, label, explanation) {
    const run = () => {
      const more = { method: this.method.value, times: Math.max(1, Number(this.times.value) || 1) };
      if (kind === "429") more.retry_after = RETRY_AFTER;
      return this.run(() => api.fault(kind, more), `Đã đặt: ${label}, ${more.times} lần.`);
    };
    return this.choice(label, explanation, run, { "data-kind": kind });
  }

  choice(label, explanation, onclick, more = {}) {
    return el("button", { type: "button", onclick, ...more }, el("strong", {}, label), explanation ? el("span", {}, explanation) : null);
  }

  async run(action, done) {
    try {
      await action();
      this.result.textContent = done;
    } catch (error) {
      this.result.textContent = error.message;
    }
  }

  show(open) {
    this.panel.hidden = !open;
    this.toggle.setAttribute("aria-expanded", String(open));
  }

  update(state, chats) {
    const mark = JSON.stringify([state.people, chats]);
    if (mark === this.mark) return;
    this.mark = mark;
    const privates = chats.filter((chat) => chat.person);
    this.people.replaceChildren(...privates.map((chat) => this.blockChoice(chat, state.people.find((one) => one.id === chat.person))));
    this.groups.replaceChildren(...chats.filter((chat) => !chat.person).flatMap((chat) => this.groupChoices(chat)));
  }

  blockChoice(chat, person) {
    const [action, label] = chat.bot === "blocked" ? ["unblock", `${person.name} bỏ chặn bot`] : ["block", `${person.name} chặn bot`];
    return this.choice(label, null, () => this.run(() => api.personAction(person.id, action), `Đã làm: ${label}.`), { "data-person": person.id });
  }

  groupChoices(chat) {
    const gone = chat.bot !== "member";
    const choices = [gone ? ["add", "Thêm lại bot", "Bot được mời trở lại nhóm."] : ["kick", "Đuổi bot khỏi nhóm", "Bot không gửi được gì vào nhóm nữa."]];
    if (chat.type === "group") choices.push(["migrate", "Nâng lên siêu nhóm (supergroup)", "Nhóm đổi số định danh; bot phải tự theo kịp."]);
    for (const topic of chat.topics) {
      const [action, label] = topic.closed ? ["reopen_topic", "Mở lại chủ đề"] : ["close_topic", "Đóng chủ đề"];
      choices.push([action, `${label} ${topic.name}`, null, { topic: topic.id }]);
    }
    return choices.map(([action, label, explanation, more]) =>
      this.choice(label, [chat.title, explanation].filter(Boolean).join(": "), () => this.run(() => api.groupAction(chat.id, action, more), `Đã làm: ${label}.`), { "data-action": action }));
  }
}
