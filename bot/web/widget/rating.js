import { icon, make } from "./dom.js";

const REASONS = ["wrong", "outdated", "unclear", "off_topic", "other"];

/**
 * Thumbs up and down; down asks for the reason.
 * @param {any} reply @param {import("./conversation.js").Conversation} talk @returns {HTMLElement}
 */
export function rating(reply, talk) {
  const row = make("div", { className: "rating" });
  const thanks = make("span", { className: "meta", tabIndex: -1 }, talk.say("page_thanks"));

  /** @param {object} opinion @param {() => void} shown what to show once it has arrived */
  const rate = async (opinion, shown) => {
    try {
      await talk.rate(reply.id, opinion);
      shown();
    } catch (error) {
      talk.status(talk.explain(error));
    }
  };
  const finish = () => {
    row.replaceChildren(thanks);
    thanks.focus({ preventScroll: true });
  };
  const askWhy = () => {
    const label = `why-${reply.id}`;
    const reasons = REASONS.map((reason) =>
      make(
        "button",
        { type: "button", className: "chip", onclick: () => rate({ helpful: false, reason }, finish) },
        talk.say(`widget_reason_${reason}`),
      ),
    );
    const group = make("div", { className: "reasons", role: "group", "aria-labelledby": label }, make("p", { id: label, className: "label" }, talk.say("widget_why")), ...reasons);
    row.replaceChildren(group);
    group.scrollIntoView({ block: "nearest" });
    reasons[0].focus({ preventScroll: true });
  };
  const thumb = (/** @type {"up" | "down"} */ name, /** @type {string} */ label, /** @type {() => void} */ onclick) =>
    make("button", { type: "button", className: "quiet thumb", title: label, "aria-label": label, onclick }, icon(name));

  row.append(
    thumb("up", talk.say("page_helpful"), () => rate({ helpful: true }, finish)),
    thumb("down", talk.say("page_not_helpful"), () => rate({ helpful: false }, askWhy)),
  );
  return row;
}
