import { HaiDang } from "./element.js";

/**
 * @typedef {object} Release what the loader knows
 * @property {URL} root where the gateway is
 * @property {URL} folder where the files of this version are
 * @property {Record<string, string>} files the integrity of every file
 * @property {string} [telegram] the bot's name on Telegram
 */

/**
 * Puts the widget into the page: floating, or filling the container that `data-target` selects.
 * @param {HTMLScriptElement} script @param {Release} release
 */
export async function start(script, release) {
  if (document.querySelector("hai-dang")) return;
  if (!customElements.get("hai-dang")) customElements.define("hai-dang", HaiDang);
  const element = /** @type {HaiDang} */ (document.createElement("hai-dang"));
  const container = script.dataset.target ? document.querySelector(script.dataset.target) : null;
  await element.begin({ ...script.dataset, inline: Boolean(container) }, release);
  (container ?? document.body).append(element);
  element.dispatchEvent(new CustomEvent("haidang:ready", { bubbles: true, composed: true }));
}
