/** Choosing one of many by typing a few characters: items of the register, other matters. The server does the searching. */
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { type ReactNode, useDeferredValue, useState } from "react";
import { asProblem } from "../api/problem";
import { mattersQuery } from "../api/queries";
import { itemQuery, itemsQuery } from "../api/registerQueries";
import type { EntryLine } from "../api/types";
import { useMe } from "../session/session";
import { asText, type WidgetProps } from "./Widget";

interface Found {
  value: string;
  label: string;
  under: string;
}

interface FinderProps extends WidgetProps {
  found: Found[];
  /** The chosen one's words, where it is not among the found. */
  chosen: string;
  searching: boolean;
  error: unknown;
  placeholder: string;
  nothing: ReactNode;
  onWords: (words: string) => void;
}

function Finder({ id, field, value, invalid, onChange, ...props }: FinderProps) {
  const code = asText(value);
  const options =
    code && !props.found.some((each) => each.value === code)
      ? [{ value: code, label: props.chosen || code, under: "" }, ...props.found]
      : props.found;
  return (
    <Select
      id={id}
      className="input-wide"
      aria-required={field.required}
      showSearch={{ filterOption: false, onSearch: props.onWords }}
      allowClear
      status={invalid ? "error" : ""}
      placeholder={props.placeholder}
      value={code || undefined}
      options={options}
      optionRender={(option) => (
        <span className="finder-option">
          {option.label}
          <span className="small soft">{option.data.under}</span>
        </span>
      )}
      notFoundContent={
        <p className="small soft finder-none">
          {props.error
            ? `暂时不能查找：${asProblem(props.error).title}（${asProblem(props.error).code}）`
            : props.searching
              ? "正在查找"
              : props.nothing}
        </p>
      }
      onChange={(next: string | undefined) => onChange(next ?? "")}
    />
  );
}

export function ItemPicker(props: WidgetProps) {
  const [words, setWords] = useState("");
  const code = asText(props.value);
  const agency = useMe().agency.id;
  const found = useQuery(itemsQuery(agency, useDeferredValue(words.trim())));
  const chosen = useQuery({ ...itemQuery(agency, code), enabled: code !== "" });
  const known = chosen.data?.items.find((item) => codeOf(item) === code);
  return (
    <Finder
      {...props}
      found={(found.data?.items ?? [])
        .filter((item) => !item.none)
        .map((item) => ({
          value: codeOf(item),
          label: nameOf(item),
          under: [codeOf(item), item.group].filter((part) => part !== "").join(" · "),
        }))}
      chosen={known ? nameOf(known) : ""}
      searching={found.isFetching}
      error={found.error}
      placeholder="输入事项的名称或者编码查找"
      nothing="本机关已公布的清单里没有这个事项。事项须先收集、审核、公布，才能选用。"
      onWords={setWords}
    />
  );
}

/** What stands in the form is the code: an item keeps it from version to version. */
function codeOf(item: EntryLine): string {
  return item.code ?? item.id;
}

function nameOf(item: EntryLine): string {
  const name = item.fields.name;
  return typeof name === "string" && name ? name : item.name;
}

/** Another matter by its number; one without a number cannot be cited and is not offered. */
export function MatterPicker(props: WidgetProps) {
  const [words, setWords] = useState("");
  const asked = useDeferredValue(words.trim());
  const found = useQuery({
    ...mattersQuery(new URLSearchParams({ q: asked, limit: "20" }).toString()),
    enabled: asked !== "",
  });
  return (
    <Finder
      {...props}
      found={(asked === "" ? [] : (found.data?.items ?? []))
        .filter((matter) => matter.number !== null)
        .map((matter) => ({
          value: matter.number ?? "",
          label: `${matter.number} ${matter.title}`,
          under: `${matter.agency.name} · ${matter.opened} 登记`,
        }))}
      chosen={asText(props.value)}
      searching={found.isFetching}
      error={found.error}
      placeholder="输入编号里的数字，或者标题里的几个字"
      nothing={asked === "" ? "请输入几个字" : "没有找到已编号的事项。可以换成案号里的数字试试。"}
      onWords={setWords}
    />
  );
}
