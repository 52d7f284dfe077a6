package faastrain.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class GroupTableTest {
    @Property(tries = 500)
    void aGroupIsFoundByItsCapFromWhenItIsAddedUntilItIsRemoved(@ForAll("caps") List<Double> program) {
        GroupTable table = new GroupTable();
        Map<Double, FlowGroup> map = new TreeMap<>();
        IndexedHeap.Positions slots = new IndexedHeap.Positions();
        for (double cap : program) {
            FlowGroup known = map.remove(cap);
            if (known == null) {
                FlowGroup group = new FlowGroup(map.size(), slots);
                group.begin(cap);
                table.add(group);
                map.put(cap, group);
            } else {
                table.remove(known);
                assertThat(table.find(cap)).isNull();
            }
            map.forEach((each, group) -> assertThat(table.find(each)).isSameAs(group));
        }
    }

    @Provide
    Arbitrary<List<Double>> caps() {
        // Round caps and their neighbours in the last digit, to be as alike as caps can be.
        return Arbitraries.integers()
                .between(1, 120)
                .map(i -> i % 2 == 0 ? i : Math.nextUp((double) i))
                .list()
                .ofMaxSize(250);
    }
}
