/** Two versions beside each other: what was added, taken out, changed, act by act. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { compareQuery } from "../../api/lawQueries";
import { procedureQuery, proceduresQuery } from "../../api/queries";
import type { ChangeKind, LawComparison, ProcedureRow } from "../../api/types";
import { EmptyNote } from "../../parts/EmptyNote";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import { intervalWords } from "../../words/law";
import { headOf, namesOf, placeWords, valueWords } from "./changeWords";
import "../../forms/forms.css";
import "./law.css";

const KINDS: Record<ChangeKind, string> = { added: "＋ 新增", removed: "－ 删去", changed: "≠ 改动" };

export function ComparePage() {
  const { left = "", right = "" } = useSearch({ from: "/inside/procedures/compare" });
  const procedures = useQuery(proceduresQuery);
  const navigate = useNavigate();
  const choose = (part: { left?: string; right?: string }) =>
    void navigate({ to: "/procedures/compare", search: { left, right, ...part }, replace: true });
  return (
    <>
      <PageHead title="比较版本" lead="同一程序的前后两个版本，或者任何两个程序，逐项对照。" />
      <Waiting query={procedures}>
        {(rows) => (
          <>
            <search className="compare-choice">
              <Side label="左边" value={left} rows={rows} onChange={(next) => choose({ left: next })} />
              <button type="button" className="button" onClick={() => choose({ left: right, right: left })}>
                左右对调
              </button>
              <Side label="右边" value={right} rows={rows} onChange={(next) => choose({ right: next })} />
            </search>
            {left === "" || right === "" ? (
              <EmptyNote title="选两个程序">
                左边放旧版本，右边放新版本，这里逐项列出新增、删去和改动的地方。
              </EmptyNote>
            ) : (
              <Changes left={left} right={right} />
            )}
          </>
        )}
      </Waiting>
    </>
  );
}

interface SideProps {
  label: string;
  value: string;
  rows: ProcedureRow[];
  onChange: (id: string) => void;
}

function Side({ label, value, rows, onChange }: SideProps) {
  return (
    <label>
      <span className="small soft">{label}</span>
      <select className="input" value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">请选择</option>
        {rows.map((row) => (
          <option key={row.id} value={row.id}>
            {row.title}（{intervalWords(row.from, row.to)}）
          </option>
        ))}
      </select>
    </label>
  );
}

function Changes({ left, right }: { left: string; right: string }) {
  const comparison = useQuery(compareQuery(left, right));
  const names = useNames(left, right);
  return (
    <Waiting query={comparison} rows={10}>
      {(data) =>
        data.changes.length === 0 ? (
          <EmptyNote title="没有不同">两边的行为、前提、期限、文书、参数都一样。</EmptyNote>
        ) : (
          <>
            <p className="compare-sum" role="status">
              共 {data.changes.length} 处：
              {(["added", "removed", "changed"] as const)
                .map((kind) => [kind, data.changes.filter((change) => change.kind === kind).length] as const)
                .filter(([, count]) => count > 0)
                .map(([kind, count]) => `${KINDS[kind].slice(2)} ${count}`)
                .join("，")}
            </p>
            {grouped(data.changes, names).map(([head, changes]) => (
              <section key={head} className="panel compare-part" aria-label={head}>
                <h2>{head}</h2>
                <Table head={head} changes={changes} names={names} />
              </section>
            ))}
          </>
        )
      }
    </Waiting>
  );
}

function Table({
  head,
  changes,
  names,
}: {
  head: string;
  changes: LawComparison["changes"];
  names: ReadonlyMap<string, string>;
}) {
  return (
    <div className="scroll-x">
      <table className="list-table stacks compare">
        <caption className="unseen">{head}的不同</caption>
        <thead>
          <tr>
            <th scope="col">哪里</th>
            <th scope="col">怎样</th>
            <th scope="col">左边</th>
            <th scope="col">右边</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={change.path}>
              <td>{placeWords(change.path, names)}</td>
              <td className="nowrap">{KINDS[change.kind]}</td>
              <td data-label="左边">
                {change.kind === "added" ? (
                  <span className="soft">无</span>
                ) : (
                  <del>{valueWords(change.left)}</del>
                )}
              </td>
              <td data-label="右边">
                {change.kind === "removed" ? (
                  <span className="soft">无</span>
                ) : (
                  <ins>{valueWords(change.right)}</ins>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Titles of the acts of both versions, by id. */
function useNames(left: string, right: string): ReadonlyMap<string, string> {
  const one = useQuery(procedureQuery(left));
  const other = useQuery(procedureQuery(right));
  return namesOf([one.data, other.data].filter((procedure) => procedure !== undefined));
}

function grouped(
  changes: LawComparison["changes"],
  names: ReadonlyMap<string, string>,
): [head: string, changes: LawComparison["changes"]][] {
  const groups = new Map<string, LawComparison["changes"]>();
  for (const change of changes) {
    const head = headOf(change.path, names);
    groups.set(head, [...(groups.get(head) ?? []), change]);
  }
  return [...groups.entries()];
}
