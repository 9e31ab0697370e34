import type { JSX } from 'preact';
import type { JsonValue } from '../../lib/api/decentrl-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { cleanText } from '../text/clean-text.ts';

const MAX_ROWS = 12;
const MAX_TEXT = 400;

function isScalar(value: JsonValue): value is string | number | boolean | null {
  return value === null || typeof value !== 'object';
}

function scalarText(value: string | number | boolean | null): string {
  const text = cleanText(String(value));
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}

function rowsOf(value: JsonValue, prefix: string, depth: number): [string, string][] {
  if (isScalar(value)) return [[prefix, scalarText(value)]];
  if (Array.isArray(value) && value.every(isScalar)) return [[prefix, value.map(scalarText).join(', ')]];
  if (depth > 3) return [[prefix, '…']];
  const entries = Array.isArray(value)
    ? value.map((item, index): [string, JsonValue] => [String(index + 1), item])
    : Object.entries(value);
  return entries.flatMap(([key, item]) =>
    rowsOf(item, prefix === '' ? cleanText(key) : `${prefix} › ${cleanText(key)}`, depth + 1),
  );
}

/** Data of a dApp as names and values; all of it, as JSON, behind *Everything* where it is long. */
export function DataList({ data }: { data: JsonValue }): JSX.Element {
  const { t } = useCompanion();
  const rows = rowsOf(data, '', 0);
  const whole = cleanText(JSON.stringify(data, null, 2));
  const more = rows.length > MAX_ROWS || rows.some(([, value]) => value.endsWith('…'));
  return (
    <>
      <dl class="data">
        {rows.slice(0, MAX_ROWS).map(([key, value], index) => (
          <div key={index}>
            {key === '' ? null : (
              <dt>
                <bdi>{key}</bdi>
              </dt>
            )}
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      {more ? (
        <details class="raw">
          <summary>{t('everything')}</summary>
          <pre class="verbatim" dir="ltr">
            {whole.slice(0, 20_000)}
          </pre>
        </details>
      ) : null}
    </>
  );
}
