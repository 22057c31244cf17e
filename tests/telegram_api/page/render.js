// Messages as elements: text by textContent only, links by checked addresses, never markup from a string.

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

export function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function link(address, text) {
  const made = element("a", text);
  if (/^https?:\/\//i.test(address)) {
    made.href = address;
    made.target = "_blank";
    made.rel = "noopener noreferrer";
  }
  return made;
}

// JavaScript's strings count UTF-16 units, as Telegram's entities do.
function wrapper(entity, text, say) {
  if (entity.type === "text_link") return link(entity.url);
  if (entity.type === "url") return link(text);
  if (entity.type === "bot_command") {
    const made = element("button", undefined, "link");
    made.type = "button";
    made.addEventListener("click", () => say(text));
    return made;
  }
  if (entity.type === "spoiler") {
    const made = element("span", undefined, "spoiler");
    made.tabIndex = 0;
    return made;
  }
  return element(TAGS[entity.type] ?? "span");
}

// Entities come sorted, the outer before the inner.
export function formatted(text, entities, say, from = 0, to = text.length) {
  const parts = document.createDocumentFragment();
  let at = from;
  for (let i = 0; i < entities.length; i += 1) {
    const entity = entities[i];
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at || entity.offset >= to) continue;
    parts.append(text.slice(at, entity.offset));
    const outer = wrapper(entity, text.slice(entity.offset, end), say);
    outer.append(formatted(text, entities.slice(i + 1), say, entity.offset, end));
    parts.append(outer);
    at = end;
  }
  parts.append(text.slice(at, to));
  return parts;
}

function other(message) {
  const { venue, location, document: file } = message;
  if (venue) return [element("strong", `📍 ${venue.title}`), element("br"), document.createTextNode(venue.address)];
  if (location) return [document.createTextNode(`📍 ${location.latitude}, ${location.longitude}`)];
  if (file) return [document.createTextNode(`📄 ${file.file_name ?? "file"} (${file.file_size} bytes)`)];
  if (message.sticker) return [document.createTextNode(message.sticker.emoji)];
  return [];
}

function buttons(message, press) {
  return (message.reply_markup?.inline_keyboard ?? []).map((row) => {
    const line = element("div", undefined, "row");
    for (const button of row) {
      if (button.url) {
        line.append(link(button.url, button.text));
        continue;
      }
      const made = element("button", button.text);
      made.type = "button";
      made.addEventListener("click", () => press(button.text, message.message_id));
      line.append(made);
    }
    return line;
  });
}

export function bubble(message, deeds) {
  const made = element("article", undefined, message.mine ? "message mine" : "message");
  if (message.reply_to_message) made.append(element("blockquote", message.reply_to_message.text ?? "…", "about"));
  const text = element("p", undefined, "text");
  text.dir = "auto";
  text.append(...other(message));
  const content = message.text ?? message.caption;
  if (content) {
    if (text.childNodes.length) text.append(element("br"));
    text.append(formatted(content, message.entities ?? message.caption_entities ?? [], deeds.say));
  }
  made.append(text, ...buttons(message, deeds.press));
  const about = element("div", new Date(message.date * 1000).toLocaleTimeString(), "about");
  if (message.edit_date) about.append(" · edited ");
  if (message.mine && message.text) {
    const edit = element("button", "Edit");
    edit.type = "button";
    edit.addEventListener("click", () => deeds.edit(message));
    about.append(" ", edit);
  }
  made.append(about);
  return made;
}
