// Makes elements. Text of models, tools and names enters the page here alone, as text: no markup, no address and no style
// is ever made of it.

const SVG = "http://www.w3.org/2000/svg";

/// An element with a class and children; strings become text.
export function el(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/// An element of a drawing, with attributes that are ours: numbers and constants.
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/// Sets the text of an element when it has changed, so that nothing is drawn or read aloud in vain.
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/// Sets an attribute when it has changed; null takes it away.
export function setAttribute(element, name, value) {
  if (value === null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}

/// Gives a list one child for each key, in order; those that are there already are moved, not made anew.
export function reconcile(parent, keys, make, update) {
  const known = (parent.keyed ??= new Map());
  const wanted = new Set(keys);
  for (const [key, child] of known) {
    if (wanted.has(key)) continue;
    child.remove();
    known.delete(key);
  }
  let next = parent.firstElementChild;
  for (const key of keys) {
    let child = known.get(key);
    if (child === undefined) {
      child = make(key);
      known.set(key, child);
    }
    if (child === next) next = next.nextElementSibling;
    else parent.insertBefore(child, next);
    update(child, key);
  }
}

/// Moves the focus with the arrow keys among elements of which one can be reached with Tab.
export function rove(parent, selector, { isHorizontal = false } = {}) {
  const [back, forth] = isHorizontal ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
  parent.addEventListener("keydown", (event) => {
    const items = [...parent.querySelectorAll(selector)];
    const place = items.indexOf(document.activeElement);
    if (place < 0) return;
    const target = { [back]: place - 1, [forth]: place + 1, Home: 0, End: items.length - 1 }[event.key];
    if (target === undefined || !items[target]) return;
    event.preventDefault();
    items[place].tabIndex = -1;
    items[target].tabIndex = 0;
    items[target].focus();
  });
}

/// Sees to it that exactly one of some elements can be reached with Tab.
export function keepReachable(parent, selector) {
  const items = [...parent.querySelectorAll(selector)];
  if (items.some((item) => item.tabIndex === 0)) return;
  if (items.length > 0) items[0].tabIndex = 0;
}

// What stands for a state besides its colour and its word.
const SHAPES = {
  waiting: [["circle", { cx: 8, cy: 8, r: 5.5, "stroke-dasharray": "2 2.3" }]],
  running: [["circle", { cx: 8, cy: 8, r: 5.5 }], ["circle", { cx: 8, cy: 8, r: 2.2, class: "solid" }]],
  succeeded: [["circle", { cx: 8, cy: 8, r: 5.9 }], ["path", { d: "M5.3 8.2l1.9 1.9 3.6-4" }]],
  failed: [["path", { d: "M8 1.8L14.2 8 8 14.2 1.8 8z" }], ["path", { d: "M6.2 6.2l3.6 3.6M9.8 6.2l-3.6 3.6" }]],
  timedOut: [["circle", { cx: 8, cy: 8, r: 5.9 }], ["path", { d: "M8 4.6V8l2.4 1.5" }]],
  cancelled: [["rect", { x: 2.5, y: 2.5, width: 11, height: 11, rx: 1.5 }], ["path", { d: "M5.5 5.5l5 5" }]],
  skipped: [["circle", { cx: 8, cy: 8, r: 5.9 }], ["path", { d: "M5.2 8h5.6" }]],
  partial: [["circle", { cx: 8, cy: 8, r: 5.9 }], ["path", { d: "M8 2.1a5.9 5.9 0 0 1 0 11.8z", class: "solid" }]],
};
SHAPES.complete = SHAPES.succeeded;
SHAPES.nothing = SHAPES.timedOut;

/// The sign of a state; what it means is always said in words beside it.
export function icon(state) {
  const shapes = SHAPES[state] ?? SHAPES.waiting;
  const drawing = svg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, class: "icon", "aria-hidden": "true" });
  drawing.append(...shapes.map(([tag, attributes]) => svg(tag, attributes)));
  drawing.dataset.state = SHAPES[state] ? state : "waiting";
  return drawing;
}

/// Changes a sign to that of another state.
export function setIcon(holder, state) {
  if (holder.firstElementChild?.dataset.state !== state) holder.replaceChildren(icon(state));
}
