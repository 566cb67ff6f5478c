// Where things are drawn: graphs in layers, times on an axis. Pure: nothing here touches the page.

// Times

/// The first of 1, 1.5, 2, 3, 5, 7 × 10ⁿ that is not below a time: an axis that grows does so in steps.
export function niceCeiling(milliseconds) {
  const value = Math.max(milliseconds, 1);
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.5, 2, 3, 5, 7, 10].find((step) => step * power >= value * 0.999_999);
  return step * power;
}

/// The end of the time axis of a run, in milliseconds from its start: all that has happened, and the deadline when it is
/// near.
export function timeDomain(view, nowMs) {
  const latest = Math.max(view.latestMs, nowMs, ...view.agents.map((agent) => agent.endMs ?? 0));
  const end = view.wallMs === null ? niceCeiling(latest * 1.08) : Math.max(latest, 1) * 1.02;
  const deadline = view.deadlineMs;
  const near = latest * (view.wallMs === null ? 2.5 : 1.6);
  return deadline !== null && deadline <= Math.max(end, near) ? Math.max(end, deadline * 1.03) : end;
}

/// Four to eight round times of an axis, from 0.
export function ticks(domain, most = 7) {
  const rough = Math.max(domain, 1) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].find((step) => step * power >= rough) * power;
  const times = [];
  for (let time = 0; time <= domain * 1.000_001; time += step) times.push(time);
  return times;
}

/// In which of the lanes of a row each bar is drawn, so that none covers another; and how many lanes there are.
export function lanes(spans) {
  const ends = [];
  const places = spans.map(({ start, end }) => {
    let lane = ends.findIndex((last) => last <= start);
    if (lane < 0) lane = ends.length;
    ends[lane] = end;
    return lane;
  });
  return { places, count: Math.max(ends.length, 1) };
}

// Graphs

export const NODE = { width: 168, height: 48, gapX: 56, gapY: 20, padding: 16 };

/// The edges into the agents of a plan: `{from, to, kind, label}` with indices of agents.
export function edgesOf(agents) {
  const indices = new Map(agents.map((agent, index) => [agent.name, index]));
  const edges = [];
  agents.forEach((agent, to) => {
    const add = (names, kind, label = "") => {
      for (const name of names ?? []) {
        if (indices.has(name)) edges.push({ from: indices.get(name), to, kind, label });
      }
    };
    add(agent.needs, "needs");
    add(agent.wants, "wants");
    add(agent.quorum?.of, "quorum", `${agent.quorum?.count} of ${agent.quorum?.of?.length}`);
    add(agent.firstOf, "race", "first");
    add(agent.chosenBy, "choice");
  });
  return edges;
}

/// Puts a graph into layers from left to right.
///
/// Agents stand one layer after the last of their inputs; edges that cross layers get a bend in each, and take part in the
/// order like agents. Returns the size, the place of each node, and the points of each edge.
export function layered(nodeCount, edges) {
  const layerOf = layersOf(nodeCount, edges);
  const layers = [];
  const place = (item, layer) => (layers[layer] ??= []).push(item);
  for (let node = 0; node < nodeCount; node += 1) place(node, layerOf[node]);
  const links = [];
  const bends = edges.map((edge) => {
    const chain = [edge.from];
    for (let layer = layerOf[edge.from] + 1; layer < layerOf[edge.to]; layer += 1) {
      const bend = nodeCount + links.length + chain.length * 1e6;
      place(bend, layer);
      chain.push(bend);
    }
    chain.push(edge.to);
    for (let index = 1; index < chain.length; index += 1) links.push([chain[index - 1], chain[index]]);
    return chain;
  });
  order(layers, links);
  return coordinates(layers, bends, nodeCount, edges);
}

function layersOf(nodeCount, edges) {
  const layer = new Array(nodeCount).fill(0);
  const waiting = new Array(nodeCount).fill(0);
  const next = Array.from({ length: nodeCount }, () => []);
  for (const { from, to } of edges) {
    next[from].push(to);
    waiting[to] += 1;
  }
  const ready = waiting.flatMap((count, node) => (count === 0 ? [node] : []));
  while (ready.length > 0) {
    const node = ready.shift();
    for (const other of next[node]) {
      layer[other] = Math.max(layer[other], layer[node] + 1);
      waiting[other] -= 1;
      if (waiting[other] === 0) ready.push(other);
    }
  }
  return layer;
}

