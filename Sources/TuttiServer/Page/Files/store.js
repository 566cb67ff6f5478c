// What the page knows: the runs, the one that is shown, and the stream that all of it comes by.

import { Refusal, getJSON, send } from "./api.js";
import { adopt, apply, declareAgents, newView, placeOf } from "./reducer.js";
import { backoff, readEvents } from "./sse.js";

const ID = /^[0-9a-z]{16}$/;
const PAGE = 50;

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export const isRunID = (text) => ID.test(text);

export class Store {
  /// `connecting`, `live`, `lost` or `locked`.
  connection = "connecting";
  models = [];
  /// Today's usage, as the server tells it.
  usage = null;
  /// What the lists say of runs, by id; `order` has them newest first.
  runs = new Map();
  order = [];
  hasOlder = false;
  /// The run that is shown: its id, what is known of it, its question, its plan, and its report once it has ended.
  selected = null;
  question = null;
  view = null;
  plan = null;
  report = null;
  /// Why the run cannot be shown.
  problem = null;
  /// The server's clock when it was last told, and ours at that moment.
  #clock = { server: Date.now(), here: performance.now() };
  #limit = PAGE;
  #lastID = null;
  #catchUp = null;
  #unlocked = null;
  #usageIsDue = false;
  #isRefreshing = false;
  #changed;

  /// `changed` is called whenever anything has changed, often.
  constructor(changed) {
    this.#changed = changed;
  }

  /// The server's clock, in milliseconds since 1970.
  get now() {
    return this.#clock.server + performance.now() - this.#clock.here;
  }

  /// The time since the shown run began, in milliseconds; the time of its end once it has ended.
  get elapsed() {
    if (this.view === null) return 0;
    if (this.view.wallMs !== null) return this.view.wallMs;
    const created = this.runs.get(this.selected)?.created_ms;
    return Math.max(this.view.latestMs, created === undefined ? 0 : this.now - created);
  }

  // The stream of all runs

  /// Reads the stream for as long as the page is there.
  async follow() {
    for (let tries = 0; ; tries += 1) {
      try {
        const headers = this.#lastID === null ? {} : { "last-event-id": this.#lastID };
        const response = await send("/v1/events", { headers });
        await readEvents(response, (event) => {
          tries = 0;
          this.#hear(event);
        });
      } catch (error) {
        if (error instanceof Refusal && error.status === 401) await this.#locked();
      }
      this.#set({ connection: this.connection === "connecting" ? "connecting" : "lost" });
      await pause(backoff(tries));
    }
  }

  #locked() {
    this.#set({ connection: "locked" });
    return new Promise((resolve) => (this.#unlocked = resolve));
  }

  /// There is a token now.
  unlock() {
    this.#set({ connection: "connecting" });
    this.#unlocked?.();
    this.#unlocked = null;
  }

  #hear({ id, event, data }) {
    if (id !== undefined) this.#lastID = id;
    const told = JSON.parse(data);
    if (event === "ready") this.#ready(told);
    else if (event === "runBegan") this.#began(told.entry);
    else if (event === "runEnded") this.#ended(told.entry);
    else if (event === "gap" && told.run === undefined) this.#refreshSoon();
    else if (told.run === this.selected && this.view !== null) this.#take(told, true);
  }

