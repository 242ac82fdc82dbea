/** Proposing a local value: the number within its limits, and the local rule it rests on. */
import { useId, useState } from "react";
import { post } from "../../api/client";
import { proposePath } from "../../api/lawQueries";
import { client } from "../../api/queries";
import type { LawParameter } from "../../api/types";
import { Ask } from "../../parts/Ask";
import { amountWords, limitWords, typedUnit, YES_NO } from "../../words/law";
import { readValue, typedValue } from "./parameterValue";

export function ProposeParameter({ parameter, onClose }: { parameter: LawParameter; onClose: () => void }) {
  const id = useId();
  const [text, setText] = useState(typedValue(parameter.value, parameter.unit));
  const [tried, setTried] = useState(false);
  const read = readValue(text, parameter);
  const fault = tried && "fault" in read ? read.fault : null;
  return (
    <Ask
      title={`改动“${parameter.label}”`}
      lead={`${parameter.procedure.title}。现在 ${amountWords(parameter.value, parameter.unit)}，可定 ${limitWords(parameter.min, parameter.max, parameter.unit)}。提出以后由另一人审核，再由公示员公布。`}
      label="依据"
      help="本地的法规、规章或者裁量基准，写明文号和条款。"
      button="提出"
      onDo={async (basis) => {
        setTried(true);
        if ("fault" in read) {
          document.getElementById(id)?.focus();
          throw read.refused;
        }
        await post(proposePath(parameter.procedure.id, parameter.name), { value: read.value, basis });
        await client.invalidateQueries({ queryKey: ["law"] });
      }}
      onClose={onClose}
    >
      {parameter.unit === YES_NO ? (
        <fieldset>
          <legend>新的值</legend>
          <div className="options">
            {[1, 0].map((value) => (
              <label key={value} className="option">
                <input
                  type="radio"
                  name={id}
                  checked={text === String(value)}
                  onChange={() => setText(String(value))}
                />
                {amountWords(value, YES_NO)}
              </label>
            ))}
          </div>
        </fieldset>
      ) : (
        <div>
          <label htmlFor={id}>新的值</label>
          <span className="input-unit">
            <input
              id={id}
              className="input input-short"
              inputMode="decimal"
              autoComplete="off"
              value={text}
              aria-required
              aria-invalid={fault !== null}
              aria-describedby={fault ? `${id}-fault` : undefined}
              onChange={(event) => setText(event.target.value)}
            />
            {typedUnit(parameter.unit)}
          </span>
          {fault ? (
            <p className="field-fault" id={`${id}-fault`}>
              {fault}
            </p>
          ) : null}
        </div>
      )}
    </Ask>
  );
}
