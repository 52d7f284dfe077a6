package faastrain.event;

import static faastrain.event.Scripted.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import faastrain.model.Invocation;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;

/** How functions come to life, followed by hand: a cold start takes 2 s, a warm one 0.25 s. */
class LauncherTest {
    private static final double UNLIMITED = Double.POSITIVE_INFINITY;
    private static final double COLD = 2;
    private static final double WARM = 0.25;

    private final Simulator simulator = new Simulator(new FourAryHeap());
    private final List<String> begun = new ArrayList<>();
    private double lastBegan = Double.NaN;
    private int events;

    private Launcher launcher(Invocation invocation, int workers) {
        return launcher(invocation, fixed(COLD, WARM), workers);
    }

    private Launcher launcher(Invocation invocation, StartUps startUps, int workers) {
        return new Launcher(
                simulator,
                invocation,
                startUps,
                workers,
                worker -> {
                    lastBegan = simulator.time();
                    begun.add(worker + " at " + lastBegan);
                },
                () -> events++);
    }

    static StartUps fixed(double cold, double warm) {
        return new StartUps() {
            @Override
            public double coldSeconds(int worker) {
                return cold;
            }

            @Override
            public double warmSeconds(int worker) {
                return warm;
            }
        };
    }

    private static Invocation calls(double callSeconds) {
        return new Invocation(callSeconds, Integer.MAX_VALUE, UNLIMITED, UNLIMITED, 0, 0, 0);
    }

    private static Invocation quota(int quota, double keepWarmSeconds) {
        return new Invocation(0, quota, UNLIMITED, UNLIMITED, keepWarmSeconds, 0, 0);
    }

    private static Invocation scaling(double burst, double refillPerSecond, double keepWarmSeconds) {
        return new Invocation(0, Integer.MAX_VALUE, burst, refillPerSecond, keepWarmSeconds, 0, 0);
    }

    private static Invocation warm(int warm, double keepWarmSeconds) {
        return new Invocation(0, Integer.MAX_VALUE, UNLIMITED, UNLIMITED, keepWarmSeconds, warm, 0);
    }

    @Test
    void functionsThatTakeNoTimeBeginInTheirOrderWithoutAnEvent() {
        Launcher launcher = launcher(Invocation.INSTANT, StartUps.INSTANT, 3);
        launcher.invokeAll();
        assertThat(begun).containsExactly("0 at 0.0", "1 at 0.0", "2 at 0.0");
        assertThat(simulator.getEventList().isEmpty()).isTrue();
        assertThat(events).isZero();
        assertThat(launcher.mostRunning()).isEqualTo(3);
        assertThat(launcher.mostWaiting()).isZero();
    }

    @Test
    void aFunctionThatInvokesItselfBeginsByAnEventEvenIfThatTakesNoTime() {
        Launcher launcher = launcher(Invocation.INSTANT, StartUps.INSTANT, 2);
        at(simulator, 5, () -> {
            launcher.invoke(1, 0);
            assertThat(begun).isEmpty();
        });
        simulator.start();
        assertThat(begun).containsExactly("1 at 5.0");
        assertThat(events).isEqualTo(1);
    }

    @Test
    void theTriggerCallsOneAfterTheOther() {
        Launcher launcher = launcher(calls(0.5), 3);
        at(simulator, 10, launcher::invokeAll);
        simulator.start();
        // Calls end at 10.5, 11 and 11.5.
        assertThat(begun).containsExactly("0 at 12.5", "1 at 13.0", "2 at 13.5");
        // Each arrives and starts.
        assertThat(events).isEqualTo(3 * 2);
        assertThat(launcher.coldStarts()).isEqualTo(3);
    }

    @Test
    void aSingleInvocationIsCalledAfterItsTime() {
        Launcher launcher = launcher(calls(0.5), 3);
        launcher.invoke(2, 4);
        simulator.start();
        assertThat(begun).containsExactly("2 at " + (4 + 0.5 + COLD));
    }

