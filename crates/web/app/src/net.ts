// What is said to the node. Every call gives up after a minute: what was not answered is asked again.

export class NoSignal extends Error {}

/// The node said no.
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(code);
  }
}

export interface Credentials {
  user: string;
  secret: string;
}

async function ask<T>(path: string, request: RequestInit): Promise<T> {
  const ender = new AbortController();
  const timer = setTimeout(() => ender.abort(), 60_000);
  let answer: Response;
  let said: unknown;
  try {
    answer = await fetch(path, { ...request, signal: ender.signal, credentials: "omit", cache: "no-store" });
    said = await answer.json();
  } catch {
    throw new NoSignal();
  } finally {
    clearTimeout(timer);
  }
  if (!answer.ok) {
    if (answer.status >= 500 || answer.status === 429) throw new NoSignal();
    throw new Refused(answer.status, (said as { code?: string }).code ?? "refused");
  }
  return said as T;
}

const signed = (who: Credentials): string => "Basic " + btoa(`${who.user}:${who.secret}`);

export const get = <T>(path: string, who?: Credentials): Promise<T> =>
  ask(path, who ? { headers: { authorization: signed(who) } } : {});

export const post = <T>(path: string, body: unknown, who?: Credentials): Promise<T> =>
  ask(path, {
    method: "POST",
    headers: { "content-type": "application/json", ...(who ? { authorization: signed(who) } : {}) },
    body: JSON.stringify(body),
  });

export const postBytes = <T>(path: string, body: Uint8Array<ArrayBuffer>): Promise<T> =>
  ask(path, { method: "POST", headers: { "content-type": "application/octet-stream" }, body });
