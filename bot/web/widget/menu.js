import { icon, link, make } from "./dom.js";
import { LANGUAGES } from "./words.js";

/** The language, and what can be done with the conversation as a whole. */
export class Menu {
  /** @param {import("./element.js").HaiDang} host @param {import("./conversation.js").Conversation} talk @param {string} [telegram] */
  constructor(host, talk, telegram) {
    this.host = host;
    this.talk = talk;
    this.telegram = telegram;
    const options = Object.entries(LANGUAGES).map(([code, name]) => make("option", { value: code, lang: code }, name));
    this.language = make("select", { className: "language", onchange: () => host.useLanguage(this.language.value, true) }, ...options);
    this.button = make("button", { type: "button", className: "tool", "aria-expanded": "false", "aria-controls": "menu", onclick: () => this.toggle() }, icon("more"));
    this.list = make("ul", { id: "menu", className: "menu", hidden: true });
    this.dialog = make("dialog", { className: "confirm", "aria-labelledby": "confirm" });
  }

  translate() {
    const { talk } = this;
    this.language.value = talk.words.language;
    this.language.setAttribute("aria-label", talk.say("page_language"));
    this.button.title = talk.say("widget_menu");
    this.button.setAttribute("aria-label", talk.say("widget_menu"));
    const act = (/** @type {any} */ name, /** @type {string} */ key, /** @type {() => void} */ onclick) =>
      make("li", {}, make("button", { type: "button", onclick: () => (this.toggle(false), onclick()) }, icon(name), talk.say(key)));
    const go = (/** @type {any} */ name, /** @type {string} */ key, /** @type {string} */ href) =>
      make("li", {}, link(href, {}, icon(name), talk.say(key), make("span", { className: "heard" }, ` ${talk.say("widget_new_tab")}`)));
    this.list.replaceChildren(
      act("fresh", "widget_restart", () => (talk.restart(), talk.view.focus())),
      act("erase", "page_delete", () => this.confirm()),
      ...(this.telegram ? [go("chat", "widget_telegram", `https://t.me/${this.telegram}`)] : []),
      go("page", "page_plain", talk.address(`ask?language=${talk.words.language}`)),
    );
  }

  /** @param {boolean} [open] */
  toggle(open = this.list.hidden) {
    this.list.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    if (!open) this.button.focus({ preventScroll: true });
  }

  confirm() {
    const { talk, dialog } = this;
    const close = () => dialog.close();
    const erase = () => (dialog.close("erase"), talk.view.focus(), talk.erase());
    dialog.replaceChildren(
      make("p", { id: "confirm" }, talk.say("widget_confirm")),
      make(
        "div",
        { className: "row" },
        make("button", { type: "button", className: "action", onclick: close, autofocus: true }, talk.say("widget_keep")),
        make("button", { type: "button", className: "action danger", onclick: erase }, icon("erase"), talk.say("page_delete")),
      ),
    );
    dialog.showModal();
  }
}
