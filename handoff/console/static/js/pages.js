// Pages beside the desk, for those whose role has them.
import { accounts } from "./pages/accounts.js";
import { audit } from "./pages/audit.js";
import { floor } from "./pages/floor.js";
import { hours } from "./pages/hours.js";
import { lane } from "./pages/lane.js";
import { replies } from "./pages/replies.js";
import { serving, watching } from "./store.js";

export function pagesFor({ repliesChanged }) {
  return {
    ...(watching() ? { floor, lane, hours } : {}),
    ...(serving() ? { replies: (context) => replies({ ...context, changed: repliesChanged }) } : {}),
    ...(watching() ? { accounts, audit } : {}),
  };
}
