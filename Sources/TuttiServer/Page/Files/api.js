// Talks to the server. The token, when there is one, is kept for this tab alone and sent in a header, never in an address.

const KEY = "tutti-token";

/// What a server did not do, and what it says of it.
export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

let token = readToken();

function readToken() {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null; // Storage may be forbidden: then the token is only in memory.
  }
}

/// Takes a token; false when it cannot be one.
export function setToken(text) {
  const candidate = text.trim();
  if (!/^[\x21-\x7e]{1,512}$/.test(candidate)) return false;
  token = candidate;
  try {
    sessionStorage.setItem(KEY, candidate);
  } catch {
    // It is in memory.
  }
  return true;
}

export function forgetToken() {
  token = null;
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // It was only in memory.
  }
}

/// Sends a request; throws a `Refusal` for every status but those of success.
export async function send(path, { method = "GET", body, headers = {}, signal } = {}) {
  const fields = { ...headers };
  if (token !== null) fields.authorization = `Bearer ${token}`;
  if (body !== undefined) fields["content-type"] = "application/json";
  const response = await fetch(path, {
    method, signal, headers: fields, cache: "no-store", credentials: "omit", redirect: "error",
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (response.ok) return response;
  let message = `the server answers ${response.status}`;
  try {
    message = (await response.json()).error.message ?? message;
  } catch {
    // It says nothing more.
  }
  throw new Refusal(response.status, message);
}

export async function getJSON(path, options) {
  return (await send(path, options)).json();
}
