/** A matter by its title and number, leading to its page. */
import { Link } from "@tanstack/react-router";
import type { MatterRef } from "../api/types";

export function MatterName({ matter }: { matter: MatterRef }) {
  return (
    <>
      <Link to="/matters/$matter" params={{ matter: matter.id }}>
        {matter.title || "（未命名）"}
      </Link>
      <span className="small soft" style={{ display: "block" }}>
        {matter.number ?? `尚未编号的${matter.noun}`}
      </span>
    </>
  );
}
