import { addDays, addMonthsToDate, isBusinessDate } from '../../src/calendar/business-date';

describe('A business date', () => {
  it.each`
    text               | real
    ${'2025-03-10'}    | ${true}
    ${'2024-02-29'}    | ${true}
    ${'2025-02-29'}    | ${false}
    ${'2025-13-01'}    | ${false}
    ${'2025-3-1'}      | ${false}
    ${'2025-03'}       | ${false}
    ${'2025-03-10T00'} | ${false}
    ${''}              | ${false}
  `('$text is a real day: $real', ({ text, real }) => {
    expect(isBusinessDate(text)).toBe(real);
  });

  it.each`
    date            | count | day
    ${'2025-03-10'} | ${-1} | ${'2025-03-09'}
    ${'2025-03-01'} | ${-1} | ${'2025-02-28'}
    ${'2024-12-31'} | ${1}  | ${'2025-01-01'}
  `('$count days from $date is $day', ({ date, count, day }) => {
    expect(addDays(date, count)).toBe(day);
  });

  it.each`
    date            | count  | day
    ${'2025-03-10'} | ${12}  | ${'2026-03-10'}
    ${'2024-02-29'} | ${12}  | ${'2025-02-28'}
    ${'2025-01-31'} | ${1}   | ${'2025-02-28'}
    ${'2025-01-06'} | ${-60} | ${'2020-01-06'}
    ${'2025-01-31'} | ${-2}  | ${'2024-11-30'}
  `('$count months from $date is $day', ({ date, count, day }) => {
    expect(addMonthsToDate(date, count)).toBe(day);
  });
});
