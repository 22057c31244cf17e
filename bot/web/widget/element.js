import { Client } from "./client.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { icon, lighthouse, make } from "./dom.js";
import { Menu } from "./menu.js";
import { opening } from "./opening.js";
import { Session } from "./session.js";
import { View } from "./view.js";
import { Words, firstLanguage } from "./words.js";

const SHEETS = ["look.css", "shell.css", "reply.css"];

/** The widget. Methods `open()`, `close()`, `ask(text)`; events `haidang:open`, `:close`, `:ask`, `:answer`, `:ready`. */
export class HaiDang extends HTMLElement {
  /**
   * Fetches what is needed and draws the widget.
   * @param {DOMStringMap & {inline: boolean}} options `language`, `topic`, `position`, `theme`, `telegram`, `open`
   * @param {import("./main.js").Release} release
   */
  async begin(options, release) {
    this.options = options;
    this.toggleAttribute("inline", options.inline);
    this.release = release;
    this.session = new Session();
    this.view = new View((name, detail) => this.tell(name, detail));
    const client = new Client(release.root);
    this.talk = new Conversation({ client, session: this.session, view: this.view });
    this.menu = new Menu(this, this.talk, options.telegram === "off" ? undefined : release.telegram);
    this.composer = new Composer(this.talk);
    this.view.focus = () => this.composer.box.focus({ preventScroll: true });
    const shadow = this.attachShadow({ mode: "open" });
    this.size = new CSSStyleSheet();
    shadow.adoptedStyleSheets = [...(await Promise.all(SHEETS.map((name) => this.sheet(name)))), this.size];
    this.draw(shadow);
    await this.useLanguage(firstLanguage(this.session.kept.language, options.language));
    if (options.inline || this.session.kept.open || options.open === "true") this.show(true);
    await this.talk.restore();
  }

  /** @param {ShadowRoot} shadow */
  draw(shadow) {
    const { options, menu, view } = this;
    this.launcher = make("button", { type: "button", className: "launcher", "aria-expanded": "false", "aria-controls": "panel", onclick: () => this.open() }, lighthouse(), make("span"));
    this.closer = make("button", { type: "button", className: "tool", onclick: () => this.close() }, icon("close"));
    this.about = make("p", { className: "about" });
    const header = make(
      "header",
      {},
      lighthouse(),
      make("h2", { id: "name" }, "Hải Đăng"),
      make("div", { className: "bar" }, menu.language, menu.button, !options.inline && this.closer),
      this.about,
      menu.list,
    );
    const role = options.inline ? "region" : "dialog";
    this.panel = make("section", { id: "panel", className: "panel", role, "aria-labelledby": "name", hidden: true }, header, view.log, view.line, view.spoken, this.composer.form, menu.dialog);
    this.root = make("div", { className: options.inline ? "root inline" : `root floating ${options.position === "left" ? "left" : "right"}` });
    this.root.append(...(options.inline ? [] : [this.launcher]), this.panel);
    this.root.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.key(event));
    shadow.append(this.root);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const paint = () => this.root.classList.toggle("dark", options.theme ? options.theme === "dark" : dark.matches);
    dark.addEventListener("change", () => options.theme || paint());
    paint();
    if (!options.inline) visualViewport?.addEventListener("resize", () => this.fit());
  }

  /** @param {string} code @param {boolean} [chosen] by the person, in the widget */
  async useLanguage(code, chosen = false) {
    const { talk } = this;
    try {
      talk.words = new Words(code, await (await this.file(`${code}.json`)).json());
    } catch (error) {
      if (!talk.words) throw error;
      this.menu.translate();
      return talk.status(talk.explain(error));
    }
    talk.client.language = code;
    if (chosen) {
      talk.chosen = code;
      this.session.keep({ language: code });
    }
    this.root.lang = code;
    this.launcher.lastChild.textContent = talk.say("widget_open");
    this.about.textContent = talk.say("page_automatic");
    this.closer.title = talk.say("widget_close");
    this.closer.setAttribute("aria-label", talk.say("widget_close"));
    this.view.log.setAttribute("aria-label", talk.say("widget_log"));
    this.view.head.replaceChildren(opening(talk, this.options.topic));
    this.menu.translate();
    this.composer.translate();
  }

  open() {
    if (!this.panel.hidden) return;
    this.show(true);
    this.view.focus();
    this.tell("open", {});
  }

  close() {
    if (this.panel.hidden || this.options.inline) return;
    this.show(false);
    this.launcher.focus({ preventScroll: true });
    this.tell("close", {});
  }

  /** @param {string} text @returns {boolean} whether it is under way; false while another question is */
  ask(text) {
    this.open();
    return this.talk.ask(text);
  }

  /** @param {boolean} open */
  show(open) {
    this.panel.hidden = !open;
    this.launcher.hidden = open;
    this.launcher.setAttribute("aria-expanded", String(open));
    if (!this.options.inline) this.session.keep({ open });
    if (open && this.talk.words) this.fit();
    if (open && this.view.turns.childElementCount) this.view.end();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.key !== "Escape" || this.menu.dialog.open) return;
    if (!this.menu.list.hidden) this.menu.toggle(false);
    else this.close();
  }

  /** Over an on-screen keyboard the panel keeps to what is left of the window. */
  fit() {
    if (visualViewport) this.size.replaceSync(`:host { --left-over: ${Math.round(visualViewport.height)}px; }`);
  }

  /** @param {string} name @param {object} detail */
  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(`haidang:${name}`, { bubbles: true, composed: true, detail }));
  }

  /** @param {string} name @returns {Promise<CSSStyleSheet>} */
  async sheet(name) {
    return new CSSStyleSheet().replace(await (await this.file(name)).text());
  }

  /** A file of this version, checked. @param {string} name */
  async file(name) {
    const answer = await fetch(new URL(name, this.release.folder), { integrity: this.release.files[name], credentials: "omit" });
    if (!answer.ok) throw new TypeError(name);
    return answer;
  }
}
