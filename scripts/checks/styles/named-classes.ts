import ts from 'typescript';

/** What is called so holds class names: `class`, `bodyClass`, `classOf`, and `tone`, by which parts tell what something means. */
const HOLDS_CLASSES = /^(class([A-Z]\w*)?|\w+Class|tone)$/i;

/** The class names a file of components can give to an element: the words of every text in what holds class names, but for those it only compares with. */
export function namedClasses(fileName: string, text: string): Set<string> {
  const found = new Set<string>();
  const collect = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      for (const word of node.text.split(/\s+/)) if (word !== '') found.add(word);
    }
    if (ts.isBinaryExpression(node) && isComparison(node.operatorToken.kind)) return;
    ts.forEachChild(node, collect);
  };
  const look = (node: ts.Node): void => {
    const name = nameOf(node);
    if (name !== null && HOLDS_CLASSES.test(name)) ts.forEachChild(node, collect);
    else ts.forEachChild(node, look);
  };
  look(ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true));
  return found;
}

function isComparison(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.EqualsEqualsEqualsToken || kind === ts.SyntaxKind.ExclamationEqualsEqualsToken
  );
}

/** The name of what a node declares or gives a value to. */
function nameOf(node: ts.Node): string | null {
  if (ts.isJsxAttribute(node)) return node.name.getText();
  if (
    ts.isPropertyAssignment(node) ||
    ts.isPropertySignature(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isBindingElement(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isTypeAliasDeclaration(node)
  )
    return node.name === undefined ? null : node.name.getText();
  return null;
}
