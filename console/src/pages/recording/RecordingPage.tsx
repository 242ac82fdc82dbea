/** One recording: the player, the steps that were marked on it, its captions, and the sentences of the 笔录 that lead to their second. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { blobPath } from "../../api/queries";
import { recordingsQuery } from "../../api/recordingQueries";
import type { RecordingHeld } from "../../api/recordings";
import type { FileRef } from "../../api/types";
import { EmptyNote } from "../../parts/EmptyNote";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import { stretchWords } from "../../words/recordings";
import { Player } from "./Player";

export function RecordingPage() {
  const { matter, digest } = useParams({ from: "/inside/matters/$matter/recordings/$digest" });
  const recordings = useQuery(recordingsQuery(matter));
  return (
    <Waiting query={recordings} rows={12}>
      {(data) => {
        const held = data.recordings.find((one) => one.files.some((file) => file.digest === digest));
        const file = held?.files.find((one) => one.digest === digest);
        if (!held || !file)
          return <EmptyNote title="本件没有这份音像记录">回到事项，从“音像记录”里打开。</EmptyNote>;
        const spans = data.spans.filter(
          (span) =>
            span.from <= held.to && span.to >= held.from && (!held.scene || span.scene === held.scene),
        );
        return (
          <>
            <PageHead
              title={held.scene || "音像记录"}
              lead={<Lead matter={matter} held={held} file={file} />}
            />
            <Player
              matter={matter}
              file={file}
              held={held}
              source={blobPath(digest, matter)}
              papers={spans.flatMap((span) => span.papers)}
            />
          </>
        );
      }}
    </Waiting>
  );
}

function Lead({ matter, held, file }: { matter: string; held: RecordingHeld; file: FileRef }) {
  return (
    <>
      <Link to="/matters/$matter" params={{ matter }}>
        回到事项
      </Link>{" "}
      {stretchWords(held)}，{file.name}
      {held.device ? `，设备 ${held.device}` : ""}，{held.by.name} 入库
    </>
  );
}
