// The only file that talks to the server. Every function returns the parsed answer or throws
// an ApiError whose message is a sentence for the person.

export class ApiError extends Error {}

async function request(path, options) {
  let response;
  try {
    response = await fetch(path, { cache: "no-store", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError("Không nối được với máy chủ. Hãy thử lại sau ít giây.");
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(body.error || `Máy chủ trả lời lỗi ${response.status}.`);
  return body;
}

function post(path, body) {
  return request(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

/** Without a revision: the state at once. With one: as soon as it is newer, or after `wait` seconds. */
export function state(revision, wait, signal) {
  const query = revision === null ? "" : `?since=${revision}&wait=${wait}`;
  return request(`/sandbox/state${query}`, { signal });
}

/** `where` = {person, chat, topic?, reply_to?}. */
export const say = (where, text) => post("/sandbox/say", { ...where, text });

export const tap = (where, message, data) => post("/sandbox/tap", { ...where, message, data });

export function sendDocument(where, file, caption) {
  const form = new FormData();
  for (const [name, value] of Object.entries(where)) form.append(name, String(value));
  if (caption) form.append("caption", caption);
  form.append("file", file, file.name);
  return request("/sandbox/document", { method: "POST", body: form });
}

export const documentUrl = (fileId) => `/sandbox/document/${encodeURIComponent(fileId)}`;
export const moveClock = (step) => post("/sandbox/clock", step);
export const personAction = (person, action) => post("/sandbox/person-action", { person, action });
export const groupAction = (chat, action, more = {}) => post("/sandbox/group-action", { chat, action, ...more });
export const fault = (kind, more = {}) => post("/sandbox/fault", { kind, ...more });
