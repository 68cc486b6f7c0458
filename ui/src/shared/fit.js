// bpmn-js's own fit-viewport glues the diagram to the edges and enlarges small ones; this leaves room and never enlarges.

const READABLE = 0.45;
const FOCUS = 0.7;
const BEFORE_START = 150;

/** `left` pixels are covered by something that lies over the canvas. */
export function fitWithPadding(canvas, padding = 30, left = 0) {
  const { inner, outer } = canvas.viewbox();
  if (!inner.width || !outer.width) return;
  const scale = Math.min(1, (outer.width - left) / (inner.width + 2 * padding), outer.height / (inner.height + 2 * padding));
  const width = outer.width / scale;
  const height = outer.height / scale;
  canvas.viewbox({
    x: inner.x - (width - left / scale - inner.width) / 2 - left / scale,
    y: inner.y - (height - inner.height) / 2,
    width,
    height,
  });
}

/** Show all where it can be read; else the neighbourhood of the first of the given elements, or where it begins. */
export function fitOrFocus(canvas, registry, ids = [], padding = 30, left = 0) {
  fitWithPadding(canvas, padding, left);
  if (canvas.viewbox().scale >= READABLE) return;
  const [focus] = ids.map((id) => registry.get(id)).filter(Boolean);
  const shown = focus || registry.filter((element) => element.type === 'bpmn:StartEvent')[0];
  if (!shown) return;
  const { outer } = canvas.viewbox();
  const width = outer.width / FOCUS;
  const height = outer.height / FOCUS;
  const before = focus ? width / 2 : BEFORE_START + left / FOCUS;
  canvas.viewbox({ x: shown.x + shown.width / 2 - before, y: shown.y + shown.height / 2 - height / 2, width, height });
}
