import type { IFlattenedRuleSet } from 'dependency-cruiser';

type Rules = NonNullable<IFlattenedRuleSet['forbidden']>;

/** The folders under a root, a floor a line, from the ground up; a folder means the files in it, not those in its folders. */
export interface Floors {
  root: string;
  floors: readonly (readonly string[])[];
}

const filesOf = (root: string, folders: readonly string[]) => `^${root}/(${folders.join('|')})/[^/]+$`;

/** A file of a folder imports this folder and lower floors, never a neighbour on its floor; and every folder has a floor. */
export function floorRules({ root, floors }: Floors): Rules {
  const ordered: Rules = floors.map((folders, at) => ({
    name: `${root}-floor-${at + 1}`,
    comment: `${root}/${folders.join(', ')}: only what stands below.`,
    severity: 'error',
    from: { path: filesOf(root, folders) },
    to: { path: `^${root}/`, pathNot: [filesOf(root, ['$1']), filesOf(root, floors.slice(0, at).flat())] },
  }));
  return [
    ...ordered,
    {
      name: `${root}-has-floors-only`,
      comment: `A new folder of ${root} gets a floor before it imports anything.`,
      severity: 'error',
      from: { path: `^${root}/.+/[^/]+$`, pathNot: filesOf(root, floors.flat()) },
      to: { path: '.' },
    },
  ];
}
