/** A sentence whose dates and numbers of papers never break across lines. */

const WHOLE = /(\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?|〔\d{4}〕\d+号)/;

export function Prose({ text }: { text: string }) {
  return text.split(WHOLE).map((part, index) =>
    // Every second part is what the pattern caught.
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one sentence are known by their place
      <span key={index} className="nowrap">
        {part}
      </span>
    ) : (
      part
    ),
  );
}
