import { lighthouse, make } from "./dom.js";
import { chips } from "./reply.js";

const TOPICS = ["province", "tourism", "events", "sea", "borders", "investment", "services", "rights", "claims", "plan"];
const SHOWN = 5;

/**
 * What a visitor sees first: who this is, what happens to the questions, and what can be asked.
 * @param {import("./conversation.js").Conversation} talk @param {string} [topic] the host page's own topic
 * @returns {HTMLElement}
 */
export function opening(talk, topic) {
  const examples = make("div", { className: "examples" });
  const buttons = TOPICS.map((name) =>
    make(
      "button",
      { type: "button", className: "chip topic", "aria-pressed": "false", onclick: () => open(name) },
      talk.say(`widget_topic_${name}`),
    ),
  );

  /** @param {{entry: string, title: string}[]} choices */
  const show = (choices) => examples.replaceChildren(chips(some(choices), talk, talk.say("widget_examples")));
  const open = async (/** @type {string} */ name) => {
    buttons.forEach((button, n) => button.setAttribute("aria-pressed", String(TOPICS[n] === name)));
    try {
      show((await talk.client.titles(name)).entries.map(({ id, title }) => ({ entry: id, title })));
    } catch (error) {
      talk.status(talk.explain(error));
    }
  };

  show(talk.words.examples);
  if (topic && TOPICS.includes(topic)) open(topic);
  return make(
    "section",
    { className: "opening" },
    make("div", { className: "hero" }, lighthouse(), make("p", {}, talk.say("greet"))),
    make("p", { className: "privacy" }, talk.say("page_notice")),
    make("h3", { className: "label" }, talk.say("widget_topics")),
    make("div", { className: "chips", role: "group", "aria-label": talk.say("widget_topics") }, ...buttons),
    examples,
  );
}

/** A few by chance, so that every visit shows others. @template T @param {T[]} all @returns {T[]} */
function some(all) {
  const left = [...all];
  return Array.from({ length: Math.min(SHOWN, all.length) }, () => left.splice(Math.floor(Math.random() * left.length), 1)[0]);
}
