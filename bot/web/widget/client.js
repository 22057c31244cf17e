const TIMEOUT_MS = 30_000;

/** A refusal of the gateway, in the visitor's language. */
export class Refused extends Error {
  /** @param {number} status @param {string} detail @param {number} retryAfter seconds, 0 if it did not say */
  constructor(status, detail, retryAfter) {
    super(detail);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** The gateway's HTTP API. Methods throw `Refused`, or what `fetch` throws where nothing came back. */
export class Client {
  /** @param {URL} root */
  constructor(root) {
    this.root = root;
    this.language = "vi";
  }

  /** @param {string} language @returns {Promise<{id: string}>} */
  start(language) {
    return this.call("conversations", { language });
  }

  /** @param {string} id @param {object} message @returns {Promise<{question_language: string | null, replies: any[]}>} */
  ask(id, message) {
    return this.call(`conversations/${id}/messages`, message);
  }

  /** @param {string} id @returns {Promise<{messages: {question?: any, reply: any}[]}>} */
  history(id) {
    return this.call(`conversations/${id}/messages`);
  }

  /** @param {string} id */
  erase(id) {
    return this.call(`conversations/${id}`, undefined, "DELETE");
  }

  /** @param {string} id @param {string} reply @param {object} opinion */
  rate(id, reply, opinion) {
    return this.call(`conversations/${id}/replies/${reply}/feedback`, opinion);
  }

  /** @param {string} topic @returns {Promise<{entries: {id: string, title: string}[]}>} */
  titles(topic) {
    return this.call(`entries?topic=${encodeURIComponent(topic)}&language=${this.language}`);
  }

  /** @param {string} path @param {object} [body] @param {string} [method] @returns {Promise<any>} */
  async call(path, body, method = body ? "POST" : "GET") {
    const answer = await fetch(new URL(`api/v1/${path}`, this.root), {
      method,
      credentials: "omit",
      referrerPolicy: "no-referrer",
      headers: { "Accept-Language": this.language, ...(body && { "Content-Type": "application/json" }) },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (answer.status === 204) return null;
    const data = await answer.json();
    if (answer.ok) return data;
    throw new Refused(answer.status, data.detail, Number(answer.headers.get("Retry-After")) || 0);
  }
}

/** `crypto.randomUUID` exists on secure pages only. */
export function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
