// Folds the events of a run into what is shown of it. What it says of agents is what the report of the server says: the same
// fold as `RunReducer`. Pure: nothing here touches the page.

import { hearAnswer, newAnswer } from "./answer.js";

const MAXIMUM_WARNINGS = 256;
const FINAL = new Set(["succeeded", "failed", "timedOut", "cancelled", "skipped"]);

/// A run of which nothing is known but its name.
export function newView(id) {
  return {
    id,
    workflow: "",
    /// The number of the last event, and whether some before it are missing.
    sequence: 0,
    isIncomplete: false,
    status: "running",
    deadlineMs: null,
    wallMs: null,
    /// The time of the last event.
    latestMs: 0,
    firstTokenMs: null,
    cutOffMs: null,
    warnings: [],
    events: 0,
    agents: [],
    indices: new Map(),
    answer: newAnswer(),
  };
}

function newAgent(name) {
  return {
    name,
    state: "waiting",
    startMs: null,
    endMs: null,
    attempts: [],
    attemptCount: 0,
    abandoned: 0,
    error: null,
    skipped: null,
    isFallback: false,
    missing: {},
    output: null,
    partial: "",
    partialAttempt: 0,
    usage: newUsage(),
    budgetMs: null,
    limit: null,
    waitedMs: null,
    chosenBy: null,
    parts: [],
    partCount: 0,
  };
}

const newUsage = () => ({ inputTokens: 0, outputTokens: 0, costUSD: 0 });

function addUsage(sum, usage) {
  for (const key of Object.keys(sum)) sum[key] += Number(usage?.[key]) || 0;
}

/// Tells the agents before the run has told them.
export function declareAgents(view, names) {
  for (const name of names) agentOf(view, name);
}

function agentOf(view, name) {
  let index = view.indices.get(name);
  if (index === undefined) {
    index = view.agents.length;
    view.indices.set(name, index);
    view.agents.push(newAgent(name));
  }
  return view.agents[index];
}

/// Whether an event is the next one (`next`), was seen before (`old`), or comes after some that are missing (`hole`).
export function placeOf(view, event) {
  if (event.event === "gap") return event.seq > view.sequence ? "next" : "old";
  return event.seq <= view.sequence ? "old" : event.seq === view.sequence + 1 ? "next" : "hole";
}

/// Takes the next event.
export function apply(view, event) {
  view.sequence = event.seq;
  if (event.event === "gap") {
    view.isIncomplete = true;
    return;
  }
  view.events += 1;
  view.latestMs = Math.max(view.latestMs, event.t);
  hearAnswer(view.answer, event);
  const agent = event.agent === undefined ? null : agentOf(view, event.agent);
  if (Object.hasOwn(REDUCERS, event.event)) REDUCERS[event.event](view, event, agent);
}

const REDUCERS = {
  runStarted(view, event) {
    view.workflow = event.workflow;
    view.deadlineMs = event.deadlineMs;
    declareAgents(view, event.agents);
  },
  agentChosen(view, event, agent) {
    agent.chosenBy = event.by;
  },
  agentStarted(view, event, agent) {
    agent.state = "running";
    agent.startMs = event.t;
    agent.budgetMs = event.budgetMs;
    agent.missing = event.missing;
    if (Object.values(event.missing).includes("notYet")) view.cutOffMs ??= event.t;
  },
  attemptStarted(view, event, agent) {
    beginAttempt(agent, event, agent.attempts.length === 0 ? "first" : "retry");
  },
  hedgeStarted(view, event, agent) {
    beginAttempt(agent, event, "hedge");
  },
  attemptFailed(view, event, agent) {
    agent.error = event.error;
    const attempt = endAttempt(agent, event.attempt, "failed", event.t);
    attempt.error = event.error;
    attempt.retryInMs = event.retryInMs;
  },
  attemptAbandoned(view, event, agent) {
    agent.abandoned += 1;
    const attempt = attemptOf(agent, event.attempt, event.t);
    attempt.isAbandoned = true;
    attempt.abandonedMs = event.t;
    attempt.endMs = null;
  },
  lateResult(view, event, agent) {
    const attempt = attemptOf(agent, event.attempt, event.t);
    attempt.endMs = event.t;
    attempt.isLate = true;
  },
  agentPartial(view, event, agent) {
    grow(agent, event);
  },
  answerDelta(view, event, agent) {
    view.firstTokenMs ??= event.t;
    grow(agent, event);
  },
  agentSucceeded(view, event, agent) {
    endAgent(agent, "succeeded", event, event.attempt);
    agent.output = event.output;
    agent.isFallback = event.fallback;
    agent.error = event.error;
    agent.partial = "";
  },
  agentFailed(view, event, agent) {
    endAgent(agent, "failed", event);
    agent.error = event.error;
  },
  agentTimedOut(view, event, agent) {
    endAgent(agent, "timedOut", event);
    agent.error = event.error;
    agent.limit = event.limit;
    // What ends for the sake of the final agents ends at the cut-off.
    if (event.limit === "deadline" && event.t < (view.deadlineMs ?? Infinity) - 5) view.cutOffMs ??= event.t;
  },
  agentCancelled(view, event, agent) {
    endAgent(agent, "cancelled", event);
    agent.skipped = event.reason;
  },
  agentSkipped(view, event, agent) {
    endAgent(agent, "skipped", event);
    agent.skipped = event.reason;
  },
  usageRecorded(view, event, agent) {
    addUsage(agent.usage, event.usage);
    addUsage(attemptOf(agent, event.attempt, event.t).usage, event.usage);
  },
  limitWaited(view, event, agent) {
    agent.waitedMs = event.waitedMs;
  },
  partEnded(view, event, agent) {
    agent.partCount = Math.max(agent.partCount, event.count);
    if (agent.parts.length < 1_000) {
      agent.parts.push({ name: event.part, index: event.index, state: event.state, error: event.error, endMs: event.t });
    }
  },
  cacheAnswered(view, event, agent) {
    const attempt = attemptOf(agent, event.attempt, event.t);
    attempt.isCached = true;
    attempt.isStale = event.stale;
    attempt.ageMs = event.ageMs;
  },
  warning(view, event) {
    if (view.warnings.length < MAXIMUM_WARNINGS) view.warnings.push(event.message);
    if (view.warnings.length === MAXIMUM_WARNINGS) view.warnings.push("further warnings were left out");
  },
  runFinished(view, event) {
    view.status = event.status;
    view.wallMs = event.t;
    for (const agent of view.agents) {
      if (agent.state === "waiting") agent.state = "skipped";
    }
  },
};

