// The plain page: asks the gateway and shows what it sends. Text only ever goes in by textContent.

const API = "/api/v1";
const LANGUAGES = ["vi", "en", "zh", "ko", "ja", "ru", "fr", "lo", "km"];
const find = (id) => document.getElementById(id);
const log = find("log");
const input = find("question");

/** @type {Record<string, string>} */
let wording = {};
let language = firstLanguage();
let conversation = sessionStorage.getItem("conversation");
/** @type {{text: string, client_id: string} | null} a question that has not arrived yet */
let pending = null;
let busy = false;

function firstLanguage() {
  const wanted = [sessionStorage.getItem("language"), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return wanted.find((code) => code && LANGUAGES.includes(code)) ?? "vi";
}

/** @param {string} name @param {string} [text] @param {string} [className] */
function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

/** @param {string} key @param {Record<string, string>} [values] */
function say(key, values = {}) {
  return Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), wording[key] ?? "");
}

/** @param {string} path @param {object} [body] @param {string} [method] */
async function call(path, body, method = body ? "POST" : "GET") {
  const answer = await fetch(API + path, {
    method,
    headers: { "Accept-Language": language, ...(body && { "Content-Type": "application/json" }) },
    body: body && JSON.stringify(body),
  });
  const data = answer.status === 204 ? null : await answer.json();
  if (!answer.ok) throw Object.assign(new Error(data.detail), { status: answer.status, told: true });
  return data;
}

/** @param {string} code */
async function useLanguage(code) {
  language = code;
  sessionStorage.setItem("language", code);
  wording = await call(`/wording/${code}`);
  document.documentElement.lang = code;
  document.title = find("title").textContent = say("page_title");
  find("language").value = code;
  find("language-label").textContent = say("page_language");
  find("notice").textContent = say("page_notice");
  find("question-label").textContent = say("page_question");
  find("send").textContent = say("page_send");
  find("delete").textContent = say("page_delete");
  find("delete").hidden = !conversation;
}

/** @param {string} iso */
function date(iso) {
  // Some browsers know no month names in Lao or Khmer; digits are read everywhere.
  if (!Intl.DateTimeFormat.supportedLocalesOf(language).length) return iso.split("-").map(Number).reverse().join("/");
  const style = { dateStyle: "long", timeZone: "UTC" };
  return new Intl.DateTimeFormat(language, /** @type {any} */ (style)).format(new Date(iso));
}

/** @param {string} text @param {boolean} [heard] an answer's title is announced to screen readers, not shown again */
function status(text, heard = false) {
  find("status").className = heard ? "heard" : "";
  find("status").textContent = text;
}

/** @param {any} source */
function sourceItem(source) {
  const item = element("li");
  const title = [source.title, source.number, source.at].filter(Boolean).join(", ");
  const shown = /^https?:/.test(source.url ?? "") ? element("a", title) : element("span", title);
  if (shown instanceof HTMLAnchorElement) Object.assign(shown, { href: source.url, rel: "noopener", target: "_blank" });
  shown.lang = source.language;
  item.append(shown, ` - ${[source.publisher, source.date].filter(Boolean).join(", ")}`);
  return item;
}

/** @param {any} reply */
function sourceList(reply) {
  const details = element("details");
  const list = element("ul");
  list.append(...reply.sources.map(sourceItem));
  details.append(element("summary", `${say("page_sources")} (${reply.sources.length})`), list);
  return details;
}

/** @param {any} reply */
function rating(reply) {
  const row = element("div", undefined, "rating");
  for (const helpful of [true, false]) {
    const button = element("button", say(helpful ? "page_helpful" : "page_not_helpful"));
    button.addEventListener("click", async () => {
      await call(`/conversations/${conversation}/replies/${reply.id}/feedback`, { helpful }).catch(() => {});
      row.replaceChildren(element("span", say("page_thanks")));
    });
    row.append(button);
  }
  return row;
}

/** @param {any} reply */
function showReply(reply) {
  const box = element("article", undefined, "turn reply");
  box.lang = reply.language;
  if (reply.title) box.append(element("h2", reply.title));
  if (reply.notice) box.append(element("p", reply.notice.text, "notice"));
  const suggested = reply.outcome === "suggested";
  box.append(element("p", suggested ? reply.text.split("\n")[0] : reply.text));
  if (reply.as_of) {
    const dates = [say("page_as_of", { date: date(reply.as_of) }), say("page_checked", { date: date(reply.checked) })];
    box.append(element("p", dates.join("; "), "meta"));
  }
  if (reply.place?.map_url) {
    const map = Object.assign(element("a", say("page_map")), { href: reply.place.map_url, rel: "noopener", target: "_blank" });
    box.append(map);
  }
  if (reply.sources.length) box.append(sourceList(reply));
  if (reply.suggestions.length) box.append(chips(reply.suggestions));
  if (reply.entry) box.append(rating(reply));
  log.append(box);
  box.scrollIntoView({ block: "nearest" });
}

/** @param {{entry: string, title: string}[]} suggestions */
function chips(suggestions) {
  const row = element("div", undefined, "chips");
  for (const { entry, title } of suggestions) {
    const button = element("button", title);
    button.addEventListener("click", () => send({ choice: entry }, title));
    row.append(button);
  }
  return row;
}

/** @param {string} text */
function showQuestion(text) {
  const asked = element("div", text, "turn asked");
  log.append(asked);
}

/** @param {object} message @param {string} shown */
async function send(message, shown) {
  if (busy) return;
  busy = true;
  status(say("page_waiting"));
  try {
    if (!conversation) {
      conversation = (await call("/conversations", { language })).id;
      sessionStorage.setItem("conversation", conversation);
    }
    const body = { client_id: crypto.randomUUID(), ...message };
    const answer = await call(`/conversations/${conversation}/messages`, body);
    pending = null;
    input.value = "";
    showQuestion(shown);
    answer.replies.forEach(showReply);
    status(answer.replies[0].title ?? answer.replies[0].text, true);
    find("delete").hidden = false;
  } catch (error) {
    if (error.status === 404) forget();
    status(error.told ? error.message : say("page_offline"));
  } finally {
    busy = false;
  }
}

function forget() {
  conversation = null;
  sessionStorage.removeItem("conversation");
  find("delete").hidden = true;
}

async function restore() {
  if (!conversation) return;
  try {
    for (const { question, reply } of (await call(`/conversations/${conversation}/messages`)).messages) {
      if (question) showQuestion(question.text ?? reply.title ?? "");
      if (question) showReply(reply);
    }
  } catch {
    forget();
  }
}

find("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = input.value.trim();
  if (!text) return;
  // The same question sent again after a failure keeps its id, so that it is asked once.
  pending = pending?.text === text ? pending : { text, client_id: crypto.randomUUID() };
  send(pending, text);
});

input.addEventListener("keydown", (event) => {
  const composing = event.isComposing || event.keyCode === 229;
  if (event.key === "Enter" && !event.shiftKey && !composing) {
    event.preventDefault();
    find("form").requestSubmit();
  }
});

find("language").addEventListener("change", (event) => useLanguage(event.target.value));

find("delete").addEventListener("click", async () => {
  await call(`/conversations/${conversation}`, undefined, "DELETE").catch(() => {});
  forget();
  log.replaceChildren();
  status(say("page_deleted"));
});

await useLanguage(language);
await restore();
