/** Every address of the console. Pages load with their route, so that the first page asks for little. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  type RouterHistory,
  redirect,
} from "@tanstack/react-router";
import { Refused } from "./api/problem";
import { readFilter } from "./pages/matters/filter";
import { readEntryFilter } from "./pages/registers/filter";
import { NotFound } from "./pages/shell/NotFound";
import { Shell } from "./pages/shell/Shell";
import { ProblemNote } from "./parts/ProblemNote";
import { currentSession } from "./session/session";
import { parseAddress, writeAddress } from "./words/address";

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    typeof search.next === "string" ? { next: search.next } : {},
  component: lazyRouteComponent(() => import("./pages/sign-in/SignInPage"), "SignInPage"),
});

/** Everything behind it needs a session. */
const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  beforeLoad: async ({ location }) => {
    try {
      await currentSession();
    } catch (error) {
      if (error instanceof Refused && error.problem.status === 401) {
        throw redirect({ to: "/sign-in", search: location.pathname === "/" ? {} : { next: location.href } });
      }
      throw error;
    }
  },
  component: Shell,
});

const parent = { getParentRoute: () => inside };

/** Of the address, only these names, and only where they say something. */
function texts<Name extends string>(...names: Name[]) {
  return (search: Record<string, unknown>): { [Each in Name]?: string } => {
    const found: { [Each in Name]?: string } = {};
    for (const name of names) {
      const value = search[name];
      if (typeof value === "string" && value !== "") found[name] = value;
    }
    return found;
  };
}

