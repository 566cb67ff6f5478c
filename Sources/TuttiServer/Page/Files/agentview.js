// Everything about one agent of a run.

import { el, reconcile, setIcon, setText } from "./dom.js";
import { MISSING, WORDS, clip, count, duration, money, plural, safe, safeLine } from "./text.js";

const MAXIMUM_TEXT = 100_000;

export class AgentView {
  #section;
  #shown = null;

  /// `open` is called with the name of another agent, `close` when this one is not to be shown any more.
  constructor(section, { open, close }) {
    this.#section = section;
    this.open = open;
    this.close = close;
    const button = el("button", "plain", "Close");
    button.type = "button";
    button.addEventListener("click", () => this.close());
    this.title = el("h2", "", el("span", "sign"), el("span"));
    this.title.id = "agent-title";
    this.title.tabIndex = -1;
    this.why = el("p", "why");
    this.facts = el("dl", "facts");
    this.attempts = el("ol", "attempts");
    this.parts = el("ol", "parts");
    this.input = block("Input");
    this.sources = el("p", "sources");
    this.output = block("Output");
    this.input.append(this.sources);
    section.append(
      el("header", "agent-head", this.title, button), this.why, this.facts,
      heading("Attempts", this.attempts), heading("Parts", this.parts), this.input, this.output,
    );
    section.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  draw(view, agent, { plan, report, question, nowMs }) {
    this.#section.hidden = agent === undefined;
    if (agent === undefined) {
      this.#shown = null;
      return;
    }
    const planned = plan?.agents.find(({ name }) => name === agent.name);
    setIcon(this.title.children[0], agent.state);
    setText(this.title.children[1], safeLine(agent.name, 200));
    const why = whyOf(agent);
    setText(this.why, why);
    this.why.hidden = why === "";
    drawFacts(this.facts, factsOf(agent, planned, nowMs));
    drawAttempts(this.attempts, agent, nowMs);
    this.attempts.parentElement.hidden = agent.attempts.length === 0;
    drawParts(this.parts, agent);
    this.parts.parentElement.hidden = agent.parts.length === 0;
    setText(this.input.children[1], clip(safe(inputOf(agent, report, question)), MAXIMUM_TEXT));
    this.#drawSources(planned, view);
    const output = agent.output ?? agent.partial;
    setText(this.output.children[0], agent.output === null && agent.partial !== "" ? "Output so far" : "Output");
    setText(this.output.children[1], output === "" && agent.output === null ? "none" : clip(safe(output), MAXIMUM_TEXT));
    const isNew = this.#shown !== view.id + agent.name;
    this.#shown = view.id + agent.name;
    if (isNew) {
      this.title.focus({ preventScroll: true });
      this.#section.scrollIntoView({ block: "nearest" });
    }
  }

  /// The agents whose outputs are inputs of this one, as buttons.
  #drawSources(planned, view) {
    const names = [planned?.needs, planned?.wants, planned?.quorum?.of, planned?.firstOf, planned?.chosenBy]
      .flatMap((names) => names ?? []);
    const known = names.filter((name) => view.indices.has(name));
    this.sources.hidden = known.length === 0;
    const keys = known.map((name) => view.indices.get(name));
    reconcile(this.sources, keys, (index) => {
      const button = el("button", "chip");
      button.type = "button";
      button.addEventListener("click", () => this.open(view.agents[index].name));
      return button;
    }, (button, index) => setText(button, `with what ${safeLine(view.agents[index].name, 40)} gave`));
  }
}

function block(title) {
  const text = el("p", "text");
  text.dir = "auto";
  text.tabIndex = 0;
  const name = el("h3", "", title);
  return el("div", "block", name, text);
}

function heading(title, list) {
  return el("div", "block", el("h3", "", title), list);
}

export function drawFacts(list, facts) {
  const known = facts.filter(([, value]) => value !== null && value !== "");
  reconcile(list, known.map(([name]) => name), (name) => el("div", "", el("dt", "", name), el("dd")), (fact, name) =>
    setText(fact.children[1], known.find(([other]) => other === name)[1]),
  );
}

