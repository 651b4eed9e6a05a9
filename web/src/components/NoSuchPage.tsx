import { Link, useLocation } from "wouter";
import { PAGES } from "./pages.ts";

/** For an address that no page has: says so, with those that are there. */
export function NoSuchPage() {
  const [path] = useLocation();
  return (
    <main className="page-message">
      <h2>No such page</h2>
      <p>
        There is nothing at <code>{path}</code>. What there is:
      </p>
      <ul>
        {PAGES.map((page) => (
          <li key={page.path}>
            <Link href={page.path}>{page.title}</Link>
          </li>
        ))}
      </ul>
    </main>
  );
}
