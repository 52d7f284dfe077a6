package faastrain.report.chart;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Charts that have a figure for each of the folders that they are drawn from. */
final class FolderFigures {
    private FolderFigures() {}

    /**
     * A figure of each folder: of a single one with the id of the kind as the name of its files, of several with the
     * name of the folder behind it.
     *
     * @param what the folders are, in messages
     * @param file of a folder, the table that it is known by
     * @param figure of a folder and the name of the figure's files
     */
    static <T> List<Figure> of(
            ChartKind kind,
            String what,
            List<T> folders,
            Function<T, Path> file,
            BiFunction<T, String, ? extends Figure> figure) {
        Map<String, T> byFileName = new LinkedHashMap<>();
        for (T folder : folders) {
            String name = name(file.apply(folder));
            T before = byFileName.put(folders.size() == 1 ? kind.id() : kind.id() + "-" + name, folder);
            if (before != null) {
                throw new ChartInputException(file.apply(before) + " and " + file.apply(folder) + ": two " + what
                        + " folders " + name + ", whose figures would have one name; draw them one at a time");
            }
        }
        return byFileName.entrySet().stream()
                .<Figure>map(entry -> figure.apply(entry.getValue(), entry.getKey()))
                .toList();
    }

    /** The name of the folder that a file is in. */
    private static String name(Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        return folder == null ? "" : Objects.toString(folder.getFileName(), "");
    }
}