    @Test
    void aTableStartsARoundTogetherAndSaysNothingOfEnvironments() {
        Launcher launcher = launcher(Invocation.table(7), 3);
        launcher.invokeAll();
        at(simulator, 10, () -> {
            launcher.ended(1);
            launcher.invoke(1, 2);
        });
        simulator.start();
        assertThat(begun).containsExactly("0 at 7.0", "1 at 7.0", "2 at 7.0", "1 at " + (10.0 + 2 + 7));
        assertThat(events).isEqualTo(4);
        assertThat(launcher.mostRunning()).isEqualTo(3);
        assertThat(launcher.coldStarts() + launcher.warmStarts()).isZero();
    }

    @Test
    void whoIsAboveTheQuotaWaitsFirstComeFirstServed() {
        Launcher launcher = launcher(quota(2, 0), 5);
        launcher.invokeAll();
        at(simulator, 10, () -> launcher.ended(1));
        at(simulator, 11, () -> launcher.ended(0));
        at(simulator, 20, () -> launcher.ended(2));
        simulator.start();
        assertThat(begun)
                .containsExactly(
                        "0 at 2.0", "1 at 2.0", "2 at " + (10 + COLD), "3 at " + (11 + COLD), "4 at " + (20 + COLD));
        assertThat(launcher.mostWaiting()).isEqualTo(5 - 2);
        assertThat(launcher.mostRunning()).isEqualTo(2);
    }

    @Test
    void theLastOf2500FunctionsWaits15SecondsForTheScalingRate() {
        Launcher launcher = launcher(scaling(1000, 100, 0), 2500);
        launcher.invokeAll();
        simulator.start();
        assertThat(begun).hasSize(2500);
        assertThat(begun.get(999)).isEqualTo("999 at 2.0");
        // The first token after the burst is there after 1/100 s.
        assertThat(begun.get(1000)).isEqualTo("1000 at " + (1 / 100.0 + COLD));
        assertThat(begun.get(2499)).startsWith("2499 at ");
        assertThat(lastBegan).isCloseTo((2500 - 1000) / 100.0 + COLD, within(1e-9));
        assertThat(launcher.mostWaiting()).isEqualTo(1500);
        assertThat(launcher.mostRunning()).isEqualTo(2500);
    }

    @Test
    void unusedTokensDoNotAccrueBeyondTheBurst() {
        Launcher launcher = launcher(scaling(2, 0.5, 0), 3);
        at(simulator, 1000, launcher::invokeAll);
        simulator.start();
        assertThat(begun).containsExactly("0 at 1002.0", "1 at 1002.0", "2 at " + (1000 + 1 / 0.5 + COLD));
    }

    @Test
    void theEnvironmentThatWasLeftLastIsUsedFirst() {
        // Worker 0 leaves its environment at 10, worker 1 at 12; both are kept for 5 s.
        Launcher launcher = launcher(quota(9, 5), 4);
        launcher.invoke(0, 0);
        launcher.invoke(1, 0);
        at(simulator, 10, () -> launcher.ended(0));
        at(simulator, 12, () -> launcher.ended(1));
        // One of the two is taken at 14. At 16 that of 12 would still be kept, but that of 10 is not.
        launcher.invoke(2, 14);
        launcher.invoke(3, 16);
        simulator.start();
        assertThat(begun).containsExactly("0 at 2.0", "1 at 2.0", "2 at " + (14 + WARM), "3 at " + (16 + COLD));
        assertThat(launcher.warmStarts()).isEqualTo(1);
        assertThat(launcher.coldStarts()).isEqualTo(3);
    }

    @Test
    void anEnvironmentIsGoneWhenItsTimeIsOver() {
        Launcher launcher = launcher(quota(9, 5), 2);
        launcher.invoke(0, 0);
        at(simulator, 10, () -> launcher.ended(0));
        at(simulator, 14.5, () -> launcher.invoke(0, 0));
        at(simulator, 20, () -> launcher.ended(0));
        at(simulator, 25, () -> launcher.invoke(0, 0));
        simulator.start();
        assertThat(begun).containsExactly("0 at 2.0", "0 at " + (14.5 + WARM), "0 at " + (25 + COLD));
    }

    @Test
    void anEnvironmentIsGoneWithAFunctionThatCrashes() {
        Launcher launcher = launcher(quota(9, 1000), 1);
        launcher.invokeAll();
        at(simulator, 10, () -> {
            launcher.crashed(0);
            launcher.invoke(0, 0);
        });
        simulator.start();
        assertThat(begun).containsExactly("0 at 2.0", "0 at " + (10 + COLD));
        assertThat(launcher.warmStarts()).isZero();
    }

