/**
 * Days and moments, typed or picked, held as text so that no time zone can move them.
 * A phone has a better picker of its own than any we could draw on 375 pixels.
 */
import { DatePicker } from "antd";
import dayjs from "dayjs";
import { asText, type WidgetProps } from "./Widget";

export function DayInput(props: WidgetProps) {
  const { id, value, invalid, onChange } = props;
  const text = asText(value);
  if (onPhone()) return <PhonePicker {...props} type="date" />;
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

export function MomentInput(props: WidgetProps) {
  const { id, value, invalid, onChange } = props;
  const text = asText(value);
  if (onPhone()) return <PhonePicker {...props} type="datetime-local" />;
  return (
    <DatePicker
      id={id}
      className="input-day"
      showTime={{ format: "HH:mm" }}
      format="YYYY-MM-DD HH:mm"
      placeholder="请选择日期和时间"
      status={invalid ? "error" : ""}
      value={text ? dayjs(text) : null}
      onChange={(moment) => onChange(moment ? moment.format("YYYY-MM-DDTHH:mm") : "")}
    />
  );
}

function PhonePicker({
  id,
  field,
  value,
  invalid,
  described,
  onChange,
  type,
}: WidgetProps & { type: string }) {
  return (
    <input
      id={id}
      className="input input-day"
      type={type}
      value={asText(value)}
      aria-required={field.required}
      aria-invalid={invalid}
      aria-describedby={described || undefined}
      onChange={(event) => onChange(event.target.value.slice(0, 16))}
    />
  );
}

/** Asked once per render: nobody turns a desk into a phone in the middle of a form. */
function onPhone(): boolean {
  return window.matchMedia("(max-width: 720px)").matches;
}
