/** Officers by name, each with the card and how long it is valid: a lapsed card is seen before it is refused. */
import { asTexts, type WidgetProps } from "./Widget";

export function OfficerPicker({ value, people, onChange }: WidgetProps) {
  const chosen = asTexts(value);
  if (people.length === 0)
    return <p className="soft">本机关没有登记执法人员。请系统管理员先登记人员和执法证。</p>;
  const valid = people.filter((person) => person.valid && chosen.includes(person.id)).length;
  return (
    <>
      <ul className="officers">
        {people.map((person) => (
          <li key={person.id}>
            <label className={person.valid ? "option" : "option option-lapsed"}>
              <input
                type="checkbox"
                checked={chosen.includes(person.id)}
                onChange={(event) =>
                  onChange(
                    event.target.checked ? [...chosen, person.id] : chosen.filter((id) => id !== person.id),
                  )
                }
              />
              <span>
                {person.name}
                <span className="small soft nowrap">
                  {person.card ? `执法证 ${person.card}` : "没有执法证"}
                </span>
                <span className="small soft nowrap">
                  {cardWords(person.card, person.valid_until, person.valid, person.why)}
                </span>
              </span>
            </label>
          </li>
        ))}
      </ul>
      <p className="small soft" aria-live="polite">
        已选 {chosen.length} 人，其中执法证有效 {valid} 人
      </p>
    </>
  );
}

function cardWords(
  card: string | null,
  until: string | null,
  valid: boolean,
  why: string | null | undefined,
): string {
  if (!card) return "不能作为执法人员";
  if (why) return why.replace(/^的/, "");
  if (!until) return valid ? "有效" : "无效";
  return valid ? `有效期至 ${until}` : `已于 ${until} 到期`;
}
