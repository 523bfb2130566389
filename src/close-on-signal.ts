/**
 * Ends the process in order on SIGINT or SIGTERM: what was opened last is closed first. The entries call it before they
 * open anything, and hand in how to close each thing as it opens.
 *
 * The embedded server's package has listeners of its own that would end the process at once; they are removed here, at
 * the very beginning, because a signal that arrives while listeners are being exchanged is lost.
 */
export function closeOnSignal(): (close: () => Promise<void>) => void {
  const opened: (() => Promise<void>)[] = [];
  const closeAll = async () => {
    for (const close of opened.reverse()) await close();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.removeAllListeners(signal);
    process.once(signal, () => {
      closeAll().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
  return (close) => void opened.push(close);
}
