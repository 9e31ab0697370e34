import type * as v from 'valibot';
import { anchorVariables } from '../../../mediator/settings/anchor-settings.ts';
import { escrowVariables } from '../../../mediator/settings/escrow-settings.ts';
import { ipfsVariables } from '../../../mediator/settings/ipfs-settings.ts';
import { runVariables } from '../../../mediator/settings/settings.ts';
import type { Section } from '../section.ts';
import { constant } from '../source/constant.ts';
import { memberDocstrings } from '../source/member-docstrings.ts';
import { table } from '../table.ts';

type Variables = Record<string, v.OptionalSchema<v.GenericSchema, unknown>>;

function section(name: string, path: string, list: string, variables: Variables): Section {
  return {
    document: 'mediator/README.md',
    name,
    make() {
      const docstrings = memberDocstrings(constant(path, list));
      const rows = Object.entries(variables).map(([variable, schema]) => {
        const words = docstrings.get(variable);
        if (words === undefined) throw new Error(`${variable}: a setting without a docstring`);
        const fallback = schema.default === undefined ? '–' : `\`${String(schema.default)}\``;
        return [`\`${variable}\``, fallback, words];
      });
      return table(['variable', 'default', ''], rows);
    },
  };
}

/** The environment variables of the mediator: name, default, docstring; four groups of them. */
export const mediatorSettings: readonly Section[] = [
  section('settings', 'mediator/settings/settings.ts', 'runVariables', runVariables),
  section('escrow-settings', 'mediator/settings/escrow-settings.ts', 'escrowVariables', escrowVariables),
  section('ipfs-settings', 'mediator/settings/ipfs-settings.ts', 'ipfsVariables', ipfsVariables),
  section('anchor-settings', 'mediator/settings/anchor-settings.ts', 'anchorVariables', anchorVariables),
];
