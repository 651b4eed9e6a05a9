import { createRequire } from "node:module";
import { relative } from "node:path";
import { installNative } from "./cube/native.ts";

const require = createRequire(import.meta.url);

export interface ModelMember {
  /** Full name, e.g. `trade_metrics.fund_id`. */
  name: string;
  type?: string;
  description?: string;
  public: boolean;
}

/** A view or cube as the compiled model describes it, and /v1/meta shows it. */
export interface ModelView {
  name: string;
  type: "view" | "cube";
  description?: string;
  public: boolean;
  measures: ModelMember[];
  dimensions: ModelMember[];
  segments: ModelMember[];
  hierarchies: ModelMember[];
}

interface Compiled {
  compiler: { compile(): Promise<void> };
  metaTransformer: { cubes: { config: ModelView }[] };
}

interface SchemaCompiler {
  prepareCompiler: (repository: unknown, options: object) => Compiled;
}

interface Shared {
  FileRepository: new (folder: string) => unknown;
}

/**
 * The public views of a model with their public members, by name; members in the
 * order of the model. Needs neither server nor warehouse.
 *
 * @param folder of cubes/ and views/
 * @throws when the model does not compile
 */
export async function publicViews(folder: string): Promise<ModelView[]> {
  installNative();
  const { prepareCompiler } =
    require("@cubejs-backend/schema-compiler") as SchemaCompiler;
  const { FileRepository } = require("@cubejs-backend/shared") as Shared;
  // It takes the folder as relative to the working directory.
  const repository = new FileRepository(relative(process.cwd(), folder));
  const { compiler, metaTransformer } = prepareCompiler(repository, {
    standalone: true,
  });
  await compiler.compile();
  const isPublic = (item: { public: boolean }) => item.public;
  return metaTransformer.cubes
    .map(({ config }) => config)
    .filter((view) => view.type === "view" && isPublic(view))
    .map((view) => ({
      ...view,
      measures: view.measures.filter(isPublic),
      dimensions: view.dimensions.filter(isPublic),
      segments: view.segments.filter(isPublic),
      hierarchies: view.hierarchies.filter(isPublic),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
