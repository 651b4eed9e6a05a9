import type { Dictionaries } from "./columns.ts";
import { type Leaf, organisation } from "./organisation.ts";
import type { Parameters } from "./parameters.ts";
import { Plan } from "./plan.ts";
import { POSITIONS } from "./positions.ts";
import { PriceBook } from "./prices.ts";
import { WeightedChoice, zipf } from "./random.ts";
import { COUNTERPARTIES, RISK_BUCKETS, SCENARIOS } from "./reference/labels.ts";
import { VENUES } from "./reference/venues.ts";

/** What all chunks of a run share. */
export interface Run {
  parameters: Parameters;
  plan: Plan;
  prices: PriceBook;
  dictionaries: Dictionaries;
  choose: {
    leaf: WeightedChoice;
    counterparty: WeightedChoice;
    scenario: WeightedChoice;
    /** By what is traded; zero weight for the venues that do not list it. */
    venue: Record<"listed" | "commodity", WeightedChoice>;
  };
}

/** Weight of every venue while it is open. */
export const VENUE_ACTIVITY = zipf(VENUES.length, 0.7);

const venueChoice = (kind: "listed" | "commodity") =>
  new WeightedChoice(
    VENUES.map(({ trades }, index) =>
      trades.includes(kind) ? VENUE_ACTIVITY[index]! : 0,
    ),
  );

function dictionaries(leaves: readonly Leaf[]): Dictionaries {
  return {
    portfolio_manager_id: leaves.map(({ managerId }) => String(managerId)),
    fund_id: leaves.map(({ fundId }) => String(fundId)),
    portfolio_id: leaves.map(({ portfolioId }) => String(portfolioId)),
    account_id: leaves.map(({ accountId }) => String(accountId)),
    desk: leaves.map(({ desk }) => desk),
    book: leaves.map(({ book }) => book),
    strategy: leaves.map(({ strategy }) => strategy),
    region: VENUES.map(({ region }) => region),
    country: VENUES.map(({ country }) => country),
    venue: VENUES.map(({ name }) => name),
    asset_class: POSITIONS.map(({ traded }) => traded.assetClass),
    product: POSITIONS.map(({ traded }) => traded.product),
    instrument_type: POSITIONS.map(({ traded }) => traded.type),
    symbol: POSITIONS.map(({ traded }) => traded.symbol),
    underlying_symbol: POSITIONS.map(({ underlying }) => underlying.symbol),
    parent_symbol: POSITIONS.map(({ exposureType, traded }) =>
      exposureType === "Constituent" ? traded.symbol : "",
    ),
    exposure_type: POSITIONS.map(({ exposureType }) => exposureType),
    currency: POSITIONS.map(({ traded }) => traded.currency),
    counterparty: COUNTERPARTIES,
    risk_bucket: RISK_BUCKETS.map(([name]) => name),
    scenario: SCENARIOS.map(([name]) => name),
  };
}

/** Prepares a run; the same parameters give the same run. */
export function prepareRun(parameters: Parameters): Run {
  const leaves = organisation(parameters.portfolioManagers, parameters.seed);
  return {
    parameters,
    plan: new Plan(parameters),
    prices: new PriceBook(parameters.seed),
    dictionaries: dictionaries(leaves),
    choose: {
      leaf: new WeightedChoice(leaves.map(({ weight }) => weight)),
      counterparty: new WeightedChoice(zipf(COUNTERPARTIES.length, 1)),
      scenario: new WeightedChoice(SCENARIOS.map(([, weight]) => weight)),
      venue: {
        listed: venueChoice("listed"),
        commodity: venueChoice("commodity"),
      },
    },
  };
}
