import { Button } from "@mantine/core";
import { usePage } from "./page-context.ts";
import { useCurrency } from "./use-currency.ts";

/** More are chosen among the filters. */
const BUTTONS = 6;

/** Warns of sums over several currencies, and leads to one of them. */
export function CurrencyNotice() {
  const { state, change } = usePage();
  const { lastCodes: codes } = useCurrency();
  if (codes.length < 2) return null;
  const others = state.slices.filter(
    ({ dimension }) => dimension !== "currency",
  );
  return (
    <div className="lt-banner" data-tone="warning" role="status">
      <span>
        {`These sums mix currencies: amounts in ${codes.join(", ")} are added without conversion, because the data has no exchange rates. They mean something in one currency only.`}
      </span>
      <span className="lt-banner-actions">
        {codes.slice(0, BUTTONS).map((code) => (
          <Button
            key={code}
            size="compact-xs"
            variant="default"
            onClick={() =>
              change({
                slices: [...others, { dimension: "currency", values: [code] }],
              })
            }
          >
            {`Only ${code}`}
          </Button>
        ))}
        {codes.length > BUTTONS && "others with Filter by: Currency"}
      </span>
    </div>
  );
}
