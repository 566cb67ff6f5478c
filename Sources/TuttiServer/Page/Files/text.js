// Words and numbers for people. Pure: nothing here touches the page.

/// Characters that steer or hide text: C0 but for tab and line feed, C1, bidirectional controls, marks of order, tags,
/// annotations, and what has no width.
const HOSTILE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]/gu;

const named = (character) => `‹U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}›`;

/// A text on many lines, with every character that would steer it made visible.
export function safe(text) {
  return String(text ?? "").replace(/\r\n?/g, "\n").replace(HOSTILE, named);
}

/// A text for one line, such as a name; joiners are made visible too, for two names must not look the same.
export function safeLine(text, limit = 120) {
  const line = safe(text).replace(/\s+/gu, " ").replace(/[\u200c\u200d]/g, named);
  return clip(line, limit);
}

/// At most `limit` characters, with what is left out told by three dots.
export function clip(text, limit) {
  if (text.length <= limit) return text;
  const characters = Array.from(text.slice(0, limit * 2));
  return characters.length <= limit && text.length <= limit * 2
    ? text
    : characters.slice(0, Math.max(limit - 1, 1)).join("") + "…";
}

/// A time in milliseconds: `430 ms`, `1.24 s`, `2:05 min`.
export function duration(milliseconds) {
  if (milliseconds == null || !Number.isFinite(milliseconds)) return "–";
  const value = Math.max(milliseconds, 0);
  if (value < 0.9995) return `${(Math.round(value * 100) / 100).toString()} ms`;
  if (value < 999.5) return `${value < 9.95 ? (Math.round(value * 10) / 10).toString() : Math.round(value)} ms`;
  if (value < 9_995) return `${(value / 1_000).toFixed(2)} s`;
  if (value < 59_950) return `${(value / 1_000).toFixed(1)} s`;
  const seconds = Math.round(value / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} min`;
}

/// An amount in US dollars; small ones keep two digits that say something.
export function money(dollars) {
  if (!dollars) return "$0";
  if (dollars < 0.000_001) return "< $0.000001";
  const digits = dollars >= 0.995 ? 2 : Math.min(6, 1 - Math.floor(Math.log10(dollars)));
  return `$${dollars.toFixed(Math.max(digits, 2))}`;
}

/// A whole number with thin spaces between thousands.
export function count(number) {
  return Math.round(number ?? 0).toString().replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f");
}

/// A number and its noun.
export function plural(number, noun) {
  return `${count(number)} ${noun}${number === 1 ? "" : "s"}`;
}

/// The states of agents and of runs, in words.
export const WORDS = {
  waiting: "waiting",
  running: "running",
  succeeded: "succeeded",
  failed: "failed",
  timedOut: "timed out",
  cancelled: "cancelled",
  skipped: "skipped",
  complete: "complete",
  partial: "partial",
  nothing: "no answer in time",
};

/// Why an input is missing, in words.
export const MISSING = {
  failed: "failed",
  timedOut: "timed out",
  cancelled: "was cancelled",
  skipped: "was skipped",
  notYet: "was not there yet",
};
