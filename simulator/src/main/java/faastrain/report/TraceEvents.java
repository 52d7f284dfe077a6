package faastrain.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import faastrain.result.RunResult;
import faastrain.result.Span;
import faastrain.result.WorkerRecord;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * A run's timeline in the Trace Event Format (Google, "Trace Event Format"), which Perfetto and Chrome's viewer open: a
 * process for the run, a thread for each worker, a complete event ("X") for each span. Times are in microseconds with
 * the nanoseconds as decimals; both ends of a span are rounded before they are subtracted, so that spans that follow one
 * another do so in the file, too.
 */
final class TraceEvents {
    private static final int PROCESS = 1;

    private TraceEvents() {}

    /**
     * Writes the timeline, event by event, so that a long one needs no memory for its text.
     *
     * @throws IOException when it cannot be written
     */
    static void write(RunResult result, Writer to) throws IOException {
        DefaultPrettyPrinter eventPerLine = new DefaultPrettyPrinter();
        eventPerLine.indentArraysWith(new DefaultIndenter("", "\n"));
        eventPerLine.indentObjectsWith(DefaultPrettyPrinter.FixedSpaceIndenter.instance);
        try (JsonGenerator json = new JsonFactory().createGenerator(to)) {
            json.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
            json.setPrettyPrinter(eventPerLine);
            json.writeStartObject();
            json.writeStringField("displayTimeUnit", "ms");
            json.writeArrayFieldStart("traceEvents");
            name(json, "process_name", 0, result.scenario().name());
            Map<Integer, String> roles = new HashMap<>();
            for (WorkerRecord worker : result.workers()) {
                roles.put(worker.worker(), worker.aggregator() ? ", aggregator" : "");
            }
            TreeSet<Integer> workers = new TreeSet<>();
            result.timeline().forEach(span -> workers.add(span.worker()));
            for (int worker : workers) {
                name(json, "thread_name", thread(worker), "worker " + worker + roles.getOrDefault(worker, ""));
            }
            for (Span span : result.timeline()) {
                complete(json, span);
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    /** Counted from 1: thread 0 is the idle one to viewers. */
    private static int thread(int worker) {
        return worker + 1;
    }

    private static void name(JsonGenerator json, String kind, int thread, String name) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", kind);
        json.writeStringField("ph", "M");
        json.writeNumberField("pid", PROCESS);
        json.writeNumberField("tid", thread);
        json.writeObjectFieldStart("args");
        json.writeStringField("name", name);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void complete(JsonGenerator json, Span span) throws IOException {
        long start = nanoseconds(span.startSeconds());
        long end = nanoseconds(span.endSeconds());
        json.writeStartObject();
        json.writeStringField("name", span.phase().id());
        json.writeStringField("ph", "X");
        json.writeNumberField("pid", PROCESS);
        json.writeNumberField("tid", thread(span.worker()));
        json.writeNumberField("ts", microseconds(start));
        json.writeNumberField("dur", microseconds(end - start));
        json.writeObjectFieldStart("args");
        json.writeNumberField("round", span.round());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static long nanoseconds(double seconds) {
        return Math.round(seconds * 1e9);
    }

    private static BigDecimal microseconds(long nanoseconds) {
        return BigDecimal.valueOf(nanoseconds, 3);
    }
}
