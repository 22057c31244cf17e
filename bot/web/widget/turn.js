import { Refused, newId } from "./client.js";
import { icon, make } from "./dom.js";
import { replyCard } from "./reply.js";

/** @typedef {import("./conversation.js").Conversation} Conversation */

/** One question and its replies. */
export class Turn {
  /** @param {import("./conversation.js").Message} message @param {string} shown @param {Conversation} talk */
  constructor(message, shown, talk) {
    this.message = message;
    this.shown = shown;
    this.talk = talk;
    this.problem = make("div", { className: "problem", hidden: true });
    this.question = make("p", { className: "asked", dir: "auto" }, heard(talk), shown);
    this.element = make("div", { className: "turn" }, this.question, this.problem);
    /** @type {number | undefined} */
    this.clock = undefined;
  }

  /** A turn of the record. @param {any} question @param {any} reply @param {Conversation} talk @returns {HTMLElement} */
  static past(question, reply, talk) {
    const text = question.text ?? reply.title ?? "…";
    const asked = make("p", { className: "asked", dir: "auto", lang: reply.language }, heard(talk), text);
    return make("div", { className: "turn" }, asked, replyCard(reply, talk));
  }

  sending() {
    this.forget();
    this.problem.hidden = true;
    this.problem.replaceChildren();
  }

  /** @param {HTMLElement[]} replies @param {string | null} language of the question, as the gateway understood it */
  answered(replies, language) {
    if (language && language !== "other") this.question.lang = language;
    this.problem.remove();
    this.element.append(...replies);
  }

  /** @param {unknown} error */
  failed(error) {
    const { talk } = this;
    const why = talk.explain(error);
    const again = make("button", { type: "button", className: "action", onclick: () => this.again() }, icon("retry"), talk.say("widget_retry"));
    const rest = make("span", { className: "rest" });
    this.problem.replaceChildren(make("p", {}, make("strong", {}, talk.say("widget_not_sent")), " ", why), make("p", { className: "row" }, again, rest));
    this.problem.hidden = false;
    talk.view.end();
    talk.status(why);
    // The id has been used for something else; as a new message it can be taken.
    if (error instanceof Refused && error.status === 409) this.message.client_id = newId();
    if (error instanceof Refused && error.retryAfter) this.countDown(error.retryAfter, again, rest);
  }

  /** @param {number} seconds @param {HTMLElement} again @param {HTMLElement} rest */
  countDown(seconds, again, rest) {
    const until = Date.now() + seconds * 1000;
    const tick = () => {
      const left = Math.ceil((until - Date.now()) / 1000);
      rest.textContent = left > 0 ? this.talk.say("widget_wait", { seconds: left }) : "";
      if (left > 0) return again.setAttribute("aria-disabled", "true");
      again.removeAttribute("aria-disabled");
      this.forget();
    };
    this.clock = setInterval(tick, 1000);
    tick();
  }

  again() {
    if (this.clock) return;
    this.talk.view.focus();
    this.talk.deliver(this);
  }

  forget() {
    clearInterval(this.clock);
    this.clock = undefined;
  }
}

/** Who speaks, for those who do not see on which side it stands. @param {Conversation} talk */
function heard(talk) {
  return make("span", { className: "heard", lang: talk.words.language }, `${talk.say("widget_you")}: `);
}
