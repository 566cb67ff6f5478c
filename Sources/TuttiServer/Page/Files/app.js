// The live page: what the store knows, drawn at most once a frame.

import { Refusal, forgetToken, setToken } from "./api.js";
import { AgentView, drawFacts } from "./agentview.js";
import { el, setText } from "./dom.js";
import { Graph } from "./graph.js";
import { RunList, timeOf } from "./runlist.js";
import { Store, isRunID } from "./store.js";
import { WORDS, clip, count, duration, money, plural, safe, safeLine } from "./text.js";
import { Timeline } from "./timeline.js";

const byID = (id) => document.getElementById(id);
const isStill = matchMedia("(prefers-reduced-motion: reduce)");
const CONNECTION = { connecting: "connecting", live: "live", lost: "connecting again", locked: "needs a token" };
const MAXIMUM_ANSWER = 200_000;

const store = new Store(() => requestDraw());
const runList = new RunList(byID("runs"));
const timeline = new Timeline(byID("timeline"), (index) => openAgent(store.view.agents[index].name));
const graph = new Graph(byID("graph"), (name) => openAgent(name));
const agentView = new AgentView(byID("agent"), { open: (name) => openAgent(name), close: () => closeAgent() });

/// The name of the agent that is looked at.
let shownAgent = null;
/// Whether the newest run is shown, because no other was asked for.
let isFollowing = true;
let spokenStatus = null;
let isCancelling = null;
let followedAt = 0;

// Drawing

let isDue = false;

function requestDraw() {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(() => {
    isDue = false;
    draw();
  });
}

/// A run that is at work moves also when nothing is told of it.
setInterval(() => {
  if (store.view !== null && store.view.wallMs === null && !document.hidden) requestDraw();
}, isStill.matches ? 1_000 : 66);

function draw() {
  if (isFollowing) followNewest();
  drawConnection();
  runList.draw(store);
  byID("no-runs").hidden = store.order.length > 0 || store.connection !== "live";
  byID("older").hidden = !store.hasOlder;
  byID("lock").hidden = store.connection !== "locked";
  drawModels();
  drawRun();
}

function drawConnection() {
  const connection = byID("connection");
  connection.dataset.state = store.connection;
  setText(connection.lastElementChild, CONNECTION[store.connection]);
  const usage = byID("usage");
  usage.hidden = store.usage === null;
  if (store.usage === null) return;
  const [cost, runs] = usage.children.length > 0 ? usage.children : [el("strong"), el("span")];
  if (usage.children.length === 0) usage.append(cost, runs);
  setText(cost, `${money(store.usage.costUSD)} today`);
  setText(runs, `${plural(store.usage.runs, "run")} of this server since ${timeOf(store.usage.since_ms, store.now)}`);
}

function drawModels() {
  const select = byID("model");
  byID("model-field").hidden = store.models.length < 2;
  if (select.options.length === store.models.length) return;
  select.replaceChildren(
    ...store.models.map((name, index) => {
      const option = el("option", "", safeLine(name, 60));
      option.value = String(index);
      return option;
    }),
  );
}

function drawRun() {
  const { view, selected, problem } = store;
  const isShown = view !== null && problem === null && store.connection !== "locked";
  byID("run").hidden = !isShown;
  byID("run").dataset.run = selected ?? "";
  byID("columns").dataset.shows = selected === null || isFollowing ? "runs" : "run";
  const empty = byID("empty");
  empty.hidden = isShown || store.connection === "locked";
  if (!isShown) {
    setText(empty, problem ?? (store.connection === "live" ? "Nothing has been asked yet." : "Connecting …"));
    if (!isShown && problem !== null) document.title = "Tutti";
    return;
  }
  const entry = store.runs.get(selected);
  const elapsed = store.elapsed;
  const status = view.wallMs === null ? entry?.status ?? "running" : view.status;
  drawHead(entry, status, elapsed);
  drawAnswer(status);
  timeline.draw(view, elapsed, view.indices.get(shownAgent));
  graph.draw(view, store.plan, shownAgent);
  const agent = shownAgent === null ? undefined : view.agents[view.indices.get(shownAgent)];
  const question = store.question ?? entry?.input ?? "";
  agentView.draw(view, agent, { plan: store.plan, report: store.report, question, nowMs: elapsed });
  drawWarnings(store.report?.warnings ?? view.warnings);
  speak(status, elapsed);
}

function drawHead(entry, status, elapsed) {
  const { view } = store;
  setText(byID("run-question"), safe(clip(store.question ?? entry?.input ?? "", 2_000)));
  const usage = view.agents.reduce(
    (sum, agent) => ({
      cost: sum.cost + agent.usage.costUSD, read: sum.read + agent.usage.inputTokens,
      written: sum.written + agent.usage.outputTokens,
    }),
    { cost: 0, read: 0, written: 0 },
  );
  drawFacts(byID("run-facts"), [
    ["Status", WORDS[status] ?? status],
    ["Time", duration(elapsed) + (view.deadlineMs === null ? "" : ` of ${duration(view.deadlineMs)}`)],
    ["First word", view.firstTokenMs === null ? null : duration(view.firstTokenMs)],
    ["Cost", money(usage.cost)],
    ["Tokens", `${count(usage.read)} read, ${count(usage.written)} written`],
    ["Ensemble", entry ? safeLine(entry.model, 60) : null],
    ["Began", entry ? timeOf(entry.created_ms, store.now) : null],
    ["Why these agents", store.report?.strategy?.reasoning ? safeLine(store.report.strategy.reasoning, 400) : null],
  ]);
  const facts = byID("run-facts").firstElementChild.lastElementChild;
  if (facts.dataset.state !== status) facts.dataset.state = status;
  const cancel = byID("cancel");
  cancel.hidden = status !== "running";
  cancel.disabled = isCancelling === store.selected;
  setText(cancel, cancel.disabled ? "Cancelling …" : "Cancel the run");
  const title = `${WORDS[status] ?? status}: ${safeLine(entry?.input ?? "", 40)} – Tutti`;
  if (document.title !== title) document.title = title;
}

