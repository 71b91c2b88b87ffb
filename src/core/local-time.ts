/** `08:30`, `8:30`, `8`, `8am`, `8:30 pm`, `早上8点半`, `20点30分`: the local time as `HH:MM`. */
export function parseTime(text: string): string | undefined {
  const word = text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');
  const clock = /^(\d{1,2})(?::(\d{2}))?(am|pm)?$/.exec(word);
  if (clock) return toTime(clock[1], clock[2], clock[3] && (clock[3] === 'pm' ? 'late' : 'early'));
  const spoken = /^(早上|上午|凌晨|中午|下午|晚上)?(\d{1,2})(?:点|时)(?:(半)|(\d{1,2})分?)?$/.exec(word);
  if (!spoken) return undefined;
  return toTime(spoken[2], spoken[3] ? '30' : spoken[4], halfOfDay(spoken[1], Number(spoken[2])));
}

function halfOfDay(word: string | undefined, hour: number): 'early' | 'late' | undefined {
  if (!word || (word === '中午' && hour >= 11)) return undefined;
  return /中午|下午|晚上/.test(word) ? 'late' : 'early';
}

function toTime(hours = '', minutes = '0', half?: string): string | undefined {
  const hour = Number(hours);
  const minute = Number(minutes);
  const onDial = half === undefined || (hour >= 1 && hour <= 12);
  const whole = half && onDial ? (hour % 12) + (half === 'late' ? 12 : 0) : hour;
  if (!onDial || whole > 23 || minute > 59) return undefined;
  return `${String(whole).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
