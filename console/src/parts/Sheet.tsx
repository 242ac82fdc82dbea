/** An official paper as it will print: 仿宋, number in vermilion, salutation, paragraphs, agency and date at the foot. */
import { laidOut } from "./paperLayout";
import "./sheet.css";

interface Props {
  title: string;
  agency?: string;
  number: string | null;
  date?: string;
  paragraphs: string[];
  draft: boolean;
}

export function Sheet({ title, agency, number, date, paragraphs, draft }: Props) {
  const { salutation, body, foot } = laidOut(paragraphs, agency, date);
  return (
    <article className="sheet" aria-label={title}>
      {draft ? <p className="sheet-draft">预览，未生效</p> : null}
      {agency ? <p className="sheet-agency">{agency}</p> : null}
      <h2>{title}</h2>
      {number ? <p className={draft ? "sheet-number" : "sheet-number issued"}>{number}</p> : null}
      {salutation ? <p className="sheet-addressee">{salutation}</p> : null}
      {body.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs are known by their place
        <p key={index}>{text}</p>
      ))}
      {foot ? (
        <p className="sheet-foot">
          {foot.agency}
          <br />
          {foot.date}
        </p>
      ) : null}
    </article>
  );
}
