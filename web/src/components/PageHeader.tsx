import { Anchor } from "@mantine/core";
import { usePlayground } from "../api/use-playground.ts";
import { ThemeSwitch } from "./ThemeSwitch.tsx";

export function PageHeader() {
  const playground = usePlayground();
  return (
    <header className="page-header">
      <img src="/favicon.svg" alt="" width={22} height={22} />
      <h1>Lookthrough</h1>
      <nav aria-label="Tools">
        {playground !== undefined && (
          <Anchor href={playground} size="sm">
            Playground
          </Anchor>
        )}
      </nav>
      <ThemeSwitch />
    </header>
  );
}
