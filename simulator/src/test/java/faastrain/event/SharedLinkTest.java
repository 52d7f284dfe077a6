package faastrain.event;

import static faastrain.event.Scripted.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import faastrain.event.SharedLink.Flow;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import umontreal.ssj.simevents.Simulator;

class SharedLinkTest {
    private final Simulator simulator = new Simulator(new FourAryHeap());
    private final List<String> ended = new ArrayList<>();

    @Test
    void aFlowAloneMovesAtItsCap() {
        SharedLink link = new SharedLink(simulator, 100);
        link.start(named("a"), 8, 80);
        simulator.start();
        assertThat(ended).containsExactly("a at " + 8.0 / 80);
    }

    @Test
    void aFlowMovesNoFasterThanTheLink() {
        SharedLink link = new SharedLink(simulator, 40);
        link.start(named("a"), 8, 80);
        link.start(named("endless cap"), 8, Double.POSITIVE_INFINITY);
        simulator.start();
        assertThat(ended).containsExactly("a at " + 16.0 / 40, "endless cap at " + 16.0 / 40);
    }

    @Test
    void aFlowThatStartsSlowsTheOtherAndOneThatEndsSpeedsItUp() {
        SharedLink link = new SharedLink(simulator, 10);
        link.start(named("long"), 30, 10);
        at(simulator, 1, () -> link.start(named("short"), 5, 10));
        simulator.start();
        // Long: 10 MiB alone until 1, then 5 MiB at half until 2, then the last 15 MiB alone.
        assertThat(ended).containsExactly("short at 2.0", "long at 3.5");
    }

    @Test
    void whatASlowFlowCannotUseGoesToTheOthers() {
        SharedLink link = new SharedLink(simulator, 10);
        link.start(named("slow"), 4, 2);
        link.start(named("a"), 8, 10);
        link.start(named("b"), 28, 10);
        simulator.start();
        // The slow one takes 2 of 10; a and b get 4 each until 2, when slow and a end; then b has 20 left and the link.
        assertThat(ended).containsExactly("slow at 2.0", "a at 2.0", "b at 4.0");
    }

    @Test
    void theLevelCrossesCapsBothWays() {
        SharedLink link = new SharedLink(simulator, 12);
        Named small = named("small");
        Named middle = named("middle");
        link.start(small, 100, 3);
        link.start(middle, 100, 5);
        assertThat(link.rateMibPerSecond(middle)).isEqualTo(5);
        Named large = named("large");
        link.start(large, 100, 20);
        // 12 - 3 is left for two, less than 5 each.
        assertThat(link.rateMibPerSecond(small)).isEqualTo(3);
        assertThat(link.rateMibPerSecond(middle)).isEqualTo(4.5);
        assertThat(link.rateMibPerSecond(large)).isEqualTo(4.5);
        Named other = named("other");
        link.start(other, 100, 20);
        link.start(named("another"), 100, 20);
        // Five at 12/5, below every cap.
        assertThat(link.rateMibPerSecond(small)).isEqualTo(2.4);
        link.cancel(large);
        link.cancel(other);
        assertThat(link.rateMibPerSecond(small)).isEqualTo(3);
        assertThat(link.rateMibPerSecond(middle)).isEqualTo(4.5);
        link.cancel(middle);
        assertThat(link.rateMibPerSecond(small)).isEqualTo(3);
    }

    @Test
    void capsThatAddUpToTheCapacityButForARoundingAreAllMet() {
        // The doubles 0.1 and 0.2 add up to more than the double 0.3.
        SharedLink link = new SharedLink(simulator, 0.3);
        Named slow = named("slow");
        Named fast = named("fast");
        link.start(slow, 1, 0.1);
        link.start(fast, 1, 0.2);
        assertThat(link.rateMibPerSecond(slow)).isEqualTo(0.1);
        assertThat(link.rateMibPerSecond(fast)).isEqualTo(0.2);
    }

    @Test
    void flowsThatEndTogetherDoSoInTheOrderOfTheirStartWhateverTheirCaps() {
        SharedLink link = new SharedLink(simulator, 1);
        for (int i = 0; i < 9; i++) {
            link.start(named("flow " + i), 0.7, 3 + 0.1 * (i * 7 % 9));
        }
        List<Double> times = new ArrayList<>();
        link.start(
                new Flow() {
                    @Override
                    protected void flowEnded() {
                        times.add(simulator.time());
                    }
                },
                0.7,
                2);
        simulator.start();
        assertThat(ended)
                .extracting(line -> line.substring(0, 6))
                .containsExactly(
                        "flow 0", "flow 1", "flow 2", "flow 3", "flow 4", "flow 5", "flow 6", "flow 7", "flow 8");
        assertThat(ended).extracting(line -> line.substring(10)).containsOnly("" + times.get(0));
        assertThat(times.get(0)).isCloseTo(10 * 0.7, within(1e-14));
    }

