import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { projectRoot } from '../../build-extension.ts';

/** What makers read of the sources beside what they import: docstrings, types, and what a text or a number is made of. */
export interface SourceProgram {
  checker: ts.TypeChecker;
  /** Our own files of the folders that were read, in the order of their paths. */
  files: readonly ts.SourceFile[];
  /** A file of ours, from the root. @throws when it is not there */
  file(path: string): ts.SourceFile;
  /** Where a file stands, from the root. */
  pathOf(node: ts.Node): string;
}

const FOLDERS = ['lib', 'components', 'entrypoints', 'mediator'];
// Of packages only what our own types are written with is read: the whole of them takes ten times as long.
const PACKAGES = /^(\.|preact|valibot)/;

let read: SourceProgram | undefined;

/** Reads the sources once. */
export function sourceProgram(): SourceProgram {
  read ??= readSources();
  return read;
}

function readSources(): SourceProgram {
  const options = { ...compilerOptions(), types: [] };
  const host = ts.createCompilerHost(options);
  host.resolveModuleNameLiterals = (names, from, redirected, wanted) =>
    names.map(({ text }) =>
      PACKAGES.test(text)
        ? ts.resolveModuleName(text, from, wanted, host, undefined, redirected)
        : { resolvedModule: undefined },
    );
  const program = ts.createProgram(sourcePaths(), options, host);
  const pathOf = (node: ts.Node) => node.getSourceFile().fileName.slice(projectRoot.length + 1);
  const files = program
    .getSourceFiles()
    .filter((file) => FOLDERS.includes(pathOf(file).split('/')[0] ?? ''))
    .sort((a, b) => (a.fileName < b.fileName ? -1 : 1));
  return {
    checker: program.getTypeChecker(),
    files,
    pathOf,
    file(path) {
      const file = program.getSourceFile(join(projectRoot, path));
      if (file === undefined) throw new Error(`${path} is not there`);
      return file;
    },
  };
}

function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(projectRoot, 'tsconfig.json'), ts.sys.readFile);
  const json = { ...(config as object), include: [], files: [] };
  return ts.parseJsonConfigFileContent(json, ts.sys, projectRoot).options;
}

function sourcePaths(): string[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => join(projectRoot, folder, name)),
  ).sort();
}
