/** What a card is today: a shape, a word, and never colour alone. */
const SHAPES: Record<string, string> = {
  active: "●",
  lapsed: "▲",
  suspended: "■",
  withdrawn: "✕",
  untrained: "▲",
};

export function Standing({ id, title, soon = false }: { id: string; title: string; soon?: boolean }) {
  const look =
    id === "active"
      ? soon
        ? "soon"
        : "ok"
      : ["lapsed", "suspended", "withdrawn"].includes(id)
        ? "bad"
        : "way";
  return (
    <span className={`standing standing-${look}`}>
      <span aria-hidden="true">{SHAPES[id] ?? "○"}</span> {title}
      {soon ? <span className="small">，60 日内到期</span> : null}
    </span>
  );
}
