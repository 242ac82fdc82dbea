/** A stricter version of a superior's entry: a lower amount, further conditions. What is looser the server refuses, with the limit. */
import { useId, useState } from "react";
import type { AdaptationRow } from "../../api/catalogue";
import { Ask } from "../../parts/Ask";
import { fenOf } from "./amount";

interface Props {
  row: AdaptationRow;
  onDo: (fields: Record<string, unknown>, source: string) => Promise<unknown>;
  onClose: () => void;
}

const FLAGS = [
  ["hearing", "经过听证的都审核"],
  ["impact", "涉及重大公共利益、社会影响的都审核"],
  ["relations", "疑难复杂、多个法律关系的都审核"],
  ["always", "不论情形，一律审核"],
] as const;

export function Adapt({ row, onDo, onClose }: Props) {
  const id = useId();
  const side = (column: string) => row.fields.find((field) => field.column === column);
  const upper = (column: string) => side(column)?.upper ?? "";
  const now = (column: string) => side(column)?.own || upper(column);
  const [amount, setAmount] = useState(now("amount").replace(/ 元$/, ""));
  const [flags, setFlags] = useState<string[]>(
    FLAGS.map(([column]) => column).filter((column) => now(column) === "是"),
  );
  const limit = upper("amount");
  const send = (source: string) => {
    const fields: Record<string, unknown> = {};
    for (const [column] of FLAGS) fields[column] = flags.includes(column);
    if (amount.trim() !== "") fields.amount = fenOf(amount);
    return onDo(fields, source);
  };
  return (
    <Ask
      title={`改编“${row.name}”`}
      lead="只能与上级相同或者更严：金额更低，条件更多。"
      label="来源"
      help="本机关依据的文件、文号。"
      button="报审"
      onDo={send}
      onClose={onClose}
    >
      <div>
        <label htmlFor={`${id}-amount`}>金额达到（元）</label>
        <p className="small soft" id={`${id}-help`}>
          {limit ? `上级的限度是 ${limit}，不得更高。` : "上级没有写金额；写了，就在上级以外多审一些。"}
        </p>
        <input
          id={`${id}-amount`}
          className="input"
          inputMode="decimal"
          value={amount}
          aria-describedby={`${id}-help`}
          onChange={(event) => setAmount(event.target.value)}
        />
      </div>
      <fieldset className="catalogue-flags">
        <legend>还有哪些情形审核</legend>
        {FLAGS.map(([column, title]) => (
          <label key={column}>
            <input
              type="checkbox"
              checked={flags.includes(column)}
              disabled={upper(column) === "是"}
              onChange={(event) =>
                setFlags((held) =>
                  event.target.checked ? [...held, column] : held.filter((each) => each !== column),
                )
              }
            />{" "}
            {title}
            {upper(column) === "是" ? <span className="small soft">（上级已列）</span> : null}
          </label>
        ))}
      </fieldset>
    </Ask>
  );
}
