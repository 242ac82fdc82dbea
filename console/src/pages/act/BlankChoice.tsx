/** 补录空白文书: whether the act was done on a numbered form in the field, and on which. Not shown where there is none. */
import { useState } from "react";
import type { Blank } from "../../api/types";

interface Props {
  blanks: Blank[];
  /** The chosen number; empty where the act takes its number now. */
  number: string;
  faults: string[];
  onChange: (number: string) => void;
}

export function BlankChoice({ blanks, number, faults, onChange }: Props) {
  const [open, setOpen] = useState(false);
  if (blanks.length === 0) return null;
  const shown = open || number !== "";
  return (
    <fieldset className="field" id="field-reserved-box">
      <legend className="field-head">
        <span>文书在哪里写的</span>
      </legend>
      <div className="options">
        <label className="option">
          <input
            type="radio"
            name="on-form"
            checked={!shown}
            onChange={() => {
              setOpen(false);
              onChange("");
            }}
          />
          在这里办，现在取文号
        </label>
        <label className="option">
          <input type="radio" name="on-form" checked={shown} onChange={() => setOpen(true)} />
          补录空白文书：现场已经写在预留文号的纸上
        </label>
      </div>
      {shown ? (
        <div className="blank-choice">
          <label htmlFor="field-reserved">纸上的文号</label>
          <select
            id="field-reserved"
            className="input"
            value={number}
            aria-invalid={faults.length > 0}
            aria-describedby={faults.length > 0 ? "field-reserved-fault" : undefined}
            onChange={(event) => onChange(event.target.value)}
          >
            <option value="">请选择</option>
            {blanks.map((blank) => (
              <option key={blank.id} value={blank.number}>
                {blank.number}　{blank.title}
              </option>
            ))}
          </select>
          <p className="small soft">
            文书用纸上的文号，不再另取；一个文号只用一次。写坏、遗失的，到“空白文书”作废。
          </p>
          {faults.map((fault) => (
            <p key={fault} className="field-fault" id="field-reserved-fault">
              {fault}
            </p>
          ))}
        </div>
      ) : null}
    </fieldset>
  );
}