  #ready(told) {
    this.#clock = { server: told.now_ms, here: performance.now() };
    this.#set({ connection: "live" });
    if (told.resumed) return;
    // Another start of the server may not know them.
    this.order = [];
    this.runs.clear();
    this.#refresh();
  }

  /// A page that is too slow would only get slower by asking at once.
  #refreshSoon() {
    if (this.#isRefreshing) return;
    this.#isRefreshing = true;
    setTimeout(() => {
      this.#isRefreshing = false;
      this.#refresh();
    }, 1_000);
  }

  /// Asks again for everything that the stream did not tell.
  #refresh() {
    this.#attempt(async () => {
      const [models, page] = await Promise.all([getJSON("/v1/models"), getJSON(`/v1/runs?limit=${PAGE}`)]);
      this.models = models.data.map((model) => model.id);
      this.hasOlder ||= page.has_more;
      this.#list([...page.data].reverse());
    });
    this.#askUsage();
    if (this.selected !== null) this.#open(this.selected);
  }

  async #attempt(body) {
    try {
      await body();
      this.#changed();
    } catch {
      // The stream notices what is wrong with the connection, and asks again when it is back.
    }
  }

  #set(values) {
    Object.assign(this, values);
    this.#changed();
  }

  // The list

  /// Keeps what is newer of two tellings: a run that has ended does not run again.
  #keep(entry) {
    if (!isRunID(entry.id)) return;
    const known = this.runs.get(entry.id);
    if (known === undefined || known.status === "running") this.runs.set(entry.id, entry);
  }

  /// Keeps the newest first, as far as the list goes; what began in the same millisecond stays in the order it came.
  #list(entries, isOlder = false) {
    const listed = new Set(this.order);
    for (const entry of entries) {
      this.#keep(entry);
      if (listed.has(entry.id) || !this.runs.has(entry.id)) continue;
      if (isOlder) this.order.push(entry.id);
      else this.order.unshift(entry.id);
    }
    const created = (id) => this.runs.get(id).created_ms;
    this.order.sort((a, b) => created(b) - created(a));
    for (const id of this.order.splice(this.#limit)) {
      this.hasOlder = true;
      if (id !== this.selected) this.runs.delete(id);
    }
  }

  #began(entry) {
    this.#list([entry]);
    this.#changed();
  }

  #ended(entry) {
    if (this.runs.has(entry.id)) this.#keep(entry);
    else this.#list([entry]);
    if (entry.id === this.selected) this.#open(entry.id);
    this.#changed();
    if (this.#usageIsDue) return;
    this.#usageIsDue = true;
    setTimeout(() => {
      this.#usageIsDue = false;
      this.#askUsage();
    }, 300);
  }

  #askUsage() {
    this.#attempt(async () => {
      this.usage = await getJSON("/v1/usage");
    });
  }

  /// Shows the next page of older runs.
  async older() {
    this.#limit += PAGE;
    await this.#attempt(async () => {
      try {
        const page = await getJSON(`/v1/runs?limit=${PAGE}&after=${this.order[this.order.length - 1]}`);
        this.hasOlder = page.has_more;
        this.#list(page.data, true);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        this.hasOlder = false; // The server has forgotten where the page ended.
      }
    });
  }

  // The run that is shown

  /// Shows a run; null shows none.
  select(id) {
    if (id === this.selected) return;
    this.#stopCatchingUp();
    this.#set({ selected: id, view: id === null ? null : newView(id), question: null, plan: null, report: null, problem: null });
    if (id !== null && this.connection === "live") this.#open(id);
  }

  /// Asks for what the events of a run do not tell, and for those that are missing.
  async #open(id, tries = 0) {
    try {
      const details = await getJSON(`/v1/runs/${id}`);
      if (id !== this.selected) return;
      this.#keep(details);
      this.question = details.input;
      if (this.plan === null) {
        this.plan = details.plan;
        declareAgents(this.view, details.plan.agents.map((agent) => agent.name));
      }
      this.report = details.report;
      this.problem = null;
      if (this.view.wallMs === null) this.#catchUpWith(id);
      else if (this.report === null && tries < 20) setTimeout(() => this.#open(id, tries + 1), 100);
      else this.#finish();
    } catch (error) {
      if (id !== this.selected || !(error instanceof Refusal) || error.status === 401) return;
      this.problem = error.status === 404 ? "This run is not kept any more." : error.message;
    }
    this.#changed();
  }

  /// What the report says counts where events are missing.
  #finish() {
    if (this.report === null) return;
    if (this.view.isIncomplete || this.view.wallMs === null) adopt(this.view, this.report);
    this.view.status = this.report.status;
    this.#changed();
  }

  #take(event, isFromFeed) {
    const place = placeOf(this.view, event);
    if (place === "next") apply(this.view, event);
    else if (place === "hole") return this.#catchUpWith(this.selected);
    // The stream of all runs tells everything from here on.
    if (isFromFeed) this.#stopCatchingUp();
    if (event.event === "runFinished") this.#open(this.selected);
    this.#changed();
  }

  /// Reads the events of one run from the first that is missing, until the stream of all runs tells what follows.
  async #catchUpWith(id) {
    if (this.#catchUp !== null) return;
    const reading = (this.#catchUp = new AbortController());
    try {
      const response = await send(`/v1/runs/${id}/events`, {
        headers: { "last-event-id": String(this.view.sequence) }, signal: reading.signal,
      });
      await readEvents(
        response,
        ({ data }) => {
          if (!reading.signal.aborted) this.#take(JSON.parse(data), false);
        },
        { abort: () => reading.abort(), silenceMs: 600_000 },
      );
    } catch {
      // What is missing is asked for again when the next event of the run shows that it is.
    }
    if (this.#catchUp === reading) this.#catchUp = null;
    if (id === this.selected && this.report !== null) this.#finish();
  }

  #stopCatchingUp() {
    this.#catchUp?.abort();
    this.#catchUp = null;
  }

  // What a person does

  /// Starts a run and shows it.
  async start(input, model, deadlineMs) {
    const body = { input };
    if (model) body.model = model;
    if (deadlineMs !== null) body.deadline_ms = deadlineMs;
    const entry = await (await send("/v1/runs", { method: "POST", body })).json();
    this.#list([entry]);
    this.#changed();
    return entry.id;
  }

  async cancel(id) {
    await send(`/v1/runs/${id}`, { method: "DELETE" });
  }
}
