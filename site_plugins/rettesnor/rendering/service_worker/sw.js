// Shows saved pages when the site cannot be reached. It only reads what offline.js has saved, and
// only readers who asked for that have this worker. Pages come from the network whenever it answers.
"use strict";
const SCOPE = self.registration.scope;
const LIST = `${SCOPE}uten-nett.json`;
const CACHES = `rettesnor ${SCOPE} `; // caches are shared by everything on the host
const PATIENCE = 5000;
const DIGEST_IN_NAME = /^assets\/rettesnor\/[\w-]+-[0-9a-f]{12}\.\w+$/;
const showSaved = new Set(); // the ids of clients whose page is a saved one

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  // Scripts that must know what the site says now ask with «no-store».
  if (request.method !== "GET" || request.cache === "no-store" || !request.url.startsWith(SCOPE)) return;
  const path = request.url.slice(SCOPE.length).replace(/[?#].*/s, "");
  if (/^(?:v|utkast)\//.test(path)) return; // old versions and drafts are never saved
  if (request.mode === "navigate") event.respondWith(page(event, path));
  else if (showSaved.has(event.clientId) || DIGEST_IN_NAME.test(path)) event.respondWith(savedFirst(request, path));
  else if (path.startsWith("assets/")) event.respondWith(networkFirst(request, path));
});

/** Return the newest whole cache and its list; the list is put into a cache last. */
async function newest() {
  for (const name of (await caches.keys()).reverse()) {
    if (!name.startsWith(CACHES)) continue;
    const cache = await caches.open(name);
    const list = await cache.match(LIST);
    if (list) return { cache, list: await list.json() };
  }
  return null;
}

async function savedFirst(request, path) {
  const saved = await newest();
  return (await saved?.cache.match(SCOPE + path)) ?? fetch(request);
}

async function networkFirst(request, path) {
  try {
    return await fetch(request);
  } catch (error) {
    const copy = await (await newest())?.cache.match(SCOPE + path);
    if (copy) return copy;
    throw error;
  }
}

async function page(event, path) {
  const saved = await newest();
  const copy = await saved?.cache.match(SCOPE + path);
  const late = new Promise((_, reject) => copy && setTimeout(reject, PATIENCE));
  try {
    const answer = await Promise.race([fetch(event.request), late]);
    if (answer.status < 500 || !copy) return answer;
  } catch {
    // Shown below.
  }
  if (!saved) return Response.error();
  showSaved.add(event.resultingClientId);
  return (copy && (await marked(copy, saved.list))) || missing(saved.list, path);
}

/** Return the saved page with the notice that it is one; null when there is no place for it. */
async function marked(copy, list) {
  const html = await copy.text();
  const main = /<div class="md-content"[^>]*>/.exec(html) ?? /<main\b[^>]*>/.exec(html); // Material's, ours
  if (!main) return null;
  const code = /<html[^>]* lang="([\w-]+)"/.exec(html)?.[1];
  const says = list.texts[code] ?? Object.values(list.texts)[0];
  const [before, after] = says.notice.split("{date}");
  const date = new Date(list.saved);
  const shown = new Intl.DateTimeFormat(code === "en" ? "en-GB" : "nb", { dateStyle: "long", timeStyle: "short" }).format(date);
  const notice = `<p class="rn-offline" role="status" data-rn-saved>${escaped(before)}<time datetime="${date.toISOString()}">${escaped(shown)}</time>${escaped(after)}</p>`;
  const end = main.index + main[0].length;
  const headers = new Headers(copy.headers); // the policy among them
  ["content-length", "content-encoding"].forEach((name) => headers.delete(name));
  return new Response(html.slice(0, end) + notice + html.slice(end), { headers });
}

function missing(list, path) {
  const folder = path.split("/")[0];
  const code = list.texts[folder] ? folder : Object.keys(list.texts)[0];
  const says = list.texts[code];
  const front = SCOPE + (list.texts[folder] && code === folder ? `${folder}/` : "");
  const sheets = ["tokens", "shell", "page"].map((name) => `<link rel="stylesheet" href="${SCOPE}assets/rettesnor/${name}.css">`);
  const html = `<!doctype html><html lang="${code}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(says.missing)}</title>${sheets.join("")}</head><body class="rn"><div class="rn-page"><main class="rn-main"><h1>${escaped(says.missing)}</h1><p>${escaped(says.missingWhy)}</p><p><a href="${front}">${escaped(says.front)}</a></p></main></div></body></html>`;
  return new Response(html, { status: 503, headers: {
    "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "default-src 'self'",
  } });
}

function escaped(text) {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
