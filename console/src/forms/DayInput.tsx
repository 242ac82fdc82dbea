/** Days and moments, typed or picked, held as text so that no time zone can move them. */
import { DatePicker } from "antd";
import dayjs from "dayjs";
import { asText, type WidgetProps } from "./Widget";

export function DayInput({ id, value, invalid, onChange }: WidgetProps) {
  const text = asText(value);
  return (
    <DatePicker
      id={id}
      className="input-day"
      status={invalid ? "error" : ""}
      value={text ? dayjs(text) : null}
      onChange={(day) => onChange(day ? day.format("YYYY-MM-DD") : "")}
    />
  );
}

export function MomentInput({ id, value, invalid, onChange }: WidgetProps) {
  const text = asText(value);
  return (
    <DatePicker
      id={id}
      className="input-day"
      showTime={{ format: "HH:mm" }}
      format="YYYY-MM-DD HH:mm"
      status={invalid ? "error" : ""}
      value={text ? dayjs(text) : null}
      onChange={(moment) => onChange(moment ? moment.format("YYYY-MM-DDTHH:mm") : "")}
    />
  );
}
