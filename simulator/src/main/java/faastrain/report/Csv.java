package faastrain.report;

import com.opencsv.CSVWriterBuilder;
import com.opencsv.ICSVWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.function.Consumer;

/** Writes CSV files row by row, so that a long one needs no memory for its text. */
final class Csv {
    private Csv() {}

    /** Takes the rows of a table, one after the other, the header first. */
    interface Rows {
        void add(List<String> row);
    }

    /**
     * Writes a table.
     *
     * @throws IOException when it cannot be written
     */
    static void write(Writer to, Consumer<Rows> table) throws IOException {
        ICSVWriter writer = new CSVWriterBuilder(to).withLineEnd("\n").build();
        table.accept(row -> writer.writeNext(row.toArray(new String[0]), false));
        writer.flush();
        if (writer.checkError()) {
            throw new IOException("the disk is full or gone");
        }
    }
}