    @Test
    void aFlowCanStartAgainWhereItEnds() {
        SharedLink link = new SharedLink(simulator, 10);
        List<Double> times = new ArrayList<>();
        Flow again = new Flow() {
            @Override
            protected void flowEnded() {
                times.add(simulator.time());
                if (times.size() < 3) {
                    link.start(this, 20, 10);
                }
            }
        };
        link.start(again, 20, 10);
        simulator.start();
        assertThat(times).containsExactly(2.0, 4.0, 6.0);
    }

    @Test
    void aFlowCanGoOnFromOneLinkToAnother() {
        SharedLink first = new SharedLink(simulator, 10);
        SharedLink second = new SharedLink(simulator, 5);
        Flow onward = new Flow() {
            @Override
            protected void flowEnded() {
                if (simulator.time() < 3) {
                    second.start(this, 20, 10);
                } else {
                    ended.add("onward at " + simulator.time());
                }
            }
        };
        first.start(onward, 20, 10);
        simulator.start();
        assertThat(ended).containsExactly("onward at " + (20.0 / 10 + 20.0 / 5));
    }

    @Test
    void aFlowOfNoSizeEndsAtOnceButNotWithinItsStart() {
        SharedLink link = new SharedLink(simulator, 10);
        link.start(named("long"), 10, 10);
        at(simulator, 0.5, () -> {
            link.start(named("nothing"), 0, 10);
            assertThat(ended).isEmpty();
        });
        simulator.start();
        assertThat(ended).containsExactly("nothing at 0.5", "long at 1.0");
    }

    @Test
    void aLinkWithoutLimitLetsEveryFlowMoveAtItsCap() {
        SharedLink link = new SharedLink(simulator, Double.POSITIVE_INFINITY);
        link.start(named("a"), 8, 80);
        link.start(named("b"), 9, 80);
        link.start(named("c"), 7, Double.POSITIVE_INFINITY);
        link.start(named("d"), 7, Double.POSITIVE_INFINITY);
        simulator.start();
        assertThat(ended).containsExactly("c at 0.0", "d at 0.0", "a at " + 8.0 / 80, "b at " + 9.0 / 80);
        assertThat(link.movedMib()).isEqualTo(8 + 9 + 7 + 7);
    }

    @Test
    void aFlowGivenUpIsNotToldAndLeavesItsPartToTheOthers() {
        SharedLink link = new SharedLink(simulator, 10);
        Named given = named("given up");
        link.start(given, 30, 10);
        link.start(named("other"), 30, 10);
        at(simulator, 2, () -> {
            link.cancel(given);
            assertThat(link.movedMib()).isEqualTo(10 + 10);
        });
        simulator.start();
        // Other: 10 MiB until 2, then 20 MiB at 10 MiB/s.
        assertThat(ended).containsExactly("other at 4.0");
        assertThat(link.movedMib()).isEqualTo(10 + 30);
    }

    @Test
    void aFlowWhoseEndAtThisInstantIsStillToBeToldCanBeGivenUpAndStartedAgain() {
        SharedLink link = new SharedLink(simulator, 10);
        Named second = named("second");
        Flow first = new Flow() {
            @Override
            protected void flowEnded() {
                link.cancel(second);
                link.start(second, 5, 10);
            }
        };
        link.start(first, 10, 10);
        link.start(second, 10, 10);
        simulator.start();
        assertThat(ended).containsExactly("second at " + (2 + 0.5));
        assertThat(link.movedMib()).isEqualTo(10 + 10 + 5);
    }

    @Test
    void theLastFlowGivenUpLeavesNothingToHappen() {
        SharedLink link = new SharedLink(simulator, 10);
        Named given = named("given up");
        link.start(given, 30, 10);
        at(simulator, 1, () -> link.cancel(given));
        simulator.start();
        assertThat(simulator.time()).isEqualTo(1);
        assertThat(ended).isEmpty();
    }

    @Test
    void statisticsCountFlowsMibAndBusyTime() {
        SharedLink link = new SharedLink(simulator, 10);
        at(simulator, 1, () -> {
            link.start(named("a"), 10, 10);
            link.start(named("b"), 30, 10);
        });
        at(simulator, 2, () -> {
            assertThat(link.flows()).isEqualTo(2);
            assertThat(link.movedMib()).isEqualTo(5 + 5);
            assertThat(link.busySeconds()).isEqualTo(1);
        });
        // Both are through at 5; then nothing until 7, and one flow from 7 to 8.
        at(simulator, 7, () -> link.start(named("c"), 4, 4));
        simulator.start();
        assertThat(link.flows()).isZero();
        assertThat(link.mostFlows()).isEqualTo(2);
        assertThat(link.movedMib()).isEqualTo(10 + 30 + 4);
        assertThat(link.busySeconds()).isEqualTo(4 + 1);
    }

