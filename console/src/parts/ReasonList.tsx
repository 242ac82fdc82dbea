/** Why an act is refused: each reason with its article and the act that would supply what is missing. */
import { Link } from "@tanstack/react-router";
import type { Reason } from "../api/types";
import { Article } from "./Article";
import { Prose } from "./Prose";

export function ReasonList({ reasons, matter }: { reasons: Reason[]; matter?: string | undefined }) {
  return (
    <ul className="reasons">
      {reasons.map((reason) => (
        <li key={`${reason.code}/${reason.field}/${reason.supply?.act}/${reason.message}`}>
          <p>
            <Prose text={reason.message} />
          </p>
          {reason.article || (reason.supply && matter) ? (
            <p className="reason-foot">
              {reason.article ? <Article cite={reason.article} /> : null}
              {reason.supply && matter ? (
                <Link to="/matters/$matter/acts/$act" params={{ matter, act: reason.supply.act }}>
                  去办：{reason.supply.title}
                </Link>
              ) : null}
            </p>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
