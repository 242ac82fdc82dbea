/** 衍生件: what was made of this recording, each with its span, maker and reason; the original stays as it is. */
import { Link } from "@tanstack/react-router";
import type { Derivative } from "../../api/files";
import { Made } from "../matter/FilesPanel";
import "../matter/files.css";

interface Props {
  matter: string;
  digest: string;
  made: Derivative[];
  derive: string | null;
}

export function MadeOf({ matter, digest, made, derive }: Props) {
  if (made.length === 0 && !derive) return null;
  return (
    <section className="panel" aria-labelledby="made">
      <div className="panel-head">
        <h2 id="made">衍生件</h2>
        {derive ? (
          <Link
            className="small"
            to="/matters/$matter/acts/$act"
            params={{ matter, act: derive }}
            search={{ of: digest }}
          >
            登记节选、遮盖件、字幕
          </Link>
        ) : null}
      </div>
      <div className="panel-body">
        {made.length === 0 ? (
          <p className="small soft">没有。节选、遮盖件和后补的字幕是另外的文件，原件不动。</p>
        ) : (
          <ul className="files-made">
            {made.map((one) => (
              <Made key={one.version} one={one} matter={matter} open />
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
