import ts from 'typescript';

/** The words of a declaration's docstring on one line, without its tags; empty where there is none. */
export function docstringOf(node: ts.Node): string {
  const docs = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return (ts.getTextOfJSDocComment(docs.at(-1)?.comment) ?? '').replace(/\s+/g, ' ').trim();
}
