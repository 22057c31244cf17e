export const LANGUAGES = {
  vi: "Tiếng Việt",
  en: "English",
  zh: "中文",
  ko: "한국어",
  ja: "日本語",
  ru: "Русский",
  fr: "Français",
  lo: "ລາວ",
  km: "ខ្មែរ",
};

/**
 * The person's own choice, else the page's (by `data-language`, else its `lang`), else the browser's.
 * @param {string | undefined} chosen @param {string | undefined} wanted
 */
export function firstLanguage(chosen, wanted) {
  const tags = [chosen, wanted, document.documentElement.lang, ...navigator.languages];
  const codes = tags.map((tag) => (tag ?? "").slice(0, 2).toLowerCase());
  return codes.find((code) => code in LANGUAGES) ?? "vi";
}

/** The phrases of one language. */
export class Words {
  /** @param {string} language @param {{phrases: Record<string, string>, examples: {entry: string, title: string}[]}} locale */
  constructor(language, locale) {
    this.language = language;
    this.phrases = locale.phrases;
    this.examples = locale.examples;
  }

  /** @param {string} key @param {Record<string, string | number>} [values] */
  say(key, values = {}) {
    return this.phrases[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  }

  /** @param {string} iso year-month-day @param {string} [end] */
  date(iso, end = iso) {
    const days = [iso, end].map((day) => new Date(`${day.slice(0, 10)}T00:00:00Z`));
    // Some browsers know no month names in Lao or Khmer; digits are read everywhere.
    if (!Intl.DateTimeFormat.supportedLocalesOf(this.language).length) {
      return [...new Set([iso, end])].map((day) => day.slice(0, 10).split("-").map(Number).reverse().join("/")).join(" - ");
    }
    return new Intl.DateTimeFormat(this.language, { dateStyle: "long", timeZone: "UTC" }).formatRange(days[0], days[1]);
  }
}
