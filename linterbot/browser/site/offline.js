// Keeps every file of the page, so that it works without a network after the first visit.
"use strict";
const LIST = "files.json";
const KEPT = "linterbot-";

async function list() {
  const answer = await fetch(LIST, { cache: "no-store" });
  return answer.ok ? answer.text() : Promise.reject(new Error(LIST));
}

// The name of a store says which files are in it, so that a new page never mixes with an old one.
async function keep() {
  const text = await list();
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const name = KEPT + Array.from(new Uint8Array(digest).slice(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const files = ["./", ...Object.keys(JSON.parse(text))];
  const store = await caches.open(name);
  await Promise.all(
    files.map(async (file) => {
      if (!(await store.match(file))) await store.add(new Request(file, { cache: "no-cache" }));
    }),
  );
  const names = await caches.keys();
  await Promise.all(names.filter((one) => one.startsWith(KEPT) && one !== name).map((one) => caches.delete(one)));
}

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.waitUntil(keep().catch(() => {}))); // a visit: is there a new page?
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(self.registration.scope)) return;
  event.respondWith(caches.match(request, { ignoreSearch: true }).then((kept) => kept || fetch(request)));
});
