export { default } from '../../../../entrypoints/relay.content.ts';
