/** One recording: the player, the steps that were marked on it, its captions, and the sentences of the 笔录 that lead to their second. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { accessQuery, opens } from "../../api/looking";
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
  const access = useQuery(accessQuery(matter));
  return (
    <Waiting query={recordings} rows={12}>
      {(data) => {
        const held = data.recordings.find((one) => one.files.some((file) => file.digest === digest));
        const file = held?.files.find((one) => one.digest === digest);
        if (!held || !file)
          return <EmptyNote title="本件没有这份音像记录">回到事项，从“音像记录”里打开。</EmptyNote>;
        if (access.data && !opens(access.data, digest))
          return (
            <EmptyNote
              title="看这份音像记录要先申请调阅"
              action={
                <Link className="button" to="/matters/$matter" params={{ matter }}>
                  到事项页申请
                </Link>
              }
            >
              您不是本件的承办、审核、审批或者档案人员；由本件所在机关批准以后可以看，每次播放都有记录。
            </EmptyNote>
          );
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
              acts={data}
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