function attemptOf(agent, number, time) {
  let attempt = agent.attempts.find((attempt) => attempt.number === number);
  if (attempt === undefined) {
    attempt = newAttempt(number, "first", time);
    agent.attempts.push(attempt);
  }
  return attempt;
}

function newAttempt(number, kind, startMs) {
  return {
    number, kind, startMs, endMs: null, state: "running", error: null, retryInMs: null, usage: newUsage(),
    isAbandoned: false, abandonedMs: null, isLate: false, isCached: false, isStale: false, ageMs: null,
  };
}

function beginAttempt(agent, event, kind) {
  agent.attempts.push(newAttempt(event.attempt, kind, event.t));
  agent.attemptCount = event.attempt;
}

function endAttempt(agent, number, state, time) {
  const attempt = attemptOf(agent, number, time);
  attempt.state = state;
  attempt.endMs = time;
  return attempt;
}

/// What is still at work ends with its agent; all but the winner of a success have lost.
function endAgent(agent, state, event, winner) {
  agent.state = state;
  agent.endMs = event.t;
  for (const attempt of agent.attempts) {
    if (attempt.state !== "running") continue;
    attempt.state = winner === undefined || attempt.number === winner ? state : "cancelled";
    if (!attempt.isAbandoned) attempt.endMs = event.t;
  }
}

/// The parts of another attempt begin anew.
function grow(agent, event) {
  if (agent.partialAttempt !== event.attempt) agent.partial = "";
  agent.partialAttempt = event.attempt;
  agent.partial += event.text;
}

/// The agents as the report of the server has them.
export function reportOf(view) {
  return view.agents.map((agent) => ({
    name: agent.name,
    status: FINAL.has(agent.state) ? agent.state : "skipped",
    startMs: agent.startMs,
    endMs: agent.endMs ?? 0,
    attempts: agent.attemptCount,
    abandoned: agent.abandoned,
    error: agent.error,
    skipped: agent.skipped,
    fallback: agent.isFallback,
    missing: agent.missing,
    output: agent.output,
    usage: agent.usage,
  }));
}

/// Takes what a report says, for a run of which events are missing.
export function adopt(view, report) {
  view.status = report.status;
  view.wallMs = report.wallMs;
  view.deadlineMs = report.deadlineMs;
  view.latestMs = Math.max(view.latestMs, report.wallMs);
  view.warnings = report.warnings;
  for (const told of report.agents) {
    const agent = agentOf(view, told.name);
    Object.assign(agent, {
      state: told.status, startMs: told.startMs, endMs: told.endMs, attemptCount: told.attempts,
      abandoned: told.abandoned, error: told.error, skipped: told.skipped, isFallback: told.fallback,
      missing: told.missing, output: told.output, usage: told.usage, partial: "",
    });
    if (agent.attempts.length === 0 && told.startMs !== null) {
      const attempt = newAttempt(told.attempts, "first", told.startMs);
      agent.attempts.push(Object.assign(attempt, { endMs: told.endMs, state: told.status }));
    }
    for (const attempt of agent.attempts) {
      if (attempt.state === "running") Object.assign(attempt, { state: told.status, endMs: told.endMs });
    }
  }
}
