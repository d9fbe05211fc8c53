// Saves pages for reading without a network, when the reader asks for it, and keeps them up to date.
// sw.js shows them. It is brought by site.js.
"use strict";
(() => {
  const root = new URL("./", document.querySelector('link[rel="manifest"]').href).href;
  const LIST = `${root}uten-nett.json`;
  const CACHES = `rettesnor ${root} `;
  const AT_ONCE = 6;
  const OFTEN = 15000;
  const code = document.documentElement.lang;
  const place = document.querySelector('[data-rn-place="offline"] details');

  async function asked(url) {
    const answer = await fetch(url, { cache: "no-store" });
    // A redirect may be the log-in page of a network.
    if (!answer.ok || answer.redirected) throw new Error(`${answer.status} ${url}`);
    return answer;
  }
  async function current() {
    return (await asked(LIST)).json();
  }
  const inLanguage = (list) => list.texts[code] ?? Object.values(list.texts)[0];

  async function names() {
    return (await caches.keys()).filter((name) => name.startsWith(CACHES)).reverse();
  }
  /** Return the newest whole cache and its list, as sw.js does. */
  async function newest() {
    for (const name of await names()) {
      const cache = await caches.open(name);
      const list = await cache.match(LIST);
      if (list) return { name, cache, list: await list.json() };
    }
    return null;
  }
  async function clear(keep) {
    for (const name of await names()) if (name !== keep) await caches.delete(name);
  }

  /** Save everything in `list`, all or nothing: the list comes last, and what is old goes then. */
  async function save(list) {
    const old = await newest();
    const name = CACHES + list.id;
    if (old?.name === name) return clear(name);
    await caches.delete(name);
    const cache = await caches.open(name);
    const waiting = Object.entries(list.files);
    async function fetchSome() {
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        const [path, digest] = next;
        const same = old?.list.files[path] === digest && (await old.cache.match(root + path));
        await cache.put(root + path, same || (await asked(root + path)));
      }
    }
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, fetchSome));
      // A site that was published meanwhile would be saved half old and half new.
      if ((await current()).id !== list.id) throw new Error("changed");
      await cache.put(LIST, new Response(JSON.stringify({ ...list, saved: new Date().toISOString() })));
    } catch (error) {
      waiting.length = 0;
      await caches.delete(name);
      throw error;
    }
    await clear(name);
  }
  const alone = (work) => navigator.locks.request(CACHES, work); // one window at a time

  async function registration() {
    const found = await navigator.serviceWorker.getRegistration(root);
    return found?.scope === root ? found : null;
  }

  // In the footer ---------------------------------------------------------------------------
  function line(text, label, act) {
    const said = document.createElement("p");
    said.setAttribute("role", "status");
    said.textContent = text;
    const parts = [said];
    if (label) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "rn-button";
      button.textContent = label;
      button.addEventListener("click", act);
      parts.push(button);
    }
    const had = place.contains(document.activeElement) && document.activeElement.matches("button");
    place.replaceChildren(place.querySelector("summary"), ...parts);
    if (had) (parts[1] ?? place.querySelector("summary")).focus();
  }
  const size = (bytes) => new Intl.NumberFormat(code === "en" ? "en" : "nb", {
    maximumFractionDigits: 1, minimumFractionDigits: 1 }).format(bytes / 1e6);
  const day = (iso) => new Intl.DateTimeFormat(code === "en" ? "en-GB" : "nb", {
    dateStyle: "long", timeStyle: "short" }).format(new Date(iso));

  async function show() {
    const saved = (await registration()) && (await newest());
    if (saved) {
      const says = inLanguage(saved.list);
      line(says.saved.replace("{date}", day(saved.list.saved)), says.remove, () => alone(remove).then(show));
      return;
    }
    const list = await current();
    const says = inLanguage(list);
    line(says.offer, says.save.replace("{size}", size(list.bytes)), () => begin(says));
  }
  async function begin(says) {
    line(says.saving);
    try {
      await alone(async () => {
        await save(await current());
        await navigator.serviceWorker.register(`${root}sw.js`, { scope: root });
      });
      await show();
    } catch {
      await alone(remove).catch(() => {});
      line(says.failed, says.again, () => begin(says));
    }
  }
  async function remove() {
    await clear();
    await (await registration())?.unregister();
  }

  // A saved page ----------------------------------------------------------------------------
  const notice = document.querySelector("[data-rn-saved]");
  let timer = 0;

  /** Remove the notice when the site says the same as this page; else say that it does not. */
  async function check() {
    clearTimeout(timer);
    const address = location.href.replace(/[?#].*/s, "");
    try {
      const answer = await fetch(address, { cache: "no-store" });
      if (answer.status >= 500) throw new Error(answer.status);
      const saved = await newest();
      const copy = await saved?.cache.match(address);
      if (copy && answer.ok && (await answer.text()) === (await copy.text())) {
        notice.remove();
        await refresh();
        return;
      }
      const link = document.createElement("a");
      const says = inLanguage(saved?.list ?? (await current()));
      link.href = "";
      link.textContent = says.reload;
      link.addEventListener("click", (event) => {
        event.preventDefault();
        location.reload();
      });
      notice.replaceChildren(`${says.newer} `, link);
    } catch {
      timer = setTimeout(check, OFTEN);
    }
  }

  /** Save what the site says now, where the reader has saved something. */
  async function refresh() {
    if (!(await registration()) || !(await newest())) return;
    try {
      await alone(async () => save(await current()));
    } catch {
      // What was saved stays, with its own date; the next page tries again.
    }
  }

  if (notice) {
    addEventListener("online", check);
    check();
  } else {
    refresh();
  }
  const open = () => place.open && show().catch(() => {});
  place?.addEventListener("toggle", open);
  open();
})();
