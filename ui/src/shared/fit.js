// bpmn-js's own fit-viewport glues the diagram to the edges and enlarges small ones; this leaves room and never enlarges.

const READABLE = 0.45;
const FOCUS = 0.7;

export function fitWithPadding(canvas, padding = 30) {
  const { inner, outer } = canvas.viewbox();
  if (!inner.width || !outer.width) return;
  const scale = Math.min(1, outer.width / (inner.width + 2 * padding), outer.height / (inner.height + 2 * padding));
  const width = outer.width / scale;
  const height = outer.height / scale;
  canvas.viewbox({
    x: inner.x - (width - inner.width) / 2,
    y: inner.y - (height - inner.height) / 2,
    width,
    height,
  });
}

/** Show all where it can be read; else the neighbourhood of the given elements. */
export function fitOrFocus(canvas, registry, ids) {
  fitWithPadding(canvas);
  const elements = ids.map((id) => registry.get(id)).filter(Boolean);
  if (canvas.viewbox().scale >= READABLE || !elements.length) return;
  const { outer } = canvas.viewbox();
  const [first] = elements;
  const width = outer.width / FOCUS;
  const height = outer.height / FOCUS;
  canvas.viewbox({ x: first.x + first.width / 2 - width / 2, y: first.y + first.height / 2 - height / 2, width, height });
}
