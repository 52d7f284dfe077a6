package faastrain.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Tables for the console. */
class TableTest {
    @Test
    void theFirstColumnStandsLeftAndTheOthersRight() {
        String text = new Table()
                .row("term", "s", "share")
                .row("load", "12.50", "3.0 %")
                .row("aggregate", "1,000.0", "97.0 %")
                .text("> ");
        assertThat(text).isEqualTo("""
                        > term             s   share
                        > load         12.50   3.0 %
                        > aggregate  1,000.0  97.0 %
                        """);
    }

    @Test
    void rowsMayEndEarlyAndLinesEndWithoutBlanks() {
        assertThat(new Table().row("a", "b", "c").row("long").row("x", "", "").text(""))
                .isEqualTo("a     b  c\nlong\nx\n");
    }

    @Test
    void noRowsAreNoText() {
        assertThat(new Table().text("  ")).isEmpty();
    }
}
