/** An official paper as it will print: 仿宋, number in vermilion, addressee, paragraphs, agency and date at the foot. */
import "./sheet.css";

interface Props {
  title: string;
  agency?: string;
  number: string | null;
  addressee?: string;
  date?: string;
  paragraphs: string[];
  draft: boolean;
}

export function Sheet({ title, agency, number, addressee, date, paragraphs, draft }: Props) {
  return (
    <article className="sheet" aria-label={title}>
      {draft ? <p className="sheet-draft">预览，未生效</p> : null}
      {agency ? <p className="sheet-agency">{agency}</p> : null}
      <h2>{title}</h2>
      {number ? <p className={draft ? "sheet-number" : "sheet-number issued"}>{number}</p> : null}
      {addressee ? <p className="sheet-addressee">{addressee}：</p> : null}
      {paragraphs.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs are known by their place
        <p key={index}>{text}</p>
      ))}
      {agency && date ? (
        <p className="sheet-foot">
          {agency}
          <br />
          {dateOnPaper(date)}
        </p>
      ) : null}
    </article>
  );
}

/** GB/T 9704: the date in Arabic digits, without leading zeros. */
function dateOnPaper(day: string): string {
  return `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;
}
