/** Stating that this agency has none of it, in one group or at all: examined and published like any entry. */
import { useNavigate } from "@tanstack/react-router";
import { useId, useState } from "react";
import { post } from "../../api/client";
import { client } from "../../api/queries";
import { stepPath } from "../../api/registerQueries";
import type { RegisterDone, RegisterInfo } from "../../api/types";
import { Ask } from "../../parts/Ask";

export function StateNone({ register, onClose }: { register: RegisterInfo; onClose: () => void }) {
  const id = useId();
  const navigate = useNavigate();
  const [group, setGroup] = useState("");
  return (
    <Ask
      title="声明“无此类事项”"
      lead={`本机关没有“${register.title}”里的这类内容。声明同样要审核、公布，公众会看到“无此类事项”和日期。`}
      label="来源"
      help="依据什么确认没有：三定规定、权责清单或者清理结果，写明文号。"
      button="提出声明"
      onDo={async (source) => {
        const done = await post<RegisterDone>(stepPath(register.id, "none"), {
          ...(group ? { group } : {}),
          source,
        });
        await client.invalidateQueries({ queryKey: ["registers"] });
        const entry = done.entries[0]?.id;
        if (entry)
          await navigate({
            to: "/registers/$register/entries/$entry",
            params: { register: register.id, entry },
            search: {},
          });
      }}
      onClose={onClose}
    >
      {register.groups.length > 0 ? (
        <div>
          <label htmlFor={id}>范围</label>
          <select id={id} className="input" value={group} onChange={(event) => setGroup(event.target.value)}>
            <option value="">整个名录</option>
            {register.groups.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
        </div>
      ) : null}
    </Ask>
  );
}