    @Test
    void environmentsThatAreWarmAtTheStartAreKeptFromTheStart() {
        Launcher launcher = launcher(warm(2, 300), 5);
        launcher.invoke(0, 0);
        launcher.invoke(1, 299);
        launcher.invoke(2, 299);
        simulator.start();
        assertThat(begun).containsExactly("0 at " + WARM, "1 at " + (299 + WARM), "2 at " + (299 + COLD));
        begun.clear();
        simulator.init();
        Launcher late = launcher(warm(2, 300), 1);
        late.invoke(0, 300);
        simulator.start();
        assertThat(begun).containsExactly("0 at " + (300 + COLD));
    }

    @Test
    void theFirstThatWaitsTakesAFreedEnvironmentBeforeItsTokenComes() {
        // A token every 100 s.
        Launcher launcher = launcher(scaling(1, 0.01, 1000), 3);
        launcher.invokeAll();
        at(simulator, 30, () -> launcher.ended(0));
        simulator.start();
        assertThat(begun).containsExactly("0 at 2.0", "1 at " + (30 + WARM), "2 at " + (100 + COLD));
        assertThat(launcher.warmStarts()).isEqualTo(1);
        assertThat(launcher.mostWaiting()).isEqualTo(2);
    }

    @Test
    void anEnvironmentThatServedNobodyElseCostsNoToken() {
        Launcher launcher = launcher(scaling(1, 0.01, 1000), 1);
        launcher.invokeAll();
        for (int round = 1; round <= 3; round++) {
            at(simulator, 10 * round, () -> {
                launcher.ended(0);
                launcher.invoke(0, 0);
            });
        }
        simulator.start();
        assertThat(begun)
                .containsExactly("0 at 2.0", "0 at " + (10 + WARM), "0 at " + (20 + WARM), "0 at " + (30 + WARM));
    }

    @Test
    void aCallThatIsCancelledNeverArrives() {
        Launcher launcher = launcher(calls(0.5), 3);
        launcher.invokeAll();
        at(simulator, 0.75, () -> {
            // Worker 0 starts, workers 1 and 2 are being called.
            assertThat(launcher.cancel(1)).isTrue();
            assertThat(launcher.cancel(1)).isFalse();
        });
        at(simulator, 9, () -> launcher.invoke(1, 0));
        simulator.start();
        assertThat(begun).containsExactly("0 at 2.5", "2 at 3.5", "1 at " + (9 + 0.5 + COLD));
    }

    @Test
    void whoIsCancelledInTheQueueLetsOthersPass() {
        for (int cancelled = 1; cancelled <= 3; cancelled++) {
            begun.clear();
            simulator.init();
            Launcher launcher = launcher(quota(1, 0), 4);
            launcher.invokeAll();
            int leaves = cancelled;
            at(simulator, 1, () -> assertThat(launcher.cancel(leaves)).isTrue());
            List<Integer> stay = new ArrayList<>(List.of(0, 1, 2, 3));
            stay.remove(Integer.valueOf(cancelled));
            at(simulator, 10, () -> launcher.ended(stay.get(0)));
            at(simulator, 20, () -> launcher.ended(stay.get(1)));
            at(simulator, 30, () -> launcher.ended(stay.get(2)));
            simulator.start();
            assertThat(begun)
                    .containsExactly(
                            "0 at 2.0", stay.get(1) + " at " + (10 + COLD), stay.get(2) + " at " + (20 + COLD));
        }
    }

    @Test
    void nobodyIsWaitedForWhenAllThatNeededATokenAreCancelled() {
        Launcher launcher = launcher(scaling(1, 0.01, 0), 3);
        launcher.invokeAll();
        at(simulator, 5, () -> {
            assertThat(launcher.cancel(1)).isTrue();
            assertThat(launcher.cancel(2)).isTrue();
        });
        simulator.start();
        assertThat(simulator.time()).isEqualTo(5);
        assertThat(begun).containsExactly("0 at 2.0");
    }