/// Sorts each layer by the middle of its neighbours, back and forth, and keeps the order with the fewest crossings.
function order(layers, links) {
  let best = layers.map((layer) => [...layer]);
  let fewest = crossings(layers, links);
  for (let sweep = 0; sweep < 8 && fewest > 0; sweep += 1) {
    const isForward = sweep % 2 === 0;
    const rank = ranks(layers);
    const neighbours = new Map();
    for (const [from, to] of links) {
      const [item, other] = isForward ? [to, from] : [from, to];
      if (!neighbours.has(item)) neighbours.set(item, []);
      neighbours.get(item).push(other);
    }
    const sequence = isForward ? layers.keys() : [...layers.keys()].reverse();
    for (const index of sequence) {
      const middle = (item) => {
        const others = neighbours.get(item);
        return others ? others.reduce((sum, other) => sum + rank.get(other), 0) / others.length : rank.get(item);
      };
      const keyed = layers[index].map((item, place) => ({ item, place, key: middle(item) }));
      keyed.sort((a, b) => a.key - b.key || a.place - b.place);
      layers[index] = keyed.map(({ item }) => item);
      layers[index].forEach((item, place) => rank.set(item, place - (layers[index].length - 1) / 2));
    }
    const crossed = crossings(layers, links);
    if (crossed < fewest) {
      fewest = crossed;
      best = layers.map((layer) => [...layer]);
    }
  }
  best.forEach((layer, index) => (layers[index] = layer));
}

/// The place of each item in its layer, counted from the middle.
function ranks(layers) {
  const rank = new Map();
  for (const layer of layers) layer.forEach((item, place) => rank.set(item, place - (layer.length - 1) / 2));
  return rank;
}

export function crossings(layers, links) {
  const layerOf = new Map();
  const rank = new Map();
  layers.forEach((layer, index) =>
    layer.forEach((item, place) => {
      layerOf.set(item, index);
      rank.set(item, place);
    }),
  );
  const between = new Map();
  for (const [from, to] of links) {
    const layer = layerOf.get(from);
    if (!between.has(layer)) between.set(layer, []);
    between.get(layer).push([rank.get(from), rank.get(to)]);
  }
  let crossed = 0;
  for (const pairs of between.values()) {
    for (let a = 0; a < pairs.length; a += 1) {
      for (let b = a + 1; b < pairs.length; b += 1) {
        if ((pairs[a][0] - pairs[b][0]) * (pairs[a][1] - pairs[b][1]) < 0) crossed += 1;
      }
    }
  }
  return crossed;
}

function coordinates(layers, bends, nodeCount, edges) {
  const { width, height, gapX, gapY, padding } = NODE;
  const heightOf = (item) => (item < nodeCount ? height : height / 3);
  const sizes = layers.map((layer) => layer.reduce((sum, item) => sum + heightOf(item) + gapY, -gapY));
  const tallest = Math.max(0, ...sizes);
  const middle = new Map();
  layers.forEach((layer, index) => {
    let y = padding + (tallest - sizes[index]) / 2;
    for (const item of layer) {
      middle.set(item, y + heightOf(item) / 2);
      y += heightOf(item) + gapY;
    }
  });
  const x = (layer) => padding + layer * (width + gapX);
  const layerOf = new Map(layers.flatMap((layer, index) => layer.map((item) => [item, index])));
  const nodes = Array.from({ length: nodeCount }, (_, node) => ({
    x: x(layerOf.get(node)), y: middle.get(node) - height / 2, layer: layerOf.get(node),
  }));
  const paths = bends.map((chain, index) => {
    const points = [];
    chain.forEach((item, place) => {
      const left = x(layerOf.get(item));
      if (place > 0) points.push([left, middle.get(item)]);
      if (place < chain.length - 1) points.push([left + width, middle.get(item)]);
    });
    return { ...edges[index], points };
  });
  return {
    width: x(layers.length - 1) + width + padding, height: tallest + 2 * padding, nodes, edges: paths,
  };
}

/// A smooth line through points, as the data of an SVG path: numbers alone.
export function curve(points) {
  let path = `M${points[0][0]} ${points[0][1]}`;
  for (let index = 1; index < points.length; index += 1) {
    const [[x0, y0], [x1, y1]] = [points[index - 1], points[index]];
    const bend = (x1 - x0) / 2;
    path += y0 === y1 ? `L${x1} ${y1}` : `C${x0 + bend} ${y0} ${x1 - bend} ${y1} ${x1} ${y1}`;
  }
  return path;
}
