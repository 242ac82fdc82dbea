/** One issued paper, as it reads on paper, ready to print. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { paperPdfPath } from "../../api/lawQueries";
import { paperQuery } from "../../api/queries";
import { Icon } from "../../parts/Icon";
import { Sheet } from "../../parts/Sheet";
import { Waiting } from "../../parts/Waiting";
import "./paper.css";

export function PaperPage() {
  const { matter, paper } = useParams({ from: "/inside/matters/$matter/papers/$paper" });
  const text = useQuery(paperQuery(matter, paper));
  return (
    <>
      <div className="paper-bar">
        <Link className="button" to="/matters/$matter" params={{ matter }}>
          <Icon name="back" size={18} />
          回到事项
        </Link>
        <a className="button button-main" href={paperPdfPath(matter, paper)} target="_blank" rel="noopener">
          <Icon name="print" size={18} />
          打开 PDF，打印
        </a>
      </div>
      <Waiting query={text} rows={14}>
        {(data) => (
          <>
            <h1 className="unseen">{data.title}</h1>
            <Sheet {...data} />
          </>
        )}
      </Waiting>
    </>
  );
}
