// Brings the widget to a page by one line: <script defer src="https://.../widget.js"></script>
// The server fills in RELEASE: the hash of all files, and of every file the one that the browser checks.
(() => {
  const RELEASE = {};
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const pinned = script.src.includes(`/widget/${RELEASE.hash}/`);
  const root = new URL(pinned ? "../../" : "./", script.src);
  const folder = new URL(`widget/${RELEASE.hash}/`, root);
  for (const [name, integrity] of Object.entries(RELEASE.files)) {
    if (!name.endsWith(".js")) continue;
    // All modules at once instead of one after the other, and each checked.
    const link = document.createElement("link");
    Object.assign(link, { rel: "modulepreload", href: new URL(name, folder).href, crossOrigin: "anonymous", integrity });
    document.head.append(link);
  }
  import(new URL("main.js", folder).href).then(({ start }) => start(script, { root, folder, ...RELEASE }));
})();
