// Reads server-sent events over fetch: EventSource cannot send an Authorization header.

/// Cuts a text that comes in pieces into events: `{id, event, data}`. Pure.
export class EventParser {
  #buffer = "";
  #isStart = true;
  #fields = { event: "", data: [], id: undefined };

  /// The events that are whole with this piece.
  push(text) {
    if (this.#isStart && text.length > 0) {
      this.#isStart = false;
      if (text.startsWith("\ufeff")) text = text.slice(1);
    }
    const events = [];
    this.#buffer += text;
    let start = 0;
    for (;;) {
      const end = this.#lineEnd(start);
      if (end === null) break;
      this.#line(this.#buffer.slice(start, end.at), events);
      start = end.next;
    }
    this.#buffer = this.#buffer.slice(start);
    return events;
  }

  /// A carriage return at the end may be half of a line end.
  #lineEnd(start) {
    for (let at = start; at < this.#buffer.length; at += 1) {
      const character = this.#buffer[at];
      if (character === "\n") return { at, next: at + 1 };
      if (character !== "\r") continue;
      if (at + 1 === this.#buffer.length) return null;
      return { at, next: this.#buffer[at + 1] === "\n" ? at + 2 : at + 1 };
    }
    return null;
  }

  #line(line, events) {
    if (line === "") {
      const { event, data, id } = this.#fields;
      if (data.length > 0) events.push({ id, event: event || "message", data: data.join("\n") });
      this.#fields = { event: "", data: [], id: undefined };
      return;
    }
    const colon = line.indexOf(":");
    if (colon === 0) return;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
    if (name === "data") this.#fields.data.push(value);
    else if (name === "event") this.#fields.event = value;
    else if (name === "id" && !value.includes("\0")) this.#fields.id = value;
  }
}

/// Reads one response to its end, and gives each event to `heard`.
///
/// The server says something every few seconds; one that is silent for `silenceMs` is taken for dead.
export async function readEvents(response, heard, { abort, silenceMs = 45_000 } = {}) {
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  const parser = new EventParser();
  let timer;
  try {
    for (;;) {
      const silence = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error("the server is silent")), silenceMs);
      });
      const { done, value } = await Promise.race([reader.read(), silence]);
      clearTimeout(timer);
      if (done) return;
      for (const event of parser.push(decoder.decode(value, { stream: true }))) heard(event);
    }
  } finally {
    clearTimeout(timer);
    reader.cancel().catch(() => {});
    abort?.();
  }
}

/// The pause before the next try: doubled from 250 ms to 8 s, with chance in it, so that pages do not come back together.
export function backoff(tries, random = Math.random) {
  return Math.min(8_000, 250 * 2 ** Math.min(tries, 6)) * (0.5 + random() / 2);
}
