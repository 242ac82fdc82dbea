/** Performing one act in a matter: its form, what it will do, and the receipt. */
import { useQuery } from "@tanstack/react-query";
import { Link, Navigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../../api/client";
import { type PartyItem, partyQuery } from "../../api/parties";
import { actFormQuery, actPath, client, matterQuery } from "../../api/queries";
import type { ActForm, MatterPage, Receipt } from "../../api/types";
import { Look } from "../../parts/Look";
import { PageHead } from "../../parts/PageHead";
import { ProblemNote } from "../../parts/ProblemNote";
import { Bones } from "../../parts/Waiting";
import { useMe } from "../../session/session";
import { Disclosure } from "../disclosure/Disclosure";
import { ActWorkbench } from "./ActWorkbench";
import { ReceiptPanel } from "./ReceiptPanel";

export function ActPage() {
  const { matter, act } = useParams({ from: "/inside/matters/$matter/acts/$act" });
  // Another act is another page, even where the address changes by one word only.
  // What a link already knows (which stretch was not recorded) stands in the form from the start.
  const given = useSearch({ from: "/inside/matters/$matter/acts/$act" });
  return (
    <OneAct key={`${matter}/${act}/${JSON.stringify(given)}`} matterId={matter} actId={act} given={given} />
  );
}

interface OneActProps {
  matterId: string;
  actId: string;
  given: Record<string, string | undefined>;
}

function OneAct({ matterId, actId, given }: OneActProps) {
  const matter = useQuery(matterQuery(matterId));
  // The form is filled in from what it was when opened; fresh defaults must not run over typing.
  const form = useQuery({ ...actFormQuery(matterId, actId), refetchOnWindowFocus: false });
  const [receipt, setReceipt] = useState<Receipt | null>(null);
  const { party_item: item } = given;
  const party = useQuery({ ...partyQuery(matterId), refetchOnWindowFocus: false });

  if (receipt) return <ReceiptPanel receipt={receipt} />;
  const error = form.error ?? matter.error;
  if (error) {
    return (
      <ProblemNote
        error={error}
        matter={matterId}
        retry={() => void Promise.all([form.refetch(), matter.refetch()])}
      >
        <Link to="/matters/$matter" params={{ matter: matterId }}>
          回到事项
        </Link>
      </ProblemNote>
    );
  }
  if (!form.data || !matter.data || (item && party.isPending)) return <Bones rows={10} />;
  // The opinion is given where the twelve items are marked.
  if (form.data.act.kind === "opine")
    return <Navigate to="/review/$matter" params={{ matter: matterId }} replace />;
  // What a party brought forward is answered from its own list: without it there is nothing to answer.
  if (form.data.act.kind === "party_answer" && !item)
    return <Navigate to="/matters/$matter" params={{ matter: matterId }} replace />;
  const items = party.data?.items.filter((each) => each.state === "waiting" && each.act.id === actId) ?? [];
  const taken = items.find((each) => String(each.n) === item);
  const said = withGiven(form.data, given);
  const filled = taken ? { ...said, defaults: { ...said.defaults, ...taken.fields } } : said;
  return (
    <>
      {!item && items[0] ? <Waits matter={matterId} item={items[0]} /> : null}
      <Ready form={filled} matter={matter.data} onDone={setReceipt} />
    </>
  );
}

/** The party wrote of this itself: recorded beside it, what it wrote would still wait. */
function Waits({ matter, item }: { matter: string; item: PartyItem }) {
  return (
    <p className="note">
      当事人已经自己提出“{item.title}”，等着接收。{" "}
      <Link
        to="/matters/$matter/acts/$act"
        params={{ matter, act: item.act.id }}
        search={{ party_item: String(item.n) }}
      >
        接收这件来件，表单自动填好
      </Link>
    </p>
  );
}

/** The form with what the address says; names that the act does not ask for are left out. */
function withGiven(form: ActForm, given: Record<string, string | undefined>): ActForm {
  const known = form.act.fields.filter((field) => given[field.id] !== undefined);
  if (known.length === 0) return form;
  const said = Object.fromEntries(known.map((field) => [field.id, given[field.id]]));
  return { ...form, defaults: { ...form.defaults, ...said } };
}

interface ReadyProps {
  form: ActForm;
  matter: MatterPage;
  onDone: (receipt: Receipt) => void;
}

function Ready({ form, matter, onDone }: ReadyProps) {
  // 复查 and 复核 are papers of the superior agency: who acts issues, not who holds the matter.
  const me = useMe();
  const path = actPath(matter.id, form.act.id);
  /** The version the person has looked at: an act of somebody else in between must be seen first. */
  const [seen, setSeen] = useState(matter.version);
  return (
    <Look>
      <PageHead
        title={form.act.title}
        lead={
          <>
            <Link to="/matters/$matter" params={{ matter: matter.id }}>
              {matter.title}
            </Link>{" "}
            {matter.number ?? ""}
          </>
        }
      />
      <ActWorkbench
        form={form}
        agency={me.agency.name}
        matter={matter.id}
        facts={matter.facts}
        draftMatter={matter.id}
        previewPath={`${path}/preview`}
        draftPath={(paper) => `${path}/papers/${encodeURIComponent(paper)}/pdf`}
        previewBody={(fields) => ({ fields })}
        send={(fields, idempotencyKey, onForm) =>
          post<Receipt>(path, { seen, fields, ...onForm }, { idempotencyKey })
        }
        onDone={async (receipt) => {
          onDone(receipt);
          await client.invalidateQueries();
        }}
        onReload={async () => {
          const fresh = await client.fetchQuery({ ...matterQuery(matter.id), staleTime: 0 });
          return {
            rows: fresh.timeline.filter((row) => row.version > seen),
            accept: () => setSeen(fresh.version),
          };
        }}
        aside={
          form.act.kind === "publish"
            ? (beside) => <Disclosure matter={matter.id} fields={form.act.fields} {...beside} />
            : null
        }
      />
    </Look>
  );
}
