// Keeps the app itself on the phone: its page and its files, and nothing that the node draws for anybody.

declare const self: ServiceWorkerGlobalScope & { FILES?: string[]; LATER?: string[] };
interface ServiceWorkerGlobalScope extends EventTarget {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  location: Location;
}
interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends ExtendableEvent {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}

const files: string[] = self.FILES ?? [];
/// Kept from the first time that somebody asks for them.
const later: string[] = self.LATER ?? [];
// Changes with any file, since their addresses carry a mark of their content.
const NAME = `jejaring-app-${files.join("|")}`;

/// Whether an edition before this one kept what is kept later: whoever filled in forms goes on doing so without signal.
async function asked(): Promise<boolean> {
  for (const name of await caches.keys()) {
    const kept = await (await caches.open(name)).keys();
    if (kept.some((one) => later.some((file) => file.split("?")[0] === new URL(one.url).pathname))) return true;
  }
  return false;
}

self.addEventListener("install", (event) => {
  const keep = async () => {
    const cache = await caches.open(NAME);
    await cache.addAll([...files, ...((await asked()) ? later : [])].map((file) => new Request(file, { cache: "reload", credentials: "omit" })));
    await self.skipWaiting();
  };
  (event as ExtendableEvent).waitUntil(keep());
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("jejaring-app-") && name !== NAME) await caches.delete(name);
    }
    await self.clients.claim();
  };
  (event as ExtendableEvent).waitUntil(tidy());
});

self.addEventListener("fetch", (event) => {
  const asked = event as FetchEvent;
  const address = new URL(asked.request.url);
  if (asked.request.method !== "GET" || address.origin !== self.location.origin) return;
  const known = [...files, ...later].find((file) => file === address.pathname + address.search);
  const page = asked.request.mode === "navigate" ? files[0] : undefined;
  const file = known ?? page;
  if (!file) return;
  const answer = async () => {
    const cache = await caches.open(NAME);
    const kept = await cache.match(file);
    if (kept) return kept;
    const answer = await fetch(asked.request);
    if (later.includes(file) && answer.ok) await cache.put(file, answer.clone());
    return answer;
  };
  asked.respondWith(answer());
});

export {};
