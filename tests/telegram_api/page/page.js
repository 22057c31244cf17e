// A chat as one person sees it: asks the emulator what is visible now, again and again, and shows that.

import { bubble, element } from "/render.js";

const at = (id) => document.getElementById(id);
let person = null;
let edited = null;

async function act(deed) {
  const answer = await fetch(`/demo/people/${person}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(deed),
  });
  at("status").textContent = answer.ok ? "" : ((await answer.json().catch(() => ({}))).error ?? "not possible");
}

const deeds = {
  say: (text) => act({ do: "say", text }),
  press: (text, message) => act({ do: "press", text, message }),
  edit: (message) => {
    edited = message.message_id;
    at("text").value = message.text;
    at("cancel").hidden = false;
    at("text").focus();
  },
};

function keys(keyboard) {
  return (keyboard?.keyboard ?? []).map((row) => {
    const line = element("div", undefined, "row");
    for (const key of row) {
      const made = element("button", key.text ?? key);
      made.type = "button";
      made.addEventListener("click", () => (key.request_location ? sendPlace() : deeds.say(key.text ?? key)));
      line.append(made);
    }
    return line;
  });
}

function commands(list) {
  return list.map(({ command, description }) => {
    const item = element("li");
    const made = element("button", `/${command}`, "link");
    made.type = "button";
    made.addEventListener("click", () => deeds.say(`/${command}`));
    item.append(made, ` ${description}`);
    return item;
  });
}

function show(seen) {
  at("description").textContent = seen.messages.length ? "" : seen.description;
  at("log").replaceChildren(...seen.messages.map((message) => bubble(message, deeds)));
  at("log").scrollTop = at("log").scrollHeight;
  at("keyboard").replaceChildren(...keys(seen.keyboard));
  at("commands").replaceChildren(...commands(seen.commands));
  at("status").textContent = seen.typing ? "Hải Đăng is typing …" : (seen.toasts.at(-1) ?? "");
}

async function follow(id) {
  let version = "";
  while (person === id) {
    try {
      const answer = await fetch(`/demo/people/${id}?after=${encodeURIComponent(version)}`);
      if (!answer.ok) throw new Error(answer.status);
      const seen = await answer.json();
      if (person === id && seen.version !== version) show(seen);
      version = seen.version;
    } catch {
      at("status").textContent = "The emulator does not answer.";
      await new Promise((done) => setTimeout(done, 2000));
    }
  }
}

async function join() {
  const answer = await fetch("/demo/people", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ language: at("language").value }),
  });
  person = (await answer.json()).id;
  follow(person);
  await deeds.say("/start");
}

function endEditing() {
  edited = null;
  at("cancel").hidden = true;
  at("text").value = "";
}

const sendPlace = () => act({ do: "location", latitude: at("latitude").value, longitude: at("longitude").value });

at("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = at("text").value.trim();
  if (!text) return;
  act(edited ? { do: "edit", text, message: edited } : { do: "say", text });
  endEditing();
});
at("text").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  at("form").requestSubmit();
});
at("cancel").addEventListener("click", endEditing);
at("place").addEventListener("submit", (event) => {
  event.preventDefault();
  sendPlace();
});
at("sticker").addEventListener("click", () => act({ do: "send", kind: "sticker" }));
at("again").addEventListener("click", join);
at("language").addEventListener("change", join);
join();
