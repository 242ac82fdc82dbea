/** Where a device stands: a shape, a word, and never colour alone. */
import type { LedgerDevice } from "../../api/devices";

const SHAPES: Record<LedgerDevice["state"], [shape: string, look: string]> = {
  available: ["○", "ok"],
  on_loan: ["●", "ok"],
  repair: ["▲", "way"],
  scrapped: ["✕", "bad"],
};

export function DeviceState({ device }: { device: LedgerDevice }) {
  const [shape, look] = SHAPES[device.state];
  return (
    <span className={`device-state device-${look}`}>
      <span aria-hidden="true">{shape}</span> {device.state_title}
    </span>
  );
}
