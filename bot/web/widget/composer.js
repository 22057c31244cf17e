import { icon, make } from "./dom.js";

const LIMIT = 1000;
const NEAR = 900;

/** The box to write in. */
export class Composer {
  /** @param {import("./conversation.js").Conversation} talk */
  constructor(talk) {
    this.talk = talk;
    this.box = make("textarea", { id: "question", rows: 1, enterKeyHint: "send", "aria-describedby": "count", maxLength: LIMIT * 20 });
    this.label = make("label", { htmlFor: "question", className: "heard" });
    this.count = make("p", { id: "count", className: "count" });
    this.button = make("button", { className: "send" }, icon("send"));
    this.form = make("form", { className: "composer", noValidate: true }, this.label, make("div", { className: "row" }, this.box, this.button), this.count);
    this.form.addEventListener("submit", (/** @type {Event} */ event) => this.submit(event));
    this.box.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.key(event));
    this.box.addEventListener("input", () => this.changed());
    this.box.value = talk.session.kept.draft ?? "";
  }

  translate() {
    const { talk } = this;
    this.label.textContent = this.box.placeholder = talk.say("page_question");
    this.button.title = talk.say("page_send");
    this.button.setAttribute("aria-label", talk.say("page_send"));
    this.changed();
  }

  changed() {
    const { value } = this.box;
    const length = [...value.trim()].length;
    const tooLong = length > LIMIT;
    this.count.textContent = length > NEAR ? this.talk.say("widget_count", { count: length, limit: LIMIT }) : "";
    this.count.classList.toggle("bad", tooLong);
    if (tooLong) this.box.setAttribute("aria-invalid", "true");
    else this.box.removeAttribute("aria-invalid");
    this.box.rows = Math.min(5, value.split("\n").length + Math.floor(value.length / 60));
    this.talk.session.keep({ draft: value });
  }

  /** @param {Event} event */
  submit(event) {
    event.preventDefault();
    const text = this.box.value.trim();
    const fault = !text ? "error_empty" : [...text].length > LIMIT ? "error_too_long" : "";
    if (fault) this.talk.status(this.talk.say(fault));
    else if (this.talk.ask(text)) this.clear();
    this.box.focus({ preventScroll: true });
  }

  clear() {
    this.box.value = "";
    this.changed();
  }

  /** Enter sends, Shift+Enter breaks the line; an Enter that ends a half-composed word does neither. @param {KeyboardEvent} event */
  key(event) {
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key !== "Enter" || event.shiftKey || composing) return;
    event.preventDefault();
    this.form.requestSubmit();
  }
}
