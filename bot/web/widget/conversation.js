import { Refused, newId } from "./client.js";
import { replyCard } from "./reply.js";
import { Turn } from "./turn.js";

const SHOW_WAITING_MS = 250;
const SLOW_MS = 4000;

/**
 * The exchange with the visitor: what is asked is shown at once, kept until it is answered, and asked once.
 * @typedef {{client_id: string, text?: string, choice?: string, language?: string}} Message
 */
export class Conversation {
  /** @param {{client: import("./client.js").Client, session: import("./session.js").Session, view: import("./view.js").View}} parts */
  constructor({ client, session, view }) {
    this.client = client;
    this.session = session;
    this.view = view;
    this.busy = false;
    /** The language the visitor has chosen and the gateway does not know of yet. @type {string | undefined} */
    this.chosen = undefined;
    /** @type {import("./words.js").Words} */
    this.words = /** @type {any} */ (null);
    /** @type {Turn[]} */
    this.unsent = [];
    addEventListener("online", () => this.sendUnsent());
  }

  /** @param {string} key @param {Record<string, string | number>} [values] */
  say(key, values) {
    return this.words.say(key, values);
  }

  /** @param {string} text */
  status(text) {
    this.view.status(text);
  }

  /** @param {string} path of the gateway */
  address(path) {
    return new URL(path.replace(/^\//, ""), this.client.root).href;
  }

  /** @param {string} text @returns {boolean} whether it is under way */
  ask(text) {
    return this.send({ text }, text);
  }

  /** @param {string} entry @param {string} title */
  choose(entry, title) {
    return this.send({ choice: entry }, title);
  }

  /** @param {string} reply @param {object} opinion */
  rate(reply, opinion) {
    return this.client.rate(/** @type {string} */ (this.session.kept.id), reply, opinion);
  }

  /** @param {{text?: string, choice?: string}} what @param {string} shown */
  send(what, shown) {
    if (this.busy) return false;
    const message = { client_id: newId(), ...what, ...(this.chosen && { language: this.chosen }) };
    const turn = new Turn(message, shown, this);
    this.view.add(turn.element);
    this.view.event("ask", { text: shown });
    this.deliver(turn);
    return true;
  }

  /** @param {Turn} turn @returns {Promise<boolean>} whether it was answered */
  async deliver(turn) {
    if (this.busy) return false;
    this.busy = true;
    turn.sending();
    this.keepUnsent(turn, true);
    const stop = this.waiting();
    try {
      const answer = await this.asked(turn.message);
      stop();
      this.keepUnsent(turn, false);
      this.chosen = undefined;
      turn.answered(answer.replies.map((reply) => replyCard(reply, this)), answer.question_language);
      this.view.answered(turn.element, answer.replies);
      return true;
    } catch (error) {
      stop();
      turn.failed(error);
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** A conversation that is gone (erased, or kept long enough) is begun again. @param {Message} message */
  async asked(message) {
    try {
      return await this.client.ask(await this.id(), message);
    } catch (error) {
      if (!(error instanceof Refused && error.status === 404)) throw error;
      this.session.keep({ id: undefined });
      return this.client.ask(await this.id(), message);
    }
  }

  async id() {
    if (!this.session.kept.id) this.session.begin((await this.client.start(this.words.language)).id);
    return /** @type {string} */ (this.session.kept.id);
  }

  waiting() {
    this.view.status("");
    const late = [
      setTimeout(() => this.view.waiting(this.say("page_waiting")), SHOW_WAITING_MS),
      setTimeout(() => this.view.waiting(this.say("widget_slow")), SLOW_MS),
    ];
    return () => {
      late.forEach(clearTimeout);
      this.view.waiting("");
    };
  }

  /** After a reload: what was left unsent is sent (the gateway knows what it has answered), then all is shown. */
  async restore() {
    await this.session.own();
    const left = this.session.kept.unsent ?? [];
    const { id } = this.session.kept;
    if (!id && !left.length) return;
    const stop = this.waiting();
    try {
      for (const { message } of left) await this.asked(message);
      this.session.keep({ unsent: undefined });
      for (const { question, reply } of (await this.client.history(await this.id())).messages) {
        if (question) this.view.add(Turn.past(question, reply, this));
      }
      this.view.end();
    } catch (error) {
      if (error instanceof Refused && error.status === 404) this.session.forget();
      for (const { message, shown } of left) this.leftOver(new Turn(message, shown, this), error);
      if (!left.length && !(error instanceof Refused)) this.status(this.explain(error));
    } finally {
      stop();
    }
  }

  /** @param {Turn} turn @param {unknown} error */
  leftOver(turn, error) {
    this.view.add(turn.element);
    this.keepUnsent(turn, true);
    turn.failed(error);
  }

  async sendUnsent() {
    for (const turn of [...this.unsent]) if (!(await this.deliver(turn))) return;
  }

  /** @param {Turn} turn @param {boolean} unsent */
  keepUnsent(turn, unsent) {
    this.unsent = this.unsent.filter((one) => one !== turn);
    if (unsent) this.unsent.push(turn);
    this.session.keep({ unsent: this.unsent.map(({ message, shown }) => ({ message, shown })) });
  }

  /** A new beginning; the old conversation stays in the record until it is erased or too old. */
  restart() {
    this.unsent.forEach((turn) => turn.forget());
    this.unsent = [];
    this.session.forget();
    this.view.empty();
  }

  async erase() {
    try {
      if (this.session.kept.id) await this.client.erase(this.session.kept.id);
    } catch (error) {
      if (!(error instanceof Refused && error.status === 404)) return this.status(this.explain(error));
    }
    this.restart();
    this.status(this.say("page_deleted"));
  }

  /** @param {unknown} error @returns {string} why something did not arrive, for the visitor */
  explain(error) {
    if (error instanceof Refused && error.message) return error.message;
    return this.say(navigator.onLine ? "widget_down" : "widget_offline");
  }
}