const desk = createRoute({
  ...parent,
  path: "/",
  component: lazyRouteComponent(() => import("./pages/desk/DeskPage"), "DeskPage"),
});
const matters = createRoute({
  ...parent,
  path: "/matters",
  validateSearch: readFilter,
  component: lazyRouteComponent(() => import("./pages/matters/MattersPage"), "MattersPage"),
});
const matter = createRoute({
  ...parent,
  path: "/matters/$matter",
  component: lazyRouteComponent(() => import("./pages/matter/MatterPage"), "MatterPage"),
});
const act = createRoute({
  ...parent,
  path: "/matters/$matter/acts/$act",
  validateSearch: texts(
    "scene",
    "started_at",
    "ended_at",
    "gap_from",
    "gap_to",
    "device",
    "of",
    "derived",
    "from_second",
    "to_second",
    "party_item",
  ),
  component: lazyRouteComponent(() => import("./pages/act/ActPage"), "ActPage"),
});
const paper = createRoute({
  ...parent,
  path: "/matters/$matter/papers/$paper",
  component: lazyRouteComponent(() => import("./pages/paper/PaperPage"), "PaperPage"),
});
const recording = createRoute({
  ...parent,
  path: "/matters/$matter/recordings/$digest",
  component: lazyRouteComponent(() => import("./pages/recording/RecordingPage"), "RecordingPage"),
});
const intake = createRoute({
  ...parent,
  path: "/recordings",
  component: lazyRouteComponent(() => import("./pages/intake/IntakePage"), "IntakePage"),
});
const dossier = createRoute({
  ...parent,
  path: "/matters/$matter/dossier",
  component: lazyRouteComponent(() => import("./pages/dossier/DossierPage"), "DossierPage"),
});
const register = createRoute({
  ...parent,
  path: "/register",
  component: lazyRouteComponent(() => import("./pages/register/ChoosePage"), "ChoosePage"),
});
const registerOne = createRoute({
  ...parent,
  path: "/register/$procedure",
  validateSearch: texts("about"),
  component: lazyRouteComponent(() => import("./pages/register/RegisterPage"), "RegisterPage"),
});
const reviewDesk = createRoute({
  ...parent,
  path: "/review",
  component: lazyRouteComponent(() => import("./pages/review/ReviewDeskPage"), "ReviewDeskPage"),
});
const review = createRoute({
  ...parent,
  path: "/review/$matter",
  component: lazyRouteComponent(() => import("./pages/review/ReviewPage"), "ReviewPage"),
});
const disclosure = createRoute({
  ...parent,
  path: "/disclosure",
  component: lazyRouteComponent(() => import("./pages/disclosure/DisclosurePage"), "DisclosurePage"),
});
const procedures = createRoute({
  ...parent,
  path: "/procedures",
  component: lazyRouteComponent(() => import("./pages/procedures/ProceduresPage"), "ProceduresPage"),
});
const procedure = createRoute({
  ...parent,
  path: "/procedures/$procedure",
  validateSearch: texts("view"),
  component: lazyRouteComponent(() => import("./pages/procedures/ProcedurePage"), "ProcedurePage"),
});
const compare = createRoute({
  ...parent,
  path: "/procedures/compare",
  validateSearch: texts("left", "right"),
  component: lazyRouteComponent(() => import("./pages/law/ComparePage"), "ComparePage"),
});
const parameters = createRoute({
  ...parent,
  path: "/parameters",
  component: lazyRouteComponent(() => import("./pages/law/ParametersPage"), "ParametersPage"),
});
const blanks = createRoute({
  ...parent,
  path: "/blanks",
  component: lazyRouteComponent(() => import("./pages/blanks/BlanksPage"), "BlanksPage"),
});
const registers = createRoute({
  ...parent,
  path: "/registers",
  component: lazyRouteComponent(() => import("./pages/registers/RegistersPage"), "RegistersPage"),
});
const registerList = createRoute({
  ...parent,
  path: "/registers/$register",
  validateSearch: readEntryFilter,
  component: lazyRouteComponent(() => import("./pages/registers/RegisterListPage"), "RegisterListPage"),
});
const registerEntry = createRoute({
  ...parent,
  path: "/registers/$register/entries/$entry",
  validateSearch: texts("left", "right"),
  component: lazyRouteComponent(() => import("./pages/registers/EntryPage"), "EntryPage"),
});
const registerPropose = createRoute({
  ...parent,
  path: "/registers/$register/propose",
  validateSearch: texts("id"),
  component: lazyRouteComponent(() => import("./pages/registers/ProposePage"), "ProposePage"),
});
const registerImport = createRoute({
  ...parent,
  path: "/registers/$register/import",
  component: lazyRouteComponent(() => import("./pages/registers/ImportPage"), "ImportPage"),
});
const organisation = createRoute({
  ...parent,
  path: "/organisation",
  validateSearch: (search: Record<string, unknown>): { agency?: string } =>
    typeof search.agency === "string" ? { agency: search.agency } : {},
  component: lazyRouteComponent(() => import("./pages/organisation/OrganisationPage"), "OrganisationPage"),
});
const officers = createRoute({
  ...parent,
  path: "/officers",
  validateSearch: texts("standing", "q"),
  component: lazyRouteComponent(() => import("./pages/officers/OfficersPage"), "OfficersPage"),
});
const officer = createRoute({
  ...parent,
  path: "/officers/$officer",
  component: lazyRouteComponent(() => import("./pages/officers/OfficerPage"), "OfficerPage"),
});
const devices = createRoute({
  ...parent,
  path: "/devices",
  validateSearch: texts("view", "state", "kind", "q", "holder"),
  component: lazyRouteComponent(() => import("./pages/devices/DevicesPage"), "DevicesPage"),
});
const device = createRoute({
  ...parent,
  path: "/devices/$device",
  component: lazyRouteComponent(() => import("./pages/devices/DevicePage"), "DevicePage"),
});
const rooms = createRoute({
  ...parent,
  path: "/rooms",
  validateSearch: texts("view", "day", "matter"),
  component: lazyRouteComponent(() => import("./pages/rooms/RoomsPage"), "RoomsPage"),
});
const ledgers = createRoute({
  ...parent,
  path: "/ledgers",
  validateSearch: texts("kind", "year", "q"),
  component: lazyRouteComponent(() => import("./pages/ledgers/LedgersPage"), "LedgersPage"),
});
const reports = createRoute({
  ...parent,
  path: "/reports",
  validateSearch: texts("report", "year", "agency", "form", "below", "live", "cell", "of", "table"),
  component: lazyRouteComponent(() => import("./pages/reports/ReportsPage"), "ReportsPage"),
});
const strength = createRoute({
  ...parent,
  path: "/strength",
  validateSearch: texts("agency"),
  component: lazyRouteComponent(() => import("./pages/strength/StrengthPage"), "StrengthPage"),
});
const catalogue = createRoute({
  ...parent,
  path: "/catalogue",
  validateSearch: texts("agency"),
  component: lazyRouteComponent(() => import("./pages/catalogue/CataloguePage"), "CataloguePage"),
});
const boards = createRoute({
  ...parent,
  path: "/boards",
  component: lazyRouteComponent(() => import("./pages/boards/BoardsPage"), "BoardsPage"),
});
const credit = createRoute({
  ...parent,
  path: "/credit",
  validateSearch: texts("from"),
  component: lazyRouteComponent(() => import("./pages/credit/CreditPage"), "CreditPage"),
});
const letters = createRoute({
  ...parent,
  path: "/letters",
  component: lazyRouteComponent(() => import("./pages/letters/LettersPage"), "LettersPage"),
});
const looks = createRoute({
  ...parent,
  path: "/looks",
  validateSearch: texts("matter", "person", "day", "unusual"),
  component: lazyRouteComponent(() => import("./pages/looks/LooksPage"), "LooksPage"),
});
const disclosureSettings = createRoute({
  ...parent,
  path: "/disclosure/settings",
  component: lazyRouteComponent(() => import("./pages/disclosure/SettingsPage"), "SettingsPage"),
});
const retention = createRoute({
  ...parent,
  path: "/retention",
  validateSearch: texts("tab", "year", "agency", "category"),
  component: lazyRouteComponent(() => import("./pages/retention/RetentionPage"), "RetentionPage"),
});
const retentionSheet = createRoute({
  ...parent,
  path: "/retention/sheets/$sheet",
  component: lazyRouteComponent(() => import("./pages/retention/SheetPage"), "SheetPage"),
});
const record = createRoute({
  ...parent,
  path: "/record",
  component: lazyRouteComponent(() => import("./pages/record/RecordPage"), "RecordPage"),
});
const me = createRoute({
  ...parent,
  path: "/me",
  component: lazyRouteComponent(() => import("./pages/me/MePage"), "MePage"),
});

const tree = root.addChildren([
  signIn,
  inside.addChildren([
    desk,
    matters,
    matter,
    act,
    paper,
    recording,
    intake,
    dossier,
    register,
    registerOne,
    reviewDesk,
    review,
    disclosure,
    disclosureSettings,
    procedures,
    procedure,
    compare,
    parameters,
    blanks,
    registers,
    registerList,
    registerEntry,
    registerPropose,
    registerImport,
    organisation,
    officers,
    officer,
    devices,
    device,
    rooms,
    ledgers,
    reports,
    strength,
    catalogue,
    boards,
    credit,
    letters,
    looks,
    retention,
    retentionSheet,
    record,
    me,
  ]),
]);

/** `history` is the browser's own unless a test brings another. */
export const makeRouter = (history?: RouterHistory) =>
  createRouter({
    ...(history ? { history } : {}),
    routeTree: tree,
    basepath: "/console",
    parseSearch: parseAddress,
    stringifySearch: writeAddress,
    scrollRestoration: true,
    defaultPreload: "intent",
    defaultErrorComponent: ({ error, reset }) => <ProblemNote error={error} retry={reset} />,
  });

export const router = makeRouter();

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
