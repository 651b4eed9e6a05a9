/** All styles of the bundle, scoped: see web/embed-assets.ts. */
declare module "virtual:embedded-styles" {
  const css: string;
  export default css;
}
