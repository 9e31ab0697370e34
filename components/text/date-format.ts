const DAY = 86_400_000;

/** Dates and times in the person's language; one per language, since making a formatter costs more than using it. */
export interface DateFormat {
  /** `14:01`. */
  time(at: number): string;
  /** `14:01` today, `Tue` within six days, `1 Nov`, `1 Nov 2025`. */
  brief(at: number, now: number): string;
  /** `Friday, 21 November`, for a separator; the words for today and yesterday come from the language. */
  day(at: number, now: number): string;
  /** Everything, for a title or a screen reader. */
  full(at: number): string;
  /** `21 December 2026`. */
  date(at: number): string;
  /** A key that is equal for two moments of one day. */
  dayKey(at: number): string;
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** Makes the formats of one language (BCP 47). */
export function createDateFormat(language: string): DateFormat {
  const make = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, options);
  const time = make({ hour: '2-digit', minute: '2-digit' });
  const weekday = make({ weekday: 'short' });
  const dayMonth = make({ day: 'numeric', month: 'short' });
  const dayMonthYear = make({ day: 'numeric', month: 'short', year: 'numeric' });
  const long = make({ weekday: 'long', day: 'numeric', month: 'long' });
  const date = make({ day: 'numeric', month: 'long', year: 'numeric' });
  const full = make({ dateStyle: 'full', timeStyle: 'short' });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const daysAgo = (at: number, now: number) => Math.round((startOfDay(now) - startOfDay(at)) / DAY);
  const sameYear = (at: number, now: number) => new Date(at).getFullYear() === new Date(now).getFullYear();
  return {
    time: (at) => time.format(at),
    brief(at, now) {
      const days = daysAgo(at, now);
      if (days <= 0) return time.format(at);
      if (days < 7) return weekday.format(at);
      return (sameYear(at, now) ? dayMonth : dayMonthYear).format(at);
    },
    day(at, now) {
      const days = daysAgo(at, now);
      if (days === 0 || days === 1) {
        const words = relative.format(-days, 'day');
        return words.charAt(0).toLocaleUpperCase(language) + words.slice(1);
      }
      return (sameYear(at, now) ? long : date).format(at);
    },
    full: (at) => full.format(at),
    date: (at) => date.format(at),
    dayKey: (at) => String(startOfDay(at)),
  };
}
