package faastrain.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class IndexedHeapTest {
    private record Step(int verb, int number, double key) {}

    @Property(tries = 500)
    void everyProgramLeavesTheSameNumbersAndKeysInTwoHeapsAsInTwoMaps(@ForAll("programs") List<Step> program) {
        IndexedHeap.Positions positions = new IndexedHeap.Positions();
        List<IndexedHeap> heaps = List.of(new IndexedHeap(positions), new IndexedHeap(positions));
        List<Map<Integer, Double>> maps = List.of(new TreeMap<>(), new TreeMap<>());
        for (Step step : program) {
            // Even numbers go into one heap and odd ones into the other.
            IndexedHeap heap = heaps.get(step.number() % 2);
            Map<Integer, Double> map = maps.get(step.number() % 2);
            if (step.verb() == 0 && !map.isEmpty()) {
                double least = heap.firstKey();
                assertThat(map.remove(heap.removeFirst())).isEqualTo(least);
            } else if (!map.containsKey(step.number())) {
                heap.add(step.key(), step.number());
                map.put(step.number(), step.key());
            } else if (step.verb() == 1) {
                heap.remove(step.number());
                map.remove(step.number());
            } else {
                heap.setKey(step.number(), step.key());
                map.put(step.number(), step.key());
            }
            check(heap, map);
        }
    }

    private static void check(IndexedHeap heap, Map<Integer, Double> map) {
        assertThat(heap.size()).isEqualTo(map.size());
        assertThat(heap.isEmpty()).isEqualTo(map.isEmpty());
        map.forEach((number, key) -> assertThat(heap.key(number)).isEqualTo(key));
        map.values().stream().min(Comparator.naturalOrder()).ifPresent(least -> {
            assertThat(heap.firstKey()).isEqualTo(least);
            assertThat(map).containsEntry(heap.first(), least);
        });
    }

    @Provide
    Arbitrary<List<Step>> programs() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.integers().between(0, 80),
                        Arbitraries.integers().between(-20, 20).map(i -> i / 2.0))
                .as(Step::new)
                .list()
                .ofMaxSize(200);
    }
}
