// For a site that lets nothing be saved (any more): removes what readers have saved, and this worker.
"use strict";
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) {
    if (name.startsWith(`rettesnor ${self.registration.scope} `)) await caches.delete(name);
  }
  await self.registration.unregister();
})()));
