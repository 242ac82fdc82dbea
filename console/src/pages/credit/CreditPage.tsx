/** 双公示: what the credit platform is owed of this agency's decisions, what it was sent, and what it answered. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type CreditDesk, creditQuery } from "../../api/credit";
import { Article } from "../../parts/Article";
import { LightShape } from "../../parts/LightMark";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import type { Shape } from "../../words/lights";
import { Batches } from "./Batches";
import { Owed } from "./Owed";
import "./credit.css";

const route = getRouteApi("/inside/credit");

export function CreditPage() {
  const { from } = route.useSearch();
  const desk = useQuery(creditQuery(from));
  return (
    <>
      <PageHead
        title="双公示"
        lead="许可、处罚决定报信用平台：选要报的生成一批，下载文件交平台，再把平台的回执登记进来。"
      />
      <Waiting query={desk}>
        {(data) => (
          <>
            <Numbers desk={data} />
            <Owed desk={data} />
            <Batches desk={data} />
            <Rules desk={data} />
          </>
        )}
      </Waiting>
    </>
  );
}

const SHAPES: Record<string, { shape: Shape; light: string }> = {
  late: { shape: "triangle", light: "overdue" },
  unsent: { shape: "dot", light: "soon" },
  change: { shape: "diamond", light: "today" },
  rejected: { shape: "dash", light: "overdue" },
  sent: { shape: "ring", light: "stopped" },
  accepted: { shape: "tick", light: "ok" },
};

/** Where all decisions stand, as one bar with its numbers beneath. Late ones are among those to be sent. */
function Numbers({ desk }: { desk: CreditDesk }) {
  const late = desk.numbers.find((number) => number.id === "late");
  const parts = desk.numbers.filter((number) => number.id !== "late");
  const all = parts.reduce((sum, part) => sum + part.count, 0);
  return (
    <section className="panel credit-numbers" aria-label="报送情况">
      <div className="panel-head">
        <h2>
          {desk.from} 以来的 {all} 件决定
        </h2>
        {late && late.count > 0 ? (
          <p className="light light-overdue">
            <LightShape shape="triangle" />
            {late.count} 件逾期未报
          </p>
        ) : (
          <p className="light light-ok">
            <LightShape shape="tick" />
            没有逾期的
          </p>
        )}
      </div>
      <div className="panel-body">
        {all > 0 ? (
          <div className="credit-bar" aria-hidden="true">
            {parts
              .filter((part) => part.count > 0)
              .map((part) => (
                <span
                  key={part.id}
                  className={`credit-part credit-${part.id}`}
                  style={{ flexGrow: part.count }}
                />
              ))}
          </div>
        ) : null}
        <ul className="credit-legend">
          {parts.map((part) => (
            <li key={part.id}>
              <span className={`credit-swatch credit-${part.id}`} aria-hidden="true" />
              <span className={`light light-${SHAPES[part.id]?.light ?? "ok"}`}>
                <LightShape shape={SHAPES[part.id]?.shape ?? "ring"} />
                {part.title}
              </span>
              <strong>{part.count}</strong>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

function Rules({ desk }: { desk: CreditDesk }) {
  const { rule } = desk;
  return (
    <section className="panel" aria-label="依据">
      <div className="panel-head">
        <h2>依据</h2>
      </div>
      <div className="panel-body credit-rules">
        <p>
          自作出决定之日起七个工作日内报送（{rule.term}） <Article cite={rule.basis} />
        </p>
        <p>
          字段依照 {rule.standard}；一批最多 {rule.most} 条。
        </p>
        {rule.unverified.length > 0 ? (
          <p className="note note-warn">
            标准的正文没有取得，以下是通行口径、未经核实，请照本省信用平台的要求核对：
            {rule.unverified.join("、")}。
          </p>
        ) : null}
      </div>
    </section>
  );
}
