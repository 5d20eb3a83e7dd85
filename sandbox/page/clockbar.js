// The bar on top: the sandbox's clock and its three buttons.

import * as api from "./api.js";
import { day, hour, moment, nextMorning } from "./time.js";

export class ClockBar {
  /** `tell(sentence)` shows a short message. */
  constructor(tell) {
    this.tell = tell;
    this.time = document.getElementById("clock-time");
    this.buttons = [...document.querySelectorAll("[data-move]")];
    for (const button of this.buttons) button.addEventListener("click", () => this.move(button));
  }

  update(clock) {
    this.now = moment(clock);
    const text = `${day(this.now)} ${hour(this.now)}`;
    if (this.time.textContent === text) return;
    this.time.textContent = text;
    this.time.setAttribute("datetime", clock);
  }

  step(name) {
    if (name === "next") return { action: "next" };
    return name === "day" ? { days: 1 } : { to: nextMorning(this.now) };
  }

  /** Moving may deliver reminders and so take a moment: the buttons wait, or one tap would become three. */
  async move(button) {
    if (this.now === undefined || this.buttons[0].hasAttribute("aria-busy")) return;
    const before = this.now;
    for (const one of this.buttons) one.setAttribute("aria-busy", "true");
    try {
      const answer = await api.moveClock(this.step(button.dataset.move));
      if (answer.clock) this.update(answer.clock);
      if (answer.clock && this.now === before) this.tell("Không còn thời hạn nào phía trước.");
    } catch (error) {
      this.tell(error.message);
    }
    for (const one of this.buttons) one.removeAttribute("aria-busy");
  }
}
