/** Setting a mark at the second where the recording stands: a word from the law pack, and a note where one is needed. */
import { useState } from "react";
import { post } from "../../api/client";
import { actPath } from "../../api/queries";
import { matterChanged } from "../../api/recordingQueries";
import { Ask } from "../../parts/Ask";
import { clock } from "../../words/recordings";

interface Props {
  matter: string;
  act: string;
  digest: string;
  second: number;
  words: string[];
  onClose: () => void;
}

export function SetMark({ matter, act, digest, second, words, onClose }: Props) {
  const [word, setWord] = useState(words[0] ?? "");
  const send = async (note: string) => {
    const fields = { of: digest, second, mark: word, ...(note ? { note } : {}) };
    await post(actPath(matter, act), { fields });
    await matterChanged(matter);
  };
  return (
    <Ask
      title={`在 ${clock(second)} 标记`}
      lead="标记记入案卷；标错的可以撤回，不会删除。"
      label="说明"
      optional
      button="标记"
      onDo={send}
      onClose={onClose}
    >
      <fieldset>
        <legend>这一秒开始做什么</legend>
        <div className="mark-words">
          {words.map((one) => (
            <label key={one} className="option">
              <input type="radio" name="mark" checked={word === one} onChange={() => setWord(one)} /> {one}
            </label>
          ))}
        </div>
      </fieldset>
    </Ask>
  );
}
