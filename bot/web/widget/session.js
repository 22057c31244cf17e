const KEY = "haidang";

/** What this tab remembers until it is closed: the conversation, what could not be sent, the draft, the choices made. */
export class Session {
  constructor() {
    /** @type {{id?: string, language?: string, open?: boolean, draft?: string, unsent?: any[]}} */
    this.kept = {};
    try {
      this.kept = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
    } catch {
      // Storage is forbidden or damaged: the widget works, it only forgets on reload.
    }
  }

  /** @param {Partial<Session["kept"]>} changes */
  keep(changes) {
    Object.assign(this.kept, changes);
    try {
      sessionStorage.setItem(KEY, JSON.stringify(this.kept));
    } catch {
      // As above.
    }
  }

  forget() {
    this.keep({ id: undefined, unsent: undefined });
  }

  /** A duplicated tab copies the memory; only one of the two may go on with the conversation. */
  async own() {
    const id = this.kept.id;
    if (id && navigator.locks && !(await held(`${KEY}:${id}`))) this.forget();
  }

  /** @param {string} id a conversation that this tab has just begun */
  begin(id) {
    this.keep({ id });
    if (navigator.locks) held(`${KEY}:${id}`);
  }
}

/** @param {string} name @returns {Promise<boolean>} whether the lock is ours, until the tab goes */
function held(name) {
  return new Promise((resolve) => {
    navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      resolve(Boolean(lock));
      return lock ? new Promise(() => {}) : undefined;
    });
  });
}
