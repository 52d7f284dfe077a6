package faastrain.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Test;

final class JavaOptionsTest {
    @Test
    void fileHasSparksOptionsButTheModuleThatJavaWarnsOfAndOurSettingOfItsLog() throws IOException {
        List<String> expected = Stream.concat(
                        Stream.of(JavaModuleOptions.defaultModuleOptionArray())
                                .filter(option -> !option.equals("--add-modules=jdk.incubator.vector")),
                        Stream.of("-Dlog4j2.configurationFile=classpath:faastrain/cluster/log4j2.properties"))
                .toList();

        assertThat(Files.readAllLines(Path.of("java-options"))).isEqualTo(expected);
    }
}
