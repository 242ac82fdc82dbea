/** One matter: where it stands, what can be done now and what is missing, everything that was done, and what is owed. */
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Refused } from "../../api/problem";
import { matterQuery } from "../../api/queries";
import type { MatterPage as Matter } from "../../api/types";
import { LightMark } from "../../parts/LightMark";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import { useMe } from "../../session/session";
import { LifePanel } from "../retention/LifePanel";
import { Tombstone } from "../retention/Tombstone";
import { AccessPanel } from "./AccessPanel";
import { Blocked } from "./Blocked";
import { Deadlines } from "./Deadlines";
import { Facts, Papers, People, RecordRange } from "./Dossier";
import { FilesPanel } from "./FilesPanel";
import { PartyPanel } from "./PartyPanel";
import { Possible } from "./Possible";
import { RecordingPanel } from "./RecordingPanel";
import { ResponsibilityPanel } from "./ResponsibilityPanel";
import { ReviewPanel } from "./ReviewPanel";
import { RoomsPanel } from "./RoomsPanel";
import { checksScans, ScanPanel } from "./ScanPanel";
import { StageBand } from "./StageBand";
import { Timeline } from "./Timeline";
import "./matter.css";

export function MatterPage() {
  const { matter: id } = useParams({ from: "/inside/matters/$matter" });
  const matter = useQuery(matterQuery(id));
  if (matter.error instanceof Refused && matter.error.code === "matter.destroyed") {
    return <Tombstone matter={id} />;
  }
  return (
    <Waiting query={matter} rows={12}>
      {(data) => <MatterBody matter={data} />}
    </Waiting>
  );
}

function MatterBody({ matter }: { matter: Matter }) {
  const me = useMe();
  return (
    <>
      <PageHead title={matter.title || `未命名的${matter.noun}`} lead={<Under matter={matter} />} />
      <StageBand stages={matter.stages} />
      <div className="matter">
        <div className="matter-do">
          <Possible matter={matter} />
          <Blocked matter={matter} />
        </div>
        <Timeline matter={matter} />
        <div className="matter-side">
          <PartyPanel matter={matter} />
          <Deadlines duties={matter.duties} />
          {matter.status === "archived" ? <LifePanel matter={matter.id} /> : null}
          <AccessPanel matter={matter.id} />
          <FilesPanel matter={matter.id} />
          <RecordingPanel matter={matter.id} open={matter.status !== "archived"} />
          <ReviewPanel matter={matter} />
          <ResponsibilityPanel matter={matter} />
          <Papers matter={matter} scans={checksScans(me, matter)} />
          <RoomsPanel matter={matter} />
          <People people={matter.people} handlers={matter.handlers} />
          <Facts facts={matter.facts} />
          <RecordRange matter={matter} />
        </div>
      </div>
      {checksScans(me, matter) ? <ScanPanel matter={matter} /> : null}
    </>
  );
}

function Under({ matter }: { matter: Matter }) {
  return (
    <span className="matter-under">
      {matter.major ? <span className="tag tag-major">重大执法决定</span> : null}
      <strong>{matter.number ?? `尚未编号的${matter.noun}`}</strong>
      <span>{matter.procedure_title}</span>
      <span>{matter.agency.name}</span>
      <span>
        {matter.parties
          .map((party) => `${party.kind} ${party.name}${party.masked ? "（已遮盖）" : ""}`)
          .join("；")}
      </span>
      {matter.status === "open" ? (
        <LightMark light={matter.light} />
      ) : (
        <span>{matter.status === "closed" ? "已办结" : "已归档，案卷锁定"}</span>
      )}
      {matter.query_code ? (
        <span>
          查询码 <span className="mono">{matter.query_code}</span>
        </span>
      ) : null}
    </span>
  );
}
