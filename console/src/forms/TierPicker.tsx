/** 裁量阶次 of the item: each tier with its circumstance and what may be imposed, so that the choice is made with the amounts in sight. */
import { useQuery } from "@tanstack/react-query";
import { tiersQuery } from "../api/registerQueries";
import type { EntryLine } from "../api/types";
import { ProblemNote } from "../parts/ProblemNote";
import { useMe } from "../session/session";
import { useAround } from "./around";
import { amountWords } from "./tiers";
import { asText, type WidgetProps } from "./Widget";

export function TierPicker(props: WidgetProps) {
  const { item } = useAround();
  if (!item) return <p className="soft">先选定事项，这里才列出它的裁量阶次。</p>;
  return <Tiers {...props} item={item} />;
}

function Tiers({ id, value, onChange, item }: WidgetProps & { item: string }) {
  const tiers = useQuery(tiersQuery(useMe().agency.id, item));
  if (tiers.error) return <ProblemNote error={tiers.error} retry={() => tiers.refetch()} />;
  if (!tiers.data) return <p className="soft">正在载入裁量阶次</p>;
  const rows = tiers.data.items.filter((tier) => !tier.none);
  if (rows.length === 0)
    return (
      <p className="soft">
        这个事项没有公布裁量基准。处罚的轻重须在裁量理由里说明；基准由法规科在“清单与基准”里收集、公布。
      </p>
    );
  return (
    <ul className="tiers">
      {rows.map((tier) => (
        <li key={tier.id}>
          <label className="option tier">
            <input
              type="radio"
              name={id}
              checked={asText(value) === tier.id}
              onChange={() => onChange(tier.id)}
            />
            <span>
              <strong>{wordOf(tier, "tier") || tier.name}</strong>{" "}
              <span className="tier-amount">{amountWords(tier.fields)}</span>
              <span className="small soft">{wordOf(tier, "circumstance")}</span>
            </span>
          </label>
        </li>
      ))}
    </ul>
  );
}

function wordOf(tier: EntryLine, column: string): string {
  const word = tier.fields[column];
  return typeof word === "string" ? word : "";
}
