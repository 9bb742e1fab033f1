// Pages beside the desk, for those whose role has them.
export function pagesFor() {
  return {};
}
