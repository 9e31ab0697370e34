import { minify } from 'terser';
import type { Plugin } from 'vite';

/**
 * Runs the finished background script through a second minifier: 2 kB gzip less to load at every wake. The popup and the
 * content scripts gain nothing by it. The same input gives the same bytes, which reproducible zips need.
 */
export function minifyBackground(): Plugin {
  return {
    name: 'minify-background',
    apply: 'build',
    async generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk' || chunk.name !== 'background') continue;
        const { code } = await minify(chunk.code, {
          ecma: 2020,
          toplevel: true,
          compress: { ecma: 2020, passes: 2 },
          format: { ecma: 2020, comments: false },
        });
        if (code === undefined) throw new Error('The background could not be minified');
        chunk.code = code;
      }
    },
  };
}
