import { PUBLIC_HOLIDAYS } from '../../src/calendar/public-holidays';
import { isWorkingDay, workingDaysAfter } from '../../src/calendar/working-days';

describe('Working days', () => {
  it.each`
    day                                   | date            | works
    ${'a Friday'}                         | ${'2025-03-07'} | ${true}
    ${'a Saturday'}                       | ${'2025-03-08'} | ${false}
    ${'the last day before the festival'} | ${'2025-01-27'} | ${true}
    ${'New Year’s Eve of the calendar'}   | ${'2025-01-28'} | ${false}
    ${'the last day of the festival'}     | ${'2025-02-04'} | ${false}
    ${'the day after the festival'}       | ${'2025-02-05'} | ${true}
    ${'a Sunday worked before it'}        | ${'2025-01-26'} | ${true}
    ${'a Saturday worked after it'}       | ${'2025-02-08'} | ${true}
    ${'1 October of a year unknown yet'}  | ${'2030-10-01'} | ${true}
  `('$day ($date): $works', ({ date, works }) => {
    expect(isWorkingDay(date)).toBe(works);
  });

  it.each`
    what                            | from            | until           | count
    ${'the same day'}               | ${'2025-03-03'} | ${'2025-03-03'} | ${0}
    ${'Monday to Tuesday'}          | ${'2025-03-03'} | ${'2025-03-04'} | ${1}
    ${'Friday to Sunday'}           | ${'2025-03-07'} | ${'2025-03-09'} | ${0}
    ${'Friday to Monday'}           | ${'2025-03-07'} | ${'2025-03-10'} | ${1}
    ${'four weeks from a Monday'}   | ${'2025-03-03'} | ${'2025-03-31'} | ${20}
    ${'four weeks from a Saturday'} | ${'2025-03-01'} | ${'2025-03-28'} | ${20}
    ${'across the spring festival'} | ${'2025-01-24'} | ${'2025-02-10'} | ${7}
    ${'across the week of October'} | ${'2025-09-26'} | ${'2025-10-13'} | ${7}
    ${'backwards'}                  | ${'2025-03-04'} | ${'2025-03-03'} | ${0}
  `('from $what there are $count', ({ from, until, count }) => {
    expect(workingDaysAfter(from, until)).toBe(count);
  });

  it.each(Object.entries(PUBLIC_HOLIDAYS))(
    'of %s work weekends only, and no day that is off',
    (year, days) => {
      expect(days.notice).toMatch(/^国办发明电〔20\d\d〕\d+号$/);
      for (const day of days.worked) {
        expect(day.startsWith(year)).toBe(true);
        expect([0, 6]).toContain(new Date(`${day}T00:00:00Z`).getUTCDay());
        expect(days.off.some(([first, last]) => first <= day && day <= last)).toBe(false);
      }
      for (const [first, last] of days.off) expect(first <= last).toBe(true);
    },
  );
});
