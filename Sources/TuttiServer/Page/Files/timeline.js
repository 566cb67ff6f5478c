// The timeline of a run: a row an agent, a bar an attempt.

import { el, keepReachable, reconcile, rove, setAttribute, setIcon, setText } from "./dom.js";
import { lanes, ticks, timeDomain } from "./layout.js";
import { WORDS, duration, plural, safeLine } from "./text.js";

const MAXIMUM_ROWS = 300;

/// Whether another agent has decided that this one is not asked.
export const isPassedOver = (agent) => agent.startMs === null && /did not choose it$/.test(agent.skipped ?? "");

export class Timeline {
  #axis = el("div", "axis");
  #rows = el("ol", "rows");
  #marks = el("div", "marks");
  #keys = el("ul", "keys");
  #more = el("p", "quiet");
  #legend = legend();

  /// `open` is called with the index of an agent.
  constructor(container, open) {
    const chart = el("div", "chart", this.#axis, this.#rows, this.#marks);
    container.append(this.#keys, chart, this.#more, this.#legend);
    this.#keys.setAttribute("aria-label", "What the lines mean");
    this.#axis.setAttribute("aria-hidden", "true");
    this.#marks.setAttribute("aria-hidden", "true");
    rove(this.#rows, "button");
    this.open = open;
  }

  draw(view, nowMs, shown) {
    const domain = timeDomain(view, nowMs);
    const agents = inOrder(view.agents.map((agent, index) => ({ agent, index })));
    const asked = agents.filter(({ agent }) => !isPassedOver(agent));
    const rows = asked.slice(0, MAXIMUM_ROWS);
    const byIndex = new Map(rows.map((row) => [row.index, row.agent]));
    reconcile(this.#rows, [...byIndex.keys()], (index) => this.#makeRow(index), (row, index) =>
      updateRow(row, byIndex.get(index), { view, nowMs, domain, isShown: index === shown }),
    );
    keepReachable(this.#rows, "button");
    this.#drawAxis(domain);
    this.#drawMarks(view, nowMs, domain);
    this.#tellMore(agents, asked, rows);
    this.#legend.hidden = rows.length === 0;
  }

  /// Puts the focus on the row of an agent.
  focus(index) {
    const button = this.#rows.keyed?.get(index)?.firstElementChild;
    if (!button) return;
    for (const other of this.#rows.querySelectorAll("button")) other.tabIndex = -1;
    button.tabIndex = 0;
    button.focus();
  }

  #makeRow(index) {
    const button = el(
      "button", "row",
      el("span", "row-name", el("span", "sign"), el("span", "label")),
      el("span", "track"),
      el("span", "row-note"),
    );
    button.type = "button";
    button.tabIndex = -1;
    button.addEventListener("click", () => this.open(index));
    return el("li", "", button);
  }

  #drawAxis(domain) {
    const times = ticks(domain);
    reconcile(this.#axis, times, () => el("span", "tick", el("span")), (tick, time) => {
      tick.style.setProperty("--at", time / domain);
      tick.classList.toggle("last", time / domain > 0.92);
      setText(tick.firstElementChild, time === 0 ? "0" : duration(time));
    });
  }

  #drawMarks(view, nowMs, domain) {
    const marks = [
      ["deadline", "deadline", view.deadlineMs],
      ["cutoff", "cut-off", view.cutOffMs],
      ["token", "first word", view.firstTokenMs],
      ["now", "now", view.wallMs === null ? nowMs : null],
    ].filter(([, , time]) => time !== null);
    const byKind = new Map(marks.map((mark) => [mark[0], mark]));
    reconcile(this.#marks, [...byKind.keys()], (kind) => el("span", `mark ${kind}`), (mark, kind) => {
      const [, , time] = byKind.get(kind);
      mark.style.setProperty("--at", Math.min(time / domain, 1));
      mark.hidden = time > domain;
    });
    const named = [...byKind.keys()].filter((kind) => kind !== "now");
    reconcile(this.#keys, named, (kind) => el("li", `key ${kind}`, el("span", "line"), el("span")), (key, kind) => {
      const [, word, time] = byKind.get(kind);
      setText(key.lastElementChild, `${word} ${duration(time)}${time > domain ? ", later than drawn" : ""}`);
    });
  }

  #tellMore(agents, asked, rows) {
    const passedOver = agents.filter(({ agent }) => isPassedOver(agent)).map(({ agent }) => safeLine(agent.name, 40));
    const parts = [];
    if (asked.length > rows.length) parts.push(`${plural(asked.length - rows.length, "more agent")} not drawn.`);
    if (passedOver.length > 0) {
      parts.push(`Not chosen: ${passedOver.slice(0, 20).join(", ")}${passedOver.length > 20 ? ", …" : ""}.`);
    }
    setText(this.#more, parts.join(" "));
    this.#more.hidden = parts.length === 0;
  }
}

