import { useQuery } from "@tanstack/react-query";

const PLAYGROUND_URL = "/playground/";

/** Address of the Playground, or undefined where the server has none. */
export function usePlayground(): string | undefined {
  const { data } = useQuery({
    queryKey: ["playground"],
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const answer = await fetch(PLAYGROUND_URL, { method: "HEAD", signal });
      return answer.ok;
    },
  });
  return data === true ? PLAYGROUND_URL : undefined;
}
