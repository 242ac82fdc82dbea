/** Choosing one of the files that the matter holds already, by its name; what goes out is its digest. */
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Select } from "antd";
import { filesQuery } from "../api/files";
import { asProblem } from "../api/problem";
import { mediaWord } from "../words/files";
import { asText, type WidgetProps } from "./Widget";

export function HeldPicker({ id, field, value, invalid, onChange }: WidgetProps) {
  const matter = useParams({ strict: false }).matter ?? "";
  const files = useQuery({ ...filesQuery(matter), enabled: matter !== "" });
  return (
    <Select
      id={id}
      className="input-wide"
      aria-required={field.required}
      showSearch={{ optionFilterProp: "label" }}
      allowClear
      status={invalid ? "error" : ""}
      loading={files.isPending}
      placeholder="从本件的文件里选，可以输入几个字查找"
      value={asText(value) || undefined}
      options={(files.data?.files ?? []).map((file) => ({
        value: file.digest,
        label: `${file.name}（${mediaWord(file.type)}，${file.act.title} ${file.day}）`,
      }))}
      notFoundContent={
        <p className="small soft finder-none">
          {files.error ? asProblem(files.error).title : files.isPending ? "正在读取" : "本件还没有文件"}
        </p>
      }
      onChange={(next: string | undefined) => onChange(next ?? "")}
    />
  );
}
