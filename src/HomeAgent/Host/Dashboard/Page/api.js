// The admin API. Whoever has no token that is good for it is asked for one, and the request is made again.
import { askForToken, token } from "./session.js";

const root = "../api/v1/";

export class Problem extends Error {
  constructor(status, body) {
    super(body?.detail ?? (status ? `the home agent answered ${status}` : "the home agent does not answer"));
    this.status = status;
    this.key = body?.key ?? null;
  }
}

export const get = async (path, signal) => (await call("GET", path, undefined, signal)).body;
export const post = async (path, body) => (await call("POST", path, body)).body;
export const remove = async path => (await call("DELETE", path)).body;

// One page of a list, and the question that has the next one, or null.
export async function page(path, signal) {
  const { body, response } = await call("GET", path, undefined, signal);
  const next = /<[^>]*\/api\/v1\/([^>]*)>; rel="next"/.exec(response.headers.get("Link") ?? "");
  return { rows: body, next: next ? next[1] : null };
}

// Null where this home agent has no such thing.
export async function optional(path, signal) {
  try {
    return await get(path, signal);
  } catch (problem) {
    if (problem.status === 404 || problem.status === 501) return null;
    throw problem;
  }
}

// A request with the token, and once more with another one if that was not good enough.
export async function send(method, path, body, signal) {
  for (;;) {
    const used = token();
    const response = await attempt(method, path, body, signal, used);
    const lacking = response.status === 401 || (response.status === 403 && used !== null && method !== "GET");
    if (!lacking) return response;
    const why = response.status === 403 ? "write" : used === null ? "read" : "refused";
    if (!(await askForToken(why, used))) return response;
  }
}

async function attempt(method, path, body, signal, used) {
  const headers = used === null ? {} : { Authorization: `Bearer ${used}` };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  try {
    return await fetch(root + path, { method, headers, signal, cache: "no-store", credentials: "omit", body: body === undefined ? undefined : JSON.stringify(body) });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Problem(0);
  }
}

async function call(method, path, body, signal) {
  const response = await send(method, path, body, signal);
  const text = await response.text();
  const json = text && /json/.test(response.headers.get("Content-Type") ?? "") ? JSON.parse(text) : null;
  if (!response.ok) throw new Problem(response.status, json);
  return { body: json, response };
}
