// bpmn-js's own fit-viewport glues the diagram to the edges and enlarges small ones; this leaves room and never enlarges.
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
