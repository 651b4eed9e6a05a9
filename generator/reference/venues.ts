export interface Venue {
  name: string;
  region: "AMER" | "EMEA" | "APAC";
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** What is traded there; an ETC is listed like a share. */
  trades: readonly ("listed" | "commodity")[];
  /** Session in UTC, minutes of the day: [opens, closes). */
  opens: number;
  closes: number;
}

const at = (hour: number, minute = 0) => hour * 60 + minute;

/**
 * Sessions are the standard-time hours of each exchange, fixed in UTC all year:
 * summer time and lunch breaks are not modelled. None crosses midnight UTC, so
 * the trading day is the UTC date. Ordered by activity, the busiest first.
 */
export const VENUES: readonly Venue[] = [
  ["NYSE", "AMER", "US", ["listed"], at(14, 30), at(21)],
  ["NASDAQ", "AMER", "US", ["listed"], at(14, 30), at(21)],
  ["LSE", "EMEA", "GB", ["listed"], at(8), at(16, 30)],
  ["CME", "AMER", "US", ["commodity"], at(13, 30), at(20)],
  ["JPX", "APAC", "JP", ["listed", "commodity"], at(0), at(6)],
  ["ARCA", "AMER", "US", ["listed"], at(14, 30), at(21)],
  ["XETRA", "EMEA", "DE", ["listed"], at(8), at(16, 30)],
  ["ICEEU", "EMEA", "GB", ["commodity"], at(8), at(18)],
  ["HKEX", "APAC", "HK", ["listed", "commodity"], at(1, 30), at(8)],
  ["ENXPAR", "EMEA", "FR", ["listed"], at(8), at(16, 30)],
  ["LME", "EMEA", "GB", ["commodity"], at(8), at(17)],
  ["TSX", "AMER", "CA", ["listed"], at(14, 30), at(21)],
  ["SGX", "APAC", "SG", ["listed", "commodity"], at(1), at(9)],
  ["ASX", "APAC", "AU", ["listed"], at(0), at(6)],
  ["SIX", "EMEA", "CH", ["listed"], at(8), at(16, 20)],
  ["B3", "AMER", "BR", ["listed", "commodity"], at(13), at(20)],
].map(
  ([name, region, country, trades, opens, closes]) =>
    ({ name, region, country, trades, opens, closes }) as Venue,
);
