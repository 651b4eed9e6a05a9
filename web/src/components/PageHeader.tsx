import { Link, useLocation } from "wouter";
import { usePlayground } from "../api/use-playground.ts";
import { PAGES } from "./pages.ts";
import { ThemeSwitch } from "./ThemeSwitch.tsx";

export function PageHeader() {
  const playground = usePlayground();
  const [current] = useLocation();
  return (
    <header className="page-header">
      <img src="/favicon.svg" alt="" width={22} height={22} />
      <h1>Lookthrough</h1>
      <nav aria-label="Pages">
        {PAGES.map(({ path, title }) => (
          <Link
            key={path}
            href={path}
            className={path === current ? "page-link active" : "page-link"}
            aria-current={path === current ? "page" : undefined}
            onClick={(event) => {
              // The address says what the page shows: that would leave it.
              if (path === current) event.preventDefault();
            }}
          >
            {title}
          </Link>
        ))}
        {playground !== undefined && (
          <a href={playground} className="page-link">
            Playground
          </a>
        )}
      </nav>
      <ThemeSwitch />
    </header>
  );
}