/// Agents in the order in which they started, those that have not behind them.
function inOrder(rows) {
  const start = ({ agent }) => agent.startMs ?? Infinity;
  return rows.sort((a, b) => (start(a) === start(b) ? a.index - b.index : start(a) - start(b)));
}

function updateRow(row, agent, { view, nowMs, domain, isShown }) {
  const button = row.firstElementChild;
  const [name, track, note] = button.children;
  setAttribute(button, "aria-expanded", isShown);
  setAttribute(button, "data-state", agent.state);
  setIcon(name.children[0], agent.state);
  setText(name.children[1], safeLine(agent.name, 60));
  setText(note, noteOf(agent, nowMs));
  const end = (attempt) => attempt.endMs ?? (view.wallMs === null ? Math.max(nowMs, attempt.startMs) : view.wallMs);
  const spans = agent.attempts.map((attempt) => ({ start: attempt.startMs, end: end(attempt) }));
  const { places, count } = lanes(spans);
  track.style.setProperty("--lanes", count);
  const keys = agent.attempts.map((attempt) => attempt.number);
  reconcile(track, keys, () => el("span", "bar", el("span")), (bar, number) => {
    const place = keys.indexOf(number);
    const attempt = agent.attempts[place];
    const { start, end } = spans[place];
    bar.style.setProperty("--start", start / domain);
    bar.style.setProperty("--length", Math.max(end - start, 0) / domain);
    bar.style.setProperty("--lane", places[place]);
    setAttribute(bar, "data-state", agent.isFallback && attempt.state === "succeeded" ? "fallback" : attempt.state);
    bar.classList.toggle("hedge", attempt.kind === "hedge");
    bar.classList.toggle("abandoned", attempt.isAbandoned);
    bar.classList.toggle("cached", attempt.isCached);
    setText(bar.firstElementChild, wordOf(attempt));
  });
}

/// What is written on the bar of an attempt; nothing for one that just works.
function wordOf(attempt) {
  const words = [];
  if (attempt.kind === "hedge") words.push("hedge");
  if (attempt.kind === "retry") words.push(`retry ${attempt.number}`);
  if (attempt.isCached) words.push(attempt.isStale ? "old cache" : "cache");
  if (attempt.isAbandoned) words.push("abandoned");
  return words.join(", ");
}

function noteOf(agent, nowMs) {
  switch (agent.state) {
    case "waiting": return WORDS.waiting;
    case "running": {
      const time = duration(Math.max(nowMs - agent.startMs, 0));
      return agent.partCount > 0 ? `${time}, ${agent.parts.length} of ${agent.partCount}` : time;
    }
    case "succeeded": {
      const time = duration(agent.endMs - agent.startMs);
      if (agent.isFallback) return `fallback, ${time}`;
      return agent.attemptCount > 1 ? `${time}, ${agent.attemptCount} attempts` : time;
    }
    default: {
      const time = agent.startMs === null ? "" : `, ${duration(agent.endMs - agent.startMs)}`;
      return WORDS[agent.state] + time;
    }
  }
}

function legend() {
  const sign = (className, word, state) => {
    const bar = el("span", `bar sample ${className}`);
    bar.dataset.state = state;
    return el("li", "", bar, word);
  };
  const list = el(
    "ul", "legend",
    sign("", "result", "succeeded"), sign("", "fallback", "fallback"), sign("cached", "cache", "succeeded"),
    sign("", "failed", "failed"), sign("", "timed out", "timedOut"), sign("", "cancelled", "cancelled"),
    sign("hedge", "hedge", "succeeded"), sign("abandoned", "abandoned", "timedOut"),
  );
  list.setAttribute("aria-label", "What the bars mean");
  return list;
}

