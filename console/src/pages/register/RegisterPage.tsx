/** 新登记: the opening act of the chosen procedure. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../../api/client";
import { client, openingFormQuery, proceduresQuery } from "../../api/queries";
import type { Receipt } from "../../api/types";
import { Look } from "../../parts/Look";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import { useMe } from "../../session/session";
import { ActWorkbench } from "../act/ActWorkbench";
import { ReceiptPanel } from "../act/ReceiptPanel";

export function RegisterPage() {
  const me = useMe();
  const { procedure } = useParams({ from: "/inside/register/$procedure" });
  const { about } = useSearch({ from: "/inside/register/$procedure" });
  const form = useQuery({ ...openingFormQuery(procedure, about), refetchOnWindowFocus: false });
  const procedures = useQuery(proceduresQuery);
  const [receipt, setReceipt] = useState<Receipt | null>(null);
  if (receipt) return <ReceiptPanel receipt={receipt} />;
  const title = procedures.data?.find((row) => row.id === procedure)?.title;
  return (
    <Waiting query={form} rows={10}>
      {(data) => (
        <Look>
          <PageHead
            title={data.act.title}
            lead={
              <>
                {title} <Link to="/register">换一种程序</Link>
              </>
            }
          />
          <ActWorkbench
            form={data}
            agency={me.agency.name}
            draftMatter={`new:${procedure}${about ? `:${about}` : ""}`}
            previewPath="/api/matters/preview"
            draftPath={(paper) => `/api/matters/preview/papers/${encodeURIComponent(paper)}/pdf`}
            previewBody={(fields) => ({ procedure, fields })}
            send={(fields, idempotencyKey, onForm) =>
              post<Receipt>("/api/matters", { procedure, fields, ...onForm }, { idempotencyKey })
            }
            onDone={async (done) => {
              setReceipt(done);
              await client.invalidateQueries();
            }}
            aside={null}
          />
        </Look>
      )}
    </Waiting>
  );
}
