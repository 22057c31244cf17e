const SVG = "http://www.w3.org/2000/svg";

// Drawn on 24 by 24, in the colour of the text around them.
const PATHS = {
  send: "M3.4 20.4 21 12 3.4 3.6 3 10l11 2-11 2z",
  close: "m6 6 12 12M18 6 6 18",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  copy: "M9 9h10v11H9zM5 15V4h10",
  share: "M12 15V4m0 0L8 8m4-4 4 4M5 13v7h14v-7",
  up: "M7 11v9H4v-9zm0 0 4-7c1.5 0 2.5 1 2.5 2.500L13 10h5.500c1.2 0 2 1 1.7 2.200l-1.5 6c-.2 1-1 1.8-2.2 1.800H7",
  down: "M7 13V4H4v9zm0 0 4 7c1.5 0 2.5-1 2.5-2.500L13 14h5.500c1.2 0 2-1 1.7-2.200l-1.5-6c-.2-1-1-1.8-2.2-1.800H7",
  map: "M12 21s7-6.2 7-11.500A7 7 0 0 0 5 9.500C5 14.8 12 21 12 21zm0-9.500a2 2 0 1 0 0-4 2 2 0 0 0 0 4",
  calendar: "M4 6h16v14H4zm0 4h16M8 3v4m8-4v4m-4 6v4m-2-2h4",
  retry: "M19 12a7 7 0 1 1-2-5l2 2m0-5v5h-5",
  fresh: "M12 5v14M5 12h14",
  erase: "M5 7h14M10 7V4h4v3m-7 0 1 13h8l1-13",
  page: "M6 3h8l4 4v14H6zm3 8h6m-6 4h6",
  chat: "M4 5h16v11H9l-5 4z",
};

const LIGHTHOUSE = [
  ["beam", "M21 14 2 7v12l19-3zm6 0 19-7v12l-19-3z"],
  ["tower", "m20 20-3 18h14l-3-18zm1-2h6v-6h-6zm-1.5-7h9L24 5.500z"],
  ["lamp", "M21.5 13h5v4h-5z"],
  ["band", "M18.9 26h10.200l.7 4.500H18.200z"],
  ["wave", "M3 41c4 0 4-2.5 8.4-2.500S16 41 20 41s4-2.5 8-2.500S32 41 36.5 41s4.5-2.5 8.5-2.5"],
];

/**
 * An element with properties, listeners (`onclick`), attributes and children; text only ever goes in as text.
 * @param {string} name @param {Record<string, any>} [given] @param {...(Node | string | null | undefined | false)} children
 * @returns {any}
 */
export function make(name, given = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined || value === null) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key in made) /** @type {any} */ (made)[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(.../** @type {(Node | string)[]} */ (children.filter(Boolean)));
  return made;
}

/** @param {string[][]} paths class and outline of each @param {number} size @param {string} className */
function drawing(paths, size, className) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  for (const [part, outline] of paths) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", outline);
    path.setAttribute("class", part);
    svg.append(path);
  }
  return svg;
}

/** @param {keyof typeof PATHS} name */
export const icon = (name) => drawing([["", PATHS[name]]], 24, "icon");

export const lighthouse = () => drawing(LIGHTHOUSE, 48, "lighthouse");

/**
 * A link to elsewhere, or its bare text where the address is none that a browser should follow.
 * @param {string | undefined} href @param {Record<string, any>} given @param {...(Node | string)} children
 */
export function link(href, given, ...children) {
  if (!/^https?:/.test(href ?? "")) return make("span", given, ...children);
  return make("a", { ...given, href, rel: "noopener", target: "_blank" }, ...children);
}