    @Test
    void whereOthersHaveSharedAFlowAloneEndsToTheLastDigitAgain() {
        SharedLink link = new SharedLink(simulator, 100);
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 200; i++) {
            link.start(named("a"), random.nextDouble(), 80);
            link.start(named("b"), random.nextDouble(), 90);
            simulator.start();
            double now = simulator.time();
            double mib = random.nextDouble();
            link.start(named("alone"), mib, 70);
            simulator.start();
            assertThat(simulator.time()).isEqualTo(now + mib / 70);
        }
    }

    @Test
    void whatPassedAtAHighLevelDoesNotBlurWhatPassesAtALow() {
        SharedLink link = new SharedLink(simulator, 1000);
        List<Double> ends = new ArrayList<>();
        // Two at 500 MiB/s until 666.7 s, then one alone, and from 1000 s a thousand at 1 MiB/s.
        link.start(named("first"), 1e6 / 3, 1000);
        link.start(named("second"), 2e6, 1000);
        at(simulator, 1000, () -> {
            for (int i = 0; i < 999; i++) {
                link.start(
                        new Flow() {
                            @Override
                            protected void flowEnded() {
                                ends.add(simulator.time());
                            }
                        },
                        0.7,
                        2);
            }
        });
        simulator.start();
        assertThat(ends).hasSize(999);
        assertThat(ends).containsOnly(ends.get(0));
        assertThat(ends.get(0)).isCloseTo(1000.7, within(4 * Math.ulp(1000.7)));
    }

    @Test
    void aChangeThatMovesNoEndLeavesItsPlaceAmongTheEventsOfItsTime() {
        SharedLink link = new SharedLink(simulator, 100);
        link.start(named("first"), 10, 10);
        at(simulator, 1, () -> ended.add("other"));
        link.start(named("second"), 10, 5);
        simulator.start();
        assertThat(ended).containsExactly("first at 1.0", "other", "second at 2.0");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.NEGATIVE_INFINITY})
    void aCapOrCapacityThatIsNotAboveZeroIsRefused(double rate) {
        assertThatThrownBy(() -> new SharedLink(simulator, rate))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The capacity of a link must be above 0 MiB/s, not " + rate + ".");
        SharedLink link = new SharedLink(simulator, 10);
        Named flow = named("a");
        assertThatThrownBy(() -> link.start(flow, 1, rate))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The cap of a flow must be above 0 MiB/s, not " + rate + ".");
        assertThat(link.flows()).isZero();
        link.start(flow, 1, 10);
        simulator.start();
        assertThat(ended).containsExactly("a at 0.1");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aSizeThatIsNoneIsRefused(double mib) {
        SharedLink link = new SharedLink(simulator, 10);
        assertThatThrownBy(() -> link.start(named("a"), mib, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The size of a flow must be finite and not below 0 MiB, not " + mib + ".");
        assertThat(link.flows()).isZero();
    }

    @Test
    void aFlowThatWouldTakeLongerThanDoublesCountIsRefused() {
        SharedLink link = new SharedLink(simulator, 10);
        assertThatThrownBy(() -> link.start(named("a"), 1e308, 0.01))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A flow of 1.0E308 MiB at 0.01 MiB/s never ends.");
        assertThat(link.flows()).isZero();
    }

    @Test
    void aFlowIsInOneLinkAtATimeOnce() {
        SharedLink link = new SharedLink(simulator, 10);
        SharedLink other = new SharedLink(simulator, 10);
        Named flow = named("a");
        assertThatThrownBy(() -> link.cancel(flow)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> link.leftMib(flow)).isInstanceOf(IllegalStateException.class);
        link.start(flow, 10, 10);
        assertThatThrownBy(() -> link.start(flow, 1, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> other.start(flow, 1, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> other.cancel(flow)).isInstanceOf(IllegalStateException.class);
        simulator.start();
        assertThat(ended).containsExactly("a at 1.0");
        assertThatThrownBy(() -> link.cancel(flow)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void flowsAllocateNothingOnceTheLinkIsWarm() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        SharedLink link = new SharedLink(simulator, 500);
        int warmUp = 200_000;
        int measured = 200_000;
        double[] draws = new SplittableRandom(3).doubles(1024, 0.5, 1.5).toArray();
        long[] allocated = new long[2];
        int[] count = {0};
        for (int i = 0; i < 200; i++) {
            Flow churning = new Flow() {
                @Override
                protected void flowEnded() {
                    int ends = ++count[0];
                    if (ends == warmUp) {
                        allocated[0] = threads.getCurrentThreadAllocatedBytes();
                    } else if (ends == warmUp + measured) {
                        allocated[1] = threads.getCurrentThreadAllocatedBytes();
                        simulator.stop();
                    }
                    // Caps about the level, so that groups come, go and cross it all the time.
                    link.start(this, draws[ends & 1023], 2.5 * draws[(7 * ends + ends / 1024) & 1023]);
                }
            };
            link.start(churning, draws[i], 2.5);
        }
        simulator.start();
        assertThat((allocated[1] - allocated[0]) / (double) measured).isLessThan(0.5);
    }

    private Named named(String name) {
        return new Named(name);
    }

    private final class Named extends Flow {
        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        protected void flowEnded() {
            ended.add(name + " at " + simulator.time());
        }
    }
}
