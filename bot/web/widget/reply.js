import { icon, link, make } from "./dom.js";
import { rating } from "./rating.js";

/** @typedef {import("./conversation.js").Conversation} Conversation */

/**
 * A reply as the visitor sees it; every part is marked with its language.
 * @param {any} reply @param {Conversation} talk @returns {HTMLElement}
 */
export function replyCard(reply, talk) {
  const { text, choices } = parts(reply);
  const title = `title-${reply.id}`;
  return make(
    "article",
    { className: `reply ${reply.outcome}`, lang: reply.language, "aria-labelledby": reply.title ? title : undefined },
    reply.verdict && make("p", { className: "verdict", lang: talk.words.language }, talk.say(`widget_verdict_${reply.verdict}`)),
    reply.title && make("h3", { id: title }, reply.title),
    reply.notice && make("p", { className: "notice" }, reply.notice.text),
    make("p", { className: "text" }, text),
    ...aboutIt(reply, talk),
    choices.length > 0 && chips(choices, talk, reply.outcome === "answered" ? talk.say("widget_related") : ""),
    reply.entry && footer(reply, talk),
  );
}

/**
 * `text` repeats the suggestions as numbered lines; as chips they are shown once, with what the line adds.
 * @param {any} reply @returns {{text: string, choices: {entry: string, title: string}[]}}
 */
function parts(reply) {
  const lines = reply.text.split("\n");
  const numbered = lines.slice(-reply.suggestions.length);
  const repeated = reply.suggestions.length > 0 && numbered.every((/** @type {string} */ line) => /^\d+\. /.test(line));
  if (!repeated) return { text: reply.text, choices: reply.suggestions };
  const titles = numbered.map((/** @type {string} */ line) => line.replace(/^\d+\. /, ""));
  const choices = reply.suggestions.map((/** @type {any} */ item, /** @type {number} */ n) => ({ ...item, title: titles[n] }));
  return { text: lines.slice(0, -numbered.length).join("\n").trim(), choices };
}

/** @param {{entry: string, title: string}[]} choices @param {Conversation} talk @param {string} label @returns {HTMLElement} */
export function chips(choices, talk, label) {
  const buttons = choices.map(({ entry, title }) =>
    make("li", {}, make("button", { type: "button", className: "chip", onclick: () => talk.choose(entry, title) }, title)),
  );
  return make(
    "div",
    { className: "choices" },
    label && make("p", { className: "label", lang: talk.words.language }, label),
    make("ul", { className: "chips", role: "list", "aria-label": label || undefined }, ...buttons),
  );
}

/** Dates, place, event and sources. @param {any} reply @param {Conversation} talk */
function aboutIt(reply, talk) {
  const { language } = talk.words;
  const dates = reply.as_of && [
    talk.say("page_as_of", { date: talk.words.date(reply.as_of) }),
    talk.say("page_checked", { date: talk.words.date(reply.checked) }),
  ];
  const place = reply.place && [reply.place.address, reply.place.hours].filter(Boolean).join("\n");
  return [
    reply.event?.start && make("p", { className: "when", lang: language }, icon("calendar"), talk.words.date(reply.event.start, reply.event.end)),
    place && make("p", { className: "where" }, icon("map"), place),
    (reply.place?.map_url || reply.event?.ics_url) &&
      make(
        "p",
        { className: "links", lang: language },
        reply.place?.map_url && away(reply.place.map_url, talk, talk.say("page_map")),
        reply.event?.ics_url &&
          make("a", { className: "action", href: talk.address(reply.event.ics_url), download: "" }, icon("calendar"), talk.say("widget_calendar")),
      ),
    dates && make("p", { className: "meta", lang: language }, dates.join("; ")),
    reply.sources.length > 0 && sources(reply.sources, talk),
  ];
}

/** @param {string} href @param {Conversation} talk @param {string} text */
function away(href, talk, text) {
  return link(href, { className: "action" }, icon("map"), text, make("span", { className: "heard" }, ` ${talk.say("widget_new_tab")}`));
}

/** @param {any[]} list @param {Conversation} talk */
function sources(list, talk) {
  const items = list.map((source) => {
    const title = [source.title, source.number, source.at].filter(Boolean).join(", ");
    const note = make("span", { className: "heard", lang: talk.words.language }, ` ${talk.say("widget_new_tab")}`);
    const about = [source.publisher, source.date].filter(Boolean).join(", ");
    return make("li", {}, link(source.url, { lang: source.language }, title, source.url ? note : ""), make("span", { className: "meta" }, ` ${about}`));
  });
  const heading = make("summary", { lang: talk.words.language }, `${talk.say("page_sources")} (${list.length})`);
  return make("details", { className: "sources" }, heading, make("ol", {}, ...items));
}

/** @param {any} reply @param {Conversation} talk */
function footer(reply, talk) {
  const address = talk.address(reply.entry.url);
  const whole = () => [reply.title, reply.text, ...reply.sources.map((/** @type {any} */ s) => s.url), address].filter(Boolean).join("\n");
  const button = (/** @type {"copy" | "share"} */ name, /** @type {() => void} */ onclick) =>
    make("button", { type: "button", className: "quiet", onclick }, icon(name), make("span", {}, talk.say(`widget_${name}`)));
  const share = () =>
    navigator.share ? navigator.share({ title: reply.title, url: address }).catch(() => {}) : copy(address, "widget_linked", talk);
  return make(
    "footer",
    { lang: talk.words.language },
    make("div", { className: "tools" }, button("copy", () => copy(whole(), "widget_copied", talk)), button("share", share)),
    rating(reply, talk),
  );
}

/** @param {string} text @param {string} done @param {Conversation} talk */
async function copy(text, done, talk) {
  const copied = await navigator.clipboard?.writeText(text).then(() => true, () => false);
  talk.status(talk.say(copied ? done : "widget_not_copied"));
}
