import { floorPlan, type Room } from './floor-plan.ts';

const rooms = floorPlan
  .flatMap((floor, at) => floor.map((room) => ({ room, floor: at })))
  // The innermost room first: `held/kept` before `held`.
  .sort((a, b) => b.room.path.length - a.room.path.length);

/** The room a file of `lib/` stands in, and its floor from 0; null for one that stands nowhere. */
export function roomOf(file: string): { room: Room; floor: number } | null {
  const path = file.replace(/^lib\//, '');
  return rooms.find(({ room }) => path === room.path || path.startsWith(`${room.path}/`)) ?? null;
}

/** Tells whether a file of one room may import a file of the other. */
export function mayImport(from: { room: Room; floor: number }, to: { room: Room; floor: number }): boolean {
  if (from.room.path === to.room.path || from.floor > to.floor) return true;
  return from.floor === to.floor && (from.room.over?.includes(to.room.path) ?? false);
}