function factsOf(agent, planned, nowMs) {
  const end = agent.endMs ?? nowMs;
  const missing = Object.entries(agent.missing).map(([name, reason]) => `${safeLine(name, 40)} ${MISSING[reason] ?? ""}`);
  return [
    ["State", WORDS[agent.state] + (agent.isFallback ? " by its fallback" : "")],
    ["Time", agent.startMs === null ? null : duration(end - agent.startMs)],
    ["From – to", agent.startMs === null ? null : `${duration(agent.startMs)} – ${agent.endMs === null ? "…" : duration(end)}`],
    ["Expected", planned?.expectedMs > 0 ? duration(planned.expectedMs) : null],
    ["Time it was given", agent.budgetMs === null ? null : duration(agent.budgetMs)],
    ["Waited for a limit", agent.waitedMs === null ? null : duration(agent.waitedMs)],
    ["Chosen by", agent.chosenBy === null ? null : safeLine(agent.chosenBy, 60)],
    ["Attempts", agent.attemptCount === 0 ? null : attemptWords(agent)],
    ["Cost", money(agent.usage.costUSD)],
    ["Tokens", `${count(agent.usage.inputTokens)} read, ${count(agent.usage.outputTokens)} written`],
    ["Had to do without", missing.join(", ")],
    ["Only when", planned?.when ? safeLine(planned.when) : null],
    ["Cache", planned?.cache ? safeLine(planned.cache) : null],
    ["Falls back to", planned?.fallbacks ? planned.fallbacks.map((name) => safeLine(name, 60)).join(", then ") : null],
    ["Contains", planned?.plan ? plural(planned.plan.agents.length, "agent") : null],
  ];
}

function attemptWords(agent) {
  const abandoned = agent.abandoned > 0 ? `, ${agent.abandoned} abandoned` : "";
  return count(agent.attemptCount) + abandoned;
}

/// Why there is no result of its own, or why it came late.
function whyOf(agent) {
  const error = agent.error === null ? "" : safeLine(agent.error, 2_000);
  switch (agent.state) {
    case "skipped": return agent.skipped === null ? "" : `Not asked: ${safeLine(agent.skipped, 400)}.`;
    case "cancelled": return agent.skipped === null ? "Stopped with the run." : `Stopped: ${safeLine(agent.skipped, 400)}.`;
    case "timedOut":
      return `${agent.limit === "timeout" ? "Ran into its own timeout" : "Ran into the deadline"}${error ? `: ${error}` : "."}`;
    case "failed": return `Failed: ${error}`;
    case "succeeded": return agent.isFallback ? `Its fallback stands in: ${error}` : "";
    default: return error === "" ? "" : `The last attempt failed: ${error}`;
  }
}

/// What it was asked: the task that the strategist gave it, or the question.
function inputOf(agent, report, question) {
  const assignment = report?.strategy?.agents?.find(({ name }) => name === agent.name);
  return assignment?.prompt || question;
}

const KINDS = { first: "first", retry: "again", hedge: "hedge, beside a slow one" };

function drawAttempts(list, agent, nowMs) {
  const byNumber = new Map(agent.attempts.map((attempt) => [attempt.number, attempt]));
  reconcile(
    list, [...byNumber.keys()],
    () => el("li", "", el("span", "sign"), el("span", "what"), el("span", "when"), el("span", "error")),
    (item, number) => {
      const attempt = byNumber.get(number);
      setIcon(item.children[0], attempt.state);
      setText(item.children[1], `${number}. ${KINDS[attempt.kind]}: ${outcomeOf(attempt)}`);
      const end = attempt.endMs ?? nowMs;
      const used = attempt.usage.costUSD > 0 ? `, ${money(attempt.usage.costUSD)}` : "";
      setText(item.children[2], `from ${duration(attempt.startMs)}, ${duration(end - attempt.startMs)}${used}`);
      setText(item.children[3], attempt.error === null ? "" : safeLine(attempt.error, 2_000));
    },
  );
}

function outcomeOf(attempt) {
  const words = [WORDS[attempt.state]];
  if (attempt.isCached) words.push(`from the cache, ${duration(attempt.ageMs)} old`);
  if (attempt.isAbandoned) words.push(attempt.isLate ? "abandoned, ended later" : "abandoned, went on");
  if (attempt.retryInMs != null) words.push(`again after ${duration(attempt.retryInMs)}`);
  return words.join(", ");
}

function drawParts(list, agent) {
  const parts = agent.parts.slice(-200);
  reconcile(list, parts.map((_, index) => index), () => el("li", "", el("span", "sign"), el("span", "what"), el("span", "error")),
    (item, index) => {
      const part = parts[index];
      setIcon(item.children[0], part.state);
      setText(item.children[1], `${safeLine(part.name, 80)}: ${WORDS[part.state] ?? part.state}`);
      setText(item.children[2], part.error === null ? "" : safeLine(part.error, 400));
    });
}
