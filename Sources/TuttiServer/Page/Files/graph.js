// The graph of a run: agents in layers, and who waits for whom.

import { icon, keepReachable, setAttribute, setText, svg } from "./dom.js";
import { NODE, curve, edgesOf, layered } from "./layout.js";
import { isPassedOver } from "./timeline.js";
import { WORDS, duration, plural, safeLine } from "./text.js";

const MAXIMUM_NODES = 150;

export class Graph {
  #container;
  #plan = null;
  #nodes = [];
  #edges = [];
  #drawing = null;

  /// `open` is called with the name of an agent.
  constructor(container, open) {
    this.#container = container;
    this.open = open;
    container.addEventListener("keydown", (event) => this.#moved(event));
  }

  draw(view, plan, shown) {
    if (plan !== this.#plan) this.#build(plan);
    if (this.#drawing === null) return;
    const agents = new Map(view.agents.map((agent) => [agent.name, agent]));
    for (const node of this.#nodes) updateNode(node, agents.get(node.planned.name), shown);
    for (const { element, from, to } of this.#edges) {
      const [source, target] = [agents.get(plan.agents[from].name), agents.get(plan.agents[to].name)];
      element.classList.toggle("told", source?.state === "succeeded" && target?.startMs != null);
      element.classList.toggle("faint", [source, target].some((agent) => agent && isPassedOver(agent)));
    }
    keepReachable(this.#container, ".node");
  }

  #build(plan) {
    this.#plan = plan;
    this.#drawing = null;
    [this.#nodes, this.#edges] = [[], []];
    this.#container.replaceChildren();
    if (plan === null) return;
    if (plan.agents.length > MAXIMUM_NODES) {
      this.#container.append(`${plural(plan.agents.length, "agent")} are too many to draw.`);
      return;
    }
    const edges = edgesOf(plan.agents);
    const layout = layered(plan.agents.length, edges);
    const drawing = svg("svg", {
      viewBox: `0 0 ${layout.width} ${layout.height}`, width: layout.width, height: layout.height, role: "group",
      "aria-labelledby": "graph-title",
    });
    drawing.append(arrowHead());
    for (const edge of layout.edges) {
      const element = svg("g", { class: `edge ${edge.kind}` }, svg("path", { d: curve(edge.points), "marker-end": "url(#arrow)" }));
      if (edge.label) {
        const [x, y] = edge.points[edge.points.length - 1];
        const text = svg("text", { x: x - 10, y: y - 6, "text-anchor": "end" });
        text.textContent = edge.label;
        element.append(text);
      }
      drawing.append(element);
      this.#edges.push({ element, from: edge.from, to: edge.to });
    }
    layout.nodes.forEach((place, index) => drawing.append(this.#makeNode(plan.agents[index], place)));
    this.#container.append(drawing);
    this.#drawing = drawing;
  }

  #makeNode(planned, place) {
    const element = svg("g", {
      class: planned.final ? "node final" : "node", transform: `translate(${place.x} ${place.y})`, role: "button",
      tabindex: -1,
    });
    const name = svg("text", { x: 36, y: 20, class: "name" });
    const note = svg("text", { x: 36, y: 36, class: "note" });
    const title = svg("title");
    const sign = svg("g", { transform: "translate(12 16)" });
    name.textContent = safeLine(planned.name, 16);
    title.textContent = safeLine(planned.name, 200);
    element.append(
      title, svg("rect", { width: NODE.width, height: NODE.height, rx: planned.final ? NODE.height / 2 : 8 }), sign, name, note,
    );
    element.addEventListener("click", () => this.open(planned.name));
    this.#nodes.push({ element, sign, note, planned, place });
    return element;
  }

  /// Left and right go to another layer, up and down stay in it.
  #moved(event) {
    const current = this.#nodes.find(({ element }) => element === document.activeElement);
    if (current === undefined) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.open(current.planned.name);
      return;
    }
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const [across, along] = step;
    const candidates = this.#nodes.filter(({ place }) =>
      across !== 0
        ? place.layer === current.place.layer + across
        : place.layer === current.place.layer && Math.sign(place.y - current.place.y) === along,
    );
    const distance = ({ place }) => Math.abs(place.y - current.place.y);
    const next = candidates.sort((a, b) => distance(a) - distance(b))[0];
    if (next === undefined) return;
    current.element.setAttribute("tabindex", -1);
    next.element.setAttribute("tabindex", 0);
    next.element.focus();
  }
}

function arrowHead() {
  return svg("defs", {}, svg(
    "marker",
    { id: "arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" },
    svg("path", { d: "M1 1l6 3-6 3", class: "head" }),
  ));
}

function updateNode({ element, sign, note, planned }, agent, shown) {
  const state = agent?.state ?? "waiting";
  setAttribute(element, "data-state", state);
  setAttribute(element, "aria-expanded", shown === planned.name);
  element.classList.toggle("faint", agent !== undefined && isPassedOver(agent));
  if (sign.firstElementChild?.dataset.state !== state) sign.replaceChildren(icon(state));
  setText(note, noteOf(state, agent, planned));
}

function noteOf(state, agent, planned) {
  if (agent?.partCount > 0 && state === "running") return `running, ${agent.parts.length} of ${agent.partCount}`;
  if (state === "waiting" && planned.expectedMs > 0) return `expected ${duration(planned.expectedMs)}`;
  if (agent && isPassedOver(agent)) return "not chosen";
  const time = agent?.startMs != null && agent.endMs !== null ? `, ${duration(agent.endMs - agent.startMs)}` : "";
  return (agent?.isFallback ? "fallback" : WORDS[state]) + time;
}