function drawAnswer(status) {
  const { view, report } = store;
  const whole = report?.output ?? null;
  const text = whole ?? view.answer.text;
  const answer = byID("answer");
  setText(answer, safe(clip(text, MAXIMUM_ANSWER)));
  answer.hidden = text === "";
  answer.classList.toggle("growing", status === "running");
  drawSources(report?.citations ?? []);
  const words = status === "running" ? (text === "" ? "Nothing yet." : "") : answerWords(status, text);
  setText(byID("answer-note"), words);
  byID("answer-note").hidden = words === "";
}

function answerWords(status, text) {
  if (text === "") return status === "nothing" ? "There was no answer by the deadline." : "There is no answer.";
  return status === "partial" ? "Something is missing: see the timeline." : "";
}

/// The places the answer rests on.
function drawSources(citations) {
  const list = byID("sources");
  list.hidden = citations.length === 0;
  if (list.report === store.report) return;
  list.report = store.report;
  list.replaceChildren(
    ...citations.slice(0, 100).map(({ source, quote }) =>
      el("li", "", el("strong", "", safeLine(source, 200)), el("span", "", safeLine(quote, 400))),
    ),
  );
}

function drawWarnings(warnings) {
  byID("warnings-section").hidden = warnings.length === 0;
  const list = byID("warnings");
  if (list.childElementCount === warnings.length) return;
  list.replaceChildren(...warnings.map((warning) => el("li", "", safeLine(warning, 1_000))));
}

/// Tells those who do not see the page that the run has ended.
function speak(status, elapsed) {
  const spoken = `${store.selected} ${status}`;
  if (spoken === spokenStatus) return;
  const wasRunning = spokenStatus === `${store.selected} running`;
  spokenStatus = spoken;
  if (status === "running") setText(byID("said"), "The run is at work.");
  else if (wasRunning) setText(byID("said"), `The run has ended: ${WORDS[status] ?? status}, after ${duration(elapsed)}.`);
}

// What a person does

function openAgent(name) {
  shownAgent = shownAgent === name ? null : name;
  requestDraw();
}

function closeAgent() {
  const index = store.view?.indices.get(shownAgent);
  shownAgent = null;
  draw();
  timeline.focus(index);
}

function show(id) {
  if (id === store.selected) return;
  shownAgent = null;
  store.select(id);
}

/// Shows the newest run, but leaves one that is at work in peace, and nobody can look at more than one a second.
function followNewest() {
  const newest = store.order[0];
  const isAtWork = store.view !== null && store.problem === null && store.view.wallMs === null;
  if (newest === undefined || newest === store.selected || isAtWork) return;
  const wait = followedAt + 1_000 - performance.now();
  if (store.selected !== null && wait > 0) return void setTimeout(requestDraw, wait);
  followedAt = performance.now();
  show(newest);
}

function readAddress() {
  const id = /^#run=(.*)$/.exec(location.hash)?.[1];
  isFollowing = id === undefined;
  if (id !== undefined && isRunID(id)) show(id);
  else if (id !== undefined) store.problem = "This is no run.";
  requestDraw();
}

byID("ask").addEventListener("submit", async (event) => {
  event.preventDefault();
  const seconds = byID("deadline").valueAsNumber;
  const button = event.submitter ?? byID("ask").querySelector("button");
  button.disabled = true;
  setText(byID("ask-error"), "");
  try {
    const deadline = Number.isFinite(seconds) ? Math.round(seconds * 1_000) : null;
    const id = await store.start(byID("question").value, store.models[byID("model").selectedIndex], deadline);
    byID("question").value = "";
    location.hash = `#run=${id}`;
  } catch (error) {
    setText(byID("ask-error"), error instanceof Refusal ? safeLine(error.message, 400) : "The server cannot be reached.");
  }
  button.disabled = false;
});

byID("question").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  byID("ask").requestSubmit();
});

byID("cancel").addEventListener("click", async () => {
  isCancelling = store.selected;
  requestDraw();
  try {
    await store.cancel(isCancelling);
  } catch (error) {
    setText(byID("said"), error instanceof Refusal ? safeLine(error.message, 400) : "The server cannot be reached.");
    isCancelling = null;
    requestDraw();
  }
});

byID("older").addEventListener("click", () => store.older());

byID("unlock").addEventListener("submit", (event) => {
  event.preventDefault();
  const isToken = setToken(byID("token").value);
  setText(byID("lock-error"), isToken ? "" : "A token has only visible ASCII characters.");
  if (!isToken) return;
  byID("token").value = "";
  store.unlock();
  setTimeout(() => {
    if (store.connection !== "locked") return;
    forgetToken();
    setText(byID("lock-error"), "The server does not take this token.");
  }, 1_500);
});

byID("skip").addEventListener("click", (event) => {
  event.preventDefault();
  byID("main").focus();
});

byID("back").addEventListener("click", (event) => {
  event.preventDefault();
  history.pushState(null, "", location.pathname);
  readAddress();
  byID("runs").querySelector('[aria-current="true"]')?.focus();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && shownAgent !== null && !event.defaultPrevented) closeAgent();
});

addEventListener("hashchange", readAddress);
addEventListener("popstate", readAddress);
readAddress();
store.follow();

