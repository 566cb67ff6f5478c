// The list of runs.

import { el, keepReachable, reconcile, rove, setAttribute, setIcon, setText } from "./dom.js";
import { WORDS, duration, money, safeLine } from "./text.js";

const clockTime = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const dayAndTime = new Intl.DateTimeFormat(undefined, { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" });

/// When something was, for a list of today.
export function timeOf(milliseconds, now) {
  return (Math.abs(now - milliseconds) < 43_200_000 ? clockTime : dayAndTime).format(milliseconds);
}

export class RunList {
  #list;

  constructor(list) {
    this.#list = list;
    rove(list, "a");
  }

  draw(store) {
    reconcile(this.#list, store.order, (id) => {
      const link = el(
        "a", "", el("span", "sign"), el("span", "question"), el("span", "meta"),
      );
      link.href = `#run=${id}`; // An identity of ours, checked when it came.
      link.tabIndex = -1;
      return el("li", "", link);
    }, (item, id) => {
      const entry = store.runs.get(id);
      const link = item.firstElementChild;
      const [sign, question, meta] = link.children;
      setAttribute(link, "aria-current", id === store.selected ? "true" : null);
      setAttribute(link, "data-state", entry.status);
      setIcon(sign, entry.status);
      setText(question, safeLine(entry.input, 140));
      setText(meta, metaOf(entry, store.now));
    });
    keepReachable(this.#list, "a");
  }
}

function metaOf(entry, now) {
  const parts = [WORDS[entry.status] ?? entry.status, timeOf(entry.created_ms, now)];
  if (entry.wall_ms != null) parts.splice(1, 0, duration(entry.wall_ms));
  if (entry.usage?.costUSD > 0) parts.push(money(entry.usage.costUSD));
  return parts.join(" · ");
}
