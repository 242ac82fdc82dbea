/** Applying for a card: for whom, for which categories and areas, with a photo. Also renewing, where the person is known. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { post, upload } from "../../api/client";
import { type CardStep, stepAddress } from "../../api/officers";
import { client, peopleQuery } from "../../api/queries";
import { Ask } from "../../parts/Ask";
import { useMe } from "../../session/session";

export const CATEGORIES = [
  "行政处罚",
  "行政检查",
  "行政强制",
  "行政许可",
  "行政征收",
  "行政确认",
  "行政给付",
  "行政奖励",
  "行政裁决",
  "其他行政执法",
  "信访",
];

interface Props {
  /** Known where a card is renewed. */
  person?: string;
  regions?: string[];
  onClose: () => void;
}

export function Apply({ person, regions = [], onClose }: Props) {
  const me = useMe();
  const navigate = useNavigate();
  const people = useQuery(peopleQuery(me.agency.id));
  const [who, setWho] = useState(person ?? "");
  const [fields, setFields] = useState<string[]>([]);
  const [areas, setAreas] = useState(regions.join("、"));
  const [post_, setPost] = useState("");
  const [photo, setPhoto] = useState<File | null>(null);
  const [staffed, setStaffed] = useState(false);
  const [examined, setExamined] = useState(false);
  const send = async () => {
    if (!who) throw new Error("请选择为谁申领");
    const form = {
      fields,
      regions: areas.split(/[、,，\s]+/).filter(Boolean),
      post: post_,
      photo: photo ? (await upload(photo)).digest : "",
      staffed,
      examined,
    };
    await post<CardStep>(stepAddress(who, "apply"), { fields: form });
    await client.invalidateQueries({ queryKey: ["officers"] });
    await navigate({ to: "/officers/$officer", params: { officer: who } });
  };
  return (
    <Ask
      title={person ? "换领执法证" : "申领执法证"}
      lead="申领以后由法制审核或者监督人员审核，机关负责人或者上级机关发证；岗前培训合格才能启用。"
      label="备注"
      optional
      button="申领"
      onDo={send}
      onClose={onClose}
    >
      {person ? null : (
        <label className="ask-field">
          为谁申领
          <select className="input" value={who} onChange={(event) => setWho(event.target.value)}>
            <option value="">请选择</option>
            {people.data
              ?.filter((each) => !each.valid)
              .map((each) => (
                <option key={each.id} value={each.id}>
                  {each.name}（{each.id}）
                </option>
              ))}
          </select>
        </label>
      )}
      <fieldset>
        <legend>执法类别</legend>
        <div className="ask-choices">
          {CATEGORIES.map((each) => (
            <label key={each} className="option">
              <input
                type="checkbox"
                checked={fields.includes(each)}
                onChange={(event) =>
                  setFields(event.target.checked ? [...fields, each] : fields.filter((one) => one !== each))
                }
              />{" "}
              {each}
            </label>
          ))}
        </div>
      </fieldset>
      <label className="ask-field">
        执法区域 <span className="small soft">区划代码，几个用顿号隔开，例如 140400</span>
        <input
          className="input"
          inputMode="numeric"
          value={areas}
          onChange={(event) => setAreas(event.target.value)}
        />
      </label>
      <label className="ask-field">
        职务
        <input className="input" value={post_} onChange={(event) => setPost(event.target.value)} />
      </label>
      <label className="ask-field">
        照片 <span className="small soft">JPEG 或者 PNG，不超过 512 KB</span>
        <input
          type="file"
          accept="image/jpeg,image/png"
          onChange={(event) => setPhoto(event.target.files?.[0] ?? null)}
        />
      </label>
      <label className="option">
        <input type="checkbox" checked={staffed} onChange={(event) => setStaffed(event.target.checked)} />{" "}
        在编在职，不是临时工、辅助人员
      </label>
      <label className="option">
        <input type="checkbox" checked={examined} onChange={(event) => setExamined(event.target.checked)} />{" "}
        执法资格考试合格
      </label>
    </Ask>
  );
}
