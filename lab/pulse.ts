/** How often a sign of life is asked for, ms, and how many questions long it may stay away: a machine can be very busy. */
const interval = 5_000
const most = 24

/**
 * Asks an agent again and again for a sign of life, for as long as it gives one. Counted, not timed: this process may
 * have been stopped meanwhile (Ctrl-Z), and the agent with it.
 *
 * @param ask - fulfilled by its answer
 * @param onSilence - called with how long there was none, seconds
 */
export function watchPulse(
  ask: () => Promise<unknown>,
  onSilence: (seconds: number) => void,
  every = interval,
): void {
  let unanswered = 0
  const timer = setInterval(() => {
    if (unanswered === 0) ask().then(answered, end)
    else if (unanswered === most) {
      end()
      onSilence((most * every) / 1000)
    }
    unanswered++
  }, every).unref()
  const answered = () => {
    unanswered = 0
  }
  const end = () => clearInterval(timer)
}
