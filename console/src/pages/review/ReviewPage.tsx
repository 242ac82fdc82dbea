/** One dossier under review, in three panes: what is submitted, the twelve items, the evidence; below, the opinion. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { matterQuery, reviewDossierQuery } from "../../api/queries";
import { reviewAidsQuery } from "../../api/responsibilityQueries";
import type { Receipt } from "../../api/types";
import { EmptyNote } from "../../parts/EmptyNote";
import { PageHead } from "../../parts/PageHead";
import { ProblemNote } from "../../parts/ProblemNote";
import { Bones } from "../../parts/Waiting";
import { ReceiptPanel } from "../act/ReceiptPanel";
import { ReviewBench } from "./ReviewBench";
import "../../forms/forms.css";
import "./review.css";

export function ReviewPage() {
  const { matter } = useParams({ from: "/inside/review/$matter" });
  return <OneReview key={matter} id={matter} />;
}

function OneReview({ id }: { id: string }) {
  const matter = useQuery(matterQuery(id));
  const dossier = useQuery({ ...reviewDossierQuery(id), refetchOnWindowFocus: false });
  const aids = useQuery({ ...reviewAidsQuery(id), refetchOnWindowFocus: false });
  const [receipt, setReceipt] = useState<Receipt | null>(null);
  if (receipt) return <ReceiptPanel receipt={receipt} />;
  const error = dossier.error ?? matter.error;
  if (error) {
    return (
      <ProblemNote
        error={error}
        matter={id}
        retry={() => void Promise.all([dossier.refetch(), matter.refetch()])}
      />
    );
  }
  // Nothing may come in later and push aside what somebody is about to mark.
  if (!dossier.data || !matter.data || aids.isPending) return <Bones rows={12} />;
  if (matter.data.review.state !== "submitted") {
    return (
      <EmptyNote
        title="这件案件现在不在待审状态"
        action={
          <Link className="button" to="/review">
            回到待审列表
          </Link>
        }
      >
        可能已经出具了意见，或者办案人员还没有送审。
      </EmptyNote>
    );
  }
  return (
    <>
      <PageHead
        title={`审核：${matter.data.title}`}
        lead={
          <>
            <Link to="/matters/$matter" params={{ matter: id }}>
              {matter.data.number ?? "查看案件"}
            </Link>{" "}
            {matter.data.agency.name}
          </>
        }
      />
      <ReviewBench
        matter={matter.data}
        dossier={dossier.data}
        aids={aids.data ?? null}
        onDone={setReceipt}
        onReload={() => Promise.all([dossier.refetch(), matter.refetch()])}
      />
    </>
  );
}