    @Test
    void aStartThatIsCancelledMakesRoom() {
        // Cold: the new environment is gone. Worker 1 begins a cold start of its own.
        Launcher launcher = launcher(quota(1, 100), 3);
        launcher.invokeAll();
        at(simulator, 1, () -> assertThat(launcher.cancel(0)).isTrue());
        // Warm: worker 1's environment, in which worker 2 was starting, is warm again for worker 0.
        at(simulator, 10, () -> {
            launcher.invoke(0, 0);
            launcher.ended(1);
        });
        at(simulator, 10.125, () -> assertThat(launcher.cancel(2)).isTrue());
        simulator.start();
        assertThat(begun).containsExactly("1 at " + (1 + COLD), "0 at " + (10.125 + WARM));
    }

    @Test
    void thereIsNothingToCancelOnceTheHandlerRuns() {
        Launcher launcher = launcher(quota(1, 0), 1);
        assertThat(launcher.cancel(0)).isFalse();
        launcher.invokeAll();
        simulator.start();
        assertThat(launcher.cancel(0)).isFalse();
    }

    @Test
    void aWorkersNextFunctionMayBeInvokedBeforeItsLastHasEnded() {
        Launcher launcher = launcher(quota(1, 100), 1);
        launcher.invokeAll();
        at(simulator, 10, () -> launcher.invoke(0, 0));
        at(simulator, 12, () -> launcher.ended(0));
        simulator.start();
        assertThat(begun).containsExactly("0 at 2.0", "0 at " + (12 + WARM));
    }

    @Test
    void whatCannotBeIsRefused() {
        Launcher launcher = launcher(quota(9, 0), 2);
        assertThatThrownBy(() -> launcher.ended(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Worker 0's function does not run.");
        assertThatThrownBy(() -> launcher.crashed(1)).isInstanceOf(IllegalStateException.class);
        for (double none : new double[] {-1, Double.NaN, UNLIMITED}) {
            assertThatThrownBy(() -> launcher.invoke(0, none))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("An invocation comes after a finite time, 0 s or more, not " + none + ".");
        }
        launcher.invoke(1, 0);
        assertThatThrownBy(() -> launcher.invoke(1, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Worker 1 has an invocation under way.");
        assertThatThrownBy(launcher::invokeAll).isInstanceOf(IllegalStateException.class);
        simulator.start();
        assertThat(begun).containsExactly("1 at 2.0");
        launcher.invoke(1, 0);
        assertThatThrownBy(simulator::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Worker 1's function begins before its last has ended.");
    }

    @Test
    void invocationsAllocateNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int warmUp = 50_000;
        int measured = 50_000;
        long[] allocated = new long[2];
        int[] starts = {0};
        // Every stage is met: calls, a full quota, tokens that are waited for, warm environments and crashes.
        Launcher[] launcher = new Launcher[1];
        Stop[] ends = new Stop[8];
        launcher[0] = new Launcher(
                simulator,
                new Invocation(0.01, 5, 2, 0.5, 3, 1, 0),
                fixed(COLD, WARM),
                ends.length,
                worker -> {
                    int count = ++starts[0];
                    if (count == warmUp) {
                        allocated[0] = threads.getCurrentThreadAllocatedBytes();
                    } else if (count == warmUp + measured) {
                        allocated[1] = threads.getCurrentThreadAllocatedBytes();
                        simulator.stop();
                    }
                    ends[worker].schedule(1 + count % 7);
                },
                () -> {});
        for (int worker = 0; worker < ends.length; worker++) {
            ends[worker] = new Stop(simulator, launcher, worker);
        }
        launcher[0].invokeAll();
        simulator.start();
        assertThat(starts[0]).isEqualTo(warmUp + measured);
        assertThat(launcher[0].coldStarts()).isGreaterThan(1000);
        assertThat(launcher[0].warmStarts()).isGreaterThan(1000);
        assertThat((allocated[1] - allocated[0]) / (double) measured).isLessThan(0.5);
    }

    /** A function ends or, one time in three, crashes, and invokes itself. */
    private static final class Stop extends Event {
        private final Launcher[] launcher;
        private final int worker;
        private int count;

        Stop(Simulator simulator, Launcher[] launcher, int worker) {
            super(simulator);
            this.launcher = launcher;
            this.worker = worker;
        }

        @Override
        public void actions() {
            count++;
            if (count % 3 == 0) {
                launcher[0].crashed(worker);
            } else {
                launcher[0].ended(worker);
            }
            launcher[0].invoke(worker, count % 2);
        }
    }
}
