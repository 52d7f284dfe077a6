package faastrain.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What any figure keeps: colours that survive grey, axes that hold their data. */
class LookTest {
    @Property
    void anyTwoPhasesDifferInLightness(@ForAll @IntRange(max = 9) int a, @ForAll @IntRange(max = 9) int b) {
        List<Integer> colours = List.copyOf(BreakdownFigure.phaseColours().values());
        double apart = Math.abs(Palette.lightness(colours.get(a)) - Palette.lightness(colours.get(b)));

        assertEquals(10, colours.size());
        assertTrue(a == b || apart >= 5, "phases " + a + " and " + b + " are " + apart + " apart");
    }

    @Property
    void neighboursInAStackDifferMuchInLightness(@ForAll @IntRange(max = 8) int below) {
        List<Integer> colours = List.copyOf(BreakdownFigure.phaseColours().values());
        double apart = Math.abs(Palette.lightness(colours.get(below)) - Palette.lightness(colours.get(below + 1)));

        assertTrue(apart >= 15, "phases " + below + " and the next are " + apart + " apart");
    }

    @Property
    void anyTwoSeriesHaveDifferentMarksAndAreDarkEnoughForALine(
            @ForAll @IntRange(max = 13) int a, @ForAll @IntRange(max = 13) int b) {
        SeriesStyle one = SeriesStyle.of(a);
        SeriesStyle other = SeriesStyle.of(b);
        boolean sameMark = one.marker() == other.marker() && one.filled() == other.filled();
        boolean sameLine = one.rgb() == other.rgb() && one.marker() == other.marker();

        assertTrue(a == b || (!sameMark && !sameLine), one + " and " + other);
        assertTrue(Palette.lightness(one.rgb()) < 75, one.toString());
    }

    @Property
    void theFirstSevenSeriesDifferInLightness(@ForAll @IntRange(max = 6) int a, @ForAll @IntRange(max = 6) int b) {
        double apart = Math.abs(Palette.lightness(SeriesStyle.of(a).rgb())
                - Palette.lightness(SeriesStyle.of(b).rgb()));

        assertTrue(a == b || apart >= 5, "series " + a + " and " + b + " are " + apart + " apart");
    }

    @ParameterizedTest
    @EnumSource
    void noTwoLabelsOverlap(ChartKind kind) throws IOException {
        try (Typeface type = Typeface.bundled()) {
            for (Width width : Width.values()) {
                for (Figure figure : kind.read(Inputs.of(Samples.inputs().get(kind)))) {
                    List<Drawing.Text> texts = figure.draw(width, type).texts();
                    for (int i = 0; i < texts.size(); i++) {
                        for (int j = 0; j < i; j++) {
                            assertFalse(
                                    box(texts.get(i), type).intersects(box(texts.get(j), type)),
                                    width + ": " + texts.get(i) + " and " + texts.get(j));
                        }
                    }
                }
            }
        }
    }

    /** Where a text is: from its base line up to its capitals, as long as it is. */
    private static Rectangle2D box(Drawing.Text text, Typeface type) {
        double length = type.width(text.text(), text.size());
        double before =
                switch (text.anchor()) {
                    case START -> 0;
                    case MIDDLE -> length / 2;
                    case END -> length;
                };
        double height = text.size() * 0.72;
        return text.rotated()
                ? new Rectangle2D.Double(text.x() - height, text.y() + before - length, height, length)
                : new Rectangle2D.Double(text.x() - before, text.y() - height, length, height);
    }

    @Test
    void lightnessRunsFromBlackToWhite() {
        assertEquals(0, Palette.lightness(0x000000), 1e-9);
        assertEquals(100, Palette.lightness(0xFFFFFF), 1e-2);
        // Mid grey of CIE: L* = 50 is 18.4 % of white's luminance, sRGB 119.
        assertEquals(50, Palette.lightness(0x777777), 0.1);
    }

    @Property
    void aLinearAxisHoldsItsDataBetweenItsOuterTicks(
            @ForAll @DoubleRange(min = 1e-6, max = 1e9) @Scale(6) double high,
            @ForAll @DoubleRange(min = 40, max = 500) double length) {
        Axis axis = Axis.linear("x", 0, high, length, label -> 4 * label.length());

        holds(axis, 0, high);
        assertTrue(axis.max() <= 10 * high, "the axis ends at " + axis.max());
    }

    @Property
    void aLogarithmicAxisHoldsItsDataBetweenItsOuterTicks(
            @ForAll @DoubleRange(min = 1e-4, max = 1e3) @Scale(4) double low,
            @ForAll @DoubleRange(min = 1.1, max = 1e5) double ratio,
            @ForAll @DoubleRange(min = 40, max = 500) double length) {
        Axis axis = Axis.log("x", low, low * ratio, length, label -> 4 * label.length());

        holds(axis, low, low * ratio);
    }

    @Property
    void aMarkAtAnEndOfAnAxisWithRoomKeepsItsRadiusFromIt(
            @ForAll @DoubleRange(min = 1e-2, max = 1e3) @Scale(4) double low,
            @ForAll @DoubleRange(min = 1.1, max = 1e5) double ratio,
            @ForAll @DoubleRange(min = 40, max = 500) double length) {
        double high = low * ratio;
        for (Axis axis : List.of(
                Axis.linear("x", low, high, length, label -> 4 * label.length()),
                Axis.log("x", low, high, length, label -> 4 * label.length()))) {
            Axis roomy = axis.withRoom(low, high, length, 4);

            // The room is a share of the axis before it grew: at each end by at most that share and the thousandth of a
            // step, itself at most the whole axis, that data may lie past the last tick.
            double kept = 4 / (1 + 2 * (4 / length + 0.001)) - 1e-9;
            assertTrue(roomy.share(low) * length >= kept, roomy.toString());
            assertTrue((1 - roomy.share(high)) * length >= kept, roomy.toString());
            assertEquals(axis.ticks(), roomy.ticks());
        }
    }

    private static void holds(Axis axis, double low, double high) {
        double slack = 1e-2;
        List<Axis.Tick> ticks = axis.ticks();
        assertTrue(axis.share(low) >= -slack && axis.share(high) <= 1 + slack, axis.toString());
        assertEquals(0, axis.share(ticks.get(0).value()), 1e-9);
        assertEquals(1, axis.share(ticks.get(ticks.size() - 1).value()), 1e-9);
        assertTrue(ticks.size() >= 2, axis.toString());
    }

    @Test
    void aTickIsWrittenWithItsDecimalsAndThousands() {
        List<String> small = labels(Axis.linear("x", 0, 0.3, 120, label -> 10));
        List<String> large = labels(Axis.linear("x", 0, 9_000, 60, label -> 20));

        assertEquals(List.of("0.00", "0.05", "0.10", "0.15", "0.20", "0.25", "0.30"), small);
        assertEquals(List.of("0", "5,000", "10,000"), large);
    }

    private static List<String> labels(Axis axis) {
        return axis.ticks().stream().map(Axis.Tick::label).toList();
    }

    @Property
    void numbersAreWrittenPlainAndReadBackToTwelveDigits(@ForAll @DoubleRange(min = -1e12, max = 1e12) double value) {
        String written = Table.number(value);

        assertTrue(written.matches("-?\\d+(\\.\\d+)?"), written);
        assertEquals(value, Double.parseDouble(written), Math.abs(value) * 1e-11);
    }
}
