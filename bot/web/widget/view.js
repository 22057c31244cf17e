import { lighthouse, make } from "./dom.js";

/** The log of the conversation, and the two lines that a screen reader is told of. */
export class View {
  /** @param {(name: string, detail: object) => void} event tells the host page */
  constructor(event) {
    this.event = event;
    this.head = make("div");
    this.turns = make("div", { className: "turns" });
    this.beacon = make("div", { className: "beacon", hidden: true }, lighthouse(), make("span"));
    // The log is not live: history must not be read again. Each answer is told once, by `spoken`.
    this.log = make("div", { className: "log", role: "log", tabIndex: 0, "aria-live": "off" }, this.head, this.turns, this.beacon);
    this.line = make("p", { className: "status", role: "status" });
    this.spoken = make("p", { className: "heard spoken", role: "status" });
    this.focus = () => {};
    this.moved = false;
    for (const name of ["wheel", "touchmove", "keydown"]) this.log.addEventListener(name, () => (this.moved = true), { passive: true });
  }

  /** @param {string} text */
  status(text) {
    this.line.textContent = text;
  }

  /** @param {string} text */
  waiting(text) {
    this.beacon.hidden = !text;
    this.beacon.lastChild.textContent = text;
    this.spoken.textContent = text;
    if (text && !this.moved) this.end();
  }

  /** @param {HTMLElement} turn */
  add(turn) {
    this.turns.append(turn);
    this.moved = false;
    this.end();
  }

  /** @param {HTMLElement} turn @param {any[]} replies */
  answered(turn, replies) {
    this.spoken.lang = replies[0].language;
    this.spoken.textContent = replies.map(({ title, text }) => (title ? `${title}. ${text}` : text)).join("\n");
    // To where the question stands, so that a long answer is read from its beginning; not if the visitor is elsewhere.
    if (!this.moved) this.scrollTo(turn);
    this.event("answer", { replies });
  }

  /** @param {HTMLElement} turn */
  scrollTo(turn) {
    const { scroller } = this;
    if (getComputedStyle(scroller).overflowY === "visible") turn.scrollIntoView();
    else this.scroll(scroller.scrollTop + turn.getBoundingClientRect().top - scroller.getBoundingClientRect().top - 8);
  }

  end() {
    this.scroll(this.scroller.scrollHeight);
  }

  empty() {
    this.turns.replaceChildren();
    this.status("");
    this.spoken.textContent = "";
    this.scroll(0);
  }

  /** On small or zoomed screens the panel scrolls as a whole. @returns {HTMLElement} */
  get scroller() {
    const panel = /** @type {HTMLElement} */ (this.log.parentElement);
    return getComputedStyle(this.log).overflowY === "visible" ? panel : this.log;
  }

  /** @param {number} top */
  scroll(top) {
    this.scroller.scrollTo({ top });
  }
}
