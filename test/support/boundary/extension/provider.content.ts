export { default } from '../../../../entrypoints/provider.content.ts';
