/** A small picture of a file; where there is none, a tile that says what kind of file it is. */
import { useState } from "react";
import { hasPicture, mediaWord } from "../words/files";
import "./thumb.css";

interface Props {
  type: string;
  /** Where the picture comes from; none where it is not to be asked for. */
  source: string | null;
  name: string;
}

export function Thumb({ type, source, name }: Props) {
  const [without, setWithout] = useState(false);
  const pictured = source !== null && !without && hasPicture(type);
  return (
    <span className={pictured ? "thumb" : "thumb thumb-tile"} aria-hidden={pictured ? undefined : true}>
      {pictured ? (
        <img src={source} alt={`${name} 的缩略图`} loading="lazy" onError={() => setWithout(true)} />
      ) : (
        mediaWord(type)
      )}
    </span>
  );
}
